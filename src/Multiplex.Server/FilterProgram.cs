using System.Text;
using Multiplex.Platform;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server;

/// <summary>
/// A program of <c>exec</c>, on terminals of the daemon's own: it filters what passes through the daemon, so it ends with it, and the window goes on
/// as if it had never been there. One terminal is the user's side, with the window's size; what goes to or comes from the window's
/// program has another one, through which bytes pass unchanged.
/// </summary>
internal sealed class FilterProgram : IFilterTerminals, IPollTarget
{
    private readonly EventLoop _loop;
    private readonly IFilterEvents _events;
    private readonly FilterTerminal _user;
    private readonly FilterTerminal? _program;
    private readonly int _processId;
    private readonly FileDescriptor? _process;
    private readonly Watch? _watch;
    private bool _isOver;

    /// <summary>Starts a filter.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="window">Whose environment and size it gets.</param>
    /// <param name="pattern">Where its streams go.</param>
    /// <param name="arguments">Program and arguments.</param>
    /// <param name="events">Who is told.</param>
    /// <exception cref="PosixException">It cannot be started.</exception>
    public FilterProgram(EventLoop loop, Window window, FilterPattern pattern, IReadOnlyList<string> arguments, IFilterEvents events)
    {
        _loop = loop;
        _events = events;
        _user = new FilterTerminal(loop, FilterSide.User, Size(window), isRaw: false, takesBytes: pattern.Input == ':', events);
        try
        {
            if (pattern.Input == '!' || pattern.Output == '!' || pattern.Error == '!')
            {
                _program = new FilterTerminal(loop, FilterSide.Program, Size(window), isRaw: true, takesBytes: true, events);
            }

            _processId = Start(window, pattern, arguments);
        }
        catch (PosixException)
        {
            _program?.Dispose();
            _user.Dispose();
            throw;
        }

        _user.Begin();
        _program?.Begin();
        _process = ProcessStarter.TryOpenProcess(_processId);
        _watch = _process is null ? null : loop.Watch(_process.Value, PollEvents.Read, this);
    }

    /// <inheritdoc/>
    public bool IsUrgent => false;

    /// <inheritdoc/>
    public int Room => _program is null ? _user.Room : Math.Min(_user.Room, _program.Room);

    /// <inheritdoc/>
    public void Write(FilterSide side, ReadOnlySpan<byte> bytes) => (side == FilterSide.User ? _user : _program)?.Write(bytes);

    /// <inheritdoc/>
    public void Resize(int columns, int rows)
    {
        _user.Resize(columns, rows);
        _program?.Resize(columns, rows);
    }

    /// <summary>The program has ended.</summary>
    /// <param name="events">Not looked at.</param>
    public void Ready(PollEvents events)
    {
        _program?.Drain();
        _user.Drain();
        _events.Ended();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _watch?.Dispose();
        _process?.Dispose();
        _program?.Dispose();

        // The program's controlling terminal: its end hangs the program up, and what it started there.
        _user.Dispose();
        if (!ProcessStarter.TryReap(_processId, out _))
        {
            new ChildReaper(_loop).Add(_processId);
        }
    }

    private static Platform.Holding.WindowSize Size(Window window) =>
        new((ushort)(window.Terminal?.Rows ?? 24), (ushort)(window.Terminal?.Columns ?? 80));

    private int Start(Window window, FilterPattern pattern, IReadOnlyList<string> arguments)
    {
        ClientContext context = window.Request.Context ?? window.Session.Context;
        byte[] environment = WindowSpawn.Environment(window, context);
        return ProcessStarter.Start(new ProcessStart(ProgramRunner.Find(arguments[0], environment), arguments)
        {
            Environment = Encoding.UTF8.GetString(environment).Split('\0', StringSplitOptions.RemoveEmptyEntries),
            Directory = context.WorkingDirectory.Length == 0 ? null : Encoding.UTF8.GetString(context.WorkingDirectory),
            Terminal = _user.Name,
            Input = Stream(pattern.Input),
            Output = Stream(pattern.Output),
            Error = Stream(pattern.Error),
        });
    }

    private FileDescriptor? Stream(char kind) => kind == '!' ? _program!.Slave : null;
}
