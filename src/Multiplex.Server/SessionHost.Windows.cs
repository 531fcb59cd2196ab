using System.Text;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Commands;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Terminal;

namespace Multiplex.Server;

/// <summary>The session's windows: starting their programs, hearing from them, ending them.</summary>
internal sealed partial class SessionHost
{
    /// <summary>How long a window shows why its program could not be started.</summary>
    private static readonly TimeSpan _startErrorTime = TimeSpan.FromSeconds(10);

    /// <summary>Requests of one daemon; above them stands its epoch, so that no two daemons of a session use the same number.</summary>
    private const int RequestBits = 32;

    private readonly Dictionary<Window, WindowJournal> _journals = [];
    private readonly Dictionary<uint, WindowJournal> _bySlot = [];
    private readonly Dictionary<ulong, WindowJournal> _requested = [];
    private ulong _lastRequest;
    private string? _untold;

    /// <inheritdoc/>
    public Window? CreateWindow(Session session, WindowRequest request, out string? error)
    {
        error = null;
        int number = request.Number is { } wished && session.Windows.Find(wished) is null ? wished : session.Windows.FreeNumber();
        Window window = new(session, request) { Number = number, Started = Time.GetLocalNow() };
        if (request.IsGroup)
        {
            window.Title = request.Title ?? "group";
            session.Windows.Add(window);
            StateChanged(session);
            return window;
        }

        string program = request.Arguments.Count > 0
            ? request.Arguments[0]
            : WindowSpawn.Shell(session, request.Context ?? session.Context);
        window.Title = request.Title ?? WindowSpawn.TitleOf(program);
        window.InitialTitle = window.Title;
        if (!TrySpawn(window, out error))
        {
            return null;
        }

        session.Windows.Add(window);
        session.Fore ??= window;
        StateChanged(session);
        return window;
    }

    /// <inheritdoc/>
    public bool Resurrect(Window window)
    {
        Logins.Ended(window);
        Forget(window, hangUp: true);
        window.StartError = null;
        window.IsZombie = false;
        window.ExitStatus = null;
        window.Started = Time.GetLocalNow();
        byte[] before = window.Terminal is { } old ? Encoding.UTF8.GetBytes(TextOf(old)) : [];
        bool isStarted = TrySpawn(window, out _);
        TerminalChoices.Apply(window);
        window.Terminal?.Feed(before);
        StateChanged(window.Session);
        return isStarted;
    }

    /// <inheritdoc/>
    public void KillWindow(Window window)
    {
        Session session = window.Session;
        Logins.Ended(window);
        Forget(window, hangUp: true);
        session.Windows.Remove(window);
        if (ReferenceEquals(session.Fore, window))
        {
            session.Fore = session.Windows.MostRecent.Count > 0 ? session.Windows.MostRecent[0] : null;
        }

        foreach (Display display in session.Displays)
        {
            ForgetOn(display, window);
        }

        StateChanged(session);
        if (session.Windows.Count == 0 && IsReady)
        {
            Terminate(session);
        }
    }

    /// <summary>Output has come for the window of a slot.</summary>
    /// <param name="slot">Its bit in the holder's bitmaps.</param>
    public void Dirty(uint slot)
    {
        if (_bySlot.TryGetValue(slot, out WindowJournal? journal))
        {
            _environment.Pump.Add(journal);
        }
    }

    /// <inheritdoc/>
    public void Printed(Window window, ReadOnlySpan<byte> bytes)
    {
        window.LastOutput = Time.GetTimestamp();
        SessionRequests.Printed(window, bytes);
    }

    /// <inheritdoc/>
    public void Ended(Window window, int? status)
    {
        ulong id = _journals.TryGetValue(window, out WindowJournal? journal) ? journal.WindowId : 0;
        Logins.Ended(window);
        if (!window.IsZombie)
        {
            SessionRequests.ProgramEnded(window, status);
        }

        _link.AcknowledgeExit(id);
        StateChanged(window.Session);
    }

    /// <inheritdoc/>
    public void Quarantined(Window window, ulong offset, ReadOnlySpan<byte> bytes)
    {
        string file = _environment.SaveCrash($"{window.Session.Pid}-{window.Number}-{offset}", bytes);
        string text = $"Window {window.Number}: passed over {bytes.Length} bytes of output that mux could not take (kept in {file})";
        _environment.Log($"{window.Session.FullName}: {text}");
        if (_displays.Count == 0)
        {
            // The clients of the daemon that died of it are still on their way.
            _untold = text;
        }

        Notices.Show(window.Session, null, text);
    }

    /// <summary>How much of a client's input is safe in this session: the furthest place that any window or the key layer has committed.</summary>
    /// <param name="clientId">The client.</param>
    public ulong CommittedInput(ulong clientId)
    {
        ulong furthest = 0;
        if (_link.Page is { } page && page.Commits.Current.TryGetOffset(clientId, out ulong taken))
        {
            furthest = taken;
        }

        foreach (WindowJournal journal in _journals.Values)
        {
            if (journal.Memory is { } memory && memory.Control.Commits.Current.TryGetOffset(clientId, out ulong offset))
            {
                furthest = Math.Max(furthest, offset);
            }

            furthest = Math.Max(furthest, journal.WaitingInput(clientId));
        }

        return furthest;
    }

    /// <summary>Commits the keys that the key layer took for itself, and tells the client what is safe.</summary>
    /// <param name="attached">The display that they came from.</param>
    public void CommitInput(ClientDisplay attached)
    {
        Display display = attached.Display;
        if (_isOver || !_link.IsServing || display.Keys.IsCommandPending || IsInputUnsafe())
        {
            // Half a key sequence, or keys that wait for room in a window's ring and for a checkpoint: after a death the client sends them again.
            attached.OwesAcknowledgement = true;
            return;
        }

        attached.OwesAcknowledgement = false;

        CommitTable commits = _link.Page!.Commits;
        ref CommitSlot slot = ref commits.Begin();
        if (!slot.TrySetOffset(display.ClientId, display.InputOffset))
        {
            foreach (CommitClient client in slot.ValidClients)
            {
                if (!_environment.IsClientKnown(client.ClientId))
                {
                    slot.Remove(client.ClientId);
                    slot.TrySetOffset(display.ClientId, display.InputOffset);
                    break;
                }
            }
        }

        commits.Publish();
        attached.AcknowledgeInput(display.InputOffset);
    }

    private static void ForgetOn(Display display, Window window)
    {
        foreach (Region region in display.Regions.All)
        {
            if (ReferenceEquals(region.Window, window))
            {
                region.Window = window.Session.Fore;
            }
        }

        // As in screen the window that was used before takes the place of one that is gone, or in front now.
        if (ReferenceEquals(display.Other, window) || (display.Other is not null && ReferenceEquals(display.Other, display.Fore)))
        {
            display.Other = WindowSwitching.Recent(window.Session, display.Fore);
        }
    }

    private bool IsInputUnsafe()
    {
        foreach (WindowJournal journal in _journals.Values)
        {
            if (journal.IsInputUnsafe)
            {
                return true;
            }
        }

        return false;
    }

    private bool TrySpawn(Window window, out string? error)
    {
        (int columns, int rows) = window.Terminal is { } old ? (old.Columns, old.Rows) : window.Request.Size ?? (80, 24);
        ulong request = (_link.Epoch << RequestBits) | ++_lastRequest;
        WindowJournal journal = new(_link, this, window, Timers, Time, _environment.Scratch) { RequestId = request };
        FileDescriptor block;
        SpawnRequest message;
        try
        {
            block = WindowSpawn.CreateBlock(window, (columns, rows), out message);
        }
        catch (PosixException exception)
        {
            error = $"Cannot start a window: {Errno.Describe(exception.Error)}";
            journal.Dispose();
            return false;
        }

        TerminalOptions options = Options(window, columns, rows);
        options.Storage = journal.Scrollback;
        WindowEvents events = new(journal);
        window.Terminal = new TerminalEmulator(options, events);
        window.Process = journal;
        _journals[window] = journal;
        _requested[request] = journal;
        _link.Spawn(request, message, block);
        error = null;
        return true;
    }

    private static TerminalOptions Options(Window window, int columns, int rows)
    {
        TerminalOptions options = TerminalChoices.OptionsFor(window.Session, window.Request);
        options.Columns = columns;
        options.Rows = rows;
        options.Version = DaemonVersion.Text;
        return options;
    }

    private void Forget(Window window, bool hangUp)
    {
        window.Filter?.Dispose();
        if (!_journals.Remove(window, out WindowJournal? journal))
        {
            return;
        }

        if (journal.IsAttached)
        {
            _bySlot.Remove(journal.Slot);
        }

        if (hangUp)
        {
            journal.Close();
        }

        journal.Dispose();
        window.Process = null;
    }

    /// <summary>What stands on a terminal's screen as text to feed to another one, with the cursor below it.</summary>
    private static string TextOf(TerminalEmulator terminal)
    {
        StringBuilder text = new();
        int empty = 0;
        for (int row = 0; row < terminal.Rows; row++)
        {
            string line = terminal.TextOf(row);
            empty++;
            if (line.Length > 0)
            {
                text.Insert(text.Length, "\r\n", empty - 1).Append(line).Append("\r\n");
                empty = 0;
            }
        }

        return text.ToString();
    }

    private void ShowStartError(Window window, string text)
    {
        window.StartError = text;
        if (window.Session.Displays.Count == 0)
        {
            // Whoever attaches in time finds the reason in the window.
            window.Terminal?.Feed(Encoding.UTF8.GetBytes(text + "\r\n"));
        }

        foreach (Display display in window.Session.Displays)
        {
            display.MessageLine.Show(text);
        }

        StartTimer(_startErrorTime, () =>
        {
            if (window.StartError is not null && window.Session.Windows.Contains(window))
            {
                window.StartError = null;
                SessionRequests.ProgramEnded(window, 1 << 8);
            }
        });
    }
}
