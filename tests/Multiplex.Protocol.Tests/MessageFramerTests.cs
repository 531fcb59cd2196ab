using CsCheck;
using Multiplex.Protocol.Messages;
using Multiplex.Protocol.Tests.Messages;

namespace Multiplex.Protocol.Tests;

public sealed class MessageFramerTests
{
    [Fact]
    public void Messages_come_out_as_they_went_in_however_the_stream_is_cut() =>
        Gen.Select(MessageGenerators.Any.Array[1, 30], Gen.Int[1, 200].Array[1, 10]).Sample(
            (messages, cuts) =>
            {
                MessageFramer framer = new();
                List<AnyMessage> got = [];
                ReadOnlySpan<byte> stream = Stream(messages);
                for (int i = 0; stream.Length > 0; i++)
                {
                    int count = Put(framer, stream[..Math.Min(cuts[i % cuts.Length], stream.Length)]);
                    stream = stream[count..];
                    while (framer.TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload))
                    {
                        got.Add(new AnyMessage(header.Kind, payload.ToArray()));
                    }
                }

                Assert.Equal(messages.Select(m => m.Kind), got.Select(m => m.Kind));
                Assert.All(messages.Zip(got), p => Assert.Equal(p.First.Payload, p.Second.Payload));
            },
            iter: 300);

    [Fact]
    public void A_length_over_the_cap_is_refused_before_its_bytes_come()
    {
        MessageFramer framer = new();
        byte[] header = new byte[MessageHeader.Size];
        new MessageHeader(MessageKind.Input, MessageFlags.None, MessageHeader.MaximumLength + 1).Write(header);
        Put(framer, header);
        Assert.Throws<ProtocolException>(() => framer.TryRead(out _, out _));
    }

    [Fact]
    public void A_Context_may_be_larger_than_other_messages()
    {
        MessageBuffer output = new();
        output.Add(new ContextMessage { Environment = new byte[3 << 20] });
        MessageFramer framer = new();
        ReadOnlySpan<byte> stream = output.Pending;
        while (stream.Length > 0)
        {
            stream = stream[Put(framer, stream)..];
        }

        Assert.True(framer.TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload));
        Assert.Equal(MessageKind.Context, header.Kind);
        Assert.Equal(3 << 20, ContextMessage.Read(payload).Environment.Length);
    }

    [Fact]
    public void A_message_over_the_cap_is_not_sent()
    {
        MessageBuffer output = new();
        output.Add(new PingMessage(1));
        int length = output.Length;
        Assert.Throws<ProtocolException>(() => output.Add(new InputMessage(0, new byte[MessageHeader.MaximumLength])));
        Assert.Equal(length, output.Length);
    }

    [Fact]
    public void Input_in_the_steady_state_allocates_nothing()
    {
        MessageBuffer output = new();
        MessageFramer framer = new();
        for (int i = 0; i < 10; i++)
        {
            SendKey(output, framer, (ulong)i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            SendKey(output, framer, (ulong)i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void SendKey(MessageBuffer output, MessageFramer framer, ulong offset)
    {
        output.Add(new InputMessage(offset, "x"u8));
        Put(framer, output.Pending);
        output.Consume(output.Length);
        Assert.True(framer.TryRead(out _, out ReadOnlySpan<byte> payload));
        Assert.True(InputMessage.Read(payload).Offset == offset);
    }

    private static byte[] Stream(AnyMessage[] messages)
    {
        MessageBuffer output = new();
        foreach (AnyMessage message in messages)
        {
            int mark = output.Begin();
            message.Payload.CopyTo(output.GetSpan(message.Payload.Length));
            output.Advance(message.Payload.Length);
            output.End(mark, message.Kind);
        }

        return output.Pending.ToArray();
    }

    private static int Put(MessageFramer framer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> room = framer.GetSpan();
        int count = Math.Min(room.Length, bytes.Length);
        bytes[..count].CopyTo(room);
        framer.Advance(count);
        return count;
    }
}
