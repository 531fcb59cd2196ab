using Multiplex.Terminal.State;

namespace Multiplex.Terminal.Text;

/// <summary>Character sets.</summary>
internal static class CharacterSetTable
{
    private const string SpecialGraphics =
        "\u00a0◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    /// <summary>True when a set can be designated.</summary>
    public static bool IsKnown(ushort set) => set is CharacterSets.Ascii or CharacterSets.SpecialGraphics or CharacterSets.Latin1 or 'A';

    /// <summary>The code point that a byte of a set stands for.</summary>
    public static int Map(ushort set, byte value, bool isNational)
    {
        _ = isNational;
        return set switch
        {
            CharacterSets.SpecialGraphics when value is >= 0x5F and <= 0x7E => SpecialGraphics[value - 0x5F],
            CharacterSets.Latin1 => value | 0x80,
            'A' when value == (byte)'#' => '£',
            _ => value,
        };
    }
}
