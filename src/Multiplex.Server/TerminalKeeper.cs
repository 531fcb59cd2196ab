using System.Runtime.InteropServices;
using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server;

/// <summary>
/// A client's terminal, kept so that it can be put right when the client was killed: the bytes that undo what the client switched on, made by the client's
/// own Rendering, and the modes that it found.
/// </summary>
internal sealed class TerminalKeeper : IDisposable
{
    private readonly FileDescriptor _descriptor;
    private byte[] _restore;

    /// <summary>A terminal.</summary>
    /// <param name="descriptor">Owned from now on.</param>
    /// <param name="attributes">The bytes of a <see cref="TerminalAttributes"/>, or none.</param>
    /// <param name="restore">What undoes the client's doings.</param>
    public TerminalKeeper(FileDescriptor descriptor, ReadOnlySpan<byte> attributes, byte[] restore)
    {
        _descriptor = descriptor;
        _restore = restore;
        if (attributes.Length == Marshal.SizeOf<TerminalAttributes>())
        {
            Saved = MemoryMarshal.Read<TerminalAttributes>(attributes);
        }
    }

    /// <summary>The terminal.</summary>
    public FileDescriptor Descriptor => _descriptor;

    /// <summary>The modes that the client found, or null when it did not say.</summary>
    public TerminalAttributes? Saved { get; }

    /// <summary>The client knows more by now.</summary>
    /// <param name="restore">What undoes the client's doings.</param>
    public void Update(byte[] restore) => _restore = restore;

    /// <summary>Puts the terminal right. A terminal that is gone or stopped is left alone: nothing here may wait.</summary>
    public void Restore()
    {
        RestoreModes();
        try
        {
            PosixFile.SetNonBlocking(_descriptor.Value, isNonBlocking: true);
            _ = PosixFile.Write(_descriptor, _restore);

            // The shell reads from the same open terminal, and does not expect to be told to come back later.
            PosixFile.SetNonBlocking(_descriptor.Value, isNonBlocking: false);
        }
        catch (PosixException)
        {
            // The terminal went away with its client.
        }
    }

    private void RestoreModes()
    {
        try
        {
            if (Saved is { } saved)
            {
                TerminalMode.Set(_descriptor.Value, saved);
            }
        }
        catch (PosixException)
        {
            // The screen may be put right all the same.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
