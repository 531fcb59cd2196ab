using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>How a process is to be started.</summary>
/// <param name="Path">The executable; no search in PATH.</param>
/// <param name="Arguments">argv, the name first.</param>
public sealed record ProcessStart(string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>NAME=VALUE strings, or null for this process's own.</summary>
    public IReadOnlyList<string>? Environment { get; init; }

    /// <summary>Its working directory, or null for this process's own.</summary>
    public string? Directory { get; init; }

    /// <summary>What is to be its standard input, or null for /dev/null.</summary>
    public FileDescriptor? Input { get; init; }

    /// <summary>What is to be its standard output, or null for /dev/null.</summary>
    public FileDescriptor? Output { get; init; }

    /// <summary>What is to be its standard error, or null for /dev/null.</summary>
    public FileDescriptor? Error { get; init; }

    /// <summary>What is to be its descriptor 3, or null. Nothing else is passed on.</summary>
    public FileDescriptor? Kept { get; init; }

    /// <summary>Whether it leads a session of its own, without a terminal.</summary>
    public bool IsNewSession { get; init; } = true;

    /// <summary>The path of a terminal that becomes its controlling one, and those of its descriptors 0 to 2 that are not named; or null.</summary>
    public string? Terminal { get; init; }
}

/// <summary>Starts processes without running managed code after a fork: signals at their default, nothing inherited that was not named.</summary>
public static unsafe class ProcessStarter
{
    /// <summary>Starts a process.</summary>
    /// <param name="start">What and how.</param>
    /// <returns>Its pid; to be reaped by <see cref="TryReap"/> if this process outlives it.</returns>
    /// <exception cref="PosixException">It could not be executed.</exception>
    public static int Start(ProcessStart start)
    {
        using NativeStrings arguments = new(start.Arguments);
        using NativeStrings environment = new(start.Environment ?? []);
        int processId;
        fixed (byte* path = NativeText.Terminate(start.Path))
        fixed (byte* directory = start.Directory is null ? null : NativeText.Terminate(start.Directory))
        fixed (byte* terminal = start.Terminal is null ? null : NativeText.Terminate(start.Terminal))
        {
            NativeStart native = new()
            {
                Path = path,
                Arguments = arguments.Pointers,
                Environment = start.Environment is null ? null : environment.Pointers,
                Directory = directory,
                Terminal = terminal,
                StandardInput = start.Input?.Value ?? -1,
                StandardOutput = start.Output?.Value ?? -1,
                StandardError = start.Error?.Value ?? -1,
                Keep = start.Kept?.Value ?? -1,
                NewSession = start.IsNewSession ? 1 : 0,
            };
            PosixException.Check(Shims.ProcessStart(&native, &processId), "start", start.Path);
        }

        return processId;
    }

    /// <summary>Takes the end of a child, without waiting for it.</summary>
    /// <param name="processId">The child.</param>
    /// <param name="waitStatus">As wait(2) gives it.</param>
    /// <returns>Whether it has ended; true also when it is no child of this process (any more).</returns>
    public static bool TryReap(int processId, out int waitStatus)
    {
        int status;
        int result = Shims.ProcessReap(processId, &status);
        waitStatus = status;
        return result != 0;
    }

    /// <summary>A descriptor that becomes readable when a process ends.</summary>
    /// <param name="processId">The process.</param>
    /// <returns>The descriptor, or null when there is no such process.</returns>
    public static FileDescriptor? TryOpenProcess(int processId)
    {
        int descriptor;
        int result = Shims.PidfdOpen(processId, &descriptor);
        return result == -Errno.NoProcess ? null : new FileDescriptor(PosixException.Check(result, "pidfd_open") + descriptor);
    }

    /// <summary>Sends a signal to a process that cannot have been replaced by another one of the same pid: a child not reaped yet.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="kind">The signal.</param>
    /// <returns>Whether there was such a process.</returns>
    public static bool TrySignal(int processId, SignalKind kind)
    {
        int result = Shims.ProcessSignal(processId, SignalPipe.NumberOf(kind));
        return result != -Errno.NoProcess && PosixException.Check(result, "kill") == 0;
    }
}
