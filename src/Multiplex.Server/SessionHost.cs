using System.Text;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Protocol.Listing;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Commands;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server;

/// <summary>The daemon around one session: its holder, its windows' journals, its displays. What the model asks for is done here.</summary>
internal sealed partial class SessionHost : ISessionHost, IJournalOwner, IHolderEvents, IDisposable
{
    private readonly ISessionEnvironment _environment;
    private readonly HolderLink _link;
    private readonly List<ClientDisplay> _displays = [];
    private readonly List<ClientConnection> _waitingForEnd = [];
    private readonly List<WindowJournal> _endOfTurn = [];
    private CheckpointStore? _state;
    private RegisterFile? _registers;
    private bool _isStateChanged;
    private bool _isOver;
    private bool _isClosed;
    private uint _lastDisplay;

    /// <summary>A session whose holder was not spoken to yet.</summary>
    /// <param name="environment">What all sessions share.</param>
    /// <param name="connection">The connection to the holder; owned from now on.</param>
    /// <param name="fileName">The name of its socket, for the log.</param>
    public SessionHost(ISessionEnvironment environment, HolderConnection connection, string fileName)
    {
        _environment = environment;
        FileName = fileName;
        _link = new HolderLink(environment.Loop, connection, this, environment.IsClientKnown);
        StartTimer(_answerTime, AskAgainUnlessReady);
    }

    /// <summary>The name of the holder's socket when it was found.</summary>
    public string FileName { get; }

    /// <summary>The session's pid, which stands in front of the name of its socket.</summary>
    public int ProcessId => Session?.Pid ?? (SocketDirectory.TryParse(FileName, out int pid, out _) ? pid : 0);

    /// <summary>The session; null until the holder has answered.</summary>
    public Session? Session { get; private set; }

    /// <summary>True when the session can be used.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The connection to the holder.</summary>
    public HolderLink Link => _link;

    /// <summary>The displays.</summary>
    public IReadOnlyList<ClientDisplay> Displays => _displays;

    /// <summary>What to do once the holder has answered, for a session that is being created; null for one that is being recovered.</summary>
    public Action<SessionHost>? Creation { get; set; }

    /// <summary>Called with one line when a session that was to be created here cannot be.</summary>
    public Action<string>? CreationRefused { get; set; }

    /// <inheritdoc/>
    public TimeProvider Time => _environment.Loop.Time;

    /// <inheritdoc/>
    public string ProgramPath => _environment.BinaryPath;

    /// <summary>The timers.</summary>
    public TimerQueue Timers => _environment.Loop.Timers;

    /// <inheritdoc/>
    public IReadOnlyCollection<Session> Sessions => _environment.Sessions;

    /// <summary>The session as <c>-ls</c> shows it.</summary>
    public SessionEntry ToEntry()
    {
        Session session = Session!;
        int stopped = 0;
        foreach (Window window in session.Windows)
        {
            stopped += window.IsStopped ? 1 : 0;
        }

        return new SessionEntry
        {
            Pid = session.Pid,
            Name = session.Name,
            Created = session.Created,
            Condition = session.Displays.Count > 0 ? SessionCondition.Attached : SessionCondition.Detached,
            IsMultiuser = session.IsMultiuser,
            Displays = session.Displays.Count,
            Windows = session.Windows.Count,
            StoppedWindows = stopped,
        };
    }

    /// <summary>Shows the session on a client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="preselect"><c>-p</c>, or null.</param>
    /// <param name="resumed">True when the client was attached to a daemon that is gone.</param>
    public ClientDisplay Attach(ClientConnection client, string? preselect, bool resumed)
    {
        Session session = Session!;
        Protocol.Messages.HelloMessage hello = client.Hello;
        (int columns, int rows) = ClientDisplay.Clamp(hello.Columns, hello.Rows);
        string name = client.Guest ?? session.Owner;
        Display display = new(session, columns, rows)
        {
            Id = ++_lastDisplay,
            ClientId = hello.ClientId,
            ClientPid = hello.ProcessId,
            TerminalName = hello.TerminalName,
            TerminalType = hello.Term,
            User = session.Users.Find(user => user.Name == name) ?? new User(name),
            Context = client.Guest is null ? client.Context : session.Context,
            LastInput = Time.GetTimestamp(),
        };
        ulong firstInput = CommittedInput(hello.ClientId);
        client.State = ConnectionState.Attached;
        client.Send(OuterSettings.MessageFor(session, display.TerminalType));
        client.Send(new AttachedMessage { Display = display.Id, InputOffset = firstInput, Session = session.FullName });
        ClientDisplay attached = new(client, this, display, firstInput);
        client.Display = attached;
        _displays.Add(attached);
        session.Displays.Add(display);
        if (client.Guest is null)
        {
            RefreshContext(client.Context);
        }

        if (client.Terminal is { Saved: { } saved } terminal)
        {
            _link.KeepTerminal(display.Id, new TtyMessage { Saved = saved, ClientProcessId = hello.ProcessId }, terminal.Descriptor);
        }

        _link.SetAttached(session.Displays.Count);
        if (resumed)
        {
            SessionRequests.Resumed(display);
        }
        else
        {
            SessionRequests.Attached(display, preselect);
        }

        if (_untold is { } notice)
        {
            _untold = null;
            display.MessageLine.Show(notice);
        }

        attached.Invalidate();
        StateChanged(session);
        return attached;
    }

    /// <inheritdoc/>
    public void Detach(Display display, DetachReason reason)
    {
        ClientDisplay? attached = _displays.Find(candidate => ReferenceEquals(candidate.Display, display));
        switch (reason)
        {
            case DetachReason.Suspend:
                attached?.Client.SendEvent(new EventMessage { Event = EventKind.Suspend });
                break;
            case DetachReason.Lock:
                attached?.Client.SendEvent(new EventMessage { Event = EventKind.Lock });
                break;
            default:
                if (attached is not null)
                {
                    Remove(attached, reason);
                }

                break;
        }
    }

    /// <summary>Takes a display away from its client, with the words that screen has for it.</summary>
    /// <param name="attached">The display.</param>
    /// <param name="reason">Why.</param>
    public void Remove(ClientDisplay attached, DetachReason reason)
    {
        if (!_displays.Remove(attached))
        {
            return;
        }

        Session session = Session!;
        attached.End();
        SessionRequests.Detached(attached.Display);
        session.Displays.Remove(attached.Display);
        TerminalChoices.ApplyAll(session);
        Logins.UpdateLater(session);
        _link.SetAttached(session.Displays.Count);
        _link.ForgetTerminal(attached.Display.Id);
        ClientConnection client = attached.Client;
        client.Display = null;

        // The farewell of another display may have shown that this connection is broken.
        if (reason != DetachReason.HangUp && client.State != ConnectionState.Closed)
        {
            client.State = ConnectionState.Ended;
            client.Send(new EndMessage { Text = DetachTexts.Text(session, reason), Action = DetachTexts.Action(reason) });
        }

        StateChanged(session);
        if (reason == DetachReason.HangUp && !session.Settings.AutoDetach && !_isOver)
        {
            Terminate(session);
        }
    }

    /// <summary>A client was stopped: its session counts as detached from it until it comes back.</summary>
    /// <param name="attached">The display.</param>
    public void DisplaySuspended(ClientDisplay attached)
    {
        Session!.Displays.Remove(attached.Display);
        TerminalChoices.ApplyAll(Session);
        _link.SetAttached(Session.Displays.Count);
    }

    /// <summary>A stopped client was continued.</summary>
    /// <param name="attached">The display.</param>
    public void DisplayResumed(ClientDisplay attached)
    {
        Session!.Displays.Add(attached.Display);
        TerminalChoices.ApplyAll(Session);
        _link.SetAttached(Session.Displays.Count);
    }

    /// <summary>Answers a client when the session has ended (<c>-D -m</c>).</summary>
    /// <param name="client">The client.</param>
    public void ReplyAtEnd(ClientConnection client) => _waitingForEnd.Add(client);

    /// <inheritdoc/>
    public void Terminate(Session session)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        session.IsTerminating = true;
        foreach (Window window in session.Windows)
        {
            Logins.Ended(window);
        }

        for (int index = _displays.Count - 1; index >= 0; index--)
        {
            Remove(_displays[index], DetachReason.Terminating);
        }

        foreach (ClientConnection client in _waitingForEnd)
        {
            client.Reply(0, string.Empty);
        }

        _link.Shutdown();

        // The caller may be in the middle of the session's windows: they are let go when it is done.
        _environment.Loop.Post(Dispose);
    }

    /// <inheritdoc/>
    public void Rename(Session session, string name)
    {
        session.Name = name;
        _link.Rename(Encoding.UTF8.GetBytes(name));
        StateChanged(session);
    }

    /// <inheritdoc/>
    public void Invalidate(Display display)
    {
        // A layer over a window is seen on the other displays that show the window.
        Window? window = _displays.Count > 1 ? display.Fore : null;
        for (int index = 0; index < _displays.Count; index++)
        {
            ClientDisplay attached = _displays[index];
            if (ReferenceEquals(attached.Display, display) || (window is not null && attached.Display.Shows(window)))
            {
                attached.Invalidate();
            }
        }
    }

    /// <inheritdoc/>
    public void Redraw(Display display) => _displays.Find(candidate => ReferenceEquals(candidate.Display, display))?.Redraw();

    /// <inheritdoc/>
    public void Send(Display display, in OuterEvent outerEvent)
    {
        ClientDisplay? attached = _displays.Find(candidate => ReferenceEquals(candidate.Display, display));
        if (attached is { IsSuspended: false } && OuterEvents.ToMessage(outerEvent) is { } message)
        {
            attached.Client.SendEvent(message);
        }
    }

    /// <inheritdoc/>
    public IDisposable StartTimer(TimeSpan delay, Action callback) => Timers.Start(delay, callback);

    /// <inheritdoc/>
    public IDisposable RunProgram(Session session, IReadOnlyList<string> arguments, Action<ReadOnlyMemory<byte>> output) =>
        ProgramRunner.Start(_environment.Loop, session, arguments, output);

    /// <inheritdoc/>
    public void CheckAccount(string password, Action<bool> answered) =>
        AccountCheck.Start(_environment.Loop, AccountCheck.Program, password, answered);

    /// <inheritdoc/>
    public bool HasLogins => LoginRecord.Program is not null;

    /// <inheritdoc/>
    public void RecordLogin(Window window, bool isIn, string host, Action<bool> answered)
    {
        if (LoginRecord.Program is { } program && _journals.TryGetValue(window, out WindowJournal? journal) && journal is { IsLine: false, Memory.Master: { } master })
        {
            try
            {
                LoginRecord.Start(new ChildReaper(_environment.Loop), program, master, isIn, host, answered);
                return;
            }
            catch (PosixException exception)
            {
                _environment.Log(exception.Message);
            }
        }

        answered(false);
    }

    /// <inheritdoc/>
    public void PrintPage(Session session, string command, byte[] page) =>
        PrintJob.Start(_environment.Loop, session, command, page);

    /// <inheritdoc/>
    public IFilterTerminals RunFilter(Window window, FilterPattern pattern, IReadOnlyList<string> arguments, IFilterEvents events) =>
        new FilterProgram(_environment.Loop, window, pattern, arguments, events);

    /// <inheritdoc/>
    public void StateChanged(Session session) => _isStateChanged = true;

    /// <inheritdoc/>
    public void Upgrade() => _environment.Upgrade();

    /// <summary>At the end of a turn: writes what must outlive the daemon, then sends frames.</summary>
    public void EndTurn()
    {
        KeepState();
        SayRecovered();
        for (int index = _displays.Count - 1; index >= 0; index--)
        {
            ClientDisplay attached = _displays[index];
            if (attached.OwesAcknowledgement)
            {
                CommitInput(attached);
            }

            attached.Flush();
        }
    }

    /// <summary>Writes what has changed: the windows' checkpoints, and the session's own state.</summary>
    public void KeepState()
    {
        for (int index = 0; index < _endOfTurn.Count; index++)
        {
            _endOfTurn[index].EndTurn();
        }

        _endOfTurn.Clear();
        if (_isStateChanged && IsReady)
        {
            WriteState();
        }
    }

    /// <inheritdoc/>
    public void BeforeKeys(WindowJournal journal)
    {
        for (int index = 0; index < _endOfTurn.Count; index++)
        {
            if (_endOfTurn[index] is { IsInputUnsafe: true } other && !ReferenceEquals(other, journal))
            {
                other.Checkpoint();
            }
        }
    }

    /// <inheritdoc/>
    public void AtEndOfTurn(WindowJournal journal) => _endOfTurn.Add(journal);

    /// <inheritdoc/>
    public void Continued(WindowJournal journal) => _environment.Pump.Add(journal);

    /// <summary>Writes everything that the next daemon needs.</summary>
    public void CheckpointAll()
    {
        foreach (WindowJournal journal in _journals.Values)
        {
            journal.Checkpoint();
        }

        WriteState();
    }

    /// <summary>Lets go of the session: its holder goes on holding, unless it was told that the session is over.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _isOver = true;
        foreach (WindowJournal journal in _journals.Values)
        {
            journal.Dispose();
        }

        _journals.Clear();
        _bySlot.Clear();
        foreach ((WindowInfo _, WindowMemory memory) in _found)
        {
            memory.Dispose();
        }

        _found.Clear();
        _registers?.Dispose();
        _link.Dispose();
        _environment.Remove(this);
    }

    private void RefreshContext(ClientContext context)
    {
        Session session = Session!;
        if (context.Environment.Length > 0)
        {
            session.Context = new ClientContext
            {
                Environment = WindowEnvironment.Refresh(session.Context.Environment, context.Environment),
                WorkingDirectory = session.Context.WorkingDirectory,
                Umask = session.Context.Umask,
                Limits = session.Context.Limits,
            };
        }
    }

    private void WriteState()
    {
        _isStateChanged = false;
        _environment.CheckGuests();
        if (_state is null || Session is not { } session || !_link.IsServing || _isOver)
        {
            return;
        }

        System.Buffers.ArrayBufferWriter<byte> buffer = _environment.Scratch.Begin();
        SessionRecord.Write(session, buffer);
        try
        {
            _state.Write(0, SessionRecord.FormatVersion, buffer.WrittenSpan);
            if (_environment.Scratch.Release())
            {
                // A large record: one copy is kept, not two.
                _state.Trim();
            }

            _registers?.Checkpointed();
        }
        catch (PosixException exception)
        {
            _environment.Log($"{session.FullName}: cannot keep the session's state: {exception.Message}");
        }
    }
}
