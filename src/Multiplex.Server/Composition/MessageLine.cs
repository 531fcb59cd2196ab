using Multiplex.Server.Model;

namespace Multiplex.Server.Composition;

/// <summary>The transient line of messages of a display (screen's <c>msgwait</c> and <c>msgminwait</c>).</summary>
/// <param name="display">The display.</param>
internal sealed class MessageLine(Display display)
{
    private IDisposable? _timer;

    /// <summary>What is shown now, or null.</summary>
    public string? Text { get; private set; }

    /// <summary>What was shown last (<c>lastmsg</c>).</summary>
    public string Last { get; private set; } = string.Empty;

    /// <summary>Shows a line until <c>msgwait</c> has passed or a key is typed after <c>msgminwait</c>.</summary>
    /// <param name="text">The line, free of control characters.</param>
    public void Show(string text)
    {
        Last = text;
        Text = text;
        _timer?.Dispose();
        _timer = display.Session.Host.StartTimer(TimeSpan.FromSeconds(5), Clear);
        display.Session.Host.Invalidate(display);
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        _timer?.Dispose();
        _timer = null;
        Text = null;
        display.Session.Host.Invalidate(display);
    }
}
