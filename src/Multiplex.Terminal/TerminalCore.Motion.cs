using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal;

/// <content>Movements and edits that are made of others.</content>
internal sealed partial class TerminalCore
{
    /// <summary>CHA, HPA: to a column of the program's coordinates.</summary>
    public void MoveToColumn(int column)
    {
        int limit = OriginMode ? Right : Columns;
        MoveTo(Row, Math.Min(column + OriginColumn, limit - 1));
    }

    /// <summary>VPA: to a row of the program's coordinates.</summary>
    public void MoveToRow(int row)
    {
        int limit = OriginMode ? Bottom : Rows;
        MoveTo(Math.Min(row + OriginRow, limit - 1), Column);
    }

    /// <summary>DECSCUSR; unknown styles change nothing.</summary>
    public void SetCursorShape(int style)
    {
        if (style <= (int)CursorShape.SteadyBar)
        {
            CursorShape = (CursorShape)style;
            SetBit(Terminal.Modes.ModeId.CursorBlink, style is 0 or 1 or 3 or 5);
        }
    }

    /// <summary>CHT: forward over tab stops.</summary>
    public void ForwardTabs(int count)
    {
        for (int i = Math.Min(count, Columns); i > 0; i--)
        {
            CursorTab();
        }
    }

    /// <summary>CBT: back over tab stops, to the left margin under DECOM.</summary>
    public void BackwardTabs(int count)
    {
        int column = Column;
        for (int i = Math.Min(count, Columns); i > 0; i--)
        {
            column = Tabs.Previous(column, OriginColumn);
        }

        MoveTo(Row, column);
    }

    /// <summary>REP: the last character again, at most a screenful.</summary>
    public void Repeat(int count)
    {
        if (LastPrinted == 0)
        {
            return;
        }

        int character = LastPrinted;
        for (int i = Math.Min(count, Rows * Columns); i > 0; i--)
        {
            PutCharacter(character);
        }
    }

    /// <summary>DECIC, DECDC; nothing outside the margins. A pending wrap stays, as in xterm.</summary>
    public void InsertOrDeleteColumns(int count, bool insert)
    {
        if (IsInsideMargins)
        {
            ShiftColumns(Column, count, insert);
        }
    }

    /// <summary>SL and SR: the scroll region sideways, when the cursor is inside the margins. A pending wrap stays, as in xterm.</summary>
    public void ShiftRegion(int count, bool insert)
    {
        if (IsInsideMargins)
        {
            ShiftColumns(Left, count, insert);
        }
    }

    /// <summary>DECBI: left, moving the region to the right at the left margin.</summary>
    public void BackIndex()
    {
        if (Column != Left)
        {
            MoveTo(Row, Column - 1);
        }
        else if (IsInsideMargins)
        {
            ShiftColumns(Left, 1, insert: true);
        }
    }

    /// <summary>DECFI: right, moving the region to the left at the right margin.</summary>
    public void ForwardIndex()
    {
        if (Column != Right - 1)
        {
            MoveTo(Row, Column + 1);
        }
        else if (IsInsideMargins)
        {
            ShiftColumns(Left, 1, insert: false);
        }
    }
}
