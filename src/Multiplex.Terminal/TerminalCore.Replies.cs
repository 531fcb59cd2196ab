using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Sequences;

namespace Multiplex.Terminal;

/// <content>Answers: fixed text and digits only, never anything that a program chose.</content>
internal sealed partial class TerminalCore
{
    /// <summary>Answers. Under S8C1T the introducers become C1 controls, in UTF-8 where that is the coding.</summary>
    public void Reply(ReadOnlySpan<byte> bytes)
    {
        if (!EightBitAnswers)
        {
            Events.Reply(bytes);
            return;
        }

        Span<byte> eightBit = stackalloc byte[ParserLimits.MaxReplyBytes];
        int length = 0;
        for (int i = 0; i < bytes.Length && length < eightBit.Length - 1; i++)
        {
            bool isControl = bytes[i] == 0x1B && i + 1 < bytes.Length && bytes[i + 1] is >= 0x40 and <= 0x5F;
            eightBit[length++] = isControl ? (byte)(bytes[++i] + 0x40) : bytes[i];
        }

        Events.Reply(eightBit[..length]);
    }

    /// <summary>Answers with numbers between fixed texts.</summary>
    public void ReplyNumbers(ReadOnlySpan<byte> start, ReadOnlySpan<int> numbers, ReadOnlySpan<byte> end)
    {
        var reply = new ReplyBuilder(stackalloc byte[ParserLimits.MaxReplyBytes]);
        reply.Add(start);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (i != 0)
            {
                reply.Add(';');
            }

            reply.Add(numbers[i]);
        }

        reply.Add(end);
        Reply(reply.Written);
    }

    /// <summary>Mode 2048: rows, columns, and the same in pixels.</summary>
    private void ReportSize() => ReplyNumbers(
        "\e[48;"u8, [Rows, Columns, Rows * Options.CellPixelHeight, Columns * Options.CellPixelWidth], "t"u8);
}
