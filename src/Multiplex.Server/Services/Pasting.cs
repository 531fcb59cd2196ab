using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Services;

/// <summary>
/// Pasting into windows: line feeds become returns, the program is told when it asked for it, and <c>slowpaste</c> spaces the bytes
/// out.
/// </summary>
internal static class Pasting
{
    private static readonly byte[] Start = "\e[200~"u8.ToArray();
    private static readonly byte[] End = "\e[201~"u8.ToArray();

    /// <summary>Pastes bytes.</summary>
    /// <param name="window">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="user">Who pastes when that is a guest, or null.</param>
    /// <returns>False when the program does not read and too much waits for it already.</returns>
    public static bool Paste(Window window, RegisterText content, User? user)
    {
        bool isBracketed = window.Terminal is { } terminal && (terminal.Modes & FrameModes.BracketedPaste) != 0;
        if (window.SlowPasteMilliseconds > 0)
        {
            new SlowPaste(window, Prepare(content.Span, isBracketed), user).Step();
            return true;
        }

        bool isAsItIs = content.Length >= RegisterStorage.LeastLength
            && window is { Codec: null, Filter: not { TakesKeys: true } }
            && !(isBracketed && content.Span.IndexOf(End) >= 0);
        if (!isAsItIs)
        {
            return Typing.ToWindow(window, Prepare(content.Span, isBracketed), user);
        }

        if (!Typing.MayType(window, user))
        {
            return true;
        }

        FlowStops.Note(window, content.Span);
        return window.Process?.Paste(content, isBracketed ? Start : [], isBracketed ? End : []) ?? true;
    }

    private static byte[] Prepare(ReadOnlySpan<byte> content, bool isBracketed)
    {
        byte[] typed = content.ToArray();
        typed.AsSpan().Replace((byte)'\n', (byte)'\r');
        if (!isBracketed)
        {
            return typed;
        }

        // Text that holds the end marker would end the paste early and be run as typed: the marker's escape is taken out.
        byte[] safe = typed.AsSpan().IndexOf(End) < 0 ? typed : [.. typed.Where(static value => value != 0x1b)];
        return [.. Start, .. safe, .. End];
    }

    private sealed class SlowPaste(Window window, byte[] bytes, User? user)
    {
        private int _at;

        public void Step()
        {
            if (_at >= bytes.Length || window.Process is null)
            {
                return;
            }

            // One character at a time: the bytes of a UTF-8 character stay together.
            int length = 1;
            while (_at + length < bytes.Length && (bytes[_at + length] & 0xc0) == 0x80)
            {
                length++;
            }

            Typing.ToWindow(window, bytes.AsSpan(_at, length), user);
            _at += length;
            window.Session.Host.StartTimer(TimeSpan.FromMilliseconds(window.SlowPasteMilliseconds), Step);
        }
    }
}
