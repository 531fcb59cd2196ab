using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Multiplex.Terminal.Parsing;

/// <summary>Parameters of a sequence as they stand in the input, read without branches on what cannot be predicted.</summary>
internal static class ParameterText
{
    /// <summary>Most bytes that <see cref="Length"/> sees.</summary>
    public const int MaxLength = 16;

    /// <summary>How many bytes of parameters stand at the start: digits, semicolons and colons, not a private prefix.</summary>
    /// <param name="data">At least <see cref="MaxLength"/> bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(ReadOnlySpan<byte> data)
    {
        Vector128<byte> bytes = Vector128.Create(data);
        Vector128<byte> others = Vector128.GreaterThan(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)(';' - '0')));
        return BitOperations.TrailingZeroCount(others.ExtractMostSignificantBits() | 1u << MaxLength);
    }

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
