using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal.Sequences;

/// <summary>DECRQCRA: the sum of a rectangle's characters with weights for their attributes, as xterm computes it by default (negated,
/// without cells that were never written and without blanks at the ends of lines) and under XTCHECKSUM.</summary>
internal static class AreaChecksum
{
    /// <summary>Answers.</summary>
    public static void Answer(TerminalCore terminal, SequenceParameters parameters)
    {
        int total = 0;
        if (RectangleSequences.TryArea(terminal, parameters, 2, out RectangleSequences.Area area))
        {
            bool isFirst = true;
            for (int row = area.Top; row < area.Bottom; row++)
            {
                total += SumOf(terminal, terminal.Screen.Row(row)[area.Left..area.Right], ref isFirst);
            }
        }

        var reply = new ReplyBuilder(stackalloc byte[64]);
        reply.Add("\eP"u8);
        reply.Add(parameters[0]);
        reply.Add("!~"u8);
        reply.AddHex((Has(terminal, ChecksumOptions.Positive) ? total : -total) & 0xFFFF, 4, upper: true);
        reply.Add("\e\\"u8);
        terminal.Reply(reply.Written);
    }

    private static bool Has(TerminalCore terminal, ChecksumOptions options) => (terminal.Settings.Checksum & options) != 0;

    private static int SumOf(TerminalCore terminal, ReadOnlySpan<Cell> cells, ref bool isFirst)
    {
        bool isTrimming = !Has(terminal, ChecksumOptions.NoTrim);
        bool countsUndrawn = Has(terminal, ChecksumOptions.NoTrim | ChecksumOptions.Undrawn);
        int sum = 0;
        int blanks = 0;
        foreach (Cell cell in cells)
        {
            if (cell.Width == CellWidth.WideTail || (cell.IsEmpty && !countsUndrawn))
            {
                continue;
            }

            int value = ValueOf(terminal, cell);
            if (isFirst || value != ' ' || (cell.Rendition != 0 && !cell.IsEmpty) || !isTrimming)
            {
                sum += value + blanks;
                blanks = 0;
            }
            else
            {
                blanks += value;
            }

            isFirst = false;
        }

        return sum;
    }

    private static int ValueOf(TerminalCore terminal, Cell cell)
    {
        int value = cell.IsEmpty ? ' ' : cell.IsGrapheme ? TextOf(terminal, terminal.Tables.Graphemes[cell.Content]) : cell.Content;
        if (Has(terminal, ChecksumOptions.NoAttributes))
        {
            return value;
        }

        Rendition rendition = terminal.Tables.Renditions[cell.Rendition];
        return value
            + (cell.IsProtected ? 0x04 : 0)
            + (rendition.Has(RenditionAttributes.Invisible) ? 0x08 : 0)
            + (rendition.Underline != UnderlineStyle.None ? 0x10 : 0)
            + (rendition.Has(RenditionAttributes.Inverse) ? 0x20 : 0)
            + (rendition.Has(RenditionAttributes.Blink) ? 0x40 : 0)
            + (rendition.Has(RenditionAttributes.Bold) ? 0x80 : 0);
    }

    /// <summary>xterm counts combining characters only where it does not trim, and not under csBYTE.</summary>
    private static int TextOf(TerminalCore terminal, string grapheme)
    {
        int value = 0;
        bool isWhole = Has(terminal, ChecksumOptions.NoTrim) && !Has(terminal, ChecksumOptions.Bytes);
        foreach (System.Text.Rune rune in grapheme.EnumerateRunes())
        {
            value += rune.Value;
            if (!isWhole)
            {
                break;
            }
        }

        return value;
    }
}
