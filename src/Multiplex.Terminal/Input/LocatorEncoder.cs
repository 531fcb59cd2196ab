using System.Buffers;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal.Input;

/// <summary>Mouse events to the reports of DEC's locator: CSI event ; buttons ; row ; column &amp; w (VT510 RM, DECLRP; xterm).</summary>
internal static class LocatorEncoder
{
    /// <summary>Takes an event.</summary>
    /// <param name="terminal">Whose locator is on.</param>
    /// <param name="mouse">The event; places outside the screen are clamped.</param>
    /// <param name="output">Where to.</param>
    /// <returns>False when the program gets nothing.</returns>
    public static bool Encode(TerminalEmulator terminal, in MouseEvent mouse, IBufferWriter<byte> output)
    {
        Locator locator = terminal.Core.Locator;
        int row = Math.Clamp(mouse.Row, 0, terminal.Rows - 1);
        int column = Math.Clamp(mouse.Column, 0, terminal.Columns - 1);
        if (locator.IsPixels)
        {
            row = mouse.PixelY >= 0 ? mouse.PixelY : row * terminal.Options.CellPixelHeight;
            column = mouse.PixelX >= 0 ? mouse.PixelX : column * terminal.Options.CellPixelWidth;
        }

        int number = locator.Take(mouse, row + 1, column + 1);
        if (number == 0)
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[64];
        var writer = new KeySequenceWriter(buffer);
        writer.Add("\e["u8);
        writer.AddNumber(number);
        writer.Add(';');
        writer.AddNumber(locator.Buttons);
        writer.Add(';');
        writer.AddNumber(locator.Row);
        writer.Add(';');
        writer.AddNumber(locator.Column);
        writer.Add("&w"u8);
        output.Write(writer.Written);
        return true;
    }
}
