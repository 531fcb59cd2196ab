using Multiplex.Server.Model;

namespace Multiplex.Server.Composition;

/// <summary>What is kept between two compositions of a display, so that drawing allocates nothing.</summary>
internal sealed class DisplayComposition
{
    private readonly Dictionary<Window, TerminalPainter> _painters = [];
    private readonly List<Window> _gone = [];

    /// <summary>The expanded status string that is drawn at the moment.</summary>
    public StatusLine Line { get; } = new();

    /// <summary><c>attrcolor</c>.</summary>
    public AttributeRules Rules { get; } = new();

    /// <summary>The pictures that the client has.</summary>
    public DisplayPictures Pictures { get; } = new();

    /// <summary>When a status line changes by the clock alone, or null.</summary>
    public DateTimeOffset? NextRefresh { get; set; }

    /// <summary>The running timer for <see cref="NextRefresh"/>.</summary>
    public IDisposable? RefreshTimer { get; set; }

    /// <summary>The moment for which <see cref="RefreshTimer"/> was started.</summary>
    public DateTimeOffset? RefreshAt { get; set; }

    /// <summary>The hardstatus that was last shown as a message (<c>hardstatus message</c>).</summary>
    public string LastHardstatus { get; set; } = string.Empty;

    /// <summary>The painter of a window.</summary>
    /// <param name="window">A window with a terminal.</param>
    public TerminalPainter PainterOf(Window window)
    {
        if (!_painters.TryGetValue(window, out TerminalPainter? painter))
        {
            painter = new TerminalPainter();
            _painters.Add(window, painter);
            ForgetOthers(window.Session.Windows);
        }

        return painter;
    }

    private void ForgetOthers(WindowList windows)
    {
        _gone.Clear();
        foreach (Window known in _painters.Keys)
        {
            if (windows.Find(known.Number) != known)
            {
                _gone.Add(known);
            }
        }

        _gone.ForEach(window => _painters.Remove(window));
    }
}
