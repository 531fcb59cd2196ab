using System.Text;

namespace Multiplex.Platform.Interop;

/// <summary>Strings for C: UTF-8 with a NUL behind, in memory of the garbage collector.</summary>
internal static unsafe class NativeText
{
    /// <summary>A string with its NUL; a NUL inside is refused, since the system would see another name than the caller.</summary>
    internal static byte[] Terminate(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new PosixException(Errno.Invalid, "use", text.Replace("\0", "\\0", StringComparison.Ordinal));
        }

        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>The text up to a NUL.</summary>
    internal static string Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>The bytes in front of a NUL; borrowed.</summary>
    internal static ReadOnlySpan<byte> Span(byte* text) => System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
}
