using Mono.Unix.Native;

namespace Multiplex.Platform;

/// <summary>What a process in a shell's job has to know of its surroundings.</summary>
public static class JobControl
{
    /// <summary>Whether this process's group is the one that the terminal belongs to now.</summary>
    /// <param name="terminal">A terminal's descriptor.</param>
    /// <returns>True also when the terminal has no foreground group, or is not this process's.</returns>
    public static bool IsForeground(int terminal) => TerminalMode.GetForeground(terminal) is not { } group || group == Syscall.getpgrp();

    /// <summary>Sends SIGHUP to the process that started this one, as a power detach does, so that the login shell ends too.</summary>
    public static void HangUpParent()
    {
        int parent = Syscall.getppid();

        // 1 and 0: the parent has ended already, or lives in another pid namespace.
        if (parent > 1)
        {
            ProcessStarter.TrySignal(parent, SignalKind.HangUp);
        }
    }
}
