using Mono.Unix.Native;

namespace Multiplex.Platform;

/// <summary>The process that started this one.</summary>
public static class ParentProcess
{
    /// <summary>Sends SIGHUP to it, as a power detach does, so that the login shell ends too.</summary>
    public static void HangUp()
    {
        int parent = Syscall.getppid();

        // 1 and 0: the parent has ended already, or lives in another pid namespace.
        if (parent > 1)
        {
            ProcessStarter.TrySignal(parent, SignalKind.HangUp);
        }
    }
}
