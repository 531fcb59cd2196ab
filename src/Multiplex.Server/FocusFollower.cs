using System.Buffers;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Model;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Input;

namespace Multiplex.Server;

/// <summary>
/// What of a display's terminal follows the window with the focus beside what a frame carries: its palette, its directory, its progress. And the
/// programs hear that they have or lost the focus, as they would when the user went to another terminal.
/// </summary>
/// <param name="display">The display.</param>
/// <param name="send">Takes the messages for the display's client.</param>
internal sealed class FocusFollower(Display display, Action<EventMessage> send)
{
    private const int PaletteSize = 256;

    private readonly ArrayBufferWriter<byte> _report = new(8);
    private Color[]? _palette;
    private Window? _window;
    private int _paletteVersion;
    private string _directory = string.Empty;
    private (int State, int Percent) _progress;

    /// <summary>Brings the terminal in line with the window that has the focus now; called for every frame.</summary>
    /// <returns>True when something was said to the client.</returns>
    public bool Follow()
    {
        Window? window = display.Fore;
        bool isOther = !ReferenceEquals(window, _window);
        if (!isOther && (window is null || (window.PaletteVersion == _paletteVersion && _progress == Progress(window))))
        {
            return false;
        }

        if (isOther)
        {
            MoveFocus(window);
        }

        _paletteVersion = window?.PaletteVersion ?? 0;
        bool hasTold = FollowPalette(window?.Terminal);
        hasTold |= isOther && FollowDirectory(window?.Terminal);
        return FollowProgress(window) | hasTold;
    }

    /// <summary>The client was away and its terminal had back what it had before: all is said again.</summary>
    public void Forget()
    {
        _window = null;
        _palette = null;
        _directory = string.Empty;
        _progress = default;
    }

    /// <summary>The display is over: the program in front loses the focus.</summary>
    public void End() => MoveFocus(null);

    /// <summary>The focused window's progress, else that of any other window that has one: a terminal has one bar.</summary>
    private (int State, int Percent) Progress(Window? window)
    {
        if (window is { Progress.State: not 0 })
        {
            return window.Progress;
        }

        IReadOnlyList<Window> windows = display.Session.Windows.MostRecent;
        for (int index = 0; index < windows.Count; index++)
        {
            if (windows[index].Progress.State != 0)
            {
                return windows[index].Progress;
            }
        }

        return default;
    }

    private void MoveFocus(Window? window)
    {
        Tell(_window, hasFocus: false);
        _window = window;
        Tell(window, hasFocus: true);
    }

    private void Tell(Window? window, bool hasFocus)
    {
        if (window is not { Terminal: { } terminal, Process: { } process, IsZombie: false } || IsElsewhere(window))
        {
            return;
        }

        _report.ResetWrittenCount();
        if (KeyEncoder.EncodeFocus(terminal, hasFocus, _report))
        {
            process.Write(_report.WrittenSpan, default);
        }
    }

    /// <summary>True when another display has the window in front too.</summary>
    private bool IsElsewhere(Window window)
    {
        foreach (Display other in display.Session.Displays)
        {
            if (!ReferenceEquals(other, display) && ReferenceEquals(other.Fore, window))
            {
                return true;
            }
        }

        return false;
    }

    private bool FollowPalette(TerminalEmulator? terminal)
    {
        bool hasTold = false;
        for (int index = 0; index < PaletteSize && (_palette is not null || terminal is not null); index++)
        {
            Color wanted = terminal?.PaletteColor(index) ?? Color.Default;
            if (wanted == (_palette?[index] ?? Color.Default))
            {
                continue;
            }

            _palette ??= new Color[PaletteSize];
            _palette[index] = wanted;
            hasTold = true;
            send(wanted.IsDefault
                ? new EventMessage { Event = EventKind.PaletteReset, Number = index }
                : new EventMessage { Event = EventKind.PaletteSet, Number = index, Value = (int)(wanted.Value & 0xFFFFFF) });
        }

        return hasTold;
    }

    private bool FollowDirectory(TerminalEmulator? terminal)
    {
        string directory = terminal?.WorkingDirectory ?? string.Empty;
        if (directory.Length == 0 || directory == _directory)
        {
            return false;
        }

        _directory = directory;
        send(new EventMessage { Event = EventKind.WorkingDirectory, Text = directory });
        return true;
    }

    private bool FollowProgress(Window? window)
    {
        (int State, int Percent) progress = Progress(window);
        if (progress == _progress)
        {
            return false;
        }

        _progress = progress;
        send(new EventMessage { Event = EventKind.Progress, Number = progress.State, Value = progress.Percent });
        return true;
    }
}
