namespace Multiplex.Terminal.Buffer;

/// <summary>Keeps both halves of a wide character consistent: an edit that cuts one in two blanks what remains of it.</summary>
internal static class WideCharacters
{
    /// <summary>Makes a column boundary fall between characters.</summary>
    /// <param name="line">The line.</param>
    /// <param name="column">The boundary is before this column; 0 and the width are never inside a character.</param>
    /// <param name="blank">What takes the place of both halves: in xterm a blank with the current background, and no other
    /// attribute.</param>
    public static void SplitAt(Line line, int column, Cell blank = default)
    {
        if (!line.MayHaveWide || column <= 0 || column >= line.Cells.Length)
        {
            return;
        }

        Cell[] cells = line.Cells;
        if (cells[column].Width == CellWidth.WideTail)
        {
            cells[column - 1] = blank;
            cells[column] = blank;
        }
    }

    /// <summary>Blanks a wide character whose tail an edit pushed over the edge at the end of a range.</summary>
    /// <param name="cells">The whole line.</param>
    /// <param name="end">The range's end; what stands there is not the character's tail.</param>
    public static void TrimEnd(Span<Cell> cells, int end)
    {
        if (end > 0 && cells[end - 1].Width == CellWidth.Wide)
        {
            cells[end - 1] = Cell.Empty;
        }
    }

    /// <summary>Blanks a tail that lost its character at the start of a range.</summary>
    /// <param name="cells">The whole line.</param>
    /// <param name="start">The range's start.</param>
    public static void TrimStart(Span<Cell> cells, int start)
    {
        if (start < cells.Length && cells[start].Width == CellWidth.WideTail)
        {
            cells[start] = Cell.Empty;
        }
    }
}
