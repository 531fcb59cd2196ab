using System.Numerics;
using System.Runtime.InteropServices;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>A block of rows and columns whose content moves by some rows.</summary>
/// <param name="Top">First row.</param>
/// <param name="Bottom">One past the last row.</param>
/// <param name="Left">First column.</param>
/// <param name="Right">One past the last column.</param>
/// <param name="Count">Rows by which the content moves up; negative for down.</param>
internal readonly record struct Scroll(int Top, int Bottom, int Left, int Right, int Count);

/// <summary>
/// Finds the scroll that saves most when one screen becomes another: rows are compared by hash, for every distance the best block by
/// its savings.
/// </summary>
internal sealed class ScrollFinder(int columns, int rows)
{
    /// <summary>The search takes the square of the rows; a taller screen is drawn without it.</summary>
    private const int TallestScreen = 600;

    /// <summary>What selecting a region, scrolling and releasing it costs in bytes, rounded up.</summary>
    private const int Price = 20;

    /// <summary>The same with left and right margins.</summary>
    private const int PriceWithMargins = 40;

    private readonly ulong[] _shownHashes = new ulong[rows];
    private readonly ulong[] _nextHashes = new ulong[rows];
    private readonly int[] _costs = new int[rows];

    /// <summary>Looks for a scroll.</summary>
    /// <param name="shown">Rows × columns normalized cells that the terminal shows.</param>
    /// <param name="next">What it shall show.</param>
    /// <param name="hasMargins">True when columns can be limited.</param>
    /// <param name="scroll">The best scroll.</param>
    /// <returns>False when none pays.</returns>
    public bool TryFind(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, bool hasMargins, out Scroll scroll)
    {
        scroll = default;
        if (rows > TallestScreen)
        {
            return false;
        }

        if (TryFindWithin(shown, next, 0, columns, Price, out scroll))
        {
            return true;
        }

        (int left, int right) = ChangedColumns(shown, next);
        return hasMargins
            && right - left >= 2
            && (left > 0 || right < columns)
            && TryFindWithin(shown, next, left, right, PriceWithMargins, out scroll)
            && !CutsCharacters(shown, scroll);
    }

    private bool TryFindWithin(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, int left, int right, int price, out Scroll scroll)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<Cell> cells = next.Slice((row * columns) + left, right - left);
            _shownHashes[row] = Hash(shown.Slice((row * columns) + left, right - left));
            _nextHashes[row] = Hash(cells);
            _costs[row] = 2 + LengthWithoutBlanks(cells);
        }

        scroll = default;
        int best = price;
        for (int count = 1 - rows; count < rows; count++)
        {
            if (count != 0 && TryBlock(count, ref best, out int top, out int bottom))
            {
                scroll = new Scroll(top, bottom, left, right, count);
            }
        }

        return best > price;
    }

    /// <summary>
    /// The block of target rows with the greatest savings for one distance (Kadane's maximal sum). A row that arrives by the scroll
    /// saves its cost when
    /// it would have had to be drawn; a row that was right and is moved away costs as much.
    /// </summary>
    private bool TryBlock(int count, ref int best, out int top, out int bottom)
    {
        int from = Math.Max(0, -count);
        int to = Math.Min(rows, rows - count);
        top = 0;
        bottom = 0;
        int sum = 0;
        int start = from;
        bool isFound = false;
        for (int row = from; row < to; row++)
        {
            bool wasRight = _nextHashes[row] == _shownHashes[row];
            bool arrives = _nextHashes[row] == _shownHashes[row + count];
            if (sum <= 0)
            {
                sum = 0;
                start = row;
            }

            sum += arrives ? (wasRight ? 0 : _costs[row]) : wasRight ? -_costs[row] : 0;
            if (arrives && sum > best)
            {
                int gain = sum - UncoveredCost(start, row + 1, count);
                if (gain > best)
                {
                    best = gain;
                    top = count > 0 ? start : start + count;
                    bottom = count > 0 ? row + 1 + count : row + 1;
                    isFound = true;
                }
            }
        }

        return isFound;
    }

    /// <summary>What it costs to draw the rows that the scroll leaves blank and that were right before.</summary>
    private int UncoveredCost(int start, int end, int count)
    {
        int cost = 0;
        int first = count > 0 ? end : start + count;
        int last = count > 0 ? end + count : start;
        for (int row = first; row < last; row++)
        {
            cost += _nextHashes[row] == _shownHashes[row] ? _costs[row] - 2 : 0;
        }

        return cost;
    }

    private (int Left, int Right) ChangedColumns(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next)
    {
        int left = columns;
        int right = 0;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<ulong> before = MemoryMarshal.Cast<Cell, ulong>(shown.Slice(row * columns, columns));
            ReadOnlySpan<ulong> after = MemoryMarshal.Cast<Cell, ulong>(next.Slice(row * columns, columns));
            int first = before.CommonPrefixLength(after);
            if (first == columns)
            {
                continue;
            }

            left = Math.Min(left, first);
            int end = columns;
            while (before[end - 1] == after[end - 1])
            {
                end--;
            }

            right = Math.Max(right, end);
        }

        return (left, right);
    }

    /// <summary>True when a margin runs through a wide character that is shown.</summary>
    private bool CutsCharacters(ReadOnlySpan<Cell> shown, Scroll scroll)
    {
        for (int row = scroll.Top; row < scroll.Bottom; row++)
        {
            ReadOnlySpan<Cell> cells = shown.Slice(row * columns, columns);
            if (cells[scroll.Left].Width == CellWidth.WideTail
                || (scroll.Right < columns && cells[scroll.Right].Width == CellWidth.WideTail))
            {
                return true;
            }
        }

        return false;
    }

    private static int LengthWithoutBlanks(ReadOnlySpan<Cell> cells) => cells.LastIndexOfAnyExcept(CellNormalizer.Blank) + 1;

    /// <summary>A fast hash; rows that collide are drawn wrong nowhere, since the drawing compares cells after the scroll.</summary>
    private static ulong Hash(ReadOnlySpan<Cell> cells)
    {
        ulong hash = 0x9E3779B97F4A7C15;
        foreach (ulong cell in MemoryMarshal.Cast<Cell, ulong>(cells))
        {
            hash = BitOperations.RotateLeft((hash ^ cell) * 0xD6E8FEB86659FD93, 29);
        }

        return hash;
    }
}
