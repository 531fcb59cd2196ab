using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>What must hold after any bytes and any resize.</summary>
internal static class Invariants
{
    /// <summary>Looks at cursor, margins, every cell of the screen and the size of the scrollback.</summary>
    /// <returns>What is broken, or null.</returns>
    public static string? FirstBroken(TerminalEmulator terminal)
    {
        if ((uint)terminal.CursorRow >= (uint)terminal.Rows || (uint)terminal.CursorColumn >= (uint)terminal.Columns)
        {
            return $"the cursor {terminal.CursorRow},{terminal.CursorColumn} is outside {terminal.Columns}x{terminal.Rows}";
        }

        if (terminal.MarginTop < 0 || terminal.MarginTop >= terminal.MarginBottom || terminal.MarginBottom > terminal.Rows)
        {
            return $"the margins {terminal.MarginTop}..{terminal.MarginBottom} are not within {terminal.Rows} rows";
        }

        if (terminal.MarginLeft < 0 || terminal.MarginLeft >= terminal.MarginRight || terminal.MarginRight > terminal.Columns)
        {
            return $"the margins {terminal.MarginLeft}..{terminal.MarginRight} are not within {terminal.Columns} columns";
        }

        if (terminal.ScrollbackCount > terminal.ScrollbackLimit)
        {
            return $"the scrollback holds {terminal.ScrollbackCount} lines of {terminal.ScrollbackLimit}";
        }

        for (int row = 0; row < terminal.Rows; row++)
        {
            if (FirstBroken(terminal.Row(row), terminal) is { } broken)
            {
                return $"row {row}: {broken}";
            }
        }

        return null;
    }

    private static string? FirstBroken(ReadOnlySpan<Cell> row, TerminalEmulator terminal)
    {
        if (row.Length != terminal.Columns)
        {
            return $"it has {row.Length} cells and not {terminal.Columns}";
        }

        for (int column = 0; column < row.Length; column++)
        {
            Cell cell = row[column];
            if (cell.Rendition >= terminal.Tables.Renditions.Count)
            {
                return $"the rendition {cell.Rendition} of column {column} was never given out";
            }

            if (cell.IsGrapheme ? !IsGrapheme(cell.Content, terminal.Tables.Graphemes) : !IsGraphic(cell))
            {
                return $"the content {cell.Content:X} of column {column} is none";
            }

            bool hasTail = column + 1 < row.Length && row[column + 1].Width == CellWidth.WideTail;
            bool needsTail = cell.Width == CellWidth.Wide;
            if (needsTail != hasTail || (column == 0 && cell.Width == CellWidth.WideTail))
            {
                return $"column {column} holds half of a wide character";
            }
        }

        return null;
    }

    private static bool IsGrapheme(int id, GraphemeTable table) => id >= 1 && id < table.Count && table[id].Length > 1;

    /// <summary>No cell holds a control character, a surrogate or something beyond Unicode.</summary>
    private static bool IsGraphic(Cell cell) => cell.Content == 0
        || (cell.Width != CellWidth.WideTail
            && cell.Content is >= 0x20 and < 0x7F or >= 0xA0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF));
}
