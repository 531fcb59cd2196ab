using System.Buffers;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Input;

/// <summary>Mouse buttons with their code in reports (xterm ctlseqs, "Mouse Tracking").</summary>
public enum MouseButton : byte
{
    /// <summary>Left.</summary>
    Left = 0,

    /// <summary>Middle.</summary>
    Middle = 1,

    /// <summary>Right.</summary>
    Right = 2,

    /// <summary>No button.</summary>
    None = 3,

    /// <summary>Wheel up.</summary>
    WheelUp = 64,

    /// <summary>Wheel down.</summary>
    WheelDown = 65,

    /// <summary>Wheel left.</summary>
    WheelLeft = 66,

    /// <summary>Wheel right.</summary>
    WheelRight = 67,

    /// <summary>Button 8, often "back".</summary>
    Button8 = 128,

    /// <summary>Button 9, often "forward".</summary>
    Button9 = 129,

    /// <summary>Button 10.</summary>
    Button10 = 130,

    /// <summary>Button 11.</summary>
    Button11 = 131,
}

/// <summary>What the mouse did.</summary>
public enum MouseAction : byte
{
    /// <summary>A button went down, or the wheel turned.</summary>
    Press,

    /// <summary>A button went up.</summary>
    Release,

    /// <summary>The pointer moved.</summary>
    Move,
}

/// <summary>A mouse event.</summary>
/// <param name="Button">The button; of a movement the one held.</param>
/// <param name="Action">What happened.</param>
/// <param name="Row">Zero-based row in the window.</param>
/// <param name="Column">Zero-based column in the window.</param>
/// <param name="Modifiers">Shift, Alt and Control count.</param>
/// <param name="PixelX">Zero-based, for mode 1016; -1 when unknown.</param>
/// <param name="PixelY">Zero-based, for mode 1016; -1 when unknown.</param>
public readonly record struct MouseEvent(
    MouseButton Button,
    MouseAction Action,
    int Row,
    int Column,
    KeyModifiers Modifiers = KeyModifiers.None,
    int PixelX = -1,
    int PixelY = -1);

/// <summary>Mouse events to the reports that a program asked for.</summary>
public static class MouseEncoder
{
    private const int MotionBit = 32;
    private const int LargestByte = 223;
    private const int LargestUtf8 = 2015;

    /// <summary>Encodes a mouse event.</summary>
    /// <param name="terminal">Whose modes count.</param>
    /// <param name="mouse">The event; places outside the screen are clamped.</param>
    /// <param name="output">Where to.</param>
    /// <returns>False when the program gets nothing.</returns>
    public static bool Encode(TerminalEmulator terminal, in MouseEvent mouse, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(output);
        if (terminal.Core.Locator.IsEnabled)
        {
            return LocatorEncoder.Encode(terminal, mouse, output);
        }

        if (!IsWanted(terminal.MouseTracking, mouse))
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[64];
        var writer = new KeySequenceWriter(buffer);
        int column = Math.Clamp(mouse.Column, 0, terminal.Columns - 1) + 1;
        int row = Math.Clamp(mouse.Row, 0, terminal.Rows - 1) + 1;
        if (terminal.MouseEncoding == MouseEncoding.SgrPixels)
        {
            column = mouse.PixelX >= 0 ? mouse.PixelX + 1 : ((column - 1) * terminal.Options.CellPixelWidth) + 1;
            row = mouse.PixelY >= 0 ? mouse.PixelY + 1 : ((row - 1) * terminal.Options.CellPixelHeight) + 1;
        }

        Write(terminal.MouseEncoding, CodeOf(terminal.MouseTracking, mouse), mouse, column, row, ref writer);
        output.Write(writer.Written);
        return writer.Length > 0;
    }

    private static bool IsWanted(MouseTracking tracking, in MouseEvent mouse) => tracking switch
    {
        MouseTracking.None => false,
        MouseTracking.X10 => mouse.Action == MouseAction.Press && mouse.Button <= MouseButton.Right,
        MouseTracking.Normal => mouse.Action != MouseAction.Move,
        MouseTracking.ButtonEvent => mouse.Action != MouseAction.Move || mouse.Button != MouseButton.None,
        _ => true,
    };

    private static int CodeOf(MouseTracking tracking, in MouseEvent mouse)
    {
        int code = (int)mouse.Button + (mouse.Action == MouseAction.Move ? MotionBit : 0);
        if (tracking == MouseTracking.X10)
        {
            return code;
        }

        return code
            + (mouse.Modifiers.HasFlag(KeyModifiers.Shift) ? 4 : 0)
            + (mouse.Modifiers.HasFlag(KeyModifiers.Alt) ? 8 : 0)
            + (mouse.Modifiers.HasFlag(KeyModifiers.Control) ? 16 : 0);
    }

    private static void Write(MouseEncoding encoding, int code, in MouseEvent mouse, int column, int row, ref KeySequenceWriter writer)
    {
        // Only SGR tells which button was released; the older forms say "none".
        int plain = mouse.Action == MouseAction.Release ? (code & ~(3 | 192)) | 3 : code;
        switch (encoding)
        {
            case MouseEncoding.Sgr or MouseEncoding.SgrPixels:
                writer.Add("\e[<"u8);
                AddNumbers(code, column, row, ref writer);
                writer.Add(mouse.Action == MouseAction.Release ? 'm' : 'M');
                break;
            case MouseEncoding.Urxvt:
                writer.Add("\e["u8);
                AddNumbers(plain + 32, column, row, ref writer);
                writer.Add('M');
                break;
            case MouseEncoding.Utf8 when column <= LargestUtf8 && row <= LargestUtf8:
                writer.Add("\e[M"u8);
                writer.AddCharacter(plain + 32);
                writer.AddCharacter(column + 32);
                writer.AddCharacter(row + 32);
                break;
            case MouseEncoding.X10 when column <= LargestByte && row <= LargestByte:
                writer.Add("\e[M"u8);
                writer.Add((char)(plain + 32));
                writer.Add((char)(column + 32));
                writer.Add((char)(row + 32));
                break;
            default:
                break;
        }
    }

    private static void AddNumbers(int code, int column, int row, ref KeySequenceWriter writer)
    {
        writer.AddNumber(code);
        writer.Add(';');
        writer.AddNumber(column);
        writer.Add(';');
        writer.AddNumber(row);
    }
}
