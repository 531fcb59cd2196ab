using Multiplex.Terminal.State;

namespace Multiplex.Terminal.Text;

/// <summary>What the bytes of the character sets stand for (VT510 RM, "Character Sets"; xterm charsets.c documents the same).</summary>
internal static class CharacterSetTable
{
    /// <summary>0x5F..0x7E of DEC Special Graphics.</summary>
    private const string SpecialGraphics = "\u00a0◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    /// <summary>0x21..0x7E of DEC Technical; the replacement character where nothing is.</summary>
    private const string Technical =
        "⎷┌─⌠⌡│⎡⎣⎤⎦⎛⎝⎞⎠⎨⎬\uFFFD\uFFFD╲╱\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD≤≠≥∫" +
        "∴∝∞÷Δ∇ΦΓ∼≃Θ×Λ⇔⇒≡ΠΨ\uFFFDΣ\uFFFD\uFFFD√ΩΞΥ⊂⊃∩∪∧∨" +
        "¬αβχδεφγηιθκλ\uFFFDν∂πψρστ\uFFFDƒωξυζ←↑→↓";

    /// <summary>Hebrew letters in the place of the small Latin ones (SI 960), under DECNRCM.</summary>
    private const ushort HebrewNational = ('%' << 8) | '=';

    private const int FirstHebrewLetter = 0x05D0;

    /// <summary>The characters that national sets replace, in the order of the texts in <see cref="_national"/>.</summary>
    private const string Replaced = "#@[\\]^_`{|}~";

    /// <summary>What each national set has in the place of <see cref="Replaced"/> (ISO 646 variants).</summary>
    private static readonly (ushort Set, string Characters)[] _national =
    [
        ('A', "£@[\\]^_`{|}~"),
        ('4', "£¾ĳ½|^_`¨ƒ¼´"),
        ('5', "#@ÄÖÅÜ_éäöåü"),
        ('C', "#@ÄÖÅÜ_éäöåü"),
        ('R', "£à°ç§^_`éùè¨"),
        ('f', "£à°ç§^_`éùè¨"),
        ('9', "#àâçêî_ôéùèû"),
        ('Q', "#àâçêî_ôéùèû"),
        ('K', "#§ÄÖÜ^_`äöüß"),
        ('Y', "£§°çé^_ùàòèì"),
        ('6', "#ÄÆØÅÜ_äæøåü"),
        ('E', "#ÄÆØÅÜ_äæøåü"),
        ('`', "#ÄÆØÅÜ_äæøåü"),
        (('%' << 8) | '6', "#@ÃÇÕ^_`ãçõ~"),
        ('Z', "£§¡Ñ¿^_`°ñç~"),
        ('7', "#ÉÄÖÅÜ_éäöåü"),
        ('H', "#ÉÄÖÅÜ_éäöåü"),
        ('=', "ùàéçêîèôäöüû"),
    ];

    /// <summary>National sets of the VT500 that replace other characters than those of ISO 646.</summary>
    private static readonly (ushort Set, string Replaced, string Characters)[] _nationalOfLevel5 =
    [
        (('"' << 8) | '>', "abcdefghijklmnopqrstuvwxyz", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΧΟΠΡΣΤΥΦΞΨΩ\uFFFD\uFFFD"),
        (('&' << 8) | '5', "`abcdefghijklmnopqrstuvwxyz{|}~", "ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧ"),
        (('%' << 8) | '2', "!&@[\\]^`{|}~", "ığİŞÖÇÜĞşöçü"),
        (('%' << 8) | '3', "@[\\]^`{|}~", "ŽŠĐĆČžšđćč"),
    ];

    /// <summary>The conformance level from which on a set can be designated, null when it is not known (VT510 RM, SCS; xterm).</summary>
    public static int? LevelOf(ushort set) => set switch
    {
        CharacterSets.Ascii or CharacterSets.SpecialGraphics or 'A' or '1' or '2' => 1,
        CharacterSets.Latin1 or CharacterSets.DecSupplemental or '<' or '>' or '9' or '`' or (('%' << 8) | '6') => 3,
        HebrewNational => 5,
        _ when Of96(set) is not null || DecSets.IsKnown(set) || OfLevel5(set) is not null => 5,
        _ => NationalOf(set).Characters is null ? null : 2,
    };

    /// <summary>True when a set may be the user-preferred supplemental one (DECAUPSS).</summary>
    public static bool IsSupplemental(ushort set) => set == CharacterSets.Latin1 || DecSets.IsKnown(set) || Of96(set) is not null;

    /// <summary>The code point that a byte of a set stands for.</summary>
    /// <param name="set">As in <see cref="CharacterSets"/>.</param>
    /// <param name="value">0x20..0x7E.</param>
    /// <param name="isNational">DECNRCM: national sets but the UK's count only under it.</param>
    public static int Map(ushort set, byte value, bool isNational)
    {
        switch (set)
        {
            case CharacterSets.Ascii:
                return value;
            case CharacterSets.SpecialGraphics or '2':
                return value is >= 0x5F and <= 0x7E ? SpecialGraphics[value - 0x5F] : value;
            case '>':
                return value is >= 0x21 and <= 0x7E ? Technical[value - 0x21] : value;
            case CharacterSets.Latin1:
                return value | 0x80;
            case HebrewNational:
                return isNational && value is >= 0x60 and <= 0x7A ? FirstHebrewLetter + value - 0x60 : value;
            default:
                if (Of96(set) is { } supplemental)
                {
                    return supplemental[(value & 0x7F) - 0x20];
                }

                if (DecSets.IsKnown(set))
                {
                    return DecSets.Map(set, value);
                }

                (string replaced, string? characters) = isNational || set == 'A' ? NationalOf(set) : ("", null);
                int index = replaced.IndexOf((char)value, StringComparison.Ordinal);
                return index < 0 || characters is null ? value : characters[index];
        }
    }

    private static string? Of96(ushort set) =>
        (set & CharacterSets.Set96) != 0 ? SupplementalSets.Find((char)(set & ~CharacterSets.Set96)) : null;

    private static (string Replaced, string? Characters) NationalOf(ushort set)
    {
        foreach ((ushort known, string characters) in _national)
        {
            if (known == set)
            {
                return (Replaced, characters);
            }
        }

        return OfLevel5(set) is { } other ? (other.Replaced, other.Characters) : ("", null);
    }

    private static (string Replaced, string Characters)? OfLevel5(ushort set)
    {
        foreach ((ushort known, string replaced, string characters) in _nationalOfLevel5)
        {
            if (known == set)
            {
                return (replaced, characters);
            }
        }

        return null;
    }
}
