using System.Runtime.InteropServices;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>Guesses how many bytes a row takes, without writing it: good enough to choose between ways of drawing.</summary>
internal static class RowCost
{
    /// <summary>A motion to another place in the row.</summary>
    private const int Motion = 4;

    /// <summary>A change of the rendition; colours from 256 take more, single attributes less.</summary>
    private const int RenditionChange = 5;

    /// <summary>EL, or ECH with its count.</summary>
    private const int Erasure = 3;

    /// <summary>Getting into the row, mostly CR and LF.</summary>
    private const int Entering = 2;

    /// <summary>What it takes to draw a row on a blank one.</summary>
    /// <param name="next">Normalized cells.</param>
    public static int OfDrawing(ReadOnlySpan<Cell> next)
    {
        int end = next.LastIndexOfAnyExcept(CellNormalizer.Blank) + 1;
        return end == 0 ? 0 : Entering + OfCells(next[..end]);
    }

    /// <summary>What it takes to turn one row into another.</summary>
    /// <param name="shown">Normalized cells.</param>
    /// <param name="next">As many normalized cells.</param>
    public static int OfChanging(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next)
    {
        ReadOnlySpan<ulong> before = MemoryMarshal.Cast<Cell, ulong>(shown);
        ReadOnlySpan<ulong> after = MemoryMarshal.Cast<Cell, ulong>(next);
        int tail = next.LastIndexOfAnyExcept(next[^1]) + 1;
        int cost = 0;
        int end = 0;
        for (int at = before.CommonPrefixLength(after); at < tail; at += before[at..].CommonPrefixLength(after[at..]))
        {
            int begin = at;
            while (at < tail && before[at] != after[at])
            {
                at++;
            }

            // A short gap is rather written again than jumped over.
            cost += Math.Min(begin - end, Motion) + OfCells(next[begin..at]);
            end = at;
        }

        cost += before[tail..].SequenceEqual(after[tail..]) ? 0 : Erasure;
        return cost == 0 ? 0 : cost + Entering;
    }

    private static int OfCells(ReadOnlySpan<Cell> cells)
    {
        int cost = cells.Length;
        ushort rendition = cells[0].Rendition;
        foreach (Cell cell in cells)
        {
            if (cell.Rendition != rendition && cell.Content != ' ')
            {
                cost += RenditionChange;
                rendition = cell.Rendition;
            }
        }

        return cost;
    }
}
