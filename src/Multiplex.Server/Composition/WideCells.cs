using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>Keeps the halves of wide characters together where something is drawn over a part of a row.</summary>
internal static class WideCells
{
    /// <summary>Turns the other halves of characters that reach into a range into blanks.</summary>
    /// <param name="cells">A row.</param>
    /// <param name="start">First column of the range.</param>
    /// <param name="end">One past its last.</param>
    public static void Split(Span<Cell> cells, int start, int end)
    {
        if (start > 0 && start < cells.Length && cells[start].Width == CellWidth.WideTail)
        {
            cells[start - 1] = Cell.FromCodePoint(' ', CellWidth.Narrow, cells[start - 1].Rendition);
        }

        if (end > 0 && end < cells.Length && cells[end].Width == CellWidth.WideTail)
        {
            cells[end] = Cell.FromCodePoint(' ', CellWidth.Narrow, cells[end].Rendition);
        }
    }
}
