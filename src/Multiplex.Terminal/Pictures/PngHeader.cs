using System.Buffers.Binary;
using System.Buffers.Text;

namespace Multiplex.Terminal.Pictures;

/// <summary>The size in a PNG file's first chunk (ISO/IEC 15948, IHDR); nothing else of it is read.</summary>
internal static class PngHeader
{
    /// <summary>Signature, length, type, width, height.</summary>
    private const int Length = 24;

    private static ReadOnlySpan<byte> Begin => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13,
        (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <summary>Reads the size.</summary>
    /// <param name="base64">The file in base64.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <returns>False when this is no PNG file.</returns>
    public static bool TryMeasure(ReadOnlySpan<byte> base64, out int width, out int height)
    {
        Span<byte> head = stackalloc byte[Length];
        width = 0;
        height = 0;
        if (base64.Length < Length / 3 * 4
            || Base64.DecodeFromUtf8(base64[..(Length / 3 * 4)], head, out _, out int written) != System.Buffers.OperationStatus.Done
            || written != Length
            || !head.StartsWith(Begin))
        {
            return false;
        }

        width = BinaryPrimitives.ReadInt32BigEndian(head[16..]);
        height = BinaryPrimitives.ReadInt32BigEndian(head[20..]);
        return width > 0 && height > 0;
    }
}
