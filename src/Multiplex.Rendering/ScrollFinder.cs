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
/// Finds the scroll that saves most when one screen becomes another. For every distance, rows that are alike by hash give the block with the
/// greatest possible savings (Kadane's maximal sum); the most promising blocks are then reckoned row by row, with and without the scroll,
/// since a row may be cheaper to change where it stands than to draw on a blank one.
/// </summary>
internal sealed class ScrollFinder(int columns, int rows)
{
    /// <summary>The search takes the square of the rows; a taller screen is drawn without it.</summary>
    private const int TallestScreen = 600;

    /// <summary>Blocks that are reckoned exactly.</summary>
    private const int MostCandidates = 4;

    /// <summary>What selecting a region, scrolling and releasing it costs in bytes, rounded up.</summary>
    private const int Price = 18;

    /// <summary>What scrolling the whole screen costs, rounded up.</summary>
    private const int PriceOfWhole = 6;

    /// <summary>What a scroll of a region costs with left and right margins.</summary>
    private const int PriceWithMargins = 40;

    private readonly ulong[] _shownHashes = new ulong[rows];
    private readonly ulong[] _nextHashes = new ulong[rows];
    private readonly int[] _costs = new int[rows];
    private readonly int[] _changes = new int[rows];
    private readonly (int Gain, Scroll Scroll)[] _candidates = new (int, Scroll)[MostCandidates];

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

        if (TryFindWithin(shown, next, 0, columns, out scroll))
        {
            return true;
        }

        (int left, int right) = ChangedColumns(shown, next);
        return hasMargins
            && right - left >= 2
            && (left > 0 || right < columns)
            && TryFindWithin(shown, next, left, right, out scroll)
            && !CutsCharacters(shown, scroll);
    }

    private bool TryFindWithin(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, int left, int right, out Scroll scroll)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<Cell> before = shown.Slice((row * columns) + left, right - left);
            ReadOnlySpan<Cell> after = next.Slice((row * columns) + left, right - left);
            _shownHashes[row] = Hash(before);
            _nextHashes[row] = Hash(after);
            _costs[row] = RowCost.OfDrawing(after);
            _changes[row] = _shownHashes[row] == _nextHashes[row] ? 0 : RowCost.OfChanging(before, after);
        }

        _candidates.AsSpan().Clear();
        for (int count = 1 - rows; count < rows; count++)
        {
            if (count != 0)
            {
                AddCandidate(count, left, right);
            }
        }

        return TryChoose(shown, next, out scroll);
    }

    /// <summary>
    /// The block of target rows with the greatest savings for one distance. A row that arrives by the scroll saves what changing it would take;
    /// a row that was right and is moved away costs as much as drawing it, which is too dear at most. What becomes of other rows is left open.
    /// </summary>
    private void AddCandidate(int count, int left, int right)
    {
        int from = Math.Max(0, -count);
        int to = Math.Min(rows, rows - count);
        int sum = 0;
        int start = from;
        int best = Price;
        Scroll found = default;
        for (int row = from; row < to; row++)
        {
            if (sum <= 0)
            {
                sum = 0;
                start = row;
            }

            bool arrives = _nextHashes[row] == _shownHashes[row + count];
            sum += arrives ? _changes[row] : _changes[row] == 0 ? -_costs[row] : 0;
            if (arrives && sum > best)
            {
                best = sum;
                found = new Scroll(count > 0 ? start : start + count, count > 0 ? row + 1 + count : row + 1, left, right, count);
            }
        }

        if (found.Count != 0)
        {
            Insert(best, found);
        }
    }

    private void Insert(int gain, Scroll scroll)
    {
        int at = MostCandidates;
        while (at > 0 && _candidates[at - 1].Gain < gain)
        {
            at--;
        }

        if (at < MostCandidates)
        {
            Array.Copy(_candidates, at, _candidates, at + 1, MostCandidates - at - 1);
            _candidates[at] = (gain, scroll);
        }
    }

    /// <summary>Reckons the candidates, and each also as a scroll of the whole screen, which needs no region.</summary>
    private bool TryChoose(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, out Scroll scroll)
    {
        scroll = default;
        int best = 0;
        foreach ((int possible, Scroll candidate) in _candidates)
        {
            if (possible <= best)
            {
                break;
            }

            KeepBetter(shown, next, candidate, ref best, ref scroll);
            if (candidate.Right - candidate.Left == columns && candidate.Bottom - candidate.Top < rows)
            {
                KeepBetter(shown, next, candidate with { Top = 0, Bottom = rows }, ref best, ref scroll);
            }
        }

        return best > 0;
    }

    private void KeepBetter(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, Scroll candidate, ref int best, ref Scroll scroll)
    {
        int gain = Gain(shown, next, candidate);
        if (gain > best)
        {
            best = gain;
            scroll = candidate;
        }
    }

    /// <summary>Bytes that a scroll saves, less than none when it costs more.</summary>
    private int Gain(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, in Scroll scroll)
    {
        int width = scroll.Right - scroll.Left;
        int gain = width < columns ? -PriceWithMargins : scroll.Bottom - scroll.Top == rows ? -PriceOfWhole : -Price;
        for (int row = scroll.Top; row < scroll.Bottom; row++)
        {
            int source = row + scroll.Count;
            bool isUncovered = source < scroll.Top || source >= scroll.Bottom;
            int after = isUncovered ? _costs[row]
                : _nextHashes[row] == _shownHashes[source] ? 0
                : RowCost.OfChanging(shown.Slice((source * columns) + scroll.Left, width), next.Slice((row * columns) + scroll.Left, width));
            gain += _changes[row] - after;
        }

        return gain;
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
