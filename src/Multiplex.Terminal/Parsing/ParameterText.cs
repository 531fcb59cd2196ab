using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Multiplex.Terminal.Parsing;

/// <summary>Numbers in the parameters of a sequence.</summary>
internal static class ParameterText
{
    /// <summary>Reads a number of up to three digits without a branch: how many digits a colour or a coordinate has cannot be
    /// predicted.</summary>
    /// <param name="data">At least four bytes.</param>
    /// <param name="value">The number, -1 when there is none. When a fourth digit follows it is the number so far.</param>
    /// <returns>How many digits were read, 0 to 3.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShortNumber(ReadOnlySpan<byte> data, out int value)
    {
        // A digit becomes 0 to 9; in any other byte the high bit is set, and carries reach only what follows the first such byte.
        uint digits = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ 0x30303030;
        uint stops = (((digits + 0x76767676) | digits) & 0x00808080) | 0x80000000;
        int count = BitOperations.TrailingZeroCount(stops) >> 3;

        // The last digit is moved to the highest byte, so that the bytes below it are tens and hundreds.
        uint aligned = (uint)((ulong)digits << (8 * (4 - count)));
        int number = (int)((aligned >> 24) + (10 * (aligned >> 16 & 0xFF)) + (100 * (aligned >> 8 & 0xFF)));
        value = count == 0 ? -1 : number;
        return count;
    }
}
