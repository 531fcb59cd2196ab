using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.State;

/// <summary>Colours that a program set: the palette, the special ones of OSC 5, the dynamic ones of OSC 10 to 19. Default means "not
/// set".</summary>
internal sealed class ColorSettings
{
    /// <summary>Entries of OSC 5: bold, underline, blink, inverse, italic.</summary>
    public const int SpecialCount = 5;

    /// <summary>Entries of OSC 10 to 19.</summary>
    public const int DynamicCount = 10;

    private Color[]? _palette;

    /// <summary>OSC 5's colours.</summary>
    public Color[] Special { get; private set; } = new Color[SpecialCount];

    /// <summary>OSC 10's to 19's colours: foreground, background, cursor, …</summary>
    public Color[] Dynamic { get; private set; } = new Color[DynamicCount];

    /// <summary>The palette, empty when nothing was set.</summary>
    public ReadOnlySpan<Color> Palette => _palette;

    /// <summary>A palette entry.</summary>
    public Color this[int index]
    {
        get => _palette is null ? default : _palette[index];
        set
        {
            if (_palette is not null || !value.IsDefault)
            {
                _palette ??= new Color[256];
                _palette[index] = value;
            }
        }
    }

    /// <summary>Forgets the palette.</summary>
    public void ResetPalette() => _palette = null;

    /// <summary>Forgets all.</summary>
    public void Reset()
    {
        _palette = null;
        Special.AsSpan().Clear();
        Dynamic.AsSpan().Clear();
    }

    /// <summary>An independent copy.</summary>
    public ColorSettings Copy() => new()
    {
        _palette = (Color[]?)_palette?.Clone(),
        Special = (Color[])Special.Clone(),
        Dynamic = (Color[])Dynamic.Clone(),
    };

    /// <summary>What xterm shows for a palette entry that was not set (256colres.h).</summary>
    public static Color DefaultPalette(int index)
    {
        if (index < 16)
        {
            uint value = _basic[index];
            return Color.FromRgb((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        }

        if (index >= 232)
        {
            byte gray = (byte)(8 + ((index - 232) * 10));
            return Color.FromRgb(gray, gray, gray);
        }

        int cube = index - 16;
        return Color.FromRgb(Level(cube / 36), Level(cube / 6 % 6), Level(cube % 6));
    }

    private static readonly uint[] _basic =
    [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ];

    private static byte Level(int step) => (byte)(step == 0 ? 0 : 55 + (step * 40));
}
