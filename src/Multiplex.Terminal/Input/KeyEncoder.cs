using System.Buffers;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Input;

/// <summary>
/// Key events to the bytes that the program of a window expects: the terminfo entry screen-256color, xterm's modifiers
/// and modifyOtherKeys, or the kitty keyboard protocol, as the program's modes ask for.
/// </summary>
public static class KeyEncoder
{
    private const KeyModifiers Locks = KeyModifiers.CapsLock | KeyModifiers.NumLock;

    /// <summary>Encodes a key event.</summary>
    /// <param name="terminal">Whose modes count.</param>
    /// <param name="key">The event.</param>
    /// <param name="output">Where to.</param>
    /// <returns>False when the program gets nothing, as for most releases.</returns>
    public static bool Encode(TerminalEmulator terminal, in KeyEvent key, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> buffer = stackalloc byte[96];
        var writer = new KeySequenceWriter(buffer);
        if (terminal.KittyKeyboardFlags != 0)
        {
            KittyKeyEncoder.Encode(terminal, key, ref writer);
        }
        else if (key.Action != KeyAction.Release)
        {
            EncodeLegacy(terminal, key, ref writer);
        }

        output.Write(writer.Written);
        return writer.Length > 0;
    }

    /// <summary>Encodes a change of focus, when the program asked for it (mode 1004).</summary>
    /// <param name="terminal">Whose modes count.</param>
    /// <param name="hasFocus">The window has the focus now.</param>
    /// <param name="output">Where to.</param>
    /// <returns>False when the program gets nothing.</returns>
    public static bool EncodeFocus(TerminalEmulator terminal, bool hasFocus, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        if (!terminal.Modes.HasFlag(FrameModes.FocusEvents))
        {
            return false;
        }

        output.Write(hasFocus ? "\e[I"u8 : "\e[O"u8);
        return true;
    }

    internal static void EncodeLegacy(TerminalEmulator terminal, in KeyEvent key, ref KeySequenceWriter writer)
    {
        KeyModifiers modifiers = key.Modifiers & ~Locks;
        switch (key.Key)
        {
            case TerminalKey.Character:
                EncodeCharacter(terminal, key.CodePoint, modifiers, ref writer);
                break;
            case >= TerminalKey.Up and <= TerminalKey.Begin:
                bool isApplication = terminal.Modes.HasFlag(FrameModes.ApplicationCursorKeys);
                EncodeLetter("ABCDE"[key.Key - TerminalKey.Up], modifiers, isApplication, ref writer);
                break;
            case >= TerminalKey.F1 and <= TerminalKey.F4:
                EncodeLetter("PQRS"[key.Key - TerminalKey.F1], modifiers, isApplication: true, ref writer);
                break;
            case TerminalKey.Home or TerminalKey.End when modifiers != 0:
                EncodeLetter(key.Key == TerminalKey.Home ? 'H' : 'F', modifiers, isApplication: false, ref writer);
                break;
            case >= TerminalKey.Keypad0:
                EncodeKeypad(terminal, key.Key, modifiers, ref writer);
                break;
            case TerminalKey.Enter or TerminalKey.Tab or TerminalKey.Backspace or TerminalKey.Escape:
                EncodeControlKey(terminal, key.Key, modifiers, ref writer);
                break;
            default:
                EncodeTilde(TildeNumber(key.Key), modifiers, ref writer);
                break;
        }
    }

    /// <summary>The number before the ~ of an editing or function key (DEC; screen-256color).</summary>
    internal static int TildeNumber(TerminalKey key) => key switch
    {
        TerminalKey.Home => 1,
        TerminalKey.Insert => 2,
        TerminalKey.Delete => 3,
        TerminalKey.End => 4,
        TerminalKey.PageUp => 5,
        TerminalKey.PageDown => 6,
        >= TerminalKey.F1 and <= TerminalKey.F5 => 11 + (key - TerminalKey.F1),
        >= TerminalKey.F6 and <= TerminalKey.F10 => 17 + (key - TerminalKey.F6),
        >= TerminalKey.F11 and <= TerminalKey.F14 => 23 + (key - TerminalKey.F11),
        TerminalKey.F15 or TerminalKey.F16 => 28 + (key - TerminalKey.F15),
        _ => 31 + (key - TerminalKey.F17),
    };

    /// <summary>The character of a keypad key.</summary>
    internal static char KeypadCharacter(TerminalKey key) => "0123456789./*-+\r=,"[key - TerminalKey.Keypad0];

    private static void EncodeTilde(int number, KeyModifiers modifiers, ref KeySequenceWriter writer)
    {
        writer.Add("\e["u8);
        writer.AddNumber(number);
        AddModifiers(modifiers, ref writer);
        writer.Add('~');
    }

    private static void EncodeLetter(char letter, KeyModifiers modifiers, bool isApplication, ref KeySequenceWriter writer)
    {
        if (modifiers != 0)
        {
            writer.Add("\e[1"u8);
            AddModifiers(modifiers, ref writer);
        }
        else
        {
            writer.Add(isApplication ? "\eO"u8 : "\e["u8);
        }

        writer.Add(letter);
    }

    private static void AddModifiers(KeyModifiers modifiers, ref KeySequenceWriter writer)
    {
        if (modifiers != 0)
        {
            writer.Add(';');
            writer.AddNumber((int)modifiers + 1);
        }
    }

    private static void EncodeKeypad(TerminalEmulator terminal, TerminalKey key, KeyModifiers modifiers, ref KeySequenceWriter writer)
    {
        if (!terminal.Modes.HasFlag(FrameModes.ApplicationKeypad))
        {
            EncodeCharacter(terminal, KeypadCharacter(key), modifiers, ref writer);
            return;
        }

        EncodeLetter("pqrstuvwxynojmkMXl"[key - TerminalKey.Keypad0], modifiers, isApplication: true, ref writer);
    }

    private static void EncodeControlKey(TerminalEmulator terminal, TerminalKey key, KeyModifiers modifiers, ref KeySequenceWriter writer)
    {
        bool isBackspace = terminal.Modes.HasFlag(FrameModes.BackarrowSendsBackspace) != modifiers.HasFlag(KeyModifiers.Control);
        char value = key switch
        {
            TerminalKey.Enter => '\r',
            TerminalKey.Tab => '\t',
            TerminalKey.Escape => '\e',
            _ => isBackspace ? '\b' : '\x7F',
        };
        bool isOther = key == TerminalKey.Backspace ? (modifiers & ~KeyModifiers.Control) != 0 : modifiers != 0;
        if (terminal.ModifyOtherKeys >= 2 && isOther && !(key == TerminalKey.Tab && modifiers == KeyModifiers.Shift))
        {
            EncodeOther(value, modifiers, ref writer);
            return;
        }

        if (modifiers.HasFlag(KeyModifiers.Alt))
        {
            writer.Add('\e');
        }

        if (key == TerminalKey.Tab && modifiers.HasFlag(KeyModifiers.Shift))
        {
            writer.Add("\e[Z"u8);
            return;
        }

        writer.Add(value);
        if (key == TerminalKey.Enter && terminal.IsNewLineMode)
        {
            writer.Add('\n');
        }
    }

    private static void EncodeCharacter(TerminalEmulator terminal, int codePoint, KeyModifiers modifiers, ref KeySequenceWriter writer)
    {
        bool isModified = (modifiers & ~KeyModifiers.Shift) != 0;
        int control = modifiers.HasFlag(KeyModifiers.Control) ? ControlOf(codePoint) : codePoint;
        if (isModified && (terminal.ModifyOtherKeys >= 2 || (terminal.ModifyOtherKeys == 1 && control < 0)))
        {
            EncodeOther(codePoint, modifiers, ref writer);
            return;
        }

        if ((modifiers & (KeyModifiers.Alt | KeyModifiers.Meta)) != 0)
        {
            writer.Add('\e');
        }

        writer.AddCharacter(control < 0 ? codePoint : control);
    }

    /// <summary>xterm's modifyOtherKeys: CSI 27 ; modifiers ; character ~.</summary>
    private static void EncodeOther(int codePoint, KeyModifiers modifiers, ref KeySequenceWriter writer)
    {
        writer.Add("\e[27;"u8);
        writer.AddNumber((int)modifiers + 1);
        writer.Add(';');
        writer.AddNumber(codePoint);
        writer.Add('~');
    }

    /// <summary>The control character that a key gives with Control, -1 when there is none.</summary>
    internal static int ControlOf(int codePoint) => codePoint switch
    {
        >= 'a' and <= 'z' => codePoint - 0x60,
        >= '@' and <= '_' => codePoint - 0x40,
        ' ' or '2' or '`' => 0,
        >= '3' and <= '7' => codePoint - '3' + 0x1B,
        '8' or '?' => 0x7F,
        '/' => 0x1F,
        '~' => 0x1E,
        _ => -1,
    };
}
