using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.Text;

/// <summary>Characters of several code points in one cell: combining marks always, whole clusters (UAX 29) under mode 2027.</summary>
internal static class Graphemes
{
    private const int VariationSelectorEmoji = 0xFE0F;
    private const int VariationSelectorText = 0xFE0E;

    /// <summary>Adds a code point to the character of a cell when it belongs to it.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="line">The cursor's line.</param>
    /// <param name="column">The cell's column.</param>
    /// <param name="cell">The cell, not empty and no tail.</param>
    /// <param name="codePoint">What comes next.</param>
    /// <param name="width">Its own width.</param>
    /// <returns>True when the code point is dealt with.</returns>
    public static bool Join(TerminalCore terminal, Line line, int column, Cell cell, int codePoint, int width)
    {
        Span<char> text = stackalloc char[GraphemeTable.MaxLength + 2];
        int length = CopyText(terminal.Tables, cell, text);
        int added = new Rune(codePoint).EncodeToUtf16(text[length..]);
        bool isClusters = terminal.Modes[ModeId.GraphemeClusters];
        if (width != 0 && StringInfo.GetNextTextElementLength(text[..(length + added)]) != length + added)
        {
            return false;
        }

        if (IsFormatControl(codePoint) || CountRunes(text[..length]) > ParserLimits.MaxCombiningMarks)
        {
            return true;
        }

        if (terminal.Tables.Graphemes.TryIntern(text[..(length + added)], out int id)
            || terminal.TryCompactAndIntern(text[..(length + added)], out id))
        {
            cell = line.Cells[column];
            line.Cells[column] = Cell.FromGrapheme(id, cell.Width, cell.Rendition, cell.IsProtected);
            terminal.Damage.Mark(terminal.Row);
            if (isClusters && cell.Width != CellWidth.WideTail)
            {
                terminal.FitCluster(column, ClusterWidth(cell.Width, codePoint, width));
            }
        }

        return true;
    }

    /// <summary>The text of a cell in UTF-16.</summary>
    /// <returns>Its length.</returns>
    public static int CopyText(FrameTables tables, Cell cell, Span<char> text)
    {
        if (!cell.IsGrapheme)
        {
            return new Rune(cell.Content).EncodeToUtf16(text);
        }

        string grapheme = tables.Graphemes[cell.Content];
        grapheme.CopyTo(text);
        return grapheme.Length;
    }

    private static CellWidth ClusterWidth(CellWidth current, int codePoint, int width) => codePoint switch
    {
        VariationSelectorEmoji => CellWidth.Wide,
        VariationSelectorText => CellWidth.Narrow,
        >= 0x1F1E6 and <= 0x1F1FF => CellWidth.Wide,
        _ => width == 2 ? CellWidth.Wide : current,
    };

    private static int CountRunes(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    /// <summary>Controls of direction and invisible operators: cells are placed by column, and a renderer must not pass them on
    /// (CVE-2021-42574's class).</summary>
    private static bool IsFormatControl(int codePoint) =>
        codePoint is 0x200B or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF;
}
