using System.Text;
using Multiplex.Platform;

namespace Multiplex.Client;

/// <summary>
/// Writes texts to standard output and standard error without System.Console, which would change the terminal's modes. A reader that
/// is gone or a
/// full disk is nobody's failure here.
/// </summary>
public static class BareOutput
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Writes to standard output.</summary>
    /// <param name="text">The text, newlines included.</param>
    public static void Write(string text) => Write(StandardOutput, text);

    /// <summary>Writes to standard error.</summary>
    /// <param name="text">The text, newlines included.</param>
    public static void WriteError(string text) => Write(StandardError, text);

    private static void Write(int descriptor, string text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        FileDescriptor file = new(descriptor);
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        while (!bytes.IsEmpty)
        {
            IoResult result = PosixFile.Write(file, bytes);
            if (result.IsWouldBlock)
            {
                WaitForRoom(descriptor);
            }
            else if (result.Value <= 0)
            {
                break;
            }
            else
            {
                bytes = bytes[result.Bytes..];
            }
        }

        // The descriptor stays open: it is the process's.
        file.Release();
    }

    private static void WaitForRoom(int descriptor)
    {
        using Poller poller = new();
        poller.Add(descriptor, PollEvents.Write, 0);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        poller.Wait(ready, -1);
    }
}
