namespace Multiplex.Terminal.Parsing;

/// <summary>Text in hexadecimal, as XTGETTCAP and XTSMTITLE send it.</summary>
internal static class HexText
{
    /// <summary>Decodes pairs of digits.</summary>
    /// <returns>False when it is something else or does not fit.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes, out int length)
    {
        length = 0;
        if (text.Length % 2 != 0 || text.Length / 2 > bytes.Length)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i += 2)
        {
            int high = DigitOf(text[i]);
            int low = DigitOf(text[i + 1]);
            if ((high | low) < 0)
            {
                return false;
            }

            bytes[length++] = (byte)((high << 4) | low);
        }

        return true;
    }

    /// <summary>Writes bytes as they are, or as pairs of capital digits.</summary>
    /// <returns>Bytes written; what does not fit is left out.</returns>
    public static int Write(ReadOnlySpan<byte> bytes, Span<byte> target, bool asHex)
    {
        if (!asHex)
        {
            bytes = bytes[..Math.Min(bytes.Length, target.Length)];
            bytes.CopyTo(target);
            return bytes.Length;
        }

        int length = 0;
        foreach (byte value in bytes[..Math.Min(bytes.Length, target.Length / 2)])
        {
            target[length++] = "0123456789ABCDEF"u8[value >> 4];
            target[length++] = "0123456789ABCDEF"u8[value & 15];
        }

        return length;
    }

    /// <summary>The value of a digit, -1 when it is none.</summary>
    public static int DigitOf(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
