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
