using System.Globalization;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>What a modifier does with the attributes.</summary>
internal enum AttributeChange : byte
{
    /// <summary>Leaves them.</summary>
    None,

    /// <summary><c>=</c> or no sign: exactly these.</summary>
    Set,

    /// <summary><c>+</c>.</summary>
    Add,

    /// <summary><c>-</c>.</summary>
    Remove,

    /// <summary><c>!</c>.</summary>
    Invert,
}

/// <summary>What a modifier does with one colour.</summary>
internal enum ColorChange : byte
{
    /// <summary>Leaves it.</summary>
    None,

    /// <summary>Replaces it.</summary>
    Set,

    /// <summary><c>I</c>: makes an indexed colour bright.</summary>
    Brighten,
}

/// <summary>
/// screen's description of a change of rendition, as in <c>%{...}</c>, <c>sorendition</c>, <c>rendition</c> and <c>attrcolor</c>: an attribute part
/// (a sign and letters, or a hexadecimal number) and a colour part (one or two letters or digits, background first; or, as screen 5 writes it,
/// <c>foreground;background</c> as numbers 0..255 or <c>xRRGGBB</c>).
/// </summary>
/// <param name="IsPop"><c>-</c> alone: back to what was before the last change.</param>
/// <param name="Change">What happens to the attributes.</param>
/// <param name="Attributes">The attributes concerned.</param>
/// <param name="ForegroundChange">What happens to the foreground.</param>
/// <param name="Foreground">The new foreground.</param>
/// <param name="BackgroundChange">What happens to the background.</param>
/// <param name="Background">The new background.</param>
/// <param name="IsSingle">One colour that goes to the background while the text is reversed.</param>
internal readonly record struct RenditionModifier(
    bool IsPop,
    AttributeChange Change,
    StatusAttributes Attributes,
    ColorChange ForegroundChange,
    Color Foreground,
    ColorChange BackgroundChange,
    Color Background,
    bool IsSingle)
{
    private const string AttributeLetters = "dubrsB";
    private const string ColorLetters = "krgybmcw";

    /// <summary>Parses a description.</summary>
    /// <param name="text">Without the braces.</param>
    /// <param name="modifier">The change.</param>
    /// <returns>False when it cannot be understood; a <c>%</c> string then goes on unchanged.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out RenditionModifier modifier)
    {
        modifier = default;
        text = text.Trim(' ');
        if (text is "-")
        {
            modifier = new RenditionModifier { IsPop = true };
            return true;
        }

        int blank = text.IndexOf(' ');
        if (blank >= 0)
        {
            return TryParseAttributes(text[..blank], ref modifier) && TryParseColors(text[(blank + 1)..].TrimStart(' '), ref modifier);
        }

        if (text.IsEmpty)
        {
            return true;
        }

        if ("+-!=".Contains(text[0]) || char.IsAsciiDigit(text[0]))
        {
            return text.Contains(';') ? TryParseColors(text, ref modifier) : TryParseAttributes(text, ref modifier);
        }

        return TryParseColors(text, ref modifier) || TryParseAttributes(text, ref modifier);
    }

    /// <summary>Parses attribute and colour given as two words (<c>sorendition</c>, <c>rendition</c>).</summary>
    /// <param name="attributes">The attribute part.</param>
    /// <param name="colors">The colour part, possibly empty.</param>
    /// <param name="modifier">The change.</param>
    public static bool TryParse(string attributes, string? colors, out RenditionModifier modifier)
    {
        modifier = default;
        return string.IsNullOrEmpty(colors)
            ? TryParse(attributes, out modifier)
            : TryParseAttributes(attributes, ref modifier) && TryParseColors(colors, ref modifier);
    }

    /// <summary>The rendition after the change. A pop is the caller's business and changes nothing here.</summary>
    /// <param name="present">The rendition before.</param>
    public StatusRendition Apply(StatusRendition present)
    {
        StatusAttributes attributes = Change switch
        {
            AttributeChange.Set => Attributes,
            AttributeChange.Add => present.Attributes | Attributes,
            AttributeChange.Remove => present.Attributes & ~Attributes,
            AttributeChange.Invert => present.Attributes ^ Attributes,
            _ => present.Attributes,
        };
        StatusRendition next = present with { Attributes = attributes };
        if (IsSingle)
        {
            return next.IsReversed
                ? next with { Background = Changed(next.Background, ForegroundChange, Foreground) }
                : next with { Foreground = Changed(next.Foreground, ForegroundChange, Foreground) };
        }

        return next with
        {
            Foreground = Changed(next.Foreground, ForegroundChange, Foreground),
            Background = Changed(next.Background, BackgroundChange, Background),
        };
    }

    private static Color Changed(Color present, ColorChange change, Color to) => change switch
    {
        ColorChange.Set => to,
        ColorChange.Brighten when present.Kind == ColorKind.Indexed && present.Index < 8 => Color.FromIndex((byte)(present.Index + 8)),
        _ => present,
    };

    private static bool TryParseAttributes(ReadOnlySpan<char> text, ref RenditionModifier modifier)
    {
        AttributeChange change = AttributeChange.Set;
        int sign = text.IsEmpty ? -1 : "=+-!".IndexOf(text[0]);
        if (sign >= 0)
        {
            change = (AttributeChange)(sign + (int)AttributeChange.Set);
            text = text[1..];
        }

        StatusAttributes attributes = StatusAttributes.None;
        if (!text.IsEmpty && char.IsAsciiDigit(text[0]))
        {
            if (!byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte bits) || bits > 0x3F)
            {
                return false;
            }

            attributes = (StatusAttributes)bits;
            text = default;
        }

        foreach (char letter in text)
        {
            int bit = AttributeLetters.IndexOf(letter);
            if (bit < 0)
            {
                return false;
            }

            attributes |= (StatusAttributes)(1 << bit);
        }

        modifier = modifier with { Change = change, Attributes = attributes };
        return true;
    }

    private static bool TryParseColors(ReadOnlySpan<char> text, ref RenditionModifier modifier)
    {
        int semicolon = text.IndexOf(';');
        if (semicolon >= 0)
        {
            return TryParseNumbers(text[..semicolon], text[(semicolon + 1)..], ref modifier);
        }

        Span<char> letters = stackalloc char[2];
        int count = 0;
        bool isExplicit = false;
        foreach (char letter in text)
        {
            if (count == 2)
            {
                // ".R." is found in caption strings of many years; what follows the second place has no meaning.
                if (letter != '.')
                {
                    return false;
                }

                continue;
            }

            isExplicit |= letter == '.';
            letters[count++] = letter;
        }

        if (count == 0 || !TryParseColor(letters[count - 1], isBackground: false, out ColorChange change, out Color color))
        {
            return count == 0;
        }

        ColorChange backgroundChange = ColorChange.None;
        Color background = default;
        if (count == 2 && !TryParseColor(letters[0], isBackground: true, out backgroundChange, out background))
        {
            return false;
        }

        if (count == 1 && letters[0] == 'I')
        {
            modifier = modifier with { BackgroundChange = ColorChange.Brighten };
            return true;
        }

        modifier = modifier with
        {
            ForegroundChange = change,
            Foreground = color,
            BackgroundChange = backgroundChange,
            Background = background,
            IsSingle = count == 1 && !isExplicit,
        };
        return true;
    }

    private static bool TryParseColor(char letter, bool isBackground, out ColorChange change, out Color color)
    {
        change = ColorChange.Set;
        color = default;
        int index = ColorLetters.IndexOf(char.ToLowerInvariant(letter));
        if (index >= 0)
        {
            color = Color.FromIndex((byte)(index + (char.IsAsciiLetterUpper(letter) ? 8 : 0)));
            return true;
        }

        switch (letter)
        {
            case 'd' or 'D' or '9':
                return true;
            case >= '0' and <= '7':
                color = Color.FromIndex((byte)(letter - '0'));
                return true;
            case '.' or 'i':
                // 'i' should make the foreground bright; screen 4.9 shows no change in any recorded case.
                change = ColorChange.None;
                return true;
            case 'I':
                change = isBackground ? ColorChange.Brighten : ColorChange.None;
                return true;
            default:
                return false;
        }
    }

    private static bool TryParseNumbers(ReadOnlySpan<char> foreground, ReadOnlySpan<char> background, ref RenditionModifier modifier)
    {
        if (!TryParseNumber(foreground, out ColorChange foregroundChange, out Color foregroundColor) ||
            !TryParseNumber(background, out ColorChange backgroundChange, out Color backgroundColor))
        {
            return false;
        }

        modifier = modifier with
        {
            ForegroundChange = foregroundChange,
            Foreground = foregroundColor,
            BackgroundChange = backgroundChange,
            Background = backgroundColor,
        };
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out ColorChange change, out Color color)
    {
        change = ColorChange.Set;
        color = default;
        if (text.IsEmpty || text is "-")
        {
            change = ColorChange.None;
            return true;
        }

        if (text[0] == 'x' && text.Length == 7 &&
            int.TryParse(text[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rgb))
        {
            color = Color.FromRgb((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
            return true;
        }

        if (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte index))
        {
            color = Color.FromIndex(index);
            return true;
        }

        return text.Length == 1 && TryParseColor(text[0], isBackground: false, out change, out color);
    }
}
