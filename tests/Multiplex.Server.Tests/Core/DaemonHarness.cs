using System.Diagnostics;
using Multiplex.Platform;
using Multiplex.Server.Model;

namespace Multiplex.Server.Tests.Core;

/// <summary>
/// A daemon in this process, turned by hand, with real holders in a socket directory of its own. The holders are told to start <c>/bin/true</c> in
/// place of a daemon, so that a test decides itself when the next one comes.
/// </summary>
internal sealed class DaemonHarness : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mux-test-{Guid.NewGuid():N}");
    private readonly List<TestClient> _clients = [];

    /// <summary>A daemon that listens.</summary>
    public DaemonHarness()
    {
        Directory = SocketDirectory.Open(_path);
        Daemon = Start();
    }

    /// <summary>The socket directory.</summary>
    public SocketDirectory Directory { get; }

    /// <summary>The daemon that lives.</summary>
    public Daemon Daemon { get; private set; }

    /// <summary>The only session.</summary>
    public Session Session => Assert.Single(Daemon.ReadyHosts).Session!;

    /// <summary>Starts a client.</summary>
    /// <param name="columns">Width of its terminal, 0 for none.</param>
    /// <param name="rows">Height of its terminal.</param>
    public TestClient Connect(int columns = 80, int rows = 24)
    {
        TestClient client = new(Directory, columns, rows);
        _clients.Add(client);
        return client;
    }

    /// <summary>Lets daemon and clients run until something is so.</summary>
    /// <param name="condition">What.</param>
    /// <param name="what">What is waited for, for the message of a failure.</param>
    public void Until(Func<bool> condition, string what = "the condition")
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < _limit, $"{what} did not come true in time");
            Daemon.Loop.Turn(mayWait: false);
            foreach (TestClient client in _clients)
            {
                client.Pump();
            }

            Thread.Yield();
        }
    }

    /// <summary>Ends the daemon as SIGKILL does, as far as shared memory is concerned: nothing is written any more.</summary>
    public void Kill()
    {
        foreach (SessionHost host in Daemon.ReadyHosts.ToArray())
        {
            host.Dispose();
        }

        Daemon.Dispose();
    }

    /// <summary>Starts the next daemon; it recovers what the holders hold.</summary>
    public void Restart()
    {
        Daemon = Start();
        bool isRecovered = false;
        Daemon.WhenRecovered(() => isRecovered = true);
        Until(() => isRecovered, "recovery");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TestClient client in _clients)
        {
            client.Dispose();
        }

        Daemon.Dispose();
        foreach (SessionSocket socket in Directory.List())
        {
            EndHolder(socket);
        }

        Directory.Dispose();
        System.IO.Directory.Delete(_path, recursive: true);
    }

    private Daemon Start()
    {
        Daemon daemon = Daemon.CreateForTest(new DaemonOptions { Binary = "/bin/true" }, Directory);
        Assert.True(daemon.TryStart());
        return daemon;
    }

    /// <summary>A holder's death hangs its programs up: nobody else has their terminals open.</summary>
    private void EndHolder(SessionSocket socket)
    {
        int holder;
        try
        {
            // Not the number in its name: another holder may have adopted the session.
            using UnixSocket connection = UnixSocket.Connect(Directory.Descriptor, socket.FileName, UnixSocketKind.Packets);
            holder = connection.GetPeer().ProcessId;
        }
        catch (PosixException)
        {
            return;
        }

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
}
