using System.Buffers;
using System.Text;

namespace Multiplex.Terminal.Parsing;

/// <summary>UTF-8 as the Unicode standard decodes it (3.9, "U+FFFD Substitution of Maximal Subparts").</summary>
internal static class Utf8Decoder
{
    /// <summary>The input ends within a character.</summary>
    public const int Incomplete = -1;

    /// <summary>Decodes one character.</summary>
    /// <param name="data">Not empty.</param>
    /// <param name="length">Bytes it takes; of an ill-formed one those of the maximal subpart.</param>
    /// <returns>The code point, U+FFFD when ill-formed, or <see cref="Incomplete"/>.</returns>
    public static int Decode(ReadOnlySpan<byte> data, out int length)
    {
        if (data.Length >= 3 && (data[0] & 0xF0) == 0xE0 && (data[1] & 0xC0) == 0x80 && (data[2] & 0xC0) == 0x80)
        {
            int codePoint = ((data[0] & 0x0F) << 12) | ((data[1] & 0x3F) << 6) | (data[2] & 0x3F);
            if (codePoint >= 0x800 && (codePoint & 0xF800) != 0xD800)
            {
                length = 3;
                return codePoint;
            }
        }

        OperationStatus status = Rune.DecodeFromUtf8(data, out Rune rune, out length);
        return status == OperationStatus.NeedMoreData ? Incomplete : rune.Value;
    }
}
