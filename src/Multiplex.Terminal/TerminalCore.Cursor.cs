using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>Cursor, margins, scrolling.</content>
internal sealed partial class TerminalCore
{
    private SavedCursor _savedPrimary;
    private SavedCursor _savedAlternate;

    /// <summary>The cursor's row.</summary>
    public int Row { get; private set; }

    /// <summary>The cursor's column.</summary>
    public int Column { get; private set; }

    /// <summary>The next character first wraps to a new line.</summary>
    public bool PendingWrap { get; private set; }

    /// <summary>First row of the scroll region.</summary>
    public int Top { get; private set; }

    /// <summary>One past the last row of the scroll region.</summary>
    public int Bottom { get; private set; }

    /// <summary>First column of the scroll region.</summary>
    public int Left { get; private set; }

    /// <summary>One past the last column of the scroll region.</summary>
    public int Right { get; private set; }

    /// <summary>True when the left and right margins leave something out.</summary>
    public bool HasSideMargins => Left != 0 || Right != Columns;

    /// <summary>Row 0 of a program's coordinates: the top margin under DECOM.</summary>
    public int OriginRow => OriginMode ? Top : 0;

    /// <summary>Column 0 of a program's coordinates: the left margin under DECOM.</summary>
    public int OriginColumn => OriginMode ? Left : 0;

    /// <summary>True when the cursor is inside the left and right margins.</summary>
    public bool IsInsideSides => Column >= Left && Column < Right;

    /// <summary>True when the cursor is inside all margins.</summary>
    public bool IsInsideMargins => Row >= Top && Row < Bottom && IsInsideSides;

    /// <summary>Moves the cursor to a place on the screen, clamped.</summary>
    public void MoveTo(int row, int column)
    {
        Row = Math.Clamp(row, 0, Rows - 1);
        Column = Math.Clamp(column, 0, ColumnsOf(Row) - 1);
        PendingWrap = false;
    }

    /// <summary>Restores a pending wrap, which exists in a last column only.</summary>
    public void SetPendingWrap(bool isPending) => PendingWrap = isPending && (Column == ColumnsOf(Row) - 1 || Column == Right - 1);

    /// <summary>CUP: to a place in the program's coordinates, within the margins under DECOM.</summary>
    public void MoveToOrigin(int row, int column)
    {
        if (OriginMode)
        {
            MoveTo(Math.Clamp(Top + row, Top, Bottom - 1), Math.Clamp(Left + column, Left, Right - 1));
        }
        else
        {
            MoveTo(row, column);
        }
    }

    /// <summary>To the origin.</summary>
    public void CursorHome() => MoveToOrigin(0, 0);

    /// <summary>Up, not past the top margin when the cursor is at or below it.</summary>
    public void CursorUp(int count) => MoveTo(Math.Max(Row - count, Row >= Top ? Top : 0), Column);

    /// <summary>Down, not past the bottom margin when the cursor is at or above it.</summary>
    public void CursorDown(int count) => MoveTo(Math.Min(Row + count, (Row < Bottom ? Bottom : Rows) - 1), Column);

    /// <summary>Right, not past the right margin when the cursor is at or before it.</summary>
    public void CursorForward(int count) => MoveTo(Row, Math.Min(Column + count, (Column < Right ? Right : Columns) - 1));

    /// <summary>Left, with reverse wraparound when it is on (xterm, modes 45 and 1045).</summary>
    public void CursorBackward(int count)
    {
        bool extended = Modes[ModeId.ReverseWrapExtended];
        if (!AutoWrap || !(extended || Modes[ModeId.ReverseWrap]))
        {
            MoveTo(Row, Math.Max(Column - count, Column >= Left ? Left : 0));
            return;
        }

        if (PendingWrap)
        {
            count--;
        }

        ReverseWrap(Math.Min(count, Rows * Columns), extended);
    }

    private void ReverseWrap(int count, bool extended)
    {
        int row = Row;
        int column = Column;
        int left = column >= Left ? Left : 0;
        int right = Column < Right ? Right : Columns;
        while (count > 0)
        {
            int step = Math.Min(count, column - left);
            column -= step;
            count -= step;
            if (count == 0)
            {
                break;
            }

            int previous = row == Top || row == 0 ? (extended ? (row == Top ? Bottom : Rows) - 1 : -1) : row - 1;
            if (previous < 0 || (!extended && !Screen.Lines[previous].IsWrapped))
            {
                break;
            }

            row = previous;
            column = Math.Min(right, ColumnsOf(row)) - 1;
            count--;
        }

        MoveTo(row, column);
    }

    /// <summary>CR: to the left margin, or to column 0 when the cursor is left of it.</summary>
    public void CarriageReturn()
    {
        Column = Column >= Left ? Left : OriginColumn;
        PendingWrap = false;
    }

    /// <summary>LF, VT, FF: IND, and after it CR under LNM. The order tells right of the right margin, where IND does not scroll
    /// (xterm).</summary>
    public void LineFeed()
    {
        Index();
        if (NewLineMode)
        {
            CarriageReturn();
        }
    }

    /// <summary>IND: down, scrolling at the bottom margin.</summary>
    public void Index()
    {
        PendingWrap = false;
        if (Row + 1 != Bottom)
        {
            if (Row + 1 < Rows)
            {
                Row++;
            }
        }
        else if (IsInsideSides)
        {
            ScrollUp(1);
        }

        if (_hasDoubleLines)
        {
            KeepColumnInLine();
        }
    }

    /// <summary>RI: up, scrolling at the top margin.</summary>
    public void ReverseIndex()
    {
        PendingWrap = false;
        if (Row != Top)
        {
            if (Row > 0)
            {
                Row--;
            }
        }
        else if (IsInsideSides)
        {
            ScrollDown(1);
        }

        if (_hasDoubleLines)
        {
            KeepColumnInLine();
        }
    }

    /// <summary>Scrolls the region up; lines that leave the primary screen at its top are kept.</summary>
    public void ScrollUp(int count)
    {
        count = Math.Min(count, Bottom - Top);
        if (HasSideMargins)
        {
            Screen.ScrollBlockUp(Top, Bottom, Left, Right, count, Blank);
            return;
        }

        if (Top == 0 && !IsAlternate)
        {
            for (int row = 0; row < count; row++)
            {
                Scrollback.Push(Primary.Lines[row]);
            }
        }

        Screen.ScrollUp(Top, Bottom, count, Blank);
        if (_hasDoubleLines)
        {
            LookForDoubleLines();
        }
    }

    /// <summary>Scrolls the region down.</summary>
    public void ScrollDown(int count)
    {
        if (HasSideMargins)
        {
            Screen.ScrollBlockDown(Top, Bottom, Left, Right, count, Blank);
        }
        else
        {
            Screen.ScrollDown(Top, Bottom, count, Blank);
        }
    }

    /// <summary>DECSTBM: sets the vertical margins and homes the cursor; fewer than two lines change nothing.</summary>
    public void SetVerticalMargins(int top, int bottom)
    {
        bottom = Math.Min(bottom, Rows);
        if (bottom - top >= 2 || (Rows == 1 && top == 0))
        {
            Top = top;
            Bottom = bottom;
            CursorHome();
        }
    }

    /// <summary>Memory lock: the scroll region begins at a row; the cursor stays.</summary>
    public void SetTopMargin(int top)
    {
        if (Bottom - top >= 2 || Rows == 1)
        {
            Top = top;
        }
    }

    /// <summary>DECSLRM: sets the side margins and homes the cursor; fewer than two columns change nothing.</summary>
    public void SetSideMargins(int left, int right)
    {
        right = Math.Min(right, Columns);
        if (right - left >= 2 || (Columns == 1 && left == 0))
        {
            Left = left;
            Right = right;
            CursorHome();
        }
    }

    /// <summary>DECLRMM; leaving it forgets the side margins, entering it makes all lines single-width (xterm).</summary>
    public void SetMarginMode(bool set)
    {
        if (set)
        {
            ResetLineSizes();
        }
        else
        {
            Left = 0;
            Right = Columns;
        }
    }

    /// <summary>DECSC; each screen has its own.</summary>
    public void SaveCursor()
    {
        ref SavedCursor saved = ref IsAlternate ? ref _savedAlternate : ref _savedPrimary;
        saved = new SavedCursor
        {
            Row = Row,
            Column = Column,
            PendingWrap = PendingWrap,
            Pen = Pen,
            IsProtected = IsProtected,
            OriginMode = OriginMode,
            Sets = Sets,
        };
    }

    /// <summary>DECRC; what was never saved is the state after a reset.</summary>
    public void RestoreCursor()
    {
        SavedCursor saved = IsAlternate ? _savedAlternate : _savedPrimary;
        SetModes(Modes.With(ModeId.Origin, saved.OriginMode));
        Pen = saved.Pen;
        IsProtected = saved.IsProtected;
        Sets = saved.Sets;
        UpdatePrinting();
        MoveTo(saved.Row, saved.Column);
        if (OriginMode)
        {
            MoveTo(Math.Clamp(Row, Top, Bottom - 1), Math.Clamp(Column, Left, Right - 1));
        }

        PendingWrap = saved.PendingWrap && Column == saved.Column;
    }

    /// <summary>Mode 1048.</summary>
    public void SaveOrRestoreCursor(bool save)
    {
        if (save)
        {
            SaveCursor();
        }
        else
        {
            RestoreCursor();
        }
    }
}
