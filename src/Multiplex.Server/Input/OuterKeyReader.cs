using System.Text;
using Multiplex.Terminal.Input;

namespace Multiplex.Server.Input;

/// <summary>Reads the keys that an outer terminal sends: characters, control characters, CSI and SS3, modifyOtherKeys and CSI u.</summary>
internal static class OuterKeyReader
{
    /// <summary>Reads a key.</summary>
    /// <param name="input">At least one byte.</param>
    /// <param name="key">The key, or null for what is none and stays as it is: reports, strings, sequences that are not known.</param>
    /// <returns>How many bytes it takes, 1 or more.</returns>
    public static int Read(ReadOnlySpan<byte> input, out KeyEvent? key)
    {
        if (input[0] == 0x1B)
        {
            return ReadEscape(input, out key);
        }

        if (input[0] < 0x20 || input[0] == 0x7F)
        {
            key = Control(input[0]);
            return 1;
        }

        Rune.DecodeFromUtf8(input, out Rune rune, out int length);
        length = Math.Max(length, 1);
        KeyModifiers shift = rune.Value is >= 'A' and <= 'Z' ? KeyModifiers.Shift : KeyModifiers.None;
        key = rune == Rune.ReplacementChar ? null : KeyEvent.Character(rune.Value, shift);
        return length;
    }

    private static int ReadEscape(ReadOnlySpan<byte> input, out KeyEvent? key)
    {
        if (input.Length == 1)
        {
            key = new KeyEvent(TerminalKey.Escape);
            return 1;
        }

        switch (input[1])
        {
            case (byte)'[':
                return ReadControlSequence(input, out key);
            case (byte)'O' when input.Length > 2:
                key = Named(Letter(input[2]), KeyModifiers.None);
                return 3;
            case (byte)']' or (byte)'P' or (byte)'_' or (byte)'^':
                // An answer to a question of the program; it belongs to it whole.
                key = null;
                return input.Length;
            default:
                int length = Read(input[1..], out key);
                key = key is { } typed ? typed with { Modifiers = typed.Modifiers | KeyModifiers.Alt } : null;
                return 1 + length;
        }
    }

    private static int ReadControlSequence(ReadOnlySpan<byte> input, out KeyEvent? key)
    {
        int end = 2;
        while (end < input.Length && input[end] is >= 0x20 and < 0x40)
        {
            end++;
        }

        key = null;
        if (end == input.Length)
        {
            return input.Length;
        }

        Span<int> numbers = stackalloc int[3];
        if (!TryReadNumbers(input[2..end], numbers))
        {
            return end + 1;
        }

        KeyModifiers modifiers = (KeyModifiers)(byte)Math.Max(numbers[1] - 1, 0);
        key = input[end] switch
        {
            (byte)'u' => Code(numbers[0], modifiers),
            (byte)'~' when numbers[0] == 27 => Code(numbers[2], modifiers),
            (byte)'~' => Named(Tilde(numbers[0]), modifiers),
            (byte)'Z' => new KeyEvent(TerminalKey.Tab, 0, KeyModifiers.Shift | modifiers),
            byte letter => Named(Letter(letter), modifiers),
        };
        return end + 1;
    }

    /// <summary>Up to three numbers; sub-parameters and private markers say that it is something else.</summary>
    private static bool TryReadNumbers(ReadOnlySpan<byte> parameters, Span<int> numbers)
    {
        int index = 0;
        foreach (byte value in parameters)
        {
            if (value == ';')
            {
                index++;
            }
            else if (!char.IsAsciiDigit((char)value))
            {
                return false;
            }
            else if (index < numbers.Length)
            {
                numbers[index] = Math.Min((numbers[index] * 10) + value - '0', 0x10FFFF);
            }
        }

        return true;
    }

    private static KeyEvent? Control(byte value) => value switch
    {
        0 => KeyEvent.Character(' ', KeyModifiers.Control),
        (byte)'\t' => new KeyEvent(TerminalKey.Tab),
        (byte)'\r' => new KeyEvent(TerminalKey.Enter),
        0x7F => new KeyEvent(TerminalKey.Backspace),

        // Some terminals send it for Backspace, on others it is Control with h: nobody can tell.
        (byte)'\b' => null,
        < 27 => KeyEvent.Character(value + 0x60, KeyModifiers.Control),
        _ => KeyEvent.Character(value + 0x40, KeyModifiers.Control),
    };

    private static KeyEvent? Code(int code, KeyModifiers modifiers) => code switch
    {
        9 => new KeyEvent(TerminalKey.Tab, 0, modifiers),
        13 => new KeyEvent(TerminalKey.Enter, 0, modifiers),
        27 => new KeyEvent(TerminalKey.Escape, 0, modifiers),
        8 or 127 => new KeyEvent(TerminalKey.Backspace, 0, modifiers),

        // Keys without a character ("Functional key definitions" of the kitty protocol) have no other form.
        <= 0 or (>= 57344 and <= 63743) => null,
        >= 'a' and <= 'z' when modifiers.HasFlag(KeyModifiers.Shift) => KeyEvent.Character(code - 0x20, modifiers),
        _ => KeyEvent.Character(code, modifiers),
    };

    private static KeyEvent? Named(TerminalKey key, KeyModifiers modifiers) =>
        key == TerminalKey.Character ? null : new KeyEvent(key, 0, modifiers);

    private static TerminalKey Letter(byte letter) => letter switch
    {
        >= (byte)'A' and <= (byte)'E' => After(TerminalKey.Up, letter - 'A'),
        (byte)'F' => TerminalKey.End,
        (byte)'H' => TerminalKey.Home,
        >= (byte)'P' and <= (byte)'S' => After(TerminalKey.F1, letter - 'P'),
        _ => TerminalKey.Character,
    };

    private static TerminalKey Tilde(int number) => number switch
    {
        1 or 7 => TerminalKey.Home,
        2 => TerminalKey.Insert,
        3 => TerminalKey.Delete,
        4 or 8 => TerminalKey.End,
        5 => TerminalKey.PageUp,
        6 => TerminalKey.PageDown,
        >= 11 and <= 15 => After(TerminalKey.F1, number - 11),
        >= 17 and <= 21 => After(TerminalKey.F6, number - 17),
        >= 23 and <= 26 => After(TerminalKey.F11, number - 23),
        _ => TerminalKey.Character,
    };

    private static TerminalKey After(TerminalKey first, int count) => (TerminalKey)((int)first + count);
}
