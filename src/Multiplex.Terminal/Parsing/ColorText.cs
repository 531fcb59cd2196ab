using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Parsing;

/// <summary>Colours as programs write them: XParseColor(3)'s rgb:r/g/b and #rgb forms.</summary>
internal static class ColorText
{
    /// <summary>Reads a colour.</summary>
    /// <returns>False when it is something else.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out Color color)
    {
        color = default;
        if (text.StartsWith("rgb:"u8))
        {
            return TryParts(text[4..], out color);
        }

        if (text.IsEmpty || text[0] != (byte)'#' || text.Length % 3 != 1 || text.Length is < 4 or > 13)
        {
            return false;
        }

        int digits = (text.Length - 1) / 3;
        if (!TryPart(text.Slice(1, digits), isScaled: false, out byte red)
            || !TryPart(text.Slice(1 + digits, digits), isScaled: false, out byte green)
            || !TryPart(text.Slice(1 + (2 * digits), digits), isScaled: false, out byte blue))
        {
            return false;
        }

        color = Color.FromRgb(red, green, blue);
        return true;
    }

    private static bool TryParts(ReadOnlySpan<byte> text, out Color color)
    {
        color = default;
        int first = text.IndexOf((byte)'/');
        int second = first < 0 ? -1 : text[(first + 1)..].IndexOf((byte)'/') + first + 1;
        if (first < 0 || second <= first
            || !TryPart(text[..first], isScaled: true, out byte red)
            || !TryPart(text[(first + 1)..second], isScaled: true, out byte green)
            || !TryPart(text[(second + 1)..], isScaled: true, out byte blue))
        {
            return false;
        }

        color = Color.FromRgb(red, green, blue);
        return true;
    }

    /// <summary>One to four digits: scaled to the full range after rgb:, the high bits after #.</summary>
    private static bool TryPart(ReadOnlySpan<byte> text, bool isScaled, out byte part)
    {
        part = 0;
        if (text.Length is < 1 or > 4)
        {
            return false;
        }

        int value = 0;
        foreach (byte digit in text)
        {
            int next = HexText.DigitOf(digit);
            if (next < 0)
            {
                return false;
            }

            value = (value << 4) | next;
        }

        part = isScaled
            ? (byte)(value * 255 / ((1 << (4 * text.Length)) - 1))
            : (byte)(text.Length == 1 ? value << 4 : value >> (4 * (text.Length - 2)));
        return true;
    }
}
