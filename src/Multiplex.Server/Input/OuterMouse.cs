using Multiplex.Terminal.Input;

namespace Multiplex.Server.Input;

/// <summary>A mouse event of the outer terminal, in xterm's SGR form (ctlseqs, "Extended coordinates", mode 1006).</summary>
/// <param name="Buttons">The event's code as it was sent: button, modifiers (4 shift, 8 meta, 16 control), 32 for motion, 64 for the wheel.</param>
/// <param name="Row">Zero-based row of the display.</param>
/// <param name="Column">Zero-based column of the display.</param>
/// <param name="IsPress">False when a button was released.</param>
internal readonly record struct OuterMouse(int Buttons, int Row, int Column, bool IsPress)
{
    /// <summary>Longest report; three numbers of at most five digits.</summary>
    public const int MaxLength = 24;

    /// <summary>The button: 0 left, 1 middle, 2 right, 3 none.</summary>
    public int Button => Buttons & 3;

    /// <summary>The mouse was moved.</summary>
    public bool IsMotion => (Buttons & 32) != 0;

    /// <summary>The wheel was turned.</summary>
    public bool IsWheel => (Buttons & 64) != 0;

    /// <summary>The wheel was turned away from the user.</summary>
    public bool IsWheelUp => (Buttons & 0x43) == 64;

    /// <summary>Shift was held.</summary>
    public bool HasShift => (Buttons & 4) != 0;

    /// <summary>The button as the engine numbers it: wheel and further buttons keep their high bits.</summary>
    public MouseButton TerminalButton => (MouseButton)(Buttons & 0xC3);

    /// <summary>The modifiers held.</summary>
    public KeyModifiers Modifiers =>
        (HasShift ? KeyModifiers.Shift : 0) | ((Buttons & 8) != 0 ? KeyModifiers.Alt : 0) | ((Buttons & 16) != 0 ? KeyModifiers.Control : 0);

    /// <summary>Reads a report.</summary>
    /// <param name="input">Bytes that begin with <c>ESC [ &lt;</c>.</param>
    /// <param name="mouse">The event.</param>
    /// <returns>Length in bytes, 0 when more bytes are needed, -1 when it is no report.</returns>
    public static int TryRead(ReadOnlySpan<byte> input, out OuterMouse mouse)
    {
        mouse = default;
        Span<int> numbers = stackalloc int[3];
        int count = 0;
        for (int index = 3; index < input.Length; index++)
        {
            byte value = input[index];
            if (char.IsAsciiDigit((char)value))
            {
                numbers[count] = Math.Min((numbers[count] * 10) + value - '0', 100_000);
            }
            else if (value == ';' && count < 2)
            {
                count++;
            }
            else if (value is (byte)'M' or (byte)'m' && count == 2)
            {
                mouse = new OuterMouse(numbers[0], Math.Max(numbers[2] - 1, 0), Math.Max(numbers[1] - 1, 0), value == 'M');
                return index + 1;
            }
            else
            {
                return -1;
            }
        }

        return input.Length >= MaxLength ? -1 : 0;
    }
}
