namespace Multiplex.Rendering;

/// <summary>
/// Characters about whose width terminals differ: emoji sequences, variation selectors and flags (UAX #29 clusters against wcwidth
/// sums).
/// </summary>
internal static class WidthDoubt
{
    /// <summary>True when another terminal may show the text wider or narrower than mux counts.</summary>
    /// <param name="text">The text of one cell.</param>
    public static bool IsDoubtful(ReadOnlySpan<char> text)
    {
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is 0x200D or 0xFE0E or 0xFE0F or (>= 0x1F1E6 and <= 0x1F1FF) or (>= 0x1F3FB and <= 0x1F3FF)
                or (>= 0xE0020 and <= 0xE007F) or (>= 0x1160 and <= 0x11FF) or (>= 0x0900 and <= 0x0DFF))
            {
                return true;
            }
        }

        return false;
    }
}
