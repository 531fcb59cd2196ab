using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>Owns one descriptor and closes it once. Not thread-safe: it belongs to the event loop that made it.</summary>
public sealed class FileDescriptor : IDisposable
{
    private int _value;

    /// <summary>Takes a descriptor over.</summary>
    /// <param name="value">An open descriptor, not negative.</param>
    public FileDescriptor(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        _value = value;
    }

    /// <summary>The descriptor, for use while this object lives.</summary>
    public int Value => _value >= 0 ? _value : throw new ObjectDisposedException(nameof(FileDescriptor));

    /// <summary>Whether the descriptor is open.</summary>
    public bool IsOpen => _value >= 0;

    /// <summary>Gives the descriptor up without closing it.</summary>
    /// <returns>The descriptor, which now belongs to the caller.</returns>
    public int Release()
    {
        int value = Value;
        _value = -1;
        return value;
    }

    /// <summary>Closes the descriptor.</summary>
    public void Dispose()
    {
        if (_value >= 0)
        {
            // Nothing sensible is left to do about an error here: the descriptor is gone in any case.
            _ = Shims.Close(_value);
            _value = -1;
        }
    }
}
