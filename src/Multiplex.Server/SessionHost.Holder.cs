using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Terminal;

namespace Multiplex.Server;

/// <summary>What the holder tells: a new session, or one that is taken over from a daemon that is gone.</summary>
internal sealed partial class SessionHost
{
    private readonly List<(WindowInfo Info, WindowMemory Memory)> _found = [];

    /// <summary>How long a session without windows waits for one that its holder may just be starting.</summary>
    private static readonly TimeSpan _firstWindowTime = TimeSpan.FromSeconds(10);

    /// <summary>Clients of the former daemon are back by then, or gone for good.</summary>
    private static readonly TimeSpan _returnTime = TimeSpan.FromSeconds(20);

    /// <summary>A holder tells everything within milliseconds; only one that waits for another daemon to give the session away takes seconds.</summary>
    private static readonly TimeSpan _answerTime = TimeSpan.FromSeconds(8);

    private SessionRecord? _record;
    private int _expected;
    private bool _hasSaidRecovered;

    /// <summary>A new holder that another daemon has asked by mistake is asked again after this.</summary>
    private static readonly TimeSpan _adoptionRetry = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public void Welcomed(in WelcomeMessage welcome, string name)
    {
        if (welcome.IsAdopting && !_environment.IsOnlyDaemon)
        {
            // It is to take the session from the daemon that has its programs' terminals open.
            Dispose();
            return;
        }

        Session = new Session(this, welcome.SessionProcessId, name) { Created = Time.GetLocalNow(), Owner = Users.Self.Name };
        _state = _link.State;
        _registers = new RegisterFile(_link.StateDescriptor!);
        Session.Registers.Storage = _registers;
        _expected = (int)welcome.WindowCount;
        if (Creation is { } creation)
        {
            Creation = null;
            IsReady = true;
            _environment.Added(this);
            creation(this);
        }
        else if (_expected == 0)
        {
            Recover();
        }
    }

    /// <inheritdoc/>
    public void WindowFound(in WindowInfo info, WindowMemory memory)
    {
        _found.Add((info, memory));
        if (!IsReady && _found.Count >= _expected)
        {
            Recover();
        }
        else if (IsReady)
        {
            // Asked for by a daemon that died before it heard the answer.
            RecoverWindow(info, memory, _record);
            if (_record is { } record)
            {
                SessionState.LoadLog(Session!, record.State, _bySlot[info.Slot].Window);
            }

            StateChanged(Session!);
        }
    }

    /// <inheritdoc/>
    public void Spawned(ulong request, in WindowInfo info, WindowMemory memory)
    {
        if (!_requested.Remove(request, out WindowJournal? journal) || !_journals.ContainsKey(journal.Window))
        {
            // Killed before it was there, or asked for by a daemon that is gone.
            if (journal is null)
            {
                WindowFound(info, memory);
            }
            else
            {
                memory.Dispose();
                _link.Close(info.WindowId);
            }

            return;
        }

        journal.Spawned(info, memory);
        _bySlot[info.Slot] = journal;
        _environment.Pump.Add(journal);
        Logins.Started(journal.Window);
        if ((info.Warnings & (SpawnWarnings.DirectoryIsHome | SpawnWarnings.DirectoryIsRoot)) != 0)
        {
            Notices.Show(Session!, null, $"Window {journal.Window.Number}: its directory cannot be entered");
        }

        StateChanged(Session!);
    }

    /// <inheritdoc/>
    public void SpawnFailed(ulong request, SpawnFailure failure)
    {
        if (_requested.Remove(request, out WindowJournal? journal) && _journals.ContainsKey(journal.Window))
        {
            ShowStartError(journal.Window, WindowSpawn.Describe(journal.Window, failure));
        }
    }

    /// <inheritdoc/>
    public void Exited(ulong window, in ExitRecord exit)
    {
        foreach (WindowJournal journal in _journals.Values)
        {
            if (journal.WindowId == window)
            {
                journal.Exited(exit);
                return;
            }
        }

        // A window that is forgotten already needs no more than this.
        _link.AcknowledgeExit(window);
    }

    /// <inheritdoc/>
    public void Quiesce()
    {
        CheckpointAll();
        _link.Quiesced();

        // From here on the session is another daemon's: that the holder ends the connection is no loss.
        _link.Break();
        _environment.Quiesced(this);
    }

    /// <inheritdoc/>
    public void Terminating()
    {
        if (Session is { } session)
        {
            Terminate(session);
        }
    }

    /// <inheritdoc/>
    public void Lost(int error)
    {
        string reason = error == 0 ? "the holder is gone" : Errno.Describe(error);
        _environment.Log($"{Session?.FullName ?? FileName}: {reason}");
        if (!IsReady)
        {
            Refused(error, reason);
        }
        else if (_isOver || _journals.Count == 0)
        {
            GiveUp();
        }
        else if (error == Errno.Busy)
        {
            _link.Break();
            Timers.Start(_adoptionRetry, Adopt);
        }
        else
        {
            // The programs live: this process has their terminals open too.
            _link.Break();
            _ = new HolderQuestion(_environment.Loop, () => _environment.Connect(SocketName), HolderAnswered);
        }
    }

    /// <summary>A holder that is to take the session over is there.</summary>
    public void Adopt()
    {
        if (_isOver)
        {
            GiveUp();
            return;
        }

        try
        {
            _link.Adopt(_environment.Connect(SocketName));
        }
        catch (PosixException exception)
        {
            _environment.Log($"{Session!.FullName}: {exception.Message}");
            GiveUp();
        }
    }

    /// <summary>Lets go of the clients, who come back by themselves to whoever serves the session next.</summary>
    public void LeaveClients()
    {
        foreach (ClientDisplay display in _displays.ToArray())
        {
            display.End();
            display.Client.Abandon();
        }
    }

    /// <inheritdoc/>
    public void Adopted()
    {
        foreach (WindowJournal journal in _journals.Values)
        {
            if (journal.Memory is { } memory)
            {
                _link.Adopt(journal.Info, memory);
            }
        }

        _link.SetAttached(Session!.Displays.Count);
        _link.Recovered();
        _environment.Log($"{Session.FullName}: another holder has taken the session");
    }

    /// <summary>The session is lost: its clients are told, and what it held is let go.</summary>
    public void GiveUp()
    {
        if (Session is { } session && !_isOver)
        {
            session.IsTerminating = true;
            for (int index = _displays.Count - 1; index >= 0; index--)
            {
                Remove(_displays[index], DetachReason.Terminating);
            }

            foreach (ClientConnection client in _waitingForEnd)
            {
                client.Reply(1, string.Empty);
            }
        }

        Dispose();
    }

    private string SocketName => Session!.FullName;

    /// <summary>The holder, if there is one, does not serve this daemon: it has another one, or no room for one more at present.</summary>
    private void Refused(int error, string reason)
    {
        CreationRefused?.Invoke(reason);
        CreationRefused = null;
        if (error != Errno.Protocol)
        {
            // Whether it still lives is found out by asking it again.
            _environment.Missed(this, error);
        }

        Dispose();
    }

    /// <summary>A holder that was asked and does not tell all of its session is asked anew: clients wait for it.</summary>
    private void AskAgainUnlessReady()
    {
        if (!IsReady && !_isClosed)
        {
            string told = Session is null ? "nothing" : $"{_found.Count} of {_expected} windows";
            _environment.Log($"{FileName}: the holder has told {told} in {_answerTime.TotalSeconds} s");
            Refused(Errno.Again, "the holder does not answer");
        }
    }

    private void HolderAnswered(bool isAlive)
    {
        if (_isOver)
        {
            return;
        }

        if (!isAlive)
        {
            _environment.StartAdoption(this, Session!);
            return;
        }

        // It dropped this daemon, which was stopped or hung. Whatever has happened to the session since is in its memory.
        _environment.Log($"{Session!.FullName}: the holder lives and has dropped this daemon");
        _environment.Missed(this, 0);
        LeaveClients();
        Dispose();
    }

    private void SayRecovered()
    {
        if (IsReady && !_hasSaidRecovered)
        {
            _hasSaidRecovered = true;
            _link.Recovered();
        }
    }

    private void Recover()
    {
        Session session = Session!;
        SessionRecord? record = _state!.HasCheckpoint && _state.Info.FormatVersion == SessionRecord.FormatVersion
            ? SessionRecord.TryRead(_state.Payload)
            : null;
        _record = record;
        if (record is not null)
        {
            session.Created = record.Created;
            session.Context = record.Context;
        }

        foreach ((WindowInfo info, WindowMemory memory) in _found)
        {
            RecoverWindow(info, memory, record);
        }

        RecoverGroups(session, record);
        if (record is not null && record.State.Length > 0)
        {
            SessionState.Load(session, record.State);
        }

        _registers!.Recovered();

        session.Fore ??= session.Windows.Count > 0 ? session.Windows[0] : null;
        _found.Clear();
        IsReady = true;
        _environment.Added(this);
        if (session.Windows.Count == 0)
        {
            StartTimer(_firstWindowTime, () => EndIfEmpty(session));
        }

        StartTimer(_returnTime, () => LiftIfAlone(session));
    }

    /// <summary>The former daemon may have died between asking for the first window and hearing of it.</summary>
    private void EndIfEmpty(Session session)
    {
        if (session.Windows.Count == 0)
        {
            Terminate(session);
        }
    }

    /// <summary>Whoever stopped a window's output may have lost the connection together with the daemon.</summary>
    private static void LiftIfAlone(Session session)
    {
        if (session.Displays.Count == 0)
        {
            FlowStops.Lift(session);
            Logins.UpdateLater(session);
        }
    }

    private void RecoverWindow(in WindowInfo info, WindowMemory memory, SessionRecord? record)
    {
        Session session = Session!;
        WindowRecord? known = null;
        if (record is not null)
        {
            foreach (WindowRecord candidate in record.Windows)
            {
                known = candidate.RequestId == info.SpawnRequest ? candidate : known;
            }
        }

        WindowRequest request = known?.Request ?? new WindowRequest();
        int number = known is not null && session.Windows.Find(known.Number) is null ? known.Number : session.Windows.FreeNumber();
        string title = known?.Title ?? WindowSpawn.TitleOf(WindowSpawn.Shell(session, session.Context));
        Window window = new(session, request)
        {
            Number = number,
            Title = title,
            InitialTitle = title,
            Started = DateTimeOffset.FromUnixTimeMilliseconds((long)(info.StartNanoseconds / 1_000_000)).ToLocalTime(),
        };
        WindowJournal journal = new(_link, this, window, Timers, Time, _environment.Scratch) { RequestId = info.SpawnRequest };
        window.Process = journal;
        _journals[window] = journal;
        _bySlot[info.Slot] = journal;
        TerminalOptions options = Options(window, Math.Max((int)info.Size.Columns, 1), Math.Max((int)info.Size.Rows, 1));
        if (!journal.Recover(info, memory, options, new WindowEvents(journal)))
        {
            _environment.Log($"{session.FullName}: window {number} has no checkpoint that this version can read; its last output is replayed");
        }

        // A daemon that died within a break has left it on.
        journal.TryBreak(isOn: false);
        session.Windows.Add(window);
        if (IsReady)
        {
            session.Fore ??= window;
        }

        _environment.Pump.Add(journal);
    }

    private static void RecoverGroups(Session session, SessionRecord? record)
    {
        foreach (WindowRecord group in record?.Windows ?? [])
        {
            if (group.Request.IsGroup && session.Windows.Find(group.Number) is null)
            {
                session.Windows.Add(new Window(session, group.Request) { Number = group.Number, Title = group.Title });
            }
        }
    }
}
