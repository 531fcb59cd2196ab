using Multiplex.Server.Layers;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>Draws the screen of a window into a part of a display; keeps the translation of its ids.</summary>
internal sealed class TerminalPainter
{
    private static readonly AttributeRules NoRules = new();

    private readonly TableMap _map = new();

    /// <summary>True when the display's tables were full while the last thing was drawn.</summary>
    public bool IsOverflowing => _map.IsOverflowing;

    /// <summary>Draws a screen. What lies outside it is empty, with screen's frame: bars at the right, dashes below.</summary>
    /// <param name="terminal">The screen.</param>
    /// <param name="frame">The frame to draw into.</param>
    /// <param name="area">Where.</param>
    /// <param name="rowOffset">The screen's row at the top of the area.</param>
    /// <param name="columnOffset">The screen's column at the left of the area.</param>
    /// <param name="rules">What stands in for attributes, or null for nothing.</param>
    /// <param name="pictures">The pictures that the display can show, or null for placeholders.</param>
    public void Paint(
        TerminalEmulator terminal,
        Frame frame,
        Rectangle area,
        int rowOffset,
        int columnOffset,
        AttributeRules? rules = null,
        DisplayPictures? pictures = null)
    {
        if (terminal.MayHavePictures)
        {
            terminal.ForgetUnseenPictures();
            pictures?.Enter(terminal);
            _map.Pictures = pictures;
        }

        _map.Bind(terminal.Tables, frame.Tables, rules?.Version ?? 0);
        int columns = Math.Clamp(terminal.Columns - columnOffset, 0, area.Columns);
        for (int index = 0; index < area.Rows; index++)
        {
            int source = rowOffset + index;
            Span<Cell> row = frame.Row(area.Row + index).Slice(area.Column, area.Columns);
            if (source < terminal.Rows)
            {
                Copy(terminal.Row(source).Slice(columnOffset, columns), row, rules ?? NoRules);
                PaintOutside(row, columns, '|');
            }
            else
            {
                row.Clear();
                if (source == terminal.Rows)
                {
                    row[..columns].Fill(Cell.FromCodePoint('-', CellWidth.Narrow, 0));
                }
            }
        }

        _map.Pictures = null;
    }

    /// <summary>Draws cells that refer to the tables of the screen drawn last, and empties the rest of the row.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="row">The part of a display's row, at least as long.</param>
    /// <param name="rules">What stands in for attributes.</param>
    public void Copy(ReadOnlySpan<Cell> cells, Span<Cell> row, AttributeRules rules)
    {
        _map.Copy(cells, row, rules);
        row[cells.Length..].Clear();
        if (cells.IsEmpty)
        {
            return;
        }

        // Half of a wide character at an edge is drawn as a blank of the same rendition.
        if (row[0].Width == CellWidth.WideTail)
        {
            row[0] = Cell.FromCodePoint(' ', CellWidth.Narrow, row[0].Rendition);
        }

        ref Cell last = ref row[cells.Length - 1];
        if (last.Width == CellWidth.Wide)
        {
            last = Cell.FromCodePoint(' ', CellWidth.Narrow, last.Rendition);
        }
    }

    /// <summary>Binds the translation to tables without drawing a screen.</summary>
    /// <param name="source">Whose ids are drawn.</param>
    /// <param name="target">The display's tables.</param>
    /// <param name="rules">What stands in for attributes.</param>
    public void Bind(FrameTables source, FrameTables target, AttributeRules rules) => _map.Bind(source, target, rules.Version);

    private static void PaintOutside(Span<Cell> row, int columns, char bar)
    {
        if (columns < row.Length)
        {
            row[columns] = Cell.FromCodePoint(bar, CellWidth.Narrow, 0);
        }
    }
}
