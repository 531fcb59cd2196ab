using System.Buffers.Binary;
using System.Numerics;

namespace Multiplex.Server.Holding;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4), which processors compute in an instruction.</summary>
internal static class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>Goes on with more bytes.</summary>
    /// <param name="state">What the last call gave, or <see cref="Start"/>.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            state = BitOperations.Crc32C(state, value);
        }

        return state;
    }

    /// <summary>The checksum of all bytes so far.</summary>
    /// <param name="state">What the last call gave.</param>
    public static uint Finish(uint state) => ~state;
}
