using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Input;

/// <summary>What the keys of a VT52 send (VT100 UG, "VT52 Compatible Mode"; xterm): ESC and a letter, without modifiers.</summary>
internal static class Vt52KeyEncoder
{
    /// <summary>Encodes a key that was pressed.</summary>
    public static void Encode(TerminalEmulator terminal, in KeyEvent key, ref KeySequenceWriter writer)
    {
        char letter = key.Key switch
        {
            >= TerminalKey.Up and <= TerminalKey.Begin => "ABCDE"[key.Key - TerminalKey.Up],
            TerminalKey.Home => 'H',
            TerminalKey.End => 'F',
            >= TerminalKey.F1 and <= TerminalKey.F4 => "PQRS"[key.Key - TerminalKey.F1],
            _ => '\0',
        };
        if (letter != 0)
        {
            writer.Add('\e');
            writer.Add(letter);
        }
        else if (key.Key >= TerminalKey.Keypad0 && terminal.Modes.HasFlag(FrameModes.ApplicationKeypad))
        {
            writer.Add("\e?"u8);
            writer.Add(KeyEncoder.KeypadLetter(key.Key));
        }
        else
        {
            KeyEncoder.EncodeLegacy(terminal, key, ref writer);
        }
    }
}
