using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// Replaces a colour that a terminal cannot show by the one it has that looks most like it: the nearest in CIE L*a*b* (CIE 1976).
/// </summary>
public static class ColorReducer
{
    /// <summary>xterm's values of the first 16 colours; the user may have chosen others, but their order of hues is always this.</summary>
    private static readonly uint[] s_basic =
    [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ];

    private static readonly byte[] s_cube = [0, 95, 135, 175, 215, 255];
    private static readonly (float L, float A, float B)[] s_palette = BuildPalette();

    /// <summary>The nearest colour that a terminal shows.</summary>
    /// <param name="color">Any colour.</param>
    /// <param name="depth">What the terminal shows.</param>
    /// <returns>The colour itself where it can be shown; the default colour on a terminal without colours.</returns>
    public static Color Reduce(Color color, ColorDepth depth) => color.Kind switch
    {
        ColorKind.Indexed => ReduceIndex(color, depth),
        ColorKind.Rgb => ReduceRgb(color, depth),
        _ => Color.Default,
    };

    /// <summary>The value of a palette colour in xterm's default palette.</summary>
    /// <param name="index">0..255.</param>
    public static Color PaletteValue(byte index)
    {
        if (index < 16)
        {
            return new Color((2u << 24) | s_basic[index]);
        }

        if (index < 232)
        {
            int cube = index - 16;
            return Color.FromRgb(s_cube[cube / 36], s_cube[cube / 6 % 6], s_cube[cube % 6]);
        }

        byte grey = (byte)(8 + (10 * (index - 232)));
        return Color.FromRgb(grey, grey, grey);
    }

    private static Color ReduceIndex(Color color, ColorDepth depth) => depth switch
    {
        ColorDepth.Mono => Color.Default,
        ColorDepth.Colors8 when color.Index < 16 => Color.FromIndex((byte)(color.Index & 7)),
        ColorDepth.Colors8 => Nearest(PaletteValue(color.Index), 0, 8),
        ColorDepth.Colors16 when color.Index >= 16 => Nearest(PaletteValue(color.Index), 0, 16),
        _ => color,
    };

    private static Color ReduceRgb(Color color, ColorDepth depth) => depth switch
    {
        ColorDepth.Mono => Color.Default,
        ColorDepth.Colors8 => Nearest(color, 0, 8),
        ColorDepth.Colors16 => Nearest(color, 0, 16),

        // The first 16 are the user's to change, the others are the same on every terminal.
        ColorDepth.Colors256 => Nearest(color, 16, 256),
        _ => color,
    };

    private static Color Nearest(Color color, int first, int end)
    {
        (float l, float a, float b) = ToLab(color);
        int best = first;
        float bestDistance = float.MaxValue;
        for (int i = first; i < end; i++)
        {
            (float l2, float a2, float b2) = s_palette[i];
            float distance = ((l - l2) * (l - l2)) + ((a - a2) * (a - a2)) + ((b - b2) * (b - b2));
            if (distance < bestDistance)
            {
                best = i;
                bestDistance = distance;
            }
        }

        return Color.FromIndex((byte)best);
    }

    private static (float L, float A, float B)[] BuildPalette()
    {
        (float, float, float)[] palette = new (float, float, float)[256];
        for (int i = 0; i < palette.Length; i++)
        {
            palette[i] = ToLab(PaletteValue((byte)i));
        }

        return palette;
    }

    /// <summary>sRGB (IEC 61966-2-1, D65) to L*a*b*.</summary>
    private static (float L, float A, float B) ToLab(Color color)
    {
        double r = Linear(color.Red);
        double g = Linear(color.Green);
        double b = Linear(color.Blue);
        double x = Response(((0.4124 * r) + (0.3576 * g) + (0.1805 * b)) / 0.95047);
        double y = Response((0.2126 * r) + (0.7152 * g) + (0.0722 * b));
        double z = Response(((0.0193 * r) + (0.1192 * g) + (0.9505 * b)) / 1.08883);
        return ((float)((116 * y) - 16), (float)(500 * (x - y)), (float)(200 * (y - z)));
    }

    private static double Linear(byte value)
    {
        double v = value / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
    }

    private static double Response(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
}
