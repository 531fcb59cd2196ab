using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server.Holding;

/// <summary>The shared memory of a window, mapped, and its descriptors, which are kept to hand the window to a new holder when its own dies.</summary>
internal sealed class WindowMemory : IDisposable
{
    private readonly FileDescriptor?[] _descriptors;

    /// <summary>Maps a window's memory.</summary>
    /// <param name="descriptors">In the order of <see cref="WindowDescriptor"/>; owned from now on, but when this throws they stay the caller's.</param>
    /// <exception cref="PosixException">The memory is not what a holder makes, or there is no room for it.</exception>
    public WindowMemory(FileDescriptor?[] descriptors)
    {
        _descriptors = descriptors;
        try
        {
            Output = new OutputRing(Descriptor(WindowDescriptor.Output));
            Control = new ControlPage(Descriptor(WindowDescriptor.Control));
            State = new CheckpointStore(Descriptor(WindowDescriptor.State));
        }
        catch (PosixException)
        {
            Unmap();
            throw;
        }
    }

    /// <summary>What the program prints.</summary>
    public OutputRing Output { get; } = null!;

    /// <summary>The control page and the input ring.</summary>
    public ControlPage Control { get; } = null!;

    /// <summary>The checkpoints.</summary>
    public CheckpointStore State { get; } = null!;

    /// <summary>The memfd of scrollback.</summary>
    public FileDescriptor ScrollbackDescriptor => Descriptor(WindowDescriptor.Scrollback);

    /// <summary>The memfd of the checkpoints.</summary>
    public FileDescriptor StateDescriptor => Descriptor(WindowDescriptor.State);

    /// <summary>The memfd of the control page.</summary>
    public FileDescriptor ControlDescriptor => Descriptor(WindowDescriptor.Control);

    /// <summary>The pty's master or the serial line, for looking at its modes; only the holder reads and writes it. Null when it is not there.</summary>
    public FileDescriptor? Master => _descriptors.Length > (int)WindowDescriptor.Master ? _descriptors[(int)WindowDescriptor.Master] : null;

    /// <summary>All descriptors, in the order of <see cref="WindowDescriptor"/>; borrowed.</summary>
    public IReadOnlyList<FileDescriptor?> Descriptors => _descriptors;

    /// <inheritdoc/>
    public void Dispose()
    {
        Unmap();
        foreach (FileDescriptor? descriptor in _descriptors)
        {
            descriptor?.Dispose();
        }
    }

    private void Unmap()
    {
        Output?.Dispose();
        Control?.Dispose();
        State?.Dispose();
    }

    private FileDescriptor Descriptor(WindowDescriptor index) =>
        (int)index < _descriptors.Length && _descriptors[(int)index] is { } descriptor
            ? descriptor
            : throw new PosixException(Errno.Protocol, "map a window's memory");
}
