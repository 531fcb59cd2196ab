using System.Runtime.InteropServices;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>What to wait for, and what has come.</summary>
[Flags]
public enum PollEvents : uint
{
    /// <summary>Only a hang-up or an error.</summary>
    None = 0,

    /// <summary>Something to read, or the peer writes no more.</summary>
    Read = 1,

    /// <summary>Room to write.</summary>
    Write = 2,

    /// <summary>The other side is gone, or will write no more; reported without being asked for.</summary>
    HangUp = 4,

    /// <summary>An error; reported without being asked for.</summary>
    Error = 8,

    /// <summary>Report a change once instead of a state again and again.</summary>
    Edge = 16,
}

/// <summary>A descriptor that is ready.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ReadyEvent
{
    /// <summary>What was given to <see cref="Poller.Add"/>.</summary>
    public ulong Token { get; init; }

    /// <summary>What it is ready for.</summary>
    public PollEvents Events { get; init; }

    private readonly uint _reserved;
}

/// <summary>Waits for many descriptors at once (epoll). Not thread-safe: it belongs to one event loop.</summary>
public sealed unsafe class Poller : IDisposable
{
    private readonly FileDescriptor _descriptor;

    /// <summary>Makes one that waits for nothing yet.</summary>
    public Poller()
    {
        int descriptor;
        PosixException.Check(Shims.PollCreate(&descriptor), "epoll_create");
        _descriptor = new FileDescriptor(descriptor);
    }

    /// <summary>Waits for a descriptor from now on; closing it ends that.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="events">What to wait for.</param>
    /// <param name="token">What <see cref="ReadyEvent"/> is to carry.</param>
    public void Add(int descriptor, PollEvents events, ulong token) =>
        PosixException.Check(Shims.PollAdd(_descriptor.Value, descriptor, (uint)events, token), "epoll_ctl add");

    /// <summary>Waits for something else.</summary>
    /// <param name="descriptor">A descriptor that was added.</param>
    /// <param name="events">What to wait for.</param>
    /// <param name="token">What <see cref="ReadyEvent"/> is to carry.</param>
    public void Modify(int descriptor, PollEvents events, ulong token) =>
        PosixException.Check(Shims.PollModify(_descriptor.Value, descriptor, (uint)events, token), "epoll_ctl modify");

    /// <summary>Waits for a descriptor no more; does nothing when it was not added.</summary>
    /// <param name="descriptor">The descriptor.</param>
    public void Remove(int descriptor) => _ = Shims.PollRemove(_descriptor.Value, descriptor);

    /// <summary>Waits.</summary>
    /// <param name="ready">Filled from the start; at most 128 at a time.</param>
    /// <param name="timeoutMilliseconds">How long, 0 = only look, -1 = for ever.</param>
    /// <returns>How many of <paramref name="ready"/> are valid: 0 after the time-out, and also when a signal came.</returns>
    public int Wait(Span<ReadyEvent> ready, int timeoutMilliseconds)
    {
        fixed (ReadyEvent* first = ready)
        {
            return PosixException.Check(Shims.PollWait(_descriptor.Value, first, ready.Length, timeoutMilliseconds), "epoll_wait");
        }
    }

    /// <summary>Waits no more.</summary>
    public void Dispose() => _descriptor.Dispose();
}
