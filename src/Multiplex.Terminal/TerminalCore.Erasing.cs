using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;

namespace Multiplex.Terminal;

/// <content>Erasing and editing within the screen.</content>
internal sealed partial class TerminalCore
{
    /// <summary>ED and DECSED: 0 below, 1 above, 2 all, 3 the scrollback.</summary>
    public void EraseInDisplay(int what, bool selective)
    {
        switch (what)
        {
            case 0:
                if (Row == 0 && Column == 0 && Top == 0 && Bottom == Rows && !selective)
                {
                    KeepScreen();
                }

                EraseInLine(0, selective);
                EraseRows(Row + 1, Rows, selective);
                break;
            case 1:
                EraseRows(0, Row, selective);
                EraseInLine(1, selective);
                break;
            case 2:
                if (!selective)
                {
                    KeepScreen();
                }

                EraseRows(0, Rows, selective);
                PendingWrap = false;
                break;
            case 3 when !selective:
                Scrollback.Clear();
                break;
            default:
                break;
        }

        if (_hasDoubleLines && !selective)
        {
            ResetErasedSizes(what, row: Row);
        }
    }

    /// <summary>All rows of the screen go to the scrollback, when the owner wants that of what is erased.</summary>
    private void KeepScreen()
    {
        if (!Options.KeepErased || IsAlternate)
        {
            return;
        }

        foreach (Line line in Primary.Lines)
        {
            Scrollback.Push(line);
        }
    }

    /// <summary>EL and DECSEL: 0 to the right, 1 to the left, 2 all of the line.</summary>
    public void EraseInLine(int what, bool selective)
    {
        if (what > 2)
        {
            return;
        }

        int left = what == 0 ? Column : 0;
        int right = what == 1 ? Column + 1 : Columns;
        if (right == Columns)
        {
            Screen.Lines[Row].IsWrapped = false;
        }

        Erase(Row, left, right, selective);
        PendingWrap = false;
    }

    /// <summary>ECH: cells from the cursor on, margins or not.</summary>
    public void EraseCharacters(int count)
    {
        Erase(Row, Column, Math.Min(Column + count, Columns), selective: false);
        PendingWrap = false;
    }

    /// <summary>Erases part of a row; protected cells stay when that is asked for or protection is ISO's.</summary>
    public void Erase(int row, int left, int right, bool selective)
    {
        if (selective || IsIsoProtection)
        {
            Screen.EraseUnprotected(row, left, right, Blank);
        }
        else
        {
            Screen.Erase(row, left, right, Blank);
        }
    }

    private void EraseRows(int top, int bottom, bool selective)
    {
        if (!selective && !IsIsoProtection)
        {
            Screen.EraseRows(top, bottom, Blank);
            return;
        }

        for (int row = top; row < bottom; row++)
        {
            Screen.EraseUnprotected(row, 0, Columns, Blank);
        }
    }

    /// <summary>ICH; nothing outside the side margins.</summary>
    public void InsertCharacters(int count)
    {
        if (IsInsideSides)
        {
            Screen.InsertCells(Row, Column, TextLimit(), count, Blank);
        }

        PendingWrap = false;
    }

    /// <summary>DCH; nothing outside the side margins.</summary>
    public void DeleteCharacters(int count)
    {
        if (IsInsideSides)
        {
            Screen.DeleteCells(Row, Column, TextLimit(), count, Blank);
        }

        PendingWrap = false;
    }

    /// <summary>IL; nothing outside the margins. The cursor keeps its column, as in xterm and GNU screen.</summary>
    public void InsertLines(int count) => ScrollFromCursor(count, down: true);

    /// <summary>DL; nothing outside the margins. The cursor keeps its column.</summary>
    public void DeleteLines(int count) => ScrollFromCursor(count, down: false);

    private void ScrollFromCursor(int count, bool down)
    {
        if (!IsInsideMargins)
        {
            return;
        }

        if (HasSideMargins && down)
        {
            Screen.ScrollBlockDown(Row, Bottom, Left, Right, count, Blank);
        }
        else if (HasSideMargins)
        {
            Screen.ScrollBlockUp(Row, Bottom, Left, Right, count, Blank);
        }
        else if (down)
        {
            Screen.ScrollDown(Row, Bottom, count, Blank);
        }
        else
        {
            Screen.ScrollUp(Row, Bottom, count, Blank);
        }

        PendingWrap = false;
        if (_hasDoubleLines)
        {
            LookForDoubleLines();
            KeepColumnInLine();
        }
    }

    /// <summary>DECIC and DECDC: columns from the cursor on, within all margins.</summary>
    public void ShiftColumns(int column, int count, bool insert)
    {
        for (int row = Top; row < Bottom; row++)
        {
            if (insert)
            {
                Screen.InsertCells(row, column, Right, count, Blank);
            }
            else
            {
                Screen.DeleteCells(row, column, Right, count, Blank);
            }
        }
    }

    /// <summary>DECALN (VT510 RM): fills the screen with E, drops the margins and the rendition, homes the cursor.</summary>
    public void AlignmentPattern()
    {
        Top = 0;
        Bottom = Rows;
        Left = 0;
        Right = Columns;
        SetBit(ModeId.Origin, false);
        for (int row = 0; row < Rows; row++)
        {
            Line line = Screen.Lines[row];
            line.Clear(Cell.FromCodePoint('E', CellWidth.Narrow, 0), Columns);
        }

        LookForDoubleLines();
        Damage.MarkAll();
        MoveTo(0, 0);
    }
}
