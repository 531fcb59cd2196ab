namespace Multiplex.Terminal.Input;

/// <summary>The kitty keyboard protocol (sw.kovidgoyal.net/kitty/keyboard-protocol): progressive enhancement by flags.</summary>
internal static class KittyKeyEncoder
{
    private const int Disambiguate = 1;
    private const int ReportEvents = 2;
    private const int ReportAlternates = 4;
    private const int ReportAll = 8;
    private const int ReportText = 16;
    private const int FirstKeypadCode = 57399;
    private const KeyModifiers Locks = KeyModifiers.CapsLock | KeyModifiers.NumLock;

    /// <summary>Encodes a key event under the terminal's flags.</summary>
    public static void Encode(TerminalEmulator terminal, in KeyEvent key, ref KeySequenceWriter writer)
    {
        int flags = terminal.KittyKeyboardFlags;
        if (key.Action == KeyAction.Release && (flags & ReportEvents) == 0)
        {
            return;
        }

        switch (key.Key)
        {
            case TerminalKey.Character:
            case >= TerminalKey.Keypad0:
                EncodeCharacter(terminal, key, flags, ref writer);
                break;
            case TerminalKey.Enter or TerminalKey.Tab or TerminalKey.Backspace when (flags & ReportAll) == 0:
                EncodeTextControl(terminal, key, flags, ref writer);
                break;
            case TerminalKey.Enter or TerminalKey.Tab or TerminalKey.Backspace or TerminalKey.Escape:
                if ((flags & (Disambiguate | ReportAll)) != 0)
                {
                    AddCode(key, CodeOf(key), flags, ref writer);
                }
                else
                {
                    KeyEncoder.EncodeLegacy(terminal, key, ref writer);
                }

                break;
            default:
                EncodeFunctional(key, flags, ref writer);
                break;
        }
    }

    private static void EncodeCharacter(TerminalEmulator terminal, in KeyEvent key, int flags, ref KeySequenceWriter writer)
    {
        KeyModifiers modifiers = key.Modifiers & ~Locks;
        bool hasText = (modifiers & ~KeyModifiers.Shift) == 0;
        bool asCode = (flags & ReportAll) != 0 || ((flags & Disambiguate) != 0 && !hasText)
            || (key.Action == KeyAction.Release && (flags & Disambiguate) != 0 && !hasText);
        if (asCode)
        {
            AddCode(key, CodeOf(key), flags, ref writer);
        }
        else if (key.Action != KeyAction.Release)
        {
            KeyEncoder.EncodeLegacy(terminal, key, ref writer);
        }
    }

    /// <summary>Enter, Tab and Backspace stay as they were without modifiers, so that a shell is usable after a crash.</summary>
    private static void EncodeTextControl(TerminalEmulator terminal, in KeyEvent key, int flags, ref KeySequenceWriter writer)
    {
        if ((key.Modifiers & ~Locks) != 0 && (flags & Disambiguate) != 0)
        {
            AddCode(key, CodeOf(key), flags, ref writer);
        }
        else if (key.Action != KeyAction.Release)
        {
            KeyEncoder.EncodeLegacy(terminal, key, ref writer);
        }
    }

    private static void EncodeFunctional(in KeyEvent key, int flags, ref KeySequenceWriter writer)
    {
        char letter = key.Key switch
        {
            >= TerminalKey.Up and <= TerminalKey.Begin => "ABCDE"[key.Key - TerminalKey.Up],
            TerminalKey.End => 'F',
            TerminalKey.Home => 'H',
            TerminalKey.F1 => 'P',
            TerminalKey.F2 => 'Q',
            TerminalKey.F4 => 'S',
            _ => '~',
        };
        bool isBare = key.Modifiers == 0 && ((flags & ReportEvents) == 0 || key.Action == KeyAction.Press);
        writer.Add("\e["u8);
        if (letter == '~')
        {
            writer.AddNumber(key.Key is >= TerminalKey.F13 and <= TerminalKey.F20
                ? 57376 + (key.Key - TerminalKey.F13)
                : KeyEncoder.TildeNumber(key.Key));
            letter = key.Key is >= TerminalKey.F13 and <= TerminalKey.F20 ? 'u' : '~';
        }
        else if (!isBare)
        {
            writer.Add('1');
        }

        AddModifiers(key, flags, ref writer);
        writer.Add(letter);
    }

    private static int CodeOf(in KeyEvent key) => key.Key switch
    {
        TerminalKey.Enter => 13,
        TerminalKey.Tab => 9,
        TerminalKey.Backspace => 127,
        TerminalKey.Escape => 27,
        >= TerminalKey.Keypad0 => FirstKeypadCode + (key.Key - TerminalKey.Keypad0),
        _ => key.UnshiftedCodePoint != 0 ? key.UnshiftedCodePoint : Lower(key.CodePoint),
    };

    private static int Lower(int codePoint) => System.Text.Rune.TryCreate(codePoint, out System.Text.Rune rune)
        ? System.Text.Rune.ToLowerInvariant(rune).Value
        : codePoint;

    private static void AddCode(in KeyEvent key, int code, int flags, ref KeySequenceWriter writer)
    {
        writer.Add("\e["u8);
        writer.AddNumber(code);
        if ((flags & ReportAlternates) != 0 && key.Key == TerminalKey.Character)
        {
            AddAlternates(key, code, ref writer);
        }

        bool hasText = (flags & (ReportAll | ReportText)) == (ReportAll | ReportText) && key.CodePoint >= 0x20
            && key.Action != KeyAction.Release && (key.Modifiers & (KeyModifiers.Control | KeyModifiers.Alt | KeyModifiers.Super)) == 0;
        bool hasModifiers = AddModifiers(key, flags, ref writer);
        if (hasText)
        {
            writer.Add(hasModifiers ? ";"u8 : ";;"u8);
            writer.AddNumber(key.CodePoint);
        }

        writer.Add('u');
    }

    private static void AddAlternates(in KeyEvent key, int code, ref KeySequenceWriter writer)
    {
        bool hasShifted = key.Modifiers.HasFlag(KeyModifiers.Shift) && key.CodePoint != code;
        bool hasBase = key.BaseCodePoint != 0 && key.BaseCodePoint != code;
        if (hasShifted || hasBase)
        {
            writer.Add(':');
        }

        if (hasShifted)
        {
            writer.AddNumber(key.CodePoint);
        }

        if (hasBase)
        {
            writer.Add(':');
            writer.AddNumber(key.BaseCodePoint);
        }
    }

    private static bool AddModifiers(in KeyEvent key, int flags, ref KeySequenceWriter writer)
    {
        bool hasAction = (flags & ReportEvents) != 0 && key.Action != KeyAction.Press;
        if (key.Modifiers == 0 && !hasAction)
        {
            return false;
        }

        writer.Add(';');
        writer.AddNumber((int)key.Modifiers + 1);
        if (hasAction)
        {
            writer.Add(':');
            writer.AddNumber((int)key.Action);
        }

        return true;
    }
}
