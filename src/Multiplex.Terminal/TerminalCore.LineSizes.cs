using System.Runtime.CompilerServices;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;

namespace Multiplex.Terminal;

/// <content>
/// Lines of double width and height (DECDWL, DECDHL; VT510 RM). They have half as many columns, the cursor stays within them, and they are
/// never parts of a longer line. While there are none, which a flag tells, nothing here costs anything.
/// </content>
internal sealed partial class TerminalCore
{
    private bool _hasDoubleLines;

    /// <summary>How many columns a row of the screen has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ColumnsOf(int row) =>
        _hasDoubleLines && Screen.Lines[row].Size != LineSize.Single ? DoubleWidth.Columns(Columns) : Columns;

    /// <summary>The cursor's column as it is shown.</summary>
    public int ShownColumn =>
        _hasDoubleLines && Screen.Lines[Row].Size != LineSize.Single ? Math.Min(2 * Column, Columns - 1) : Column;

    /// <summary>DECSWL, DECDWL, DECDHL: the size of the cursor's line. What stood in the other half of the columns is lost. With left and
    /// right margins there is but one size (xterm).</summary>
    public void SetLineSize(LineSize size)
    {
        Line line = Screen.Lines[Row];
        if (line.Size == size || Modes[ModeId.LeftRightMargin])
        {
            return;
        }

        line.Size = size;
        Damage.Mark(Row);
        LookForDoubleLines();
        if (size != LineSize.Single && Columns > 1)
        {
            Screen.Erase(Row, ColumnsOf(Row), Columns, Cell.Empty);
        }

        KeepLinesApart(Row);
        KeepLinesApart(Row + 1);
        KeepColumnInLine();
    }

    /// <summary>One past the last column that text at the cursor may take.</summary>
    private int TextLimit()
    {
        int limit = Column < Right ? Right : Columns;
        return _hasDoubleLines ? Math.Min(limit, ColumnsOf(Row)) : limit;
    }

    /// <summary>All lines of the screen become single-width.</summary>
    private void ResetLineSizes()
    {
        for (int row = 0; _hasDoubleLines && row < Rows; row++)
        {
            if (Screen.Lines[row].Size != LineSize.Single)
            {
                Screen.Lines[row].Size = LineSize.Single;
                Damage.Mark(row);
            }
        }

        LookForDoubleLines();
    }

    /// <summary>Finds out whether the screen has lines of double width, and with it whether text may take the fast path.</summary>
    private void LookForDoubleLines()
    {
        bool has = false;
        foreach (Line line in Screen.Lines)
        {
            has |= line.Size != LineSize.Single;
        }

        _hasDoubleLines = has;
        UpdatePrinting();
    }

    /// <summary>ED makes the lines that it erases whole single-width; the cursor's own too where ED is of all the screen (xterm).</summary>
    private void ResetErasedSizes(int what, int row)
    {
        bool isAll = (what == 0 && row == 0 && Column == 0) || (what == 1 && row == Rows - 1 && Column == ColumnsOf(row) - 1);
        if (isAll)
        {
            Screen.Lines[row].Size = LineSize.Single;
        }

        LookForDoubleLines();
    }

    /// <summary>The cursor has come to a line that may be shorter.</summary>
    private void KeepColumnInLine()
    {
        int last = ColumnsOf(Row) - 1;
        if (Column > last)
        {
            Column = last;
        }

        PendingWrap &= Column == last || Column == Right - 1;
    }

    /// <summary>A row does not go on with the text of the row before when one of them is of double width.</summary>
    private void KeepLinesApart(int row)
    {
        if (row > 0 && row < Rows && (Screen.Lines[row].Size != LineSize.Single || Screen.Lines[row - 1].Size != LineSize.Single))
        {
            Screen.Lines[row - 1].IsWrapped = false;
        }
    }
}
