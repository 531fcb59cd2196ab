using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal;

/// <content>The screen as text, for hardcopy and tests.</content>
public sealed partial class TerminalEmulator
{
    /// <summary>The text of a row without blanks at its end.</summary>
    /// <param name="row">0..Rows-1.</param>
    public string TextOf(int row)
    {
        var text = new StringBuilder();
        AppendText(Row(row), text);
        return text.ToString().TrimEnd(' ');
    }

    /// <summary>The text of a line of scrollback without blanks at its end.</summary>
    /// <param name="index">0 is the oldest.</param>
    public string TextOfScrollback(int index)
    {
        var cells = new Cell[Columns];
        int count = ReadScrollbackLine(index, cells, out _);
        if (count > cells.Length)
        {
            cells = new Cell[count];
            ReadScrollbackLine(index, cells, out _);
        }

        var text = new StringBuilder();
        AppendText(cells, text);
        return text.ToString().TrimEnd(' ');
    }

    /// <summary>The character of a cell with what is combined with it: a blank for an empty one, nothing for the right half of a wide
    /// one.</summary>
    /// <param name="cell">A cell that refers to <see cref="Tables"/>.</param>
    public string TextOf(Cell cell) => cell.Width == CellWidth.WideTail ? string.Empty
        : cell.IsGrapheme ? Tables.Graphemes[cell.Content]
        : cell.Content == 0 ? " "
        : char.ConvertFromUtf32(cell.Content);

    /// <summary>How a cell is drawn.</summary>
    /// <param name="cell">A cell that refers to <see cref="Tables"/>.</param>
    public Rendition RenditionOf(Cell cell) => Tables.Renditions[cell.Rendition];

    /// <summary>The OSC 8 link of a cell, null when it belongs to none.</summary>
    /// <param name="cell">A cell that refers to <see cref="Tables"/>.</param>
    public Hyperlink? LinkOf(Cell cell) => RenditionOf(cell).Link is var link and not 0 ? Tables.Links[link] : null;

    /// <summary>Adds the text of cells: a blank for an empty one, nothing for the right half of a wide character.</summary>
    /// <param name="cells">Cells that refer to <see cref="Tables"/>.</param>
    /// <param name="text">Where to.</param>
    public void AppendText(ReadOnlySpan<Cell> cells, StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<char> units = stackalloc char[2];
        foreach (Cell cell in cells)
        {
            if (cell.Width == CellWidth.WideTail)
            {
                continue;
            }

            if (cell.IsGrapheme)
            {
                text.Append(Tables.Graphemes[cell.Content]);
            }
            else if (cell.Content == 0)
            {
                text.Append(' ');
            }
            else
            {
                text.Append(units[..new Rune(cell.Content).EncodeToUtf16(units)]);
            }
        }
    }
}
