using System.Buffers;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Input;

/// <summary>
/// Text that the user pastes, as a program may get it: no control but tab and return, so that a paste can neither leave the brackets of
/// mode 2004 nor press keys (CVE-2021-40147's class). Line ends become CR; other controls, DEL and C1 become blanks.
/// </summary>
public static class PasteEncoder
{
    private static readonly SearchValues<byte> _harmful = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 0x7F, 0xC2]);

    /// <summary>Encodes a whole paste.</summary>
    /// <param name="terminal">Whose modes count.</param>
    /// <param name="text">UTF-8.</param>
    /// <param name="output">Where to.</param>
    public static void Encode(TerminalEmulator terminal, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        Begin(terminal, output);
        Clean(text, output);
        End(terminal, output);
    }

    /// <summary>Starts a paste that comes in pieces.</summary>
    /// <param name="terminal">Whose modes count.</param>
    /// <param name="output">Where to.</param>
    public static void Begin(TerminalEmulator terminal, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(output);
        if (terminal.Modes.HasFlag(FrameModes.BracketedPaste))
        {
            output.Write("\e[200~"u8);
        }
    }

    /// <summary>Encodes a piece, which must not cut a character or a CR LF in two.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="output">Where to.</param>
    public static void Clean(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        byte last = 0;
        while (!text.IsEmpty)
        {
            int run = text.IndexOfAny(_harmful);
            run = run < 0 ? text.Length : run;
            output.Write(text[..run]);
            if (run > 0)
            {
                last = text[run - 1];
            }

            if (run == text.Length)
            {
                return;
            }

            int used = Replace(text[run..], last, output);
            last = text[run];
            text = text[(run + used)..];
        }
    }

    /// <summary>Ends a paste that comes in pieces.</summary>
    /// <param name="terminal">Whose modes count.</param>
    /// <param name="output">Where to.</param>
    public static void End(TerminalEmulator terminal, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(output);
        if (terminal.Modes.HasFlag(FrameModes.BracketedPaste))
        {
            output.Write("\e[201~"u8);
        }
    }

    private static int Replace(ReadOnlySpan<byte> text, byte last, IBufferWriter<byte> output)
    {
        if (text[0] == 0xC2)
        {
            bool isControl = text.Length > 1 && text[1] is >= 0x80 and <= 0x9F;
            output.Write(isControl ? " "u8 : text[..1]);
            return isControl ? 2 : 1;
        }

        if (text[0] != (byte)'\n')
        {
            output.Write(" "u8);
        }
        else if (last != (byte)'\r')
        {
            output.Write("\r"u8);
        }

        return 1;
    }
}
