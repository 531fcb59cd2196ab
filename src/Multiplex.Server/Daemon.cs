using Multiplex.Platform;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>How the daemon is started.</summary>
public sealed record DaemonOptions
{
    /// <summary>The socket directory, or null for the one that the environment names.</summary>
    public string? SocketDirectory { get; init; }

    /// <summary>The program that holders start when the daemon has gone; null for this one.</summary>
    public string? Binary { get; init; }

    /// <summary>Take all sessions over from the daemon that lives (<c>upgrade</c>).</summary>
    public bool TakeOver { get; init; }

    /// <summary>A descriptor on which the starter waits: it is closed after one byte as soon as clients may connect. Null for none.</summary>
    public int? ReadyDescriptor { get; init; }
}

/// <summary>The daemon of one user: finds the sessions that are there, takes clients, and leaves when nothing is left to do.</summary>
public sealed partial class Daemon : ISessionEnvironment, ILoopWork, IDisposable
{
    /// <summary>Connections of which nobody knows yet who they are.</summary>
    private const int MaxStrangers = 64;

    /// <summary>The program that runs, also when its file was replaced since.</summary>
    private const string OwnImage = "/proc/self/exe";

    /// <summary>What the system puts behind the path of a program whose file has gone.</summary>
    private const string RemovedMark = " (deleted)";

    /// <summary>How often it is looked whether another daemon listens.</summary>
    private const int WaitStepMilliseconds = 5;

    /// <summary>A daemon without sessions and clients waits that long for the next command.</summary>
    private static readonly TimeSpan _idleTime = TimeSpan.FromSeconds(5);

    /// <summary>So long after a client or a session came or went the memory that this took is given back.</summary>
    private static readonly TimeSpan _settleTime = TimeSpan.FromSeconds(3);

    /// <summary>A holder that has not answered by then does not keep clients waiting for the others' sessions.</summary>
    private static readonly TimeSpan _recoveryTime = TimeSpan.FromSeconds(2);

    private readonly DaemonOptions _options;
    private readonly SocketDirectory _directory;
    private readonly DaemonLog _log;
    private readonly EventLoop _loop;
    private readonly OutputPump _pump;
    private readonly List<SessionHost> _hosts = [];
    private readonly List<Session> _sessions = [];
    private readonly List<ClientConnection> _clients = [];
    private readonly List<Action> _whenRecovered = [];
    private readonly RequestHandler _requests;
    private readonly LoopTimer _idleTimer;
    private readonly MemoryRelief _relief;
    private readonly LoopTimer _settleTimer;
    private readonly LoopTimer _recoveryTimer;
    private readonly FileDescriptor? _binary;
    private DaemonSocket? _socket;
    private FileDescriptor? _lock;
    private bool _isRecovered;

    private Daemon(DaemonOptions options, SocketDirectory directory, TimeProvider time)
    {
        _options = options;
        _directory = directory;
        _loop = new EventLoop(time);
        _log = new DaemonLog(directory, time);
        _pump = new OutputPump(time);
        _requests = new RequestHandler(this);
        Reaper = new ChildReaper(_loop);
        _idleTimer = _loop.Timers.Create(LeaveIfIdle);
        _relief = new MemoryRelief(_loop.Timers);
        _search = new SessionSearch(this, _loop.Timers, time);
        _settleTimer = _loop.Timers.Create(ProcessContext.GiveBackMemory);
        _recoveryTimer = _loop.Timers.Create(Recovered);
        BinaryPath = options.Binary ?? PathOnDisk(Environment.ProcessPath) ?? "mux";
        _binary = OpenBinary(options.Binary ?? OwnImage);
        _loop.Attach(this);
    }

    /// <inheritdoc/>
    EventLoop ISessionEnvironment.Loop => _loop;

    /// <inheritdoc/>
    OutputPump ISessionEnvironment.Pump => _pump;

    /// <inheritdoc/>
    CheckpointBuffer ISessionEnvironment.Scratch { get; } = new();

    /// <inheritdoc/>
    IReadOnlyCollection<Session> ISessionEnvironment.Sessions => _sessions;

    /// <inheritdoc/>
    bool ILoopWork.HasWork => _pump.HasWork || HasNews();

    /// <summary>The socket directory: another one than at the start when that was removed.</summary>
    internal SocketDirectory Directory => _socket?.Directory ?? _directory;

    /// <summary>The loop.</summary>
    internal EventLoop Loop => _loop;

    /// <summary>Takes the ends of holders.</summary>
    internal ChildReaper Reaper { get; }

    /// <summary>The program that holders start.</summary>
    internal string BinaryPath { get; }

    /// <inheritdoc/>
    string ISessionEnvironment.BinaryPath => BinaryPath;

    /// <summary>The sessions that can be used.</summary>
    internal IEnumerable<SessionHost> ReadyHosts
    {
        get
        {
            foreach (SessionHost host in _hosts)
            {
                if (host.IsReady && host.Session is { IsTerminating: false })
                {
                    yield return host;
                }
            }
        }
    }

    /// <summary>Is the daemon until it is no longer needed.</summary>
    /// <param name="options">How.</param>
    /// <returns>The process's exit code: 0, also when another daemon is there already.</returns>
    public static int Run(DaemonOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SocketDirectory directory;
        try
        {
            directory = SocketDirectory.Open(options.SocketDirectory);
        }
        catch (PosixException)
        {
            return 1;
        }

        using (directory)
        using (Daemon daemon = new(options, directory, TimeProvider.System))
        {
            return daemon.Run();
        }
    }

    /// <summary>A daemon that a test turns by hand.</summary>
    /// <param name="options">How.</param>
    /// <param name="directory">The socket directory; stays the caller's.</param>
    internal static Daemon CreateForTest(DaemonOptions options, SocketDirectory directory) => new(options, directory, TimeProvider.System);

    /// <summary>Takes the lock, listens, and connects to every holder.</summary>
    /// <returns>False when another daemon is there.</returns>
    internal bool TryStart()
    {
        ProcessContext.RaiseFileLimit();
        if (_options.TakeOver)
        {
            TakeOverSessions();
            StartRecoveryTimer();
            return true;
        }

        _lock ??= _directory.TryLock(SocketDirectory.DaemonLock);
        if (_lock is null)
        {
            return false;
        }

        Listen();
        _search.Look();
        StartRecoveryTimer();
        return true;
    }

    /// <summary>Calls back when the sessions that were there at the start can be used; at once when they can.</summary>
    /// <param name="action">What to do.</param>
    internal void WhenRecovered(Action action)
    {
        if (_isRecovered)
        {
            action();
        }
        else
        {
            _whenRecovered.Add(action);
        }
    }

    /// <summary>Speaks to the holder of a new session.</summary>
    /// <param name="fileName">The name of its socket.</param>
    /// <param name="creation">What to do when it has answered.</param>
    /// <param name="refused">Called with one line when it answers otherwise.</param>
    /// <returns>The session, or null when nobody listens there.</returns>
    internal SessionHost? Connect(string fileName, Action<SessionHost> creation, Action<string> refused)
    {
        if (TryConnect(fileName) is not { } connection)
        {
            return null;
        }

        SessionHost host = Add(connection, fileName);
        host.Creation = creation;
        host.CreationRefused = refused;
        host.Link.SayHello(takeOver: false, _binary);
        return host;
    }

    /// <summary>Finds the session of a process.</summary>
    /// <param name="pid">The session's pid.</param>
    /// <param name="isExpected">True when it cannot be used yet: its holder has not answered.</param>
    /// <returns>The session, or null.</returns>
    internal SessionHost? FindHost(int pid, out bool isExpected)
    {
        isExpected = _search.Expects(pid);
        foreach (SessionHost host in _hosts)
        {
            bool isReady = host.IsReady && host.Session is { IsTerminating: false };
            if (isReady && host.Session!.Pid == pid)
            {
                return host;
            }

            isExpected |= !host.IsReady && host.ProcessId == pid;
        }

        return null;
    }

    /// <summary>Takes a connection.</summary>
    /// <param name="socket">Owned from now on.</param>
    internal void Accept(UnixSocket socket)
    {
        PeerIdentity peer = socket.GetPeer();
        if (peer.UserId != ProcessContext.EffectiveUserId && peer.UserId != 0)
        {
            socket.Dispose();
            return;
        }

        DropStranger();
        _idleTimer.Stop();
        _clients.Add(new ClientConnection(_loop, socket, peer, _requests));
    }

    /// <summary>A connection has ended.</summary>
    /// <param name="client">The connection.</param>
    internal void Forget(ClientConnection client)
    {
        _clients.Remove(client);
        _settleTimer.Set(_settleTime);
        ArmIdleTimer();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SessionHost host in _hosts.ToArray())
        {
            host.Dispose();
        }

        foreach (ClientConnection client in _clients.ToArray())
        {
            client.Abandon();
        }

        _door?.Dispose();
        _socket?.Dispose();
        _lock?.Dispose();
        _binary?.Dispose();
        _log.Dispose();
        _loop.Dispose();
    }

    private int Run()
    {
        ProcessContext.ChangeDirectory("/");
        ProcessContext.SetUmask(0x3f);
        ProcessContext.PreferLatency();
        using SignalPipe signals = new(SignalKind.Terminate, SignalKind.HangUp, SignalKind.Interrupt);
        SignalPipe.Ignore(SignalKind.BrokenPipe);
        SignalPipe.Ignore(SignalKind.FileTooLarge);
        using Watch watch = _loop.Watch(signals.Descriptor, PollEvents.Read, new SignalTarget(this, signals));
        if (!TryStart() && (IsOtherThere() || !TryStart()))
        {
            return 0;
        }

        _log.Write($"daemon {DaemonVersion.Text} started");
        _loop.Run();
        CheckpointAll();
        _log.Write("daemon leaves");
        return 0;
    }

    /// <summary>Too many connections that say nothing: the one that has had the most time for a word makes room.</summary>
    private void DropStranger()
    {
        int strangers = 0;
        ClientConnection? oldest = null;
        foreach (ClientConnection client in _clients)
        {
            if (client.State == ConnectionState.New)
            {
                strangers++;
                oldest ??= client;
            }
        }

        if (strangers >= MaxStrangers)
        {
            oldest!.Close();
        }
    }

    /// <summary>Where this program was on disk; a package manager may have put another one there.</summary>
    private static string? PathOnDisk(string? path) =>
        path is not null && path.EndsWith(RemovedMark, StringComparison.Ordinal) ? path[..^RemovedMark.Length] : path;

    private static FileDescriptor? OpenBinary(string path)
    {
        try
        {
            return PosixFile.Open(null, path, OpenFlags.Path);
        }
        catch (PosixException)
        {
            return null;
        }
    }

    private void Listen()
    {
        _socket = new DaemonSocket(_loop, _directory, Accept, _search.Look, ((ISessionEnvironment)this).Log);
        SayReady();
        ArmIdleTimer();
    }

    private void SayReady()
    {
        if (_options.ReadyDescriptor is { } ready)
        {
            using FileDescriptor descriptor = new(ready);
            _ = PosixFile.Write(descriptor, "\n"u8);
        }
    }

    /// <summary>
    /// Another daemon has the lock. If it was quicker, perhaps by a moment, whoever started this one is told when that one listens; if it
    /// was killed and is not quite gone yet, this one takes its place.
    /// </summary>
    /// <returns>False when the lock is this one's now.</returns>
    private bool IsOtherThere()
    {
        long start = _loop.Time.GetTimestamp();
        using Poller nothing = new();
        while (_loop.Time.GetElapsedTime(start) < _recoveryTime)
        {
            _lock = _directory.TryLock(SocketDirectory.DaemonLock);
            if (_lock is not null)
            {
                return false;
            }

            try
            {
                UnixSocket.Connect(_directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream).Dispose();
                SayReady();
                return true;
            }
            catch (PosixException)
            {
                nothing.Wait(new ReadyEvent[1], WaitStepMilliseconds);
            }
        }

        return true;
    }

    private void StartRecoveryTimer()
    {
        if (IsSettled())
        {
            Recovered();
        }
        else
        {
            _recoveryTimer.Set(_recoveryTime);
        }
    }

    private bool IsSettled() => _search.IsSettled && _hosts.TrueForAll(static host => host.IsReady);

    private void CheckRecovered()
    {
        if (!_isRecovered && IsSettled())
        {
            Recovered();
        }
    }

    /// <summary>A session has to be looked for: who asks for one waits a little.</summary>
    private void Unsettle()
    {
        if (_isRecovered)
        {
            _isRecovered = false;
            _recoveryTimer.Set(_recoveryTime);
        }
    }

    private void Recovered()
    {
        if (_isRecovered)
        {
            return;
        }

        if (_options.TakeOver && _lock is null)
        {
            TakeOverSocket();
            return;
        }

        _isRecovered = true;
        _recoveryTimer.Stop();
        _socket?.Open();
        Action[] actions = [.. _whenRecovered];
        _whenRecovered.Clear();
        foreach (Action action in actions)
        {
            action();
        }

        ArmIdleTimer();
    }

    private sealed class SignalTarget(Daemon daemon, SignalPipe signals) : IPollTarget
    {
        public bool IsUrgent => false;

        public void Ready(PollEvents events)
        {
            while (signals.TryRead(out SignalKind kind))
            {
                if (kind == SignalKind.Terminate)
                {
                    daemon._loop.Stop();
                }
            }
        }
    }
}
