using System.Buffers;

namespace Multiplex.Server.Holding;

/// <summary>Where checkpoints are put together before they go into shared memory: one for the daemon, since one is written at a time.</summary>
internal sealed class CheckpointBuffer
{
    /// <summary>A buffer that grew over this for one large screen gives its memory back.</summary>
    private const int KeptSize = 1024 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>The buffer, empty; borrowed until the next call.</summary>
    public ArrayBufferWriter<byte> Begin()
    {
        Release();
        _buffer.ResetWrittenCount();
        return _buffer;
    }

    /// <summary>Lets a buffer go that something large made grow.</summary>
    /// <returns>True when it was large.</returns>
    public bool Release()
    {
        if (_buffer.Capacity <= KeptSize)
        {
            return false;
        }

        _buffer = new ArrayBufferWriter<byte>(4096);
        return true;
    }
}
