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
    private static readonly TimeSpan _again = TimeSpan.FromMilliseconds(5);

    /// <summary>A terminal that takes nothing for so long is stopped, or gone.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly FileDescriptor _descriptor;
    private byte[] _restore;
    private int _written;
    private bool _isRestoring;
    private bool _isDisposed;

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

    /// <summary>
    /// Puts the terminal right. Nothing here may wait, and the kernel turns a write away not only when the terminal has no room but also while another process
    /// is writing to it, as the shell is that says what became of the client: what could not be written is written later.
    /// </summary>
    /// <param name="loop">Comes back to it.</param>
    public void Restore(EventLoop loop)
    {
        _isRestoring = true;
        RestoreModes();
        Write(loop, loop.Time.GetTimestamp());
    }

    private void Write(EventLoop loop, long since)
    {
        if (TryWrite() && _written < _restore.Length && loop.Time.GetElapsedTime(since) < _patience)
        {
            loop.Timers.Start(_again, () => Write(loop, since));
            return;
        }

        _isRestoring = false;
        if (_isDisposed)
        {
            _descriptor.Dispose();
        }
    }

    /// <summary>Writes what goes.</summary>
    /// <returns>False when the terminal is gone.</returns>
    private bool TryWrite()
    {
        try
        {
            PosixFile.SetNonBlocking(_descriptor.Value, isNonBlocking: true);
            IoResult written = PosixFile.Write(_descriptor, _restore.AsSpan(_written));

            // The shell reads from the same open terminal, and does not expect to be told to come back later.
            PosixFile.SetNonBlocking(_descriptor.Value, isNonBlocking: false);
            _written += written.IsSuccess ? written.Bytes : 0;
            return written.IsSuccess || written.IsWouldBlock || written.Error == Errno.Interrupted;
        }
        catch (PosixException)
        {
            // The terminal went away with its client.
            return false;
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
    public void Dispose()
    {
        _isDisposed = true;
        if (!_isRestoring)
        {
            _descriptor.Dispose();
        }
    }
}
