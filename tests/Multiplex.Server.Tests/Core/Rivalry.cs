using System.Diagnostics;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Protocol.Messages;

namespace Multiplex.Server.Tests.Core;

/// <summary>
/// Several daemons in this process over the same holders, each turned by hand. A holder's own attempts to start one come to nothing (<c>/bin/true</c>): the test is
/// the one that starts them.
/// </summary>
internal sealed class Rivalry : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mux-test-{Guid.NewGuid():N}");
    private readonly List<TestClient> _clients = [];

    public Rivalry() => Directory = SocketDirectory.Open(_path);

    /// <summary>The socket directory.</summary>
    public SocketDirectory Directory { get; }

    /// <summary>The daemons that live.</summary>
    public List<Daemon> Daemons { get; } = [];

    /// <summary>PID.NAME of the sessions, by name.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>The only daemon that is left.</summary>
    public Daemon Serving => Assert.Single(Daemons);

    /// <summary>The holders that listen, as the kernel knows them.</summary>
    public IReadOnlyList<int> Holders => [.. Directory.List().Select(socket => HolderOf(socket.FileName)).OfType<int>()];

    /// <summary>Starts the first daemon, and sessions of which the first one is attached.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>The attached client.</returns>
    public TestClient Begin(params string[] names)
    {
        Add(isTakeOver: false);
        TestClient? attached = null;
        foreach (string name in names)
        {
            TestClient client = Connect(attached is null);
            client.Send(new CreateMessage { Flags = attached is null ? CreateFlags.None : CreateFlags.Detached, Name = name, Arguments = ["cat"] });
            Until(() => client.Reply is not null || client.Attached is not null);
            attached ??= client;
            Names[name] = Serving.ReadyHosts.Single(host => host.Session!.Name == name).Session!.FullName;
        }

        return attached!;
    }

    /// <summary>Starts a daemon as its process would.</summary>
    /// <param name="isTakeOver">Whether to take over.</param>
    /// <returns>The daemon, or null when it leaves at once since another one has the lock.</returns>
    public Daemon? Add(bool isTakeOver)
    {
        Daemon daemon = Daemon.CreateForTest(new DaemonOptions { Binary = "/bin/true", TakeOver = isTakeOver }, Directory);
        if (daemon.TryStart())
        {
            Daemons.Add(daemon);
            return daemon;
        }

        daemon.Dispose();
        return null;
    }

    /// <summary>Ends a daemon as SIGKILL does: nothing is said or written any more.</summary>
    /// <param name="daemon">Which.</param>
    public void Kill(Daemon daemon)
    {
        if (Daemons.Contains(daemon))
        {
            End(daemon);
        }
    }

    /// <summary>Lets go of everything that a daemon has open.</summary>
    /// <param name="daemon">One that was killed, or that has left its loop.</param>
    public void End(Daemon daemon)
    {
        Daemons.Remove(daemon);
        daemon.Dispose();
    }

    /// <summary>One turn of every daemon and client; a daemon that has left its loop ends.</summary>
    /// <param name="only">The only daemon to be turned, or null for all.</param>
    public void Turn(Daemon? only = null)
    {
        foreach (Daemon daemon in Daemons.ToArray())
        {
            if (only is null || ReferenceEquals(daemon, only))
            {
                daemon.Loop.Turn(mayWait: false);
            }

            if (only is null && daemon.Loop.IsStopped)
            {
                End(daemon);
            }
        }

        foreach (TestClient client in _clients.ToArray())
        {
            client.Pump();
        }
    }

    /// <summary>Turns until something is so. When no daemon is left another one is started.</summary>
    /// <param name="condition">What.</param>
    /// <param name="only">The only daemon to be turned, or null for all.</param>
    public void Until(Func<bool> condition, Daemon? only = null)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (Daemons.Count == 0)
            {
                // A holder would.
                Add(isTakeOver: false);
            }

            Assert.True(watch.Elapsed < _limit, $"it did not come true in time: {Describe()}; {string.Join(", ", Directory.List().Select(static socket => socket.FileName))}\n{Log()}");
            Turn(only);
            Thread.Yield();
        }
    }

    /// <summary>Turns until the take-over has made so many steps, or is done.</summary>
    /// <param name="old">The daemon that is to leave.</param>
    /// <param name="taking">The one that takes over.</param>
    /// <param name="steps">How many things are to have changed: a session taken or given away, the old one gone, the lock taken.</param>
    public void UntilStep(Daemon old, Daemon taking, int steps)
    {
        string state = Describe();
        Until(() =>
        {
            string now = Describe();
            steps -= now == state ? 0 : 1;
            state = now;
            return steps <= 0 || (taking.IsListening && !Daemons.Contains(old));
        });
    }

    /// <summary>Turns until one daemon is left, listens and serves so many sessions.</summary>
    /// <param name="sessions">How many.</param>
    public void UntilOneServes(int sessions) =>
        Until(() => Daemons.Count == 1 && Serving.IsListening && Serving.ReadyHosts.Count() == sessions);

    /// <summary>A client that has lost its daemon comes back, as soon as somebody listens.</summary>
    /// <param name="name">The session it was attached to.</param>
    public TestClient Resume(string name)
    {
        TestClient client = Connect(hasTerminal: true);
        client.Send(new AttachMessage { Flags = AttachFlags.Resume | AttachFlags.Multi, Target = Names[name] });
        return client;
    }

    /// <summary>A client that comes back is attached, and the program answers it.</summary>
    /// <param name="name">The session it was attached to.</param>
    public void CheckAttached(string name)
    {
        TestClient client = Resume(name);
        bool hasTyped = false;
        Until(() =>
        {
            if (client.IsClosed && Daemons.Exists(static daemon => daemon.IsListening))
            {
                // A daemon that leaves refuses nobody: who was connected comes back to the next one.
                client = Resume(name);
                hasTyped = false;
            }

            Assert.Null(client.Reply);
            if (!hasTyped && client.Attached is { } attached)
            {
                Assert.Equal(Names[name], attached.Session);
                client.Type($"<{name}>\n");
                hasTyped = true;
            }

            return client.Screen.Split($"<{name}>").Length > 2;
        });
    }

    /// <summary>Makes a holder drop its daemon, by a word that is too long for it.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="name">The session.</param>
    public static void Drop(Daemon daemon, string name) => daemon.ReadyHosts.Single(host => host.Session!.Name == name).Link.Rename(new byte[9000]);

    /// <summary>The process of a session's holder.</summary>
    /// <param name="name">The session.</param>
    public int HolderOfSession(string name) => HolderOf(Names[name])!.Value;

    public void Dispose()
    {
        foreach (TestClient client in _clients)
        {
            client.Dispose();
        }

        foreach (Daemon daemon in Daemons.ToArray())
        {
            End(daemon);
        }

        foreach (int holder in Holders)
        {
            using FileDescriptor? process = ProcessStarter.TryOpenProcess(holder);
            ProcessStarter.TrySignal(holder, SignalKind.Kill);
            if (process is not null)
            {
                using Poller poller = new();
                poller.Add(process.Value, PollEvents.Read, 1);
                poller.Wait(new ReadyEvent[1], 5000);
            }

            ProcessStarter.TryReap(holder, out _);
        }

        Directory.Dispose();
        System.IO.Directory.Delete(_path, recursive: true);
    }

    private TestClient Connect(bool hasTerminal)
    {
        TestClient client = new(Directory, hasTerminal ? 80 : 0, 24);
        _clients.Add(client);
        return client;
    }

    private int? HolderOf(string fileName)
    {
        try
        {
            using HolderConnection connection = HolderConnection.Connect(Directory, fileName);
            return connection.PeerProcessId;
        }
        catch (PosixException)
        {
            return null;
        }
    }

    private string Log()
    {
        string log = Path.Combine(_path, DaemonLog.FileName);
        return File.Exists(log) ? File.ReadAllText(log) : string.Empty;
    }

    private string Describe() => string.Join(", ", Daemons.Select(daemon =>
        $"{(daemon.IsListening ? "listening" : "without lock")} with {daemon.ReadyHosts.Count()}"));
}
