using System.Runtime.InteropServices;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// Finds out whether a row became another one by inserting or deleting a few characters, and lets the terminal do that (ICH, DCH).
/// </summary>
internal static class CharacterShift
{
    /// <summary>Longest insertion or deletion looked for: typing and short words.</summary>
    private const int LongestShift = 32;

    /// <summary>Cells that have to agree after the shift before it is considered.</summary>
    private const int Anchor = 4;

    /// <summary>Where anchors are taken: programs often give the character before an insertion another colour.</summary>
    private static ReadOnlySpan<byte> AnchorPlaces => [0, 2, 6];

    /// <summary>Cells that the shift has to save over what it costs.</summary>
    private const int Gain = 8;

    /// <summary>Shifts the row when that pays; <paramref name="shown"/> then holds what the terminal shows.</summary>
    /// <param name="outlet">The terminal.</param>
    /// <param name="row">The row.</param>
    /// <param name="shown">What the terminal shows.</param>
    /// <param name="next">What it shall show.</param>
    /// <param name="first">The first column that differs.</param>
    public static void Apply(TerminalOutlet outlet, int row, Span<Cell> shown, ReadOnlySpan<Cell> next, int first)
    {
        ReadOnlySpan<ulong> before = MemoryMarshal.Cast<Cell, ulong>(shown[first..]);
        ReadOnlySpan<ulong> after = MemoryMarshal.Cast<Cell, ulong>(next[first..]);
        if (before.Length <= Anchor + Gain || !outlet.Profile.Can(TerminalAbilities.InsertDeleteCharacter))
        {
            return;
        }

        int differing = CountDifferences(before, after);
        if (differing <= Gain || HasUnmovable(shown[first..]) || HasUnmovable(next[first..]))
        {
            return;
        }

        int inserted = FindShift(before, after);
        int deleted = FindShift(after, before);
        if (inserted > 0 && InsertedDifferences(before, after, inserted) + Gain < differing)
        {
            Shift(outlet, row, first, inserted, (byte)'@');
            shown[first..^inserted].CopyTo(shown[(first + inserted)..]);
            shown.Slice(first, inserted).Fill(CellNormalizer.Blank);
        }
        else if (deleted > 0 && DeletedDifferences(before, after, deleted) + Gain < differing)
        {
            Shift(outlet, row, first, deleted, (byte)'P');
            shown[(first + deleted)..].CopyTo(shown[first..]);
            shown[^deleted..].Fill(CellNormalizer.Blank);
        }
    }

    private static void Shift(TerminalOutlet outlet, int row, int column, int count, byte final)
    {
        outlet.MoveTo(row, column);

        // The new cells take the current background on some terminals; with the default one they are plain blanks on all.
        outlet.SetBlankRendition(0);
        outlet.Output.AddCsi(count, final);
    }

    /// <summary>Halves of wide characters, and pictures, which terminals leave where they are.</summary>
    private static bool HasUnmovable(ReadOnlySpan<Cell> cells)
    {
        foreach (Cell cell in cells)
        {
            if (cell.Width != CellWidth.Narrow || cell.PictureId != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>By how many cells a piece near the beginning of one row appears later in another one; 0 when it does not.</summary>
    private static int FindShift(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> later)
    {
        foreach (byte from in AnchorPlaces)
        {
            if (from + Anchor > row.Length)
            {
                break;
            }

            ReadOnlySpan<ulong> rest = later[from..];
            int place = rest[..Math.Min(rest.Length, LongestShift + Anchor)].IndexOf(row.Slice(from, Anchor));
            if (place > 0)
            {
                return place;
            }
        }

        return 0;
    }

    private static int InsertedDifferences(ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> after, int count) =>
        count + CountDifferences(before[..^count], after[count..]);

    private static int DeletedDifferences(ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> after, int count)
    {
        int differences = CountDifferences(before[count..], after[..^count]);
        foreach (ulong cell in after[^count..])
        {
            differences += cell == CellNormalizer.Blank.Bits ? 0 : 1;
        }

        return differences;
    }

    private static int CountDifferences(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        int count = 0;
        for (int i = 0; i < one.Length; i++)
        {
            count += one[i] == other[i] ? 0 : 1;
        }

        return count;
    }
}
