using Multiplex.Platform;
using Multiplex.Protocol;

namespace Multiplex.Client;

/// <summary>
/// Finds the daemon, and starts one when nobody listens. A lock lets only one client start it, so that any number of clients at the
/// same instant
/// end up with one daemon.
/// </summary>
public static class DaemonStarter
{
    /// <summary>The option that makes mux the daemon.</summary>
    public const string DaemonOption = "--daemon";

    /// <summary>The option that makes the daemon say when it listens. A holder starts daemons too, and waits for none.</summary>
    public const string ReadyOption = "--ready";

    /// <summary>The option that makes the daemon take all sessions over from the one that lives.</summary>
    public const string TakeOverOption = "--take-over";

    /// <summary>
    /// The daemon's descriptor 3 is the writing end of a pipe: it writes one byte when it listens, and closes it either way.
    /// </summary>
    public const int ReadinessDescriptor = 3;

    private const string ScopeName = "mux daemon";

    /// <summary>How long a new daemon may take to listen: a machine that swaps is slow, but one that hangs must be noticed.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(10);

    /// <summary>Connects to the daemon that listens.</summary>
    /// <param name="directory">The socket directory.</param>
    /// <returns>The connection, or null when nobody listens.</returns>
    /// <exception cref="PosixException">Somebody else's process listens, or access is refused.</exception>
    public static UnixSocket? TryConnect(SocketDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        UnixSocket socket;
        try
        {
            socket = UnixSocket.Connect(directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);
        }
        catch (PosixException e) when (e.Error is Errno.NotFound or Errno.ConnectionRefused or Errno.Again)
        {
            return null;
        }

        uint user = socket.GetPeer().UserId;
        if (user == directory.OwnerId || user == 0)
        {
            return socket;
        }

        socket.Dispose();
        throw new PosixException(Errno.NotPermitted, "connect to a daemon of another user at", directory.Path);
    }

    /// <summary>Connects to the daemon, and starts it first when nobody listens.</summary>
    /// <param name="directory">The socket directory.</param>
    /// <param name="time">The time; null for the system's.</param>
    /// <exception cref="PosixException">The daemon cannot be started or does not listen.</exception>
    public static UnixSocket ConnectOrStart(SocketDirectory directory, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (TryConnect(directory) is { } socket)
        {
            return socket;
        }

        if (directory.IsGuest)
        {
            throw new PosixException(Errno.ConnectionRefused, "connect to the daemon of another user in", directory.Path);
        }

        using FileDescriptor? startLock = directory.TryLock(SocketDirectory.StartLock, wait: true);

        // Whoever had the lock before may have started it.
        if (TryConnect(directory) is { } started)
        {
            return started;
        }

        IReadOnlyList<string> scope = ServiceScope.Prefix(ScopeName);
        if (scope.Count > 0)
        {
            Start(time ?? TimeProvider.System, scope);
            if (TryConnect(directory) is { } scoped)
            {
                return scoped;
            }
        }

        Start(time ?? TimeProvider.System, []);
        return TryConnect(directory)
            ?? throw new PosixException(Errno.ConnectionRefused, "connect to the daemon that was just started in", directory.Path);
    }

    /// <summary>
    /// A newer mux that meets an older daemon puts its own in its place. The older one checkpoints and leaves, and stays when the newer one does not
    /// come; attached clients come back by themselves.
    /// </summary>
    /// <param name="connection">The connection to it: another user's daemon is none of ours.</param>
    /// <param name="version">The daemon's version, as it says.</param>
    internal static void TakeOverIfOlder(DaemonConnection connection, string version)
    {
        if (connection.IsOwn
            && Version.TryParse(version, out Version? theirs)
            && Version.TryParse(FaultInjection.Version(BuildVersion.Number), out Version? own)
            && theirs < own)
        {
            try
            {
                Start(TakeOverOption, kept: null, ServiceScope.Prefix(ScopeName));
            }
            catch (PosixException)
            {
                // The older daemon serves as well.
            }
        }
    }

    /// <summary>The command line of this program with an option.</summary>
    /// <param name="option">The option.</param>
    /// <exception cref="PosixException">The executable is not known.</exception>
    internal static List<string> OwnCommand(string option)
    {
        string path = Environment.ProcessPath ?? throw new PosixException(Errno.NotFound, "find the executable of mux");
        return Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? [path, Path.Combine(AppContext.BaseDirectory, "mux.dll"), option]
            : [path, option];
    }

    private static void Start(TimeProvider time, IReadOnlyList<string> scope)
    {
        using PipePair pipe = new();
        Start(ReadyOption, pipe.Writer, scope);
        pipe.Writer.Dispose();
        WaitUntilItListens(pipe.Reader, time);
    }

    private static void Start(string option, FileDescriptor? kept, IReadOnlyList<string> scope)
    {
        List<string> command = [.. scope, .. OwnCommand(DaemonOption), option];
        ProcessStarter.Start(new ProcessStart(command[0], command) { Directory = "/", Kept = kept });
    }

    private static void WaitUntilItListens(FileDescriptor reader, TimeProvider time)
    {
        using Poller poller = new();
        poller.Add(reader.Value, PollEvents.Read, 0);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        Span<byte> one = stackalloc byte[1];
        long begin = time.GetTimestamp();
        while (true)
        {
            TimeSpan left = s_start - time.GetElapsedTime(begin);
            if (left <= TimeSpan.Zero)
            {
                throw new PosixException(Errno.Again, "wait for the daemon to start");
            }

            if (poller.Wait(ready, (int)Math.Ceiling(left.TotalMilliseconds)) > 0)
            {
                // A byte says that it listens; the end of the pipe that it died, or that another daemon was faster. Connecting tells.
                PosixFile.Read(reader, one);
                return;
            }
        }
    }
}
