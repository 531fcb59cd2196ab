using System.Runtime.InteropServices;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// Writes the cells in which a row differs. Both rows are normalized, so every half of a wide character has its other half: where a
/// write or an
/// erasure cuts a character that is shown, the cell of its other half differs as well and is written too.
/// </summary>
internal sealed class RowWriter(TerminalOutlet outlet, int columns, int rows)
{
    /// <summary>Longest gap of unchanged cells that is considered for rewriting: no motion costs more.</summary>
    private const int LongestGap = 10;

    private readonly bool _hasErase = outlet.Profile.Can(TerminalAbilities.EraseCharacters);
    private readonly bool _hasRepeat = outlet.Profile.Can(TerminalAbilities.RepeatCharacter);
    private readonly bool _isLastCellSafe = outlet.Profile.Can(TerminalAbilities.DeferredWrap);

    /// <summary>Makes a row of the terminal equal to the next frame's.</summary>
    /// <param name="row">Zero-based row.</param>
    /// <param name="shown">What the terminal shows; equal to <paramref name="next"/> afterwards.</param>
    /// <param name="next">What it shall show.</param>
    public void Write(int row, Span<Cell> shown, ReadOnlySpan<Cell> next)
    {
        int first = FirstDifference(shown, next, 0);
        if (first == next.Length)
        {
            return;
        }

        CharacterShift.Apply(outlet, row, shown, next, first);
        first = FirstDifference(shown, next, 0);
        int end = EndOfDifferences(shown, next);
        if (row == rows - 1 && end == columns && !_isLastCellSafe)
        {
            end = EndBeforeLastCell(next);
        }

        int tail = BeginOfTail(next);
        for (int column = first; column < end; column = NextDifference(row, shown, next, column, end))
        {
            if (column >= tail && end - column > 3)
            {
                outlet.MoveTo(row, column);
                outlet.SetBlankRendition(next[column].Rendition);
                outlet.Output.Add("\e[K"u8);
                break;
            }

            column = WriteRun(row, shown, next, column, end);
        }

        next.CopyTo(shown);
    }

    private static int FirstDifference(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, int start) =>
        start + MemoryMarshal.Cast<Cell, ulong>(shown[start..]).CommonPrefixLength(MemoryMarshal.Cast<Cell, ulong>(next[start..]));

    private static int EndOfDifferences(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next)
    {
        int end = next.Length;
        while (end > 0 && shown[end - 1] == next[end - 1])
        {
            end--;
        }

        return end;
    }

    /// <summary>Where writing has to stop on a terminal that scrolls when its last cell is written.</summary>
    private int EndBeforeLastCell(ReadOnlySpan<Cell> next)
    {
        if (next[columns - 1] == CellNormalizer.Blank)
        {
            return columns;
        }

        return next[columns - 1].Width == CellWidth.WideTail ? columns - 2 : columns - 1;
    }

    /// <summary>Where the equal, erasable blanks at the row's end begin; the row's length when there are none.</summary>
    private int BeginOfTail(ReadOnlySpan<Cell> next)
    {
        Cell last = next[^1];
        if (last.IsGrapheme || last.Content != ' ' || !outlet.CanErase(last.Rendition))
        {
            return next.Length;
        }

        int before = next.LastIndexOfAnyExcept(last);
        return before + 1;
    }

    /// <summary>Writes one character, or a run of equal ones.</summary>
    /// <returns>The column after it.</returns>
    private int WriteRun(int row, ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, int column, int end)
    {
        Cell cell = next[column];
        outlet.MoveTo(row, column);
        if (cell.Width == CellWidth.Wide)
        {
            outlet.WriteCharacter(cell, columns);
            return column + 2;
        }

        int length = next[column..end].IndexOfAnyExcept(cell);
        length = length < 0 ? end - column : length;
        if (length > 4 && TryWriteEqual(row, shown, next, column, length, end))
        {
            return column + length;
        }

        if (cell.Content == ' ' && !cell.IsGrapheme && row == rows - 1 && column == columns - 1 && !_isLastCellSafe)
        {
            outlet.SetBlankRendition(cell.Rendition);
            outlet.Output.Add("\e[K"u8);
            return column + 1;
        }

        outlet.WriteCharacter(cell, columns);
        return column + 1;
    }

    private bool TryWriteEqual(int row, ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, int column, int length, int end)
    {
        Cell cell = next[column];
        bool isBlank = !cell.IsGrapheme && cell.Content == ' ';
        if (isBlank && _hasErase && outlet.CanErase(cell.Rendition))
        {
            // The cursor stays where it was, so what follows costs a motion.
            int after = column + length >= end ? 0 : 3 + OutputBytes.DigitCount(length);
            if (3 + OutputBytes.DigitCount(length) + after < length)
            {
                outlet.SetBlankRendition(cell.Rendition);
                outlet.Output.AddCsi(length, (byte)'X');
                return true;
            }
        }

        int size = cell.IsGrapheme ? 0 : OutputBytes.Utf8Length(cell.Content);
        bool isLastCell = row == rows - 1 && column + length == columns && !_isLastCellSafe;
        if (!_hasRepeat || isLastCell || (length - 1) * size <= 3 + OutputBytes.DigitCount(length - 1))
        {
            return false;
        }

        outlet.WriteCharacter(cell, columns);
        outlet.Output.AddCsi(length - 1, (byte)'b');
        outlet.Advance(length - 1, columns);
        return true;
    }

    /// <summary>Finds the next cell to write; a gap that is cheaper to rewrite than to jump over is written here.</summary>
    private int NextDifference(int row, ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, int column, int end)
    {
        if (column >= end)
        {
            return end;
        }

        int found = FirstDifference(shown, next, column);
        int gap = found - column;
        if (gap == 0 || found >= end)
        {
            return found;
        }

        MoveOver(row, next, found);
        return found;
    }

    /// <summary>Moves the cursor to the right by writing the cells in between again, where that takes fewer bytes than a motion.</summary>
    /// <param name="row">The row.</param>
    /// <param name="shown">What the terminal shows in it.</param>
    /// <param name="target">The column to move to.</param>
    public void MoveOver(int row, ReadOnlySpan<Cell> shown, int target)
    {
        int column = outlet.Column;
        bool isShort = outlet.Row == row && column >= 0 && column < target && target - column <= LongestGap;
        if (isShort && GapCost(shown[column..target]) <= outlet.MoveCost(row, target))
        {
            for (int i = column; i < target; i++)
            {
                outlet.WriteCharacter(shown[i], columns);
            }
        }
    }

    /// <summary>Bytes for writing unchanged cells; more than any motion when they need another rendition.</summary>
    private int GapCost(ReadOnlySpan<Cell> cells)
    {
        const int TooMuch = 1000;
        int cost = 0;
        foreach (Cell cell in cells)
        {
            bool isBlank = !cell.IsGrapheme && cell.Content == ' ';
            bool isAlike = isBlank ? outlet.ShowsBlank(cell.Rendition) : cell.Rendition == outlet.RenditionId;
            if (cell.IsGrapheme || cell.Width != CellWidth.Narrow || !isAlike || cell.PictureId != 0)
            {
                return TooMuch;
            }

            cost += OutputBytes.Utf8Length(cell.Content);
        }

        return cost;
    }
}
