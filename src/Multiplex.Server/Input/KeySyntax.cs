using Multiplex.Server.Commands;

namespace Multiplex.Server.Input;

/// <summary>
/// How keys are written in commands and shown in lists. The parser of lines has expanded most escapes already; a key may still be
/// written out.
/// </summary>
internal static class KeySyntax
{
    /// <summary>Reads a single key: one byte, <c>^x</c>, <c>\ooo</c> or <c>\c</c>.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="key">The byte.</param>
    /// <returns>False when the argument is not one key.</returns>
    public static bool TryParse(string text, out byte key)
    {
        ReadOnlySpan<byte> bytes = CommandText.ToBytes(text);
        key = 0;
        return TryRead(ref bytes, out key) && bytes.IsEmpty;
    }

    /// <summary>Reads two keys that follow each other (<c>escape</c>'s argument).</summary>
    /// <param name="text">The argument.</param>
    /// <param name="first">The first key.</param>
    /// <param name="second">The second key.</param>
    public static bool TryParsePair(string text, out byte first, out byte second)
    {
        ReadOnlySpan<byte> bytes = CommandText.ToBytes(text);
        second = 0;
        return TryRead(ref bytes, out first) && TryRead(ref bytes, out second) && bytes.IsEmpty;
    }

    /// <summary>A key as lists show it: <c>^A</c>, <c>x</c>, <c>sp</c>-less, <c>\351</c> above ASCII.</summary>
    /// <param name="key">The byte.</param>
    public static string Show(byte key) => key switch
    {
        < (byte)' ' => $"^{(char)(key + '@')}",
        0x7f => "^?",
        > 0x7f => $"\\{Convert.ToString(key, 8)}",
        _ => ((char)key).ToString(),
    };

    /// <summary>Bytes as lists show them.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var shown = new System.Text.StringBuilder();
        foreach (byte key in bytes)
        {
            shown.Append(Show(key));
        }

        return shown.ToString();
    }

    /// <summary>Reads one key from the front of bytes.</summary>
    /// <param name="bytes">The bytes; what was read is cut off.</param>
    /// <param name="key">The key.</param>
    /// <returns>False at the end.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out byte key)
    {
        key = 0;
        if (bytes.IsEmpty)
        {
            return false;
        }

        int length = 1;
        key = bytes[0];
        if (key == '^' && bytes.Length > 1)
        {
            key = bytes[1] == '?' ? (byte)0x7f : (byte)(bytes[1] & 0x1f);
            length = 2;
        }
        else if (key == '\\' && bytes.Length > 1)
        {
            length = ReadEscape(bytes, out key);
        }

        bytes = bytes[length..];
        return true;
    }

    private static int ReadEscape(ReadOnlySpan<byte> bytes, out byte key)
    {
        int value = 0;
        int length = 1;
        while (length < Math.Min(bytes.Length, 4) && bytes[length] is >= (byte)'0' and <= (byte)'7')
        {
            value = (value << 3) | (bytes[length++] - '0');
        }

        key = length > 1 ? (byte)value : bytes[1];
        return length > 1 ? length : 2;
    }
}
