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
        if (_buffer.Capacity > KeptSize)
        {
            _buffer = new ArrayBufferWriter<byte>(4096);
        }

        _buffer.ResetWrittenCount();
        return _buffer;
    }
}
