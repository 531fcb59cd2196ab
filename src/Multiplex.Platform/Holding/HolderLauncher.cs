using System.Globalization;
using System.Text;

namespace Multiplex.Platform.Holding;

/// <summary>A holder that is starting: <see cref="Ready"/> becomes readable when its socket stands, or when it has failed.</summary>
public sealed class StartingHolder : IDisposable
{
    private const int LineLength = 256;

    internal StartingHolder(int processId, int sessionProcessId, string name, FileDescriptor ready)
    {
        ProcessId = processId;
        SessionProcessId = sessionProcessId;
        Name = name;
        Ready = ready;
    }

    /// <summary>The holder's pid.</summary>
    public int ProcessId { get; }

    /// <summary>The session's pid: the holder's, or that of the dead holder whose session is adopted.</summary>
    public int SessionProcessId { get; }

    /// <summary>The session's name.</summary>
    public string Name { get; }

    /// <summary>The name of its socket.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{SessionProcessId}.{Name}");

    /// <summary>
    /// Starts the same holder without a scope of its own, when it was to have one and that did not work; null when there is nothing else to try.
    /// </summary>
    public Func<StartingHolder>? StartPlain { get; init; }

    /// <summary>To be polled for reading.</summary>
    public FileDescriptor Ready { get; }

    /// <summary>Looks how the start went.</summary>
    /// <returns>False while it is under way.</returns>
    /// <exception cref="PosixException">It failed; the holder is gone.</exception>
    public bool IsReady()
    {
        Span<byte> line = stackalloc byte[LineLength];
        IoResult result = PosixFile.Read(Ready, line);
        if (result.IsWouldBlock)
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(line[..result.Bytes]).TrimEnd('\n');
        if (text == "ok")
        {
            return true;
        }

        int space = text.IndexOf(' ', StringComparison.Ordinal);
        bool isError = int.TryParse(text.AsSpan(0, Math.Max(space, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out int error);
        throw new PosixException(isError ? error : Errno.BrokenPipe, "start a session:", isError ? text[(space + 1)..] : "mux-holder ended");
    }

    /// <summary>Looks no more; the holder lives on.</summary>
    public void Dispose() => Ready.Dispose();
}

/// <summary>Starts holders.</summary>
public static class HolderLauncher
{
    private const string FileName = "mux-holder";
    private static readonly string[] DefaultArguments = ["--daemon"];

    /// <summary>Finds the holder's executable: $MUX_HOLDER, else beside this program, else in ../libexec/mux or ../lib/mux from there.</summary>
    /// <exception cref="PosixException">There is none.</exception>
    public static string FindExecutable()
    {
        if (Environment.GetEnvironmentVariable("MUX_HOLDER") is { Length: > 0 } chosen)
        {
            return chosen;
        }

        string beside = AppContext.BaseDirectory;
        foreach (string place in (ReadOnlySpan<string>)[beside, Path.Combine(beside, "../libexec/mux"), Path.Combine(beside, "../lib/mux")])
        {
            string candidate = Path.Combine(place, FileName);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new PosixException(Errno.NotFound, "find mux-holder beside", beside);
    }

    /// <summary>Starts the holder of a new session. It is a child of this process but in a session of its own; reap it when it ends.</summary>
    /// <param name="directory">Where its socket is to stand.</param>
    /// <param name="name">The session's name, at most <see cref="HolderProtocol.MaxName"/> bytes, without a slash.</param>
    /// <param name="muxBinary">What it starts when its daemon has gone.</param>
    /// <param name="daemonArguments">The arguments of that, "--daemon" when null.</param>
    /// <param name="environment">The environment of the holder and of daemons that it starts, or null for this process's own.</param>
    /// <param name="adoptedSession">The pid in the name of a dead holder's session that is to be adopted, or 0.</param>
    /// <param name="executable">The holder's executable, or null for <see cref="FindExecutable"/>.</param>
    /// <param name="isScoped">Whether it is to have a scope of its own (<see cref="ServiceScope"/>) where that is of use.</param>
    /// <returns>The holder that is starting.</returns>
    public static StartingHolder Start(SocketDirectory directory, string name, string muxBinary, IReadOnlyList<string>? daemonArguments = null,
        IReadOnlyList<string>? environment = null, int adoptedSession = 0, string? executable = null, bool isScoped = true)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        if (length is 0 or > HolderProtocol.MaxName || name.Contains('/', StringComparison.Ordinal))
        {
            throw new PosixException(Errno.Invalid, "name a session", name);
        }

        using PipePair ready = new();
        executable ??= FindExecutable();
        List<string> arguments = [executable, directory.Path, name, muxBinary, "--ready", "3"];
        if (adoptedSession > 0)
        {
            arguments.AddRange(["--adopt", "--session-pid", adoptedSession.ToString(CultureInfo.InvariantCulture)]);
        }

        arguments.Add("--");
        arguments.AddRange(daemonArguments ?? DefaultArguments);
        IReadOnlyList<string> scope = isScoped ? ServiceScope.Prefix($"mux session {name}") : [];
        List<string> command = [.. scope, .. arguments];
        int processId = ProcessStarter.Start(new ProcessStart(command[0], command) { Environment = environment, Kept = ready.Writer });
        int sessionProcessId = adoptedSession > 0 ? adoptedSession : processId;
        return new StartingHolder(processId, sessionProcessId, name, new FileDescriptor(ready.Reader.Release()))
        {
            StartPlain = scope.Count == 0
                ? null
                : () => Start(directory, name, muxBinary, daemonArguments, environment, adoptedSession, executable, isScoped: false),
        };
    }
}
