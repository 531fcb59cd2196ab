using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>
/// A program that <c>exec</c> runs beside a window's own. Its output is shown in the window, or typed into the window's program, as the
/// pattern says.
/// </summary>
internal sealed class WindowFilter : IDisposable
{
    private readonly Window _window;
    private readonly IDisposable _program;
    private readonly bool _typesOutput;

    /// <summary>Starts the program.</summary>
    /// <param name="window">The window.</param>
    /// <param name="pattern">Where standard input, output and error go: <c>.</c> the window, <c>!</c> its program, <c>:</c> both.</param>
    /// <param name="arguments">Program and arguments.</param>
    public WindowFilter(Window window, string pattern, IReadOnlyList<string> arguments)
    {
        _window = window;
        Pattern = pattern;
        Arguments = arguments;
        _typesOutput = pattern.Length > 1 && pattern[1] is '!' or ':';
        _program = window.Session.Host.RunProgram(window.Session, arguments, Receive);
    }

    /// <summary>The pattern.</summary>
    public string Pattern { get; }

    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();

    private void Receive(ReadOnlyMemory<byte> output)
    {
        if (output.IsEmpty)
        {
            if (ReferenceEquals(_window.Filter, this))
            {
                _window.Filter = null;
            }

            return;
        }

        if (_typesOutput)
        {
            Typing.ToWindow(_window, output.Span, null);
        }

        if (!_typesOutput || Pattern[1] == ':')
        {
            Show(output.Span);
        }
    }

    /// <summary>The program has no tty of its own: its line feeds return the carriage here.</summary>
    private void Show(ReadOnlySpan<byte> output)
    {
        while (!output.IsEmpty)
        {
            int end = output.IndexOf((byte)'\n');
            _window.Terminal?.Feed(end < 0 ? output : output[..end]);
            if (end >= 0)
            {
                _window.Terminal?.Feed("\r\n"u8);
            }

            output = end < 0 ? default : output[(end + 1)..];
        }

        _window.Process?.Changed();
        foreach (Display display in _window.Displays)
        {
            _window.Session.Host.Invalidate(display);
        }
    }
}
