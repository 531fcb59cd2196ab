using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Terminal;

namespace Multiplex.Server.Holding;

/// <summary>
/// What a window's emulator tells, brought to the model: titles and answers at once, everything outside of the window's screen at most once, however often
/// its bytes are parsed after a daemon's death.
/// </summary>
/// <param name="journal">The window's journal.</param>
internal sealed class WindowEvents(WindowJournal journal) : ITerminalEvents
{
    /// <summary>Longest text of OSC 52 that is passed on, in base64: what xterm and tmux take at most.</summary>
    public const int MaxClipboard = 100 * 1024;

    /// <summary>How long a program may keep its window from being drawn (mode 2026); a crashed one must not freeze it.</summary>
    public static readonly TimeSpan SynchronizedOutputTimeout = TimeSpan.FromMilliseconds(200);

    private IDisposable? _synchronization;

    private Window Window => journal.Window;

    private Session Session => journal.Window.Session;

    /// <inheritdoc/>
    public void Reply(ReadOnlySpan<byte> bytes) => journal.Reply(bytes);

    /// <inheritdoc/>
    public void Bell()
    {
        if (journal.TryEffect())
        {
            ActivityMonitor.Bell(Window);
        }
    }

    /// <inheritdoc/>
    public void VisualBell()
    {
        if (journal.TryEffect())
        {
            SendToViewers(new OuterEvent(OuterEventKind.VisualBell, Session.Settings.VisualBellMessage));
        }
    }

    /// <inheritdoc/>
    public void TitleChanged() => ShowHardstatus(Window.Terminal?.Title);

    /// <inheritdoc/>
    public void IconTitleChanged() => InvalidateAll();

    /// <inheritdoc/>
    public void HardstatusChanged() => ShowHardstatus(Window.Terminal?.Hardstatus);

    /// <inheritdoc/>
    public void Message(string text)
    {
        if (journal.TryEffect())
        {
            foreach (Display display in Session.Displays)
            {
                if (display.Shows(Window))
                {
                    Notices.Show(Session, display, text);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void ScreenTitle(string title)
    {
        if (Window.DynamicTitle)
        {
            ShellTitle.Set(Window, title);
            Session.Host.StateChanged(Session);
            InvalidateAll();
        }
    }

    /// <inheritdoc/>
    public void Clipboard(string selection, ReadOnlySpan<byte> base64)
    {
        // A program in the background has no business with the clipboard of whoever looks at another one.
        if (journal.TryEffect() && base64.Length <= MaxClipboard && Session.Settings.Clipboard)
        {
            SendToFocused(new OuterEvent(OuterEventKind.Clipboard, selection, base64.ToArray()));
        }
    }

    /// <inheritdoc/>
    public void ClipboardQuery(string selection)
    {
        if (journal.TryEffect() && Session.Settings.ClipboardQuery)
        {
            SendToFocused(new OuterEvent(OuterEventKind.ClipboardQuery, selection));
        }
    }

    /// <inheritdoc/>
    public void Print(ReadOnlySpan<byte> page)
    {
        if (journal.TryEffect() && Session.Settings.PrintCommand.Length > 0)
        {
            Session.Host.PrintPage(Session, Session.Settings.PrintCommand, page.ToArray());
        }
    }

    /// <inheritdoc/>
    public void Notification(string title, string body)
    {
        if (!journal.TryEffect())
        {
            return;
        }

        foreach (Display display in Session.Displays)
        {
            string heading = display.Shows(Window) ? title : NameWith(title);
            Session.Host.Send(display, new OuterEvent(OuterEventKind.Notification, heading + "\n" + body));
        }
    }

    /// <inheritdoc/>
    public void Progress(int state, int percent)
    {
        Window.Progress = state == 0 ? default : (state, percent);
        InvalidateAll();
    }

    /// <inheritdoc/>
    public void PointerShapeChanged()
    {
        // The pointer is the outer terminal's; the shape is kept with the window.
    }

    /// <inheritdoc/>
    public void WorkingDirectoryChanged()
    {
        if (journal.TryEffect() && Window.Terminal is { } terminal)
        {
            SendToFocused(new OuterEvent(OuterEventKind.WorkingDirectory, terminal.WorkingDirectory));
        }
    }

    /// <inheritdoc/>
    public void ShellIntegration(char mark, string arguments)
    {
    }

    /// <inheritdoc/>
    public void PassThrough(ReadOnlySpan<byte> bytes)
    {
        if (journal.TryEffect())
        {
            SendToFocused(new OuterEvent(OuterEventKind.PassThrough, string.Empty, bytes.ToArray()));
        }
    }

    /// <inheritdoc/>
    public void ResizeRequested(int columns, int rows)
    {
        // The emulator must not be resized from within a call of its own.
        if (!journal.IsReplaying)
        {
            Session.Host.StartTimer(TimeSpan.Zero, () => WindowSize.Set(Window, columns, rows));
        }
    }

    /// <inheritdoc/>
    public void PaletteChanged()
    {
        Window.PaletteVersion++;
        InvalidateAll();
    }

    /// <inheritdoc/>
    public void SynchronizedOutputChanged()
    {
        _synchronization?.Dispose();
        _synchronization = Window.Terminal?.SynchronizedOutput == true
            ? Session.Host.StartTimer(SynchronizedOutputTimeout, EndSynchronizedOutput)
            : null;
    }

    /// <inheritdoc/>
    public void AlternateScreenChanged()
    {
    }

    private void EndSynchronizedOutput()
    {
        Window.Terminal?.EndSynchronizedOutput();
        InvalidateAll();
    }

    private void ShowHardstatus(string? text)
    {
        if (text is not null)
        {
            Window.Hardstatus = text;
            InvalidateAll();
        }
    }

    private void InvalidateAll()
    {
        foreach (Display display in Session.Displays)
        {
            Session.Host.Invalidate(display);
        }
    }

    /// <summary>A title that says which window it comes from, for those who look at another one.</summary>
    private string NameWith(string title)
    {
        string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Window.Number} {Window.Title}");
        return title.Length == 0 ? name : $"{name}: {title}";
    }

    private void SendToViewers(in OuterEvent outerEvent)
    {
        foreach (Display display in Session.Displays)
        {
            if (display.Shows(Window))
            {
                Session.Host.Send(display, outerEvent);
            }
        }
    }

    private void SendToFocused(in OuterEvent outerEvent)
    {
        foreach (Display display in Session.Displays)
        {
            if (ReferenceEquals(display.Fore, Window))
            {
                Session.Host.Send(display, outerEvent);
            }
        }
    }
}
