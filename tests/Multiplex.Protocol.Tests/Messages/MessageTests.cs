using CsCheck;

namespace Multiplex.Protocol.Tests.Messages;

public sealed class MessageTests
{
    [Fact]
    public void Every_kind_but_Frame_is_generated_and_read()
    {
        HashSet<MessageKind> seen = [];
        MessageGenerators.Any.Sample(m => { lock (seen) { seen.Add(m.Kind); } }, iter: 3000);
        Assert.Equal(
            Enum.GetValues<MessageKind>().Where(k => k is not (MessageKind.None or MessageKind.Frame)).Order(),
            seen.Order());
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_message() =>
        MessageGenerators.Any.Sample(m => Assert.Equal(m.Payload, MessageGenerators.Rewrite(m.Kind, m.Payload)), iter: 3000);

    [Fact]
    public void A_newer_peers_trailing_fields_are_ignored() => MessageGenerators.Any
        .Where(m => m.Kind != MessageKind.Input)
        .Sample(m => Assert.Equal(m.Payload, MessageGenerators.Rewrite(m.Kind, [.. m.Payload, 1, 2, 3])), iter: 2000);

    [Fact]
    public void An_empty_payload_is_a_message_of_defaults() =>
        MessageGenerators.Any.Sample(m => MessageGenerators.Rewrite(m.Kind, []), iter: 500);

    [Fact]
    public void Mutated_and_truncated_payloads_give_a_value_or_a_ProtocolException() =>
        Gen.Select(MessageGenerators.Any, Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 400]).Sample(
            (m, place, value, length) =>
            {
                byte[] bytes = m.Payload[..Math.Min(length, m.Payload.Length)];
                if (bytes.Length > 0)
                {
                    bytes[place % bytes.Length] = value;
                }

                try
                {
                    MessageGenerators.Rewrite(m.Kind, bytes);
                }
                catch (ProtocolException)
                {
                }
            },
            iter: 20_000);

    [Fact]
    public void Message_numbers_never_change()
    {
        const string Expected = "None=0 Hello=1 Context=2 Create=3 Attach=4 Command=5 List=6 DetachRequest=7 Input=8 Resize=9 FrameAck=10 "
            + "TerminalInfo=11 FocusChange=12 Suspended=13 Resumed=14 Goodbye=15 Welcome=64 Frame=65 Event=66 InputAck=67 Reply=68 End=69 "
            + "Print=70 Attached=71 Picture=72 Ping=128 Pong=129";
        Assert.Equal(Expected, string.Join(' ', Enum.GetValues<MessageKind>().Select(k => $"{k}={(int)k}")));
    }
}
