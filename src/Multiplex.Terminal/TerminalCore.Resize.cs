using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal;

/// <content>Changes of size.</content>
internal sealed partial class TerminalCore
{
    /// <summary>Changes the size of both screens; the primary one is laid out anew, the alternate one is cut or extended.</summary>
    public void Resize(int columns, int rows)
    {
        columns = Math.Clamp(columns, 1, ParserLimits.MaxSize);
        rows = Math.Clamp(rows, 1, ParserLimits.MaxSize);
        if (columns == Columns && rows == Rows)
        {
            return;
        }

        var cursor = new Place(Row, Column);
        bool wasPending = PendingWrap;
        ResizePrimary(columns, rows, ref cursor);
        if (_alternate is not null)
        {
            int dropped = Crop(_alternate, columns, rows, IsAlternate ? Row : 0);
            cursor = IsAlternate ? cursor with { Row = Row - dropped } : cursor;
        }

        Columns = columns;
        Rows = rows;
        ResetMargins();
        Tabs.Resize(columns);
        Damage.Resize(rows);
        LookForDoubleLines();
        MoveTo(cursor.Row, cursor.Column);
        if (wasPending && !IsAlternate)
        {
            PendingWrap = Column == ColumnsOf(Row) - 1;
            Column = PendingWrap ? Column : Column + 1;
        }

        if (Modes[ModeId.InBandResize])
        {
            ReportSize();
        }
    }

    private void ResizePrimary(int columns, int rows, ref Place cursor)
    {
        var saved = new Place(Math.Min(_savedPrimary.Row, Rows - 1), Math.Min(_savedPrimary.Column, Columns - 1));
        Span<Place> places = IsAlternate ? [saved] : [cursor, saved];
        Reflow.Run(Primary, Scrollback, columns, rows, Options.BottomStays, places, CompactIfNearlyFull);
        if (!IsAlternate)
        {
            cursor = places[0];
        }

        _savedPrimary.Row = Math.Clamp(places[^1].Row, 0, rows - 1);
        _savedPrimary.Column = Math.Clamp(places[^1].Column, 0, columns - 1);
    }

    /// <summary>Laying out scrollback makes ids for the renditions in it, of which there may be more than the table holds.</summary>
    private void CompactIfNearlyFull()
    {
        if (Tables.Renditions.Count > RenditionTable.Capacity - ScrollbackEncoder.MaxCells)
        {
            CompactTables();
        }
    }

    /// <summary>Margins as wide as the screen.</summary>
    private void ResetMargins()
    {
        Top = 0;
        Bottom = Rows;
        Left = 0;
        Right = Columns;
    }

    /// <summary>Cuts or extends a screen; lines go at the top when the cursor would be lost at the bottom.</summary>
    /// <returns>Lines that went at the top.</returns>
    private static int Crop(ScreenBuffer screen, int columns, int rows, int cursorRow)
    {
        int dropped = Math.Max(0, cursorRow - rows + 1);
        var lines = new Line[rows];
        for (int row = 0; row < rows; row++)
        {
            var line = new Line();
            if (row + dropped < screen.Rows && screen.Lines[row + dropped].Occupied > 0)
            {
                Line old = screen.Lines[row + dropped];
                int count = Math.Min(old.Occupied, old.Size == LineSize.Single ? columns : DoubleWidth.Columns(columns));
                line.Size = old.Size;
                old.Cells.AsSpan(0, count).CopyTo(line.Writable(columns));
                line.Occupied = count;
                line.MayHaveWide = old.MayHaveWide;
                WideCharacters.TrimEnd(line.Cells, count);
            }

            lines[row] = line;
        }

        screen.Replace(lines, columns);
        return dropped;
    }
}
