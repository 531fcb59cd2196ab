using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal;

/// <content>Colours that the program set.</content>
internal sealed partial class TerminalCore
{
    private Color[]? _palette;

    /// <summary>OSC 12.</summary>
    public Color CursorColor { get; private set; }

    /// <summary>OSC 10.</summary>
    public Color DefaultForeground { get; private set; }

    /// <summary>OSC 11.</summary>
    public Color DefaultBackground { get; private set; }

    /// <summary>OSC 4.</summary>
    public Color PaletteColor(int index) => _palette is null ? Color.Default : _palette[index];

    private void ResetColors()
    {
        _palette = null;
        CursorColor = default;
        DefaultForeground = default;
        DefaultBackground = default;
    }
}
