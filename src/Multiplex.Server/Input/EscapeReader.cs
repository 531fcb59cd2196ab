using Multiplex.Server.Layers;

namespace Multiplex.Server.Input;

/// <summary>Reads the sequences that outer terminals send for keys: CSI and SS3, xterm's modifyOtherKeys and the kitty keyboard protocol's CSI u.</summary>
internal static class EscapeReader
{
    /// <summary>Longest sequence that is read as a key.</summary>
    public const int MaxLength = 32;

    private const int ShiftBit = 1;
    private const int ControlBit = 4;

    /// <summary>Reads a sequence.</summary>
    /// <param name="input">Bytes that begin with ESC.</param>
    /// <param name="key">The key; <see cref="NamedKey.Other"/> when it has no meaning here.</param>
    /// <param name="isRelease">The key was released (kitty).</param>
    /// <returns>Its length, 0 when more bytes are needed, -1 when it is no sequence.</returns>
    public static int TryRead(ReadOnlySpan<byte> input, out KeyPress key, out bool isRelease)
    {
        key = default;
        isRelease = false;
        if (input.Length < 2)
        {
            return 0;
        }

        if (input[1] == 'O')
        {
            if (input.Length < 3)
            {
                return 0;
            }

            key = new KeyPress(0, Letter(input[2]));
            return 3;
        }

        if (input[1] != '[')
        {
            return -1;
        }

        int end = 2;
        while (end < input.Length && input[end] is >= 0x20 and < 0x40)
        {
            end++;
        }

        if (end == 3 && end <= input.Length && input[2] == '[')
        {
            return -1;
        }

        if (end >= input.Length)
        {
            return end >= MaxLength ? -1 : 0;
        }

        key = Decode(input[2..end], input[end], out isRelease);
        return end + 1;
    }

    private static KeyPress Decode(ReadOnlySpan<byte> parameters, byte final, out bool isRelease)
    {
        int first = Number(ref parameters, out _);
        int modifiers = Number(ref parameters, out int kind) - 1;
        int third = Number(ref parameters, out _);
        isRelease = kind == 3;
        return final switch
        {
            (byte)'u' => Character(first, modifiers),
            (byte)'~' when first == 27 => Character(third, modifiers),
            (byte)'~' => new KeyPress(0, Tilde(first)),
            _ => new KeyPress(0, Letter(final)),
        };
    }

    private static KeyPress Character(int code, int modifiers)
    {
        // The kitty protocol numbers keys without a character from 57344 on (its "Functional key definitions").
        if (code is <= 0 or >= 57344 and <= 63743)
        {
            return new KeyPress(0, NamedKey.Other);
        }

        bool hasControl = modifiers > 0 && (modifiers & ControlBit) != 0;
        if (hasControl && (code is ' ' || code is >= 0x40 and < 0x7F))
        {
            return new KeyPress(code & 0x1F);
        }

        if (modifiers > 0 && (modifiers & ShiftBit) != 0 && code is >= 'a' and <= 'z')
        {
            return new KeyPress(code - 0x20);
        }

        return new KeyPress(code);
    }

    private static int Number(ref ReadOnlySpan<byte> parameters, out int sub)
    {
        int value = 0;
        sub = 0;
        int colons = 0;
        int index = 0;
        for (; index < parameters.Length && parameters[index] != ';'; index++)
        {
            byte digit = parameters[index];
            if (digit == ':')
            {
                colons++;
            }
            else if (char.IsAsciiDigit((char)digit))
            {
                int add = digit - '0';
                value = colons == 0 ? Math.Min((value * 10) + add, 0x10FFFF) : value;
                sub = colons == 1 ? Math.Min((sub * 10) + add, 1000) : sub;
            }
        }

        parameters = parameters[Math.Min(index + 1, parameters.Length)..];
        return value;
    }

    private static NamedKey Letter(byte final) => final switch
    {
        (byte)'A' => NamedKey.Up,
        (byte)'B' => NamedKey.Down,
        (byte)'C' => NamedKey.Right,
        (byte)'D' => NamedKey.Left,
        (byte)'H' => NamedKey.Home,
        (byte)'F' => NamedKey.End,
        (byte)'Z' => NamedKey.BackTab,
        _ => NamedKey.Other,
    };

    private static NamedKey Tilde(int number) => number switch
    {
        1 or 7 => NamedKey.Home,
        2 => NamedKey.Insert,
        3 => NamedKey.Delete,
        4 or 8 => NamedKey.End,
        5 => NamedKey.PageUp,
        6 => NamedKey.PageDown,
        _ => NamedKey.Other,
    };
}
