using CsCheck;
using Multiplex.Protocol.Frames;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Protocol.Tests.Frames;

public sealed class FrameEncoderTests
{
    [Fact]
    public void The_receivers_frame_follows_the_senders() => Gen.Select(Gen.Int, Gen.Int[1, 90], Gen.Int[1, 30]).Sample(
        (seed, columns, rows) =>
        {
            RandomFrames random = new(seed);
            Frame frame = random.Create(columns, rows);
            FrameEncoder encoder = new();
            FrameDecoder decoder = new();
            for (int i = 0; i < 12; i++)
            {
                Send(encoder, frame, decoder);
                AssertSame(frame, decoder.Frame);
                random.Change(frame);
                if (i == 4)
                {
                    frame.Resize((columns % 40) + 1, rows);
                    frame.CursorRow = 0;
                    frame.CursorColumn = 0;
                }

                if (i == 7)
                {
                    random.Tables.Clear();
                    frame.Cells.Clear();
                }

                if (i == 9)
                {
                    encoder.Reset();
                }
            }
        },
        iter: 300);

    [Fact]
    public void An_unchanged_frame_is_not_sent()
    {
        Frame frame = new RandomFrames(1).Create(80, 24);
        FrameEncoder encoder = new();
        MessageBuffer output = new();
        Assert.True(encoder.TryEncode(frame, output));
        output.Clear();
        Assert.False(encoder.TryEncode(frame, output));
        Assert.True(output.IsEmpty);
        Assert.Equal(1u, encoder.Sequence);
    }

    [Fact]
    public void A_large_frame_is_sent_in_parts_below_the_cap()
    {
        Frame frame = new(1000, 300, new FrameTables());
        for (int i = 0; i < frame.Cells.Length; i++)
        {
            frame.Cells[i] = Cell.FromCodePoint(0x3B1 + (i % 20), CellWidth.Narrow, 0);
        }

        FrameDecoder decoder = new();
        int parts = Send(new FrameEncoder(), frame, decoder);
        Assert.InRange(parts, 2, 20);
        AssertSame(frame, decoder.Frame);
    }

    [Fact]
    public void A_full_table_is_sent_in_parts()
    {
        FrameTables tables = new();
        Frame frame = new(2, 2, tables);
        for (int i = 0; i < RenditionTable.Capacity - 1; i++)
        {
            tables.Renditions.TryIntern(Rendition.Default with { Foreground = Color.FromRgb(1, (byte)(i >> 8), (byte)i) }, out _);
        }

        for (int i = 0; i < GraphemeTable.Capacity - 1; i++)
        {
            tables.Graphemes.TryIntern($"{i:x}\u0301", out _);
        }

        FrameDecoder decoder = new();
        Assert.True(Send(new FrameEncoder(), frame, decoder) > 1);
        Assert.Equal(tables.Renditions.Count, decoder.Frame.Tables.Renditions.Count);
        Assert.Equal(tables.Graphemes.Count, decoder.Frame.Tables.Graphemes.Count);
    }

    [Fact]
    public void Mutated_and_truncated_frames_give_a_frame_or_a_ProtocolException() =>
        Gen.Select(Gen.Int, Gen.Int[0, 5000], Gen.Byte, Gen.Int[0, 5000]).Sample(
            (seed, place, value, length) =>
            {
                MessageBuffer output = new();
                new FrameEncoder().TryEncode(new RandomFrames(seed).Create(20, 5), output);
                byte[] payload = output.Pending[MessageHeader.Size..].ToArray();
                payload = payload[..Math.Min(payload.Length, length)];
                if (payload.Length > 0)
                {
                    payload[place % payload.Length] = value;
                }

                try
                {
                    new FrameDecoder().Apply(payload);
                }
                catch (ProtocolException)
                {
                }
            },
            iter: 10_000);

    [Fact]
    public void Typing_and_scrolling_allocate_nothing()
    {
        Frame frame = new RandomFrames(3).Create(200, 60);
        FrameEncoder encoder = new();
        FrameDecoder decoder = new();
        MessageBuffer output = new();
        long before = 0;
        for (int i = 0; i < 200; i++)
        {
            if (i == 100)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            frame.Cells[200..].CopyTo(frame.Cells);
            frame.Row(59)[i % 200] = Cell.FromCodePoint('a' + (i % 26), CellWidth.Narrow, 0);
            frame.CursorColumn = i % 200;
            encoder.TryEncode(frame, output);
            decoder.Apply(output.Pending[MessageHeader.Size..]);
            output.Clear();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void One_changed_character_is_a_message_of_at_most_50_bytes()
    {
        Frame frame = new RandomFrames(3).Create(200, 60);
        FrameEncoder encoder = new();
        MessageBuffer output = new();
        encoder.TryEncode(frame, output);
        output.Clear();
        frame.Row(3)[5] = Cell.FromCodePoint('z', CellWidth.Narrow, 0);
        frame.CursorColumn = (frame.CursorColumn + 1) % 200;
        encoder.TryEncode(frame, output);
        Assert.InRange(output.Length, 1, 50);
    }

    private static int Send(FrameEncoder encoder, Frame frame, FrameDecoder decoder)
    {
        MessageBuffer output = new();
        if (!encoder.TryEncode(frame, output))
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = output.Pending;
        int parts = 0;
        bool isComplete = false;
        while (!rest.IsEmpty)
        {
            MessageHeader header = MessageHeader.Read(rest);
            Assert.Equal(MessageKind.Frame, header.Kind);
            Assert.False(isComplete);
            FrameUpdate update = decoder.Apply(rest.Slice(MessageHeader.Size, header.Length));
            Assert.Equal(encoder.Sequence, update.Sequence);
            isComplete = update.IsComplete;
            rest = rest[(MessageHeader.Size + header.Length)..];
            parts++;
        }

        Assert.True(isComplete);
        return parts;
    }

    private static void AssertSame(Frame expected, Frame actual)
    {
        Assert.Equal((expected.Columns, expected.Rows), (actual.Columns, actual.Rows));
        Assert.True(expected.Cells.SequenceEqual(actual.Cells));
        Assert.Equal(expected.Tables.Renditions.ToArray(), actual.Tables.Renditions.ToArray());
        Assert.Equal(expected.Tables.Graphemes.Count, actual.Tables.Graphemes.Count);
        Assert.Equal(expected.Tables.Links.Count, actual.Tables.Links.Count);
        Assert.Equal(State(expected), State(actual));
    }

    private static string State(Frame f) =>
        $"{f.CursorRow},{f.CursorColumn} {f.CursorVisible} {f.CursorShape} "
        + $"{f.CursorColor} {f.DefaultForeground} {f.DefaultBackground} {f.Modes} "
        + $"{f.MouseTracking} {f.MouseEncoding} {f.KittyKeyboardFlags} {f.ModifyOtherKeys} {f.Title ?? "-"} {f.IconTitle ?? "-"}";
}
