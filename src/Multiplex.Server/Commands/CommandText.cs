using System.Buffers;
using System.Text;

namespace Multiplex.Server.Commands;

/// <summary>
/// Text of commands. A screenrc may hold any byte (<c>\377</c>, another encoding), and <c>stuff</c> must type exactly that byte: bytes
/// that are not
/// UTF-8 travel through strings as the lone surrogates U+DC80 to U+DCFF, which no valid text contains.
/// </summary>
internal static class CommandText
{
    private const int EscapedByte = 0xDC00;

    /// <summary>Text of bytes; nothing is lost.</summary>
    /// <param name="bytes">UTF-8, or anything.</param>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                for (int index = 0; index < length; index++)
                {
                    text.Append((char)(EscapedByte + bytes[index]));
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a text, UTF-8 but for bytes that <see cref="FromBytes"/> carried through.</summary>
    /// <param name="text">The text.</param>
    public static byte[] ToBytes(string text)
    {
        var bytes = new ArrayBufferWriter<byte>(Math.Max(text.Length, 1));
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (rest[0] is >= (char)(EscapedByte + 0x80) and <= (char)(EscapedByte + 0xFF))
            {
                bytes.GetSpan(1)[0] = (byte)rest[0];
                bytes.Advance(1);
                rest = rest[1..];
                continue;
            }

            Rune.DecodeFromUtf16(rest, out Rune rune, out int length);
            bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
            rest = rest[length..];
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>True for the characters that turn the direction of what stands behind them: in a name they would make a list read otherwise than it is.</summary>
    /// <param name="character">A UTF-16 character.</param>
    public static bool IsDirection(char character) => character is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f';

    /// <summary>
    /// Text that may be shown: control characters and stray bytes are replaced, so that no one's input can drive a terminal.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
