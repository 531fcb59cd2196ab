using System.Diagnostics;
using System.Text;
using Multiplex.Platform.Holding;

namespace Multiplex.Platform.Tests.Holding;

/// <summary>A holder of its own in a directory of its own, with a connection that plays the daemon. Leaves nothing behind.</summary>
internal sealed class TestSession : IDisposable
{
    private const int TimeoutMilliseconds = 20_000;
    private readonly string _path = Path.Combine(Path.GetTempPath(), "mux-test-" + Guid.NewGuid().ToString("N")[..12]);
    private readonly long _started = Stopwatch.GetTimestamp();

    internal TestSession(string name = "test", string binary = "/bin/false", params string[] daemonArguments)
    {
        Directory = SocketDirectory.Open(_path);
        using StartingHolder starting = HolderLauncher.Start(Directory, name, binary, daemonArguments);
        HolderProcess = starting.ProcessId;
        WaitUntil(starting.Ready.Value, PollEvents.Read, starting.IsReady);
        FileName = starting.FileName;
    }

    internal SocketDirectory Directory { get; }

    internal int HolderProcess { get; }

    internal string FileName { get; }

    internal HolderConnection Daemon { get; set; } = null!;

    internal WelcomeMessage Welcome { get; private set; }

    internal SessionPage Page { get; private set; } = null!;

    internal EventFd ToDaemon { get; private set; } = null!;

    internal EventFd ToHolder { get; private set; } = null!;

    internal HolderConnection Connect() => HolderConnection.Connect(Directory, FileName);

    internal TestSession Serve(bool takeOver = false, FileDescriptor? binary = null)
    {
        Daemon = Connect();
        Daemon.SendHello(takeOver, binary).OrThrow("send");
        Await(Daemon, (in HolderMessage message) =>
        {
            Assert.Equal(HolderMessageType.Welcome, message.Header.Type);
            Welcome = message.Read<WelcomeMessage>();
            ToDaemon = new EventFd(message.TakeDescriptor((int)SessionDescriptor.ToDaemon)!);
            ToHolder = new EventFd(message.TakeDescriptor((int)SessionDescriptor.ToHolder)!);
            using FileDescriptor control = message.TakeDescriptor((int)SessionDescriptor.Control)!;
            Page = new SessionPage(control);
            return true;
        });
        return this;
    }

    internal TestWindow Spawn(string[] command, string[]? environment = null, string directory = "/", uint umask = 0x12,
        ResourceLimits? limits = null, int ringSize = 0)
    {
        Request(command, environment ?? ["PATH=/usr/bin:/bin", "TERM=dumb"], directory, umask, limits, ringSize);
        TestWindow? window = null;
        Await(Daemon, (in HolderMessage message) =>
        {
            Assert.Equal(HolderMessageType.Spawned, message.Header.Type);
            window = new TestWindow(this, message);
            return true;
        });
        Daemon.Send(HolderMessageType.Ack, 0, new CountMessage(1)).OrThrow("send");
        return window!;
    }

    internal void Request(string[] command, string[] environment, string directory, uint umask = 0x12, ResourceLimits? limits = null,
        int ringSize = 0)
    {
        SpawnDescription description = new()
        {
            Arguments = Join(command),
            ArgumentCount = command.Length,
            Environment = Join(environment),
            EnvironmentCount = environment.Length,
            Directory = Encoding.UTF8.GetBytes(directory),
            Umask = umask,
            Limits = limits,
            Size = new WindowSize(24, 80),
            RingSize = ringSize,
        };
        using FileDescriptor block = SpawnBlock.Create(description, out SpawnRequest request);
        Daemon.Send(HolderMessageType.Spawn, 7, request, [block.Value]).OrThrow("send");
    }

    internal delegate bool MessageHandler(in HolderMessage message);

    /// <summary>Waits for a message that the handler accepts.</summary>
    internal void Await(HolderConnection connection, MessageHandler handler) =>
        WaitUntil(connection.Descriptor, PollEvents.Read, () =>
        {
            while (true)
            {
                IoResult result = connection.TryReceive(out HolderMessage message);
                if (result.IsWouldBlock)
                {
                    return false;
                }

                Assert.True(result.Value > 0, $"the holder closed the connection ({result.Value})");
                if (handler(message))
                {
                    return true;
                }
            }
        });

    /// <summary>Polls a descriptor until the condition holds.</summary>
    internal void WaitUntil(int descriptor, PollEvents events, Func<bool> condition)
    {
        using Poller poller = new();
        poller.Add(descriptor, events, 1);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[4];
        while (!condition())
        {
            int left = TimeoutMilliseconds - (int)Stopwatch.GetElapsedTime(_started).TotalMilliseconds;
            Assert.True(left > 0, "it did not happen in time");
            poller.Wait(ready, left);
        }
    }

    /// <summary>Waits for something that shows in a file.</summary>
    internal static void Await(Func<bool> condition)
    {
        using PipePair never = new();
        using Poller poller = new();
        poller.Add(never.Reader.Value, PollEvents.Read, 1);
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds < TimeoutMilliseconds, "it did not happen in time");
            poller.Wait(new ReadyEvent[1], 2);
        }
    }

    public void Dispose()
    {
        if (Daemon is null || !Daemon.Send(HolderMessageType.Shutdown, 0).IsSuccess)
        {
            ProcessStarter.TrySignal(HolderProcess, SignalKind.Kill);
        }

        Daemon?.Dispose();
        Page?.Dispose();
        ToDaemon?.Dispose();
        ToHolder?.Dispose();
        using FileDescriptor? process = ProcessStarter.TryOpenProcess(HolderProcess);
        if (process is not null)
        {
            WaitUntil(process.Value, PollEvents.Read, () => ProcessStarter.TryReap(HolderProcess, out _));
        }

        Directory.Dispose();
        System.IO.Directory.Delete(_path, true);
    }

    private static byte[] Join(string[] strings) => Encoding.UTF8.GetBytes(string.Concat(strings.Select(text => text + "\0")));
}

/// <summary>A window of a test's session, read as a daemon reads it.</summary>
internal sealed class TestWindow : IDisposable
{
    private readonly TestSession _session;
    private readonly StringBuilder _text = new();
    private ulong _read;

    internal TestWindow(TestSession session, in HolderMessage message)
    {
        _session = session;
        Info = message.Read<WindowInfo>();
        using FileDescriptor output = message.TakeDescriptor((int)WindowDescriptor.Output)!;
        using FileDescriptor control = message.TakeDescriptor((int)WindowDescriptor.Control)!;
        Output = new OutputRing(output);
        Control = new ControlPage(control);
    }

    internal WindowInfo Info { get; }

    internal OutputRing Output { get; }

    internal ControlPage Control { get; }

    /// <summary>What the program has written so far.</summary>
    internal string Text => _text.ToString();

    /// <summary>Types, as a commit of one client.</summary>
    internal void Type(string text)
    {
        ref CommitSlot slot = ref Control.Commits.Begin();
        Control.Append(ref slot, Encoding.UTF8.GetBytes(text));
        Control.Commits.Publish();
        _session.Page.Kick(Info.Slot, _session.ToHolder);
    }

    /// <summary>Reads everything that the program writes. The flag is looked at first, since what it promises may have come after a look at the head.</summary>
    internal void ReadToEnd()
    {
        bool isDrained = false;
        ReadUntil(() =>
        {
            bool wasDrained = isDrained;
            isDrained = (Output.Flags & OutputFlags.Drained) != 0;
            if (isDrained && !wasDrained)
            {
                Drain();
            }

            return isDrained;
        });
    }

    /// <summary>Waits, without reading, until the holder waits for room in the ring.</summary>
    internal void WaitUntilParked() =>
        _session.WaitUntil(_session.ToDaemon.Descriptor, PollEvents.Read, () =>
        {
            _session.ToDaemon.Clear();
            do
            {
                TakeDirty();
            }
            while (!_session.Page.PrepareToSleep());
            return Control.IsParked;
        });

    /// <summary>Reads until the condition holds.</summary>
    internal void ReadUntil(Func<bool> condition) =>
        _session.WaitUntil(_session.ToDaemon.Descriptor, PollEvents.Read, () =>
        {
            _session.ToDaemon.Clear();
            do
            {
                Drain();
            }
            while (!_session.Page.PrepareToSleep());
            return condition();
        });

    private void TakeDirty()
    {
        for (ulong summary = _session.Page.TakeDirtySummary(); summary != 0; summary &= summary - 1)
        {
            _session.Page.TakeDirty(System.Numerics.BitOperations.TrailingZeroCount(summary));
        }
    }

    private void Drain()
    {
        TakeDirty();
        ulong head = Output.Head;
        _text.Append(Encoding.UTF8.GetString(Output.Read(_read, head)));
        _read = head;
        if (Control.MoveTail(head))
        {
            _session.Page.Kick(Info.Slot, _session.ToHolder);
        }
    }

    public void Dispose()
    {
        Output.Dispose();
        Control.Dispose();
    }
}
