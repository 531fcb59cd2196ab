using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>Signals by name; the numbers are this enumeration's own and not the system's.</summary>
public enum SignalKind
{
    /// <summary>SIGHUP.</summary>
    HangUp = 0,

    /// <summary>SIGINT.</summary>
    Interrupt = 1,

    /// <summary>SIGQUIT.</summary>
    Quit = 2,

    /// <summary>SIGTERM.</summary>
    Terminate = 3,

    /// <summary>SIGWINCH.</summary>
    WindowChanged = 4,

    /// <summary>SIGCONT.</summary>
    Continued = 5,

    /// <summary>SIGTSTP.</summary>
    Stop = 6,

    /// <summary>SIGCHLD.</summary>
    ChildEnded = 7,

    /// <summary>SIGUSR1.</summary>
    User1 = 8,

    /// <summary>SIGUSR2.</summary>
    User2 = 9,

    /// <summary>SIGKILL.</summary>
    Kill = 10,

    /// <summary>SIGSTOP.</summary>
    Freeze = 11,

    /// <summary>SIGPIPE.</summary>
    BrokenPipe = 12,

    /// <summary>SIGTTIN.</summary>
    BackgroundRead = 13,

    /// <summary>SIGTTOU.</summary>
    BackgroundWrite = 14,

    /// <summary>SIGXFSZ.</summary>
    FileTooLarge = 15,
}

/// <summary>Signals of this process as something to poll and read. There is one in a process.</summary>
public sealed unsafe class SignalPipe : IDisposable
{
    private readonly FileDescriptor _descriptor;

    /// <summary>Starts to take signals.</summary>
    /// <param name="kinds">Which ones.</param>
    public SignalPipe(params ReadOnlySpan<SignalKind> kinds)
    {
        int descriptor;
        PosixException.Check(Shims.SignalsOpen(&descriptor), "pipe");
        _descriptor = new FileDescriptor(descriptor);
        foreach (SignalKind kind in kinds)
        {
            Watch(kind);
        }
    }

    /// <summary>The descriptor, to be polled.</summary>
    public int Descriptor => _descriptor.Value;

    /// <summary>Takes one more signal; it shows on the pipe that is open.</summary>
    /// <param name="kind">Which one.</param>
    public static void Watch(SignalKind kind) => PosixException.Check(Shims.SignalWatch(NumberOf(kind)), "sigaction");

    /// <summary>Reads one signal.</summary>
    /// <param name="kind">Which one came.</param>
    /// <returns>False when none is left.</returns>
    public bool TryRead(out SignalKind kind)
    {
        byte number;
        while (Shims.FileRead(_descriptor.Value, &number, 1) == 1)
        {
            for (kind = SignalKind.HangUp; kind <= SignalKind.FileTooLarge; kind++)
            {
                if (NumberOf(kind) == number)
                {
                    return true;
                }
            }
        }

        kind = default;
        return false;
    }

    /// <summary>Ignores a signal.</summary>
    /// <param name="kind">Which one.</param>
    public static void Ignore(SignalKind kind) => PosixException.Check(Shims.SignalIgnore(NumberOf(kind)), "signal");

    /// <summary>Stops this process's group as ^Z does, whatever is being done about SIGTSTP; returns when it has been continued.</summary>
    public static void StopGroup() => PosixException.Check(Shims.SignalStop(), "kill SIGTSTP");

    /// <summary>The system's number of a signal.</summary>
    /// <param name="kind">Which one.</param>
    public static int NumberOf(SignalKind kind) => PosixException.Check(Shims.SignalNumber((int)kind), "find a signal");

    /// <summary>Takes no more signals; they go into the void until somebody else takes them.</summary>
    public void Dispose()
    {
        if (_descriptor.IsOpen)
        {
            _ = Shims.SignalsClose();
            _descriptor.Dispose();
        }
    }
}
