using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>Colours that the program set.</content>
internal sealed partial class TerminalCore
{
    private readonly List<ColorSettings> _colorStack = [];

    /// <summary>Colours in force.</summary>
    public ColorSettings Colors { get; private set; } = new();

    /// <summary>How many sets XTPUSHCOLORS keeps now.</summary>
    public int ColorStackDepth => _colorStack.Count;

    /// <summary>OSC 12.</summary>
    public Color CursorColor => Colors.Dynamic[2];

    /// <summary>OSC 10.</summary>
    public Color DefaultForeground => Colors.Dynamic[0];

    /// <summary>OSC 11.</summary>
    public Color DefaultBackground => Colors.Dynamic[1];

    /// <summary>The colour that an entry of OSC 10 to 19 shows as.</summary>
    public Color EffectiveDynamic(int index)
    {
        if (!Colors.Dynamic[index].IsDefault)
        {
            return Colors.Dynamic[index];
        }

        bool isBackground = index is 1 or 4 or 6;
        Color outer = isBackground ? Options.OuterBackground : Options.OuterForeground;
        return !outer.IsDefault ? outer : isBackground ? Color.FromRgb(0, 0, 0) : ColorSettings.DefaultPalette(7);
    }

    /// <summary>XTPUSHCOLORS.</summary>
    public void PushColors()
    {
        if (_colorStack.Count < ParserLimits.MaxRenditionStack)
        {
            _colorStack.Add(Colors.Copy());
        }
    }

    /// <summary>XTPOPCOLORS.</summary>
    public void PopColors()
    {
        if (_colorStack.Count != 0)
        {
            Colors = _colorStack[^1];
            _colorStack.RemoveAt(_colorStack.Count - 1);
            ColorsChanged();
        }
    }

    /// <summary>Tells the owner, and has all drawn anew.</summary>
    public void ColorsChanged()
    {
        Damage.MarkAll();
        Events.PaletteChanged();
    }

    /// <summary>CSI ? 996 n: 1 dark, 2 light, by the background.</summary>
    public void ReportColorScheme()
    {
        Color background = EffectiveDynamic(1);
        int luminance = (background.Red * 299) + (background.Green * 587) + (background.Blue * 114);
        ReplyNumbers("\e[?997;"u8, [luminance < 128_000 ? 1 : 2], "n"u8);
    }

    private void ResetColors()
    {
        _colorStack.Clear();
        Colors.Reset();
    }
}
