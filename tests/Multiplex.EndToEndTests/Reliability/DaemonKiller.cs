using System.Diagnostics;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Platform;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Kills daemons. The daemon of the moment is found as clients find it, and the kernel tells its process.</summary>
internal sealed class DaemonKiller : IDisposable
{
    private readonly SocketDirectory _directory;

    public DaemonKiller(MuxWorld world) => _directory = SocketDirectory.Open(world.SocketDirectory);

    /// <summary>How long each daemon was away: from its death to the next one that listens, in milliseconds.</summary>
    public List<double> Absences { get; } = [];

    /// <summary>Waits for a daemon that listens.</summary>
    /// <param name="except">The process that is gone, or is to go.</param>
    /// <returns>Its process.</returns>
    public int Find(int except = 0)
    {
        int found = 0;
        Waiting.Poll(() => (found = TryFind()) != 0 && found != except, () => "a daemon to listen");
        return found;
    }

    /// <summary>Whether a daemon listens now.</summary>
    /// <param name="except">One that does not count.</param>
    public bool IsListening(int except) => TryFind() is not 0 and int found && found != except;

    /// <summary>Kills the daemon a little after it has begun to listen, and waits for its end.</summary>
    /// <param name="delay">How long after.</param>
    /// <returns>The process that was killed.</returns>
    public int KillNext(TimeSpan delay)
    {
        int daemon = Find();
        long start = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(start) >= delay);
        ProcessList.Kill(daemon);
        MuxWorld.WaitUntil(() => !ProcessList.IsAlive(daemon), "the daemon to be gone");
        return daemon;
    }

    /// <summary>Kills daemon after daemon, each at a random age between 3 and 30 milliseconds.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the ages.</param>
    public void KillMany(int count, int seed)
    {
        Random random = new(seed);
        for (int index = 0; index < count; index++)
        {
            int killed = KillNext(TimeSpan.FromMilliseconds(3 + (random.NextDouble() * 27)));
            long start = Stopwatch.GetTimestamp();
            Find(except: killed);
            Absences.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    public void Dispose() => _directory.Dispose();

    private int TryFind()
    {
        try
        {
            using UnixSocket socket = UnixSocket.Connect(_directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);
            return socket.GetPeer().ProcessId;
        }
        catch (PosixException)
        {
            return 0;
        }
    }
}
