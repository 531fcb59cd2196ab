using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>An empty display until a key is typed (<c>blanker</c>); it may show a program's output instead (<c>blankerprg</c>).</summary>
internal sealed class BlankLayer : Layer
{
    private readonly Terminal.TerminalEmulator? _terminal;
    private readonly TerminalPainter _painter = new();
    private IDisposable? _program;

    private BlankLayer(Terminal.TerminalEmulator? terminal) => _terminal = terminal;

    /// <summary>Blanks a display.</summary>
    /// <param name="display">The display.</param>
    /// <param name="program">Program and arguments whose output is shown, or nothing.</param>
    public static void Open(Display display, IReadOnlyList<string> program)
    {
        if (display.Overlay is BlankLayer)
        {
            return;
        }

        Terminal.TerminalEmulator? terminal = program.Count == 0
            ? null
            : new Terminal.TerminalEmulator(new Terminal.TerminalOptions { Columns = display.Columns, Rows = display.Rows }, new Terminal.NullTerminalEvents());
        var layer = new BlankLayer(terminal);
        display.Overlay = layer;
        display.IsBlanked = true;
        if (terminal is not null)
        {
            layer._program = display.Session.Host.RunProgram(display.Session, program, bytes => layer.Show(display, bytes));
        }

        display.Session.Host.Invalidate(display);
    }

    /// <inheritdoc/>
    public override void HandleKey(Display display, KeyPress key) => Close(display);

    /// <inheritdoc/>
    public override void Compose(Display display, Frame frame, Rectangle area)
    {
        CellText.Clear(frame, area);
        if (_terminal is not null)
        {
            _painter.Paint(_terminal, frame, area, 0, 0);
        }
    }

    /// <inheritdoc/>
    public override CursorPlace Cursor(Display display, Rectangle area) => new(area.Row, area.Column, IsVisible: false);

    /// <inheritdoc/>
    public override void Resize(Display display, Rectangle area) => _terminal?.Resize(area.Columns, area.Rows);

    /// <inheritdoc/>
    public override void Leave(Display display)
    {
        display.IsBlanked = false;
        _program?.Dispose();
        _program = null;
    }

    private void Show(Display display, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            _program?.Dispose();
            _program = null;
            return;
        }

        // The program writes to a pipe, which has no tty to turn line feeds into new lines.
        foreach (byte value in bytes.Span)
        {
            _terminal?.Feed(value == '\n' ? "\r\n"u8 : new ReadOnlySpan<byte>(in value));
        }

        display.Session.Host.Invalidate(display);
    }
}
