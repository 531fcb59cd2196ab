using System.Text;
using Multiplex.Server.Commands;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>
/// The output of an external program for status lines (<c>backtick</c>). With a lifespan the program runs again when its output is
/// needed and too old;
/// without one it runs on and its last line counts. Nothing waits for it: status lines show the former output until the new one is there.
/// </summary>
internal sealed class Backtick : IDisposable
{
    /// <summary>Longest line that is kept; no status line is wider.</summary>
    public const int MaxLine = 1024;

    private readonly Session _session;
    private readonly List<byte> _line = [];
    private IDisposable? _program;
    private IDisposable? _timer;
    private string _candidate = string.Empty;
    private long _finished;
    private bool _hasRun;
    private bool _isRunning;

    /// <summary>A backtick; its program starts when its text is first asked for.</summary>
    /// <param name="session">The session.</param>
    /// <param name="id">Its number in <c>%id`</c>.</param>
    /// <param name="lifespan">Seconds after which the output is too old; 0 for a program that runs on.</param>
    /// <param name="refresh">Seconds between redraws of what shows it; 0 for none.</param>
    /// <param name="arguments">Program and arguments.</param>
    public Backtick(Session session, int id, int lifespan, int refresh, IReadOnlyList<string> arguments)
    {
        _session = session;
        Id = id;
        Lifespan = lifespan;
        Refresh = refresh;
        Arguments = arguments;
    }

    /// <summary>Its number.</summary>
    public int Id { get; }

    /// <summary>Seconds after which the output is too old.</summary>
    public int Lifespan { get; }

    /// <summary>Seconds between redraws.</summary>
    public int Refresh { get; }

    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The last line that the program gave. Asking for it starts the program when the line is too old.</summary>
    public string Text
    {
        get
        {
            if (!_isRunning && (!_hasRun || IsStale))
            {
                Run();
            }

            if (Refresh > 0 && _timer is null && _session.Displays.Count > 0)
            {
                _timer = _session.Host.StartTimer(TimeSpan.FromSeconds(Refresh), Tick);
            }

            return Line;
        }
    }

    private string Line { get; set; } = string.Empty;

    private bool IsStale => Lifespan > 0 && _session.Host.Time.GetElapsedTime(_finished) >= TimeSpan.FromSeconds(Lifespan);

    /// <summary>Starts the program now, so that its line is there when it is first shown.</summary>
    public void Start() => _ = Text;

    /// <inheritdoc/>
    public void Dispose()
    {
        _program?.Dispose();
        _timer?.Dispose();
    }

    private void Run()
    {
        _hasRun = true;
        _isRunning = true;
        _line.Clear();
        _candidate = string.Empty;
        _program?.Dispose();
        _program = _session.Host.RunProgram(_session, Arguments, Receive);
    }

    private void Tick()
    {
        _timer = null;
        Redraw();
    }

    private void Receive(ReadOnlyMemory<byte> output)
    {
        if (output.IsEmpty)
        {
            Finish();
            return;
        }

        foreach (byte value in output.Span)
        {
            if (value == '\n')
            {
                EndLine();
            }
            else if (_line.Count < MaxLine && value != '\r')
            {
                _line.Add(value);
            }
        }

        // A program that runs on is shown line by line; one that ends is shown when it has ended.
        if (Lifespan == 0)
        {
            Publish();
        }
    }

    private void EndLine()
    {
        // C-e introduces status escapes in a program's output; other control characters have no place in a status line.
        _candidate = string.Join('\x05', Encoding.UTF8.GetString([.. _line]).Split('\x05').Select(CommandText.Printable));
        _line.Clear();
    }

    private void Finish()
    {
        if (_line.Count > 0)
        {
            EndLine();
        }

        _isRunning = false;
        _finished = _session.Host.Time.GetTimestamp();
        Publish();
    }

    private void Publish()
    {
        if (Line != _candidate)
        {
            Line = _candidate;
            Redraw();
        }
    }

    private void Redraw()
    {
        foreach (Display display in _session.Displays)
        {
            _session.Host.Invalidate(display);
        }
    }
}
