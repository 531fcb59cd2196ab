using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal;

/// <content>Changes of size.</content>
internal sealed partial class TerminalCore
{
    /// <summary>Changes the size of both screens.</summary>
    public void Resize(int columns, int rows)
    {
        columns = Math.Clamp(columns, 1, ParserLimits.MaxSize);
        rows = Math.Clamp(rows, 1, ParserLimits.MaxSize);
        if (columns == Columns && rows == Rows)
        {
            return;
        }

        Crop(Primary, columns, rows);
        if (_alternate is not null)
        {
            Crop(_alternate, columns, rows);
        }

        Columns = columns;
        Rows = rows;
        Top = 0;
        Bottom = rows;
        Left = 0;
        Right = columns;
        Tabs.Resize(columns);
        Damage.Resize(rows);
        MoveTo(Row, Column);
    }

    private static void Crop(ScreenBuffer screen, int columns, int rows)
    {
        var lines = new Line[rows];
        for (int row = 0; row < rows; row++)
        {
            var line = new Line();
            if (row < screen.Rows && screen.Lines[row].Occupied > 0)
            {
                Line old = screen.Lines[row];
                int count = Math.Min(old.Occupied, columns);
                old.Cells.AsSpan(0, count).CopyTo(line.Writable(columns));
                line.Occupied = count;
                line.MayHaveWide = old.MayHaveWide;
                WideCharacters.TrimEnd(line.Cells, count);
            }

            lines[row] = line;
        }

        screen.Replace(lines, columns);
    }
}
