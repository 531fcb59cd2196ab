using System.Buffers;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal.Input;

/// <summary>
/// Key events to the bytes that the program of a window expects: the terminfo entry screen-256color, xterm's modifiers
/// and modifyOtherKeys, or the kitty keyboard protocol, as the program's modes ask for.
/// </summary>
public static class KeyEncoder
{
    /// <summary>modifyOtherKeys for keys without modifiers too.</summary>
    private const int AllKeys = 3;

    /// <summary>The level at which the modifiers are the second number.</summary>
    private const int SecondLevel = 2;

    /// <summary>The level at which a mark tells that there are modifiers.</summary>
    private const int MarkedLevel = 3;

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
        if (TryEncodeUserKey(terminal, key, output))
        {
            return true;
        }

        Span<byte> buffer = stackalloc byte[96];
        var writer = new KeySequenceWriter(buffer);
        if (terminal.IsVt52)
        {
            if (key.Action != KeyAction.Release)
            {
                Vt52KeyEncoder.Encode(terminal, key, ref writer);
            }
        }
        else if (terminal.KittyKeyboardFlags != 0)
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

    /// <summary>F6 to F20 with Shift type what the program put under them (DECUDK).</summary>
    private static bool TryEncodeUserKey(TerminalEmulator terminal, in KeyEvent key, IBufferWriter<byte> output)
    {
        if (terminal.Core.UserKeys.Texts.Count == 0 || (key.Modifiers & ~Locks) != KeyModifiers.Shift || key.Action == KeyAction.Release
            || key.Key is < TerminalKey.F6 or > TerminalKey.F20
            || !terminal.Core.UserKeys.Texts.TryGetValue(TildeNumber(key.Key), out byte[]? text))
        {
            return false;
        }

        output.Write(text);
        return true;
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
                EncodeLetter("ABCDE"[key.Key - TerminalKey.Up], modifiers, LevelOf(terminal, key.Key), isApplication, ref writer);
                break;
            case >= TerminalKey.F1 and <= TerminalKey.F4:
                EncodeLetter("PQRS"[key.Key - TerminalKey.F1], modifiers, LevelOf(terminal, key.Key), isApplication: true, ref writer);
                break;
            case TerminalKey.Home or TerminalKey.End when modifiers != 0 && LevelOf(terminal, key.Key) >= 0:
                EncodeLetter(key.Key == TerminalKey.Home ? 'H' : 'F', modifiers, LevelOf(terminal, key.Key), isApplication: false,
                    ref writer);
                break;
            case >= TerminalKey.Keypad0:
                EncodeKeypad(terminal, key.Key, modifiers, ref writer);
                break;
            case TerminalKey.Enter or TerminalKey.Tab or TerminalKey.Backspace or TerminalKey.Escape:
                EncodeControlKey(terminal, key.Key, modifiers, ref writer);
                break;
            default:
                EncodeTilde(TildeNumber(key.Key), modifiers, LevelOf(terminal, key.Key), ref writer);
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

    /// <summary>The letter that a keypad key sends in application mode.</summary>
    internal static char KeypadLetter(TerminalKey key) => "pqrstuvwxynojmkMXl"[key - TerminalKey.Keypad0];

    /// <summary>The character of a keypad key.</summary>
    internal static char KeypadCharacter(TerminalKey key) => "0123456789./*-+\r=,"[key - TerminalKey.Keypad0];

    /// <summary>xterm's modifyCursorKeys or modifyFunctionKeys: -1 without modifiers, 0 the modifiers in the place of the first number, 1 so
    /// after CSI, 2 as the second number, 3 so with a mark.</summary>
    private static int LevelOf(TerminalEmulator terminal, TerminalKey key) => terminal.Core.Keyboard.Modify(
        key is >= TerminalKey.F1 and <= TerminalKey.F20 ? KeyboardState.FunctionKeys : KeyboardState.CursorKeys);

    private static void EncodeTilde(int number, KeyModifiers modifiers, int level, ref KeySequenceWriter writer)
    {
        bool isModified = modifiers != 0 && level >= 0;
        writer.Add(isModified && level == MarkedLevel ? "\e[>"u8 : "\e["u8);
        writer.AddNumber(number);
        if (isModified)
        {
            writer.Add(';');
            writer.AddNumber((int)modifiers + 1);
        }

        writer.Add('~');
    }

    private static void EncodeLetter(char letter, KeyModifiers modifiers, int level, bool isApplication, ref KeySequenceWriter writer)
    {
        if (modifiers == 0 || level < 0)
        {
            writer.Add(isApplication ? "\eO"u8 : "\e["u8);
            writer.Add(letter);
            return;
        }

        writer.Add(level == MarkedLevel ? "\e[>1;"u8
            : level >= SecondLevel ? "\e[1;"u8
            : level == 0 && isApplication ? "\eO"u8 : "\e["u8);
        writer.AddNumber((int)modifiers + 1);
        writer.Add(letter);
    }

    private static void EncodeKeypad(TerminalEmulator terminal, TerminalKey key, KeyModifiers modifiers, ref KeySequenceWriter writer)
    {
        if (!terminal.Modes.HasFlag(FrameModes.ApplicationKeypad))
        {
            EncodeCharacter(terminal, KeypadCharacter(key), modifiers, ref writer);
            return;
        }

        EncodeLetter(KeypadLetter(key), modifiers, SecondLevel, isApplication: true, ref writer);
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
        bool isModified = isOther && !(key == TerminalKey.Tab && modifiers == KeyModifiers.Shift);
        if (terminal.ModifyOtherKeys >= AllKeys || (terminal.ModifyOtherKeys >= 2 && isModified))
        {
            EncodeOther(terminal, value, modifiers, ref writer);
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
        int level = terminal.ModifyOtherKeys;
        if (level >= AllKeys || (isModified && (level >= 2 || (level == 1 && control < 0))))
        {
            EncodeOther(terminal, codePoint, modifiers, ref writer);
            return;
        }

        if ((modifiers & (KeyModifiers.Alt | KeyModifiers.Meta)) != 0)
        {
            writer.Add('\e');
        }

        writer.AddCharacter(control < 0 ? codePoint : control);
    }

    /// <summary>xterm's modifyOtherKeys: CSI 27 ; modifiers ; character ~, or by formatOtherKeys CSI character ; modifiers u.</summary>
    private static void EncodeOther(TerminalEmulator terminal, int codePoint, KeyModifiers modifiers, ref KeySequenceWriter writer)
    {
        if (terminal.FormatOtherKeys != 0)
        {
            writer.Add("\e["u8);
            writer.AddNumber(codePoint);
            writer.Add(';');
            writer.AddNumber((int)modifiers + 1);
            writer.Add('u');
            return;
        }

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
