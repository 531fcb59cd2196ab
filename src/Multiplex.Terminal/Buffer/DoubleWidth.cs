namespace Multiplex.Terminal.Buffer;

/// <summary>Lines of double width: they hold half as many columns as the screen has, and are shown in the cells that all lines
/// have.</summary>
internal static class DoubleWidth
{
    /// <summary>Columns of a line of double width.</summary>
    /// <param name="columns">The screen's.</param>
    public static int Columns(int columns) => Math.Max(columns / 2, 1);

    /// <summary>Lays the cells of a line of double width out as they are shown: each character with a blank after it, a wide one with
    /// two.</summary>
    /// <param name="cells">The line's cells; those past half the width are not shown.</param>
    /// <param name="shown">As many as the screen has columns; may begin where <paramref name="cells"/> does.</param>
    public static void Spread(ReadOnlySpan<Cell> cells, Span<Cell> shown)
    {
        // From the end, because both may be the same cells.
        for (int column = shown.Length / 2 - 1; column >= 0; column--)
        {
            Cell cell = column < cells.Length ? cells[column] : Cell.Empty;
            Cell blank = cell.IsEmpty ? cell : Cell.FromCodePoint(' ', CellWidth.Narrow, cell.Rendition, cell.IsProtected);
            Cell next = cell.Width == CellWidth.Wide ? cells[column + 1] : blank;
            shown[2 * column] = cell.Width == CellWidth.WideTail ? blank : cell;
            shown[(2 * column) + 1] = next;
        }

        if ((shown.Length & 1) != 0)
        {
            // On a screen of one column there is no room for more than the character itself.
            shown[^1] = shown.Length == 1 && !cells.IsEmpty ? cells[0] : Cell.Empty;
        }
    }
}
