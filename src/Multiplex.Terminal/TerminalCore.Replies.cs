using System.Buffers.Text;

namespace Multiplex.Terminal;

/// <content>Answers: fixed text and digits only, never anything that a program chose.</content>
internal sealed partial class TerminalCore
{
    /// <summary>Answers with fixed text.</summary>
    public void Reply(ReadOnlySpan<byte> bytes) => Events.Reply(bytes);

    /// <summary>Answers with two numbers between fixed texts.</summary>
    public void ReplyNumbers(ReadOnlySpan<byte> start, int first, int second, ReadOnlySpan<byte> end)
    {
        Span<byte> reply = stackalloc byte[64];
        start.CopyTo(reply);
        int length = start.Length;
        Utf8Formatter.TryFormat(first, reply[length..], out int written);
        length += written;
        reply[length++] = (byte)';';
        Utf8Formatter.TryFormat(second, reply[length..], out written);
        length += written;
        end.CopyTo(reply[length..]);
        Events.Reply(reply[..(length + end.Length)]);
    }

    private void ReportSize()
    {
        Span<byte> reply = stackalloc byte[64];
        System.Text.Encoding.ASCII.TryGetBytes($"\e[48;{Rows};{Columns};0;0t", reply, out int length);
        Events.Reply(reply[..length]);
    }
}
