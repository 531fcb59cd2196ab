using Multiplex.Server.Commands;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>A program that <c>exec</c> runs beside a window's own, until it ends, <c>kill</c> ends it, or its window goes.</summary>
internal sealed class WindowFilter : IFilterEvents, IDisposable
{
    private readonly Window _window;
    private readonly FilterPattern _pattern;
    private readonly IFilterTerminals _terminals;

    private WindowFilter(Window window, FilterPattern pattern, IReadOnlyList<string> arguments)
    {
        _window = window;
        _pattern = pattern;
        Arguments = arguments;
        _terminals = window.Session.Host.RunFilter(window, pattern, arguments, this);
    }

    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>True when it gets what the window's program prints.</summary>
    public bool TakesOutput => _pattern.TakesOutput;

    /// <summary>True when nothing of what the window's program prints is shown.</summary>
    public bool HidesOutput => _pattern.HidesOutput;

    /// <summary>True when it gets what the user types.</summary>
    public bool TakesKeys => _pattern.TakesKeys;

    /// <summary>How much of the window's output it can be given at present.</summary>
    public int Room => _terminals.Room;

    /// <summary>Starts a filter.</summary>
    /// <param name="window">The window; it has none.</param>
    /// <param name="pattern">Where its streams go.</param>
    /// <param name="arguments">Program and arguments.</param>
    /// <exception cref="Platform.PosixException">It cannot be started.</exception>
    public static void Start(Window window, FilterPattern pattern, IReadOnlyList<string> arguments) =>
        window.Filter = new WindowFilter(window, pattern, arguments);

    /// <summary>Gives it what the window's program has printed.</summary>
    /// <param name="output">No more than <see cref="Room"/>; borrowed for the call.</param>
    public void Take(ReadOnlySpan<byte> output) => _terminals.Write(_pattern.HidesOutput ? FilterSide.Program : FilterSide.User, output);

    /// <summary>Gives it what was typed.</summary>
    /// <param name="keys">Borrowed for the call.</param>
    public void Type(ReadOnlySpan<byte> keys) => _terminals.Write(FilterSide.User, keys);

    /// <summary>Its window has another size.</summary>
    /// <param name="columns">Width.</param>
    /// <param name="rows">Height.</param>
    public void Resize(int columns, int rows) => _terminals.Resize(columns, rows);

    /// <inheritdoc/>
    public void Printed(FilterSide side, ReadOnlySpan<byte> bytes)
    {
        if (side == FilterSide.Program || _pattern.TypesWhatIsShown)
        {
            _window.Process?.Write(bytes, InputOrigin.None);
        }

        if (side == FilterSide.User)
        {
            _window.Show(bytes);
            _window.Process?.Changed();
            SessionRequests.Shown(_window, bytes);
        }
    }

    /// <inheritdoc/>
    public void Continued() => _window.Process?.Continue();

    /// <inheritdoc/>
    public void Ended() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ReferenceEquals(_window.Filter, this))
        {
            _window.Filter = null;
            _window.Process?.Continue();
        }

        _terminals.Dispose();
    }
}
