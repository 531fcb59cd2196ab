using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>
/// The transient line of messages of a display: a message stays for <c>msgwait</c> or until a key is typed; when another one waits it stays for
/// <c>msgminwait</c> only.
/// </summary>
/// <param name="display">The display.</param>
internal sealed class MessageLine(Display display)
{
    /// <summary>Most messages that wait; a screenrc full of errors must not hold a display for minutes.</summary>
    public const int MaxWaiting = 16;

    private readonly Queue<string> _waiting = new();
    private IDisposable? _timer;
    private long _shownAt;
    private int _end;
    private bool _isFollowing;

    /// <summary>What is shown now, or null.</summary>
    public string? Text { get; private set; }

    /// <summary>What was shown last (<c>lastmsg</c>).</summary>
    public string Last { get; private set; } = string.Empty;

    private TimeSpan MinimumWait => display.Session.Settings.MessageMinimumWait;

    /// <summary>Shows a line, or lets it wait until the present one was readable for <c>msgminwait</c>.</summary>
    /// <param name="text">The line; control characters are shown as <c>^X</c>.</param>
    public void Show(string text)
    {
        if (Text is null || display.Session.Host.Time.GetElapsedTime(_shownAt) >= MinimumWait)
        {
            Put(text);
            return;
        }

        if (_waiting.Count == MaxWaiting)
        {
            _waiting.Dequeue();
        }

        _waiting.Enqueue(text);
        Restart(MinimumWait - display.Session.Host.Time.GetElapsedTime(_shownAt));
    }

    /// <summary>Shows a line at once and without a place in <see cref="Last"/> (the visual bell).</summary>
    /// <param name="text">The line.</param>
    /// <param name="duration">For how long.</param>
    public void Flash(string text, TimeSpan duration)
    {
        if (Text is null)
        {
            Text = text;
            _shownAt = display.Session.Host.Time.GetTimestamp();
            Restart(duration);
            display.Session.Host.Invalidate(display);
        }
    }

    /// <summary>Shows a line at once in place of the present one (a prompt that follows the typing).</summary>
    /// <param name="text">The line.</param>
    public void Replace(string text)
    {
        _waiting.Clear();
        Put(text);
        _isFollowing = true;
    }

    /// <summary>A key was typed: the message goes, or the next one comes.</summary>
    public void KeyTyped()
    {
        if (Text is not null)
        {
            Next();
        }
    }

    /// <summary>Takes the line and all that wait away.</summary>
    public void Clear()
    {
        _waiting.Clear();
        if (Text is not null)
        {
            Next();
        }
    }

    /// <summary>
    /// Draws the message over its row: the text in standout and two blanks after it. On the hardstatus line it takes the whole line (<c>hardstatus on</c>).
    /// </summary>
    /// <param name="frame">The frame.</param>
    public void Compose(Frame frame)
    {
        if (Text is null)
        {
            return;
        }

        int row = Row(frame);
        bool fillsLine = row == display.Regions.HardstatusRow && display.Session.Settings.UseTerminalStatusLine;
        ushort rendition = CellText.Intern(frame, Standout.Of(display.Session).ToRendition());
        int end = CellText.Write(frame, row, 0, frame.Columns, Text, rendition);
        _end = Math.Min(end, frame.Columns - 1);
        CellText.Blank(frame, row, end, fillsLine ? frame.Columns : Math.Min(end + 2, frame.Columns), fillsLine ? rendition : (ushort)0);
    }

    /// <summary>Where the cursor is while a message is shown, or null: screen leaves it behind the text, but not on the hardstatus line.</summary>
    /// <param name="frame">A frame that was composed.</param>
    public CursorPlace? Cursor(Frame frame) => Text is null || _isFollowing || Row(frame) == display.Regions.HardstatusRow
        ? null
        : new CursorPlace(Row(frame), _end, IsVisible: true);

    private int Row(Frame frame)
    {
        int hardstatus = display.Regions.HardstatusRow;
        int row = hardstatus >= 0 ? hardstatus : display.Session.Settings.StatusOnTop ? 0 : frame.Rows - 1;
        return Math.Clamp(row, 0, frame.Rows - 1);
    }

    private void Put(string text)
    {
        Last = text;
        Text = text;
        _isFollowing = false;
        _shownAt = display.Session.Host.Time.GetTimestamp();
        Restart(_waiting.Count > 0 ? MinimumWait : display.Session.Settings.MessageWait);
        display.Session.Host.Invalidate(display);
    }

    private void Restart(TimeSpan delay)
    {
        _timer?.Dispose();
        _timer = display.Session.Host.StartTimer(delay > TimeSpan.Zero ? delay : TimeSpan.FromMilliseconds(1), Next);
    }

    private void Next()
    {
        _timer?.Dispose();
        _timer = null;
        if (_waiting.TryDequeue(out string? next))
        {
            Put(next);
            return;
        }

        Text = null;
        display.Session.Host.Invalidate(display);
    }
}
