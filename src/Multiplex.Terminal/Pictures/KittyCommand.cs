namespace Multiplex.Terminal.Pictures;

/// <summary>One command of kitty's graphics protocol: <c>G key=value,…;base64</c>. Keys are letters, values numbers or a letter.</summary>
internal readonly ref struct KittyCommand
{
    private const int Keys = 128;
    private readonly Span<long> _values;

    private KittyCommand(Span<long> values, ReadOnlySpan<byte> payload)
    {
        _values = values;
        Payload = payload;
    }

    /// <summary>Numbers that <see cref="TryRead"/> needs room for.</summary>
    public const int Room = Keys;

    /// <summary>What stands behind the semicolon.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>A number, 0 when it was not given.</summary>
    public int this[char key] => (int)Math.Clamp(_values[key], int.MinValue, int.MaxValue);

    /// <summary>True when a text of an APC is such a command, and not screen's hardstatus.</summary>
    public static bool IsCommand(ReadOnlySpan<byte> text) => text.Length >= 3 && text[0] == (byte)'G'
        && text[1] is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') && text[2] == (byte)'=';

    /// <summary>An id of 32 bits, 0 when it was not given.</summary>
    public uint Id(char key) => _values[key] is >= 0 and <= uint.MaxValue ? (uint)_values[key] : 0;

    /// <summary>A value that is a letter, 0 when it was not given.</summary>
    public char Letter(char key) => (char)Math.Clamp(_values[key], 0, Keys - 1);

    /// <summary>True when nothing but m and q is given: a further part.</summary>
    public bool IsPart
    {
        get
        {
            for (int key = 0; key < Keys; key++)
            {
                if (_values[key] != 0 && key is not ('m' or 'q'))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>A command of values that were read before.</summary>
    public static KittyCommand Of(Span<long> values) => new(values, default);

    /// <summary>Reads a command.</summary>
    /// <param name="text">G and what follows.</param>
    /// <param name="values">Room for the values, borrowed by the command.</param>
    /// <param name="command">The command.</param>
    /// <returns>False when it breaks the grammar.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, Span<long> values, out KittyCommand command)
    {
        values.Clear();
        int end = text.IndexOf((byte)';');
        ReadOnlySpan<byte> control = text[1..(end < 0 ? text.Length : end)];
        command = new KittyCommand(values, end < 0 ? default : text[(end + 1)..]);
        foreach (Range range in control.Split((byte)','))
        {
            ReadOnlySpan<byte> pair = control[range];
            if (pair.Length < 3 || pair[1] != (byte)'=' || pair[0] >= Keys || !TryValue(pair[2..], out long value))
            {
                return false;
            }

            values[pair[0]] = value;
        }

        return true;
    }

    private static bool TryValue(ReadOnlySpan<byte> text, out long value)
    {
        if (text.Length == 1 && text[0] is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z'))
        {
            value = text[0];
            return true;
        }

        return System.Buffers.Text.Utf8Parser.TryParse(text, out value, out int used) && used == text.Length && text.Length <= 11;
    }
}
