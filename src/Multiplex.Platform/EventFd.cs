using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>A counter that wakes a poller: readable after <see cref="Signal"/> until <see cref="Clear"/>. Neither call waits.</summary>
public sealed class EventFd : IDisposable
{
    private readonly FileDescriptor _descriptor;

    /// <summary>Makes one.</summary>
    public unsafe EventFd()
    {
        int descriptor;
        PosixException.Check(Shims.EventFdCreate(&descriptor), "eventfd");
        _descriptor = new FileDescriptor(descriptor);
    }

    /// <summary>Takes over one that a holder sent.</summary>
    /// <param name="descriptor">The eventfd.</param>
    public EventFd(FileDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>The descriptor, to be polled.</summary>
    public int Descriptor => _descriptor.Value;

    /// <summary>Wakes whoever polls it.</summary>
    public void Signal() => PosixException.Check(Shims.EventFdSignal(_descriptor.Value), "eventfd write");

    /// <summary>Takes the wake-up.</summary>
    public void Clear() => PosixException.Check(Shims.EventFdClear(_descriptor.Value), "eventfd read");

    /// <summary>Closes it.</summary>
    public void Dispose() => _descriptor.Dispose();
}
