using System.Globalization;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server.Holding;

/// <summary>What a journal tells its owner.</summary>
internal interface IJournalOwner
{
    /// <summary>The window printed; the bytes are parsed.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    public void Printed(Window window, ReadOnlySpan<byte> bytes);

    /// <summary>The program has ended and all that it printed is parsed.</summary>
    /// <param name="window">The window.</param>
    /// <param name="status">The wait status, or null when unknown.</param>
    public void Ended(Window window, int? status);

    /// <summary>Output was passed over because daemons died of it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="offset">Where in the window's output.</param>
    /// <param name="bytes">What was passed over; borrowed for the call.</param>
    public void Quarantined(Window window, ulong offset, ReadOnlySpan<byte> bytes);

    /// <summary>A key goes to a window: what waits in other windows is to be safe before it counts as taken.</summary>
    /// <param name="journal">The journal that the key goes to.</param>
    public void BeforeKeys(WindowJournal journal);

    /// <summary>Something wants to be done at the end of the turn: <see cref="WindowJournal.EndTurn"/>.</summary>
    /// <param name="journal">The journal.</param>
    public void AtEndOfTurn(WindowJournal journal);

    /// <summary>Output that nobody could take can be taken now: <see cref="WindowJournal.Parse"/>.</summary>
    /// <param name="journal">The journal.</param>
    public void Continued(WindowJournal journal);
}

/// <summary>
/// A window's program as the holder keeps it: reads the output ring into the emulator, writes checkpoints and only then moves the tail, types through
/// the input ring. After a daemon's death the next one takes the newest valid checkpoint and replays the ring from there: the screen is
/// that of an uninterrupted run, and nothing outside the screen happens twice.
/// </summary>
internal sealed partial class WindowJournal : IWindowProcess, IDisposable
{
    /// <summary>The version of this file's part of a checkpoint; the emulator's part has its own.</summary>
    public const uint FormatVersion = 2;

    /// <summary>
    /// Bytes parsed under one entry in the control page. A death is told by the block it happened in; small enough that two random kills
    /// within the same few microseconds do not happen, large enough to cost nothing.
    /// </summary>
    public const int BlockSize = 1024;

    /// <summary>Daemons that may die of a block before it is passed over.</summary>
    private const int MaxDeaths = 2;

    private static readonly TimeSpan _idle = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _trimAfter = TimeSpan.FromSeconds(2);

    private readonly IHolder _holder;
    private readonly IJournalOwner _owner;
    private readonly CheckpointBuffer _scratch;
    private readonly LoopTimer _timer;
    private readonly TimeProvider _time;
    private readonly WindowInput _input;
    private WindowMemory? _memory;
    private WindowInfo _info;
    private (int Columns, int Rows)? _wantedSize;
    private ulong _parsed;
    private ulong _replayEnd;
    private ulong _suspectStart;
    private ulong _suspectEnd;
    private uint _replies;
    private uint _effects;
    private ulong _trimmed;
    private long _lastParse;
    private int _checkpointSize;
    private bool _isTellingReplay;
    private bool _isChanged;
    private bool _isInputUnsafe;
    private bool _hasExited;
    private bool _hasEnded;
    private ExitRecord _exit;

    /// <summary>A journal whose window is not spawned yet.</summary>
    /// <param name="holder">The connection to the holder.</param>
    /// <param name="owner">Who is told.</param>
    /// <param name="window">The window.</param>
    /// <param name="timers">Where its timer runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="scratch">Where checkpoints are put together; shared by all journals.</param>
    public WindowJournal(
        IHolder holder, IJournalOwner owner, Window window, TimerQueue timers, TimeProvider time, CheckpointBuffer scratch)
    {
        _holder = holder;
        _owner = owner;
        _time = time;
        _scratch = scratch;
        _timer = timers.Create(OnTimer);
        _input = new WindowInput(holder);
        Window = window;
    }

    /// <summary>The window.</summary>
    public Window Window { get; }

    /// <summary>The request that the window was asked for with: unique in the session for ever.</summary>
    public ulong RequestId { get; init; }

    /// <summary>The blocks of the window's scrollback.</summary>
    public ScrollbackFile Scrollback { get; } = new();

    /// <summary>The holder's number of the window, 0 before it is spawned.</summary>
    public ulong WindowId => _info.WindowId;

    /// <summary>Its bit in the holder's bitmaps.</summary>
    public uint Slot => _info.Slot;

    /// <summary>What the holder said of the window when it was spawned or found.</summary>
    public ref readonly WindowInfo Info => ref _info;

    /// <summary>True once the window is spawned.</summary>
    public bool IsAttached => _memory is not null;

    /// <summary>True while the journal waits in an <see cref="OutputPump"/>, which sets it.</summary>
    public bool IsQueued { get; set; }

    /// <summary>True while keys wait for room in the input ring and are in no checkpoint yet.</summary>
    public bool IsInputUnsafe => _isInputUnsafe && _input.Waiting > 0;

    /// <summary>True while keys wait for room in the input ring.</summary>
    public bool IsInputWaiting => _input.Waiting > 0;

    /// <summary>Output bytes that can be parsed now.</summary>
    public int Backlog => _memory is { } memory ? (int)Math.Min(memory.Output.Head - _parsed, Room) : 0;

    /// <summary>How much of the output can be taken at present: a filter that does not read holds it back, in the ring.</summary>
    private uint Room => Window.Filter is { TakesOutput: true } filter ? (uint)filter.Room : uint.MaxValue;

    /// <inheritdoc/>
    public int HolderId => (int)_info.WindowId;

    /// <inheritdoc/>
    public int Pid => _hasExited ? 0 : _info.ProcessId;

    /// <inheritdoc/>
    public string TerminalName => !IsAttached ? string.Empty
        : IsLine ? Window.Request.Arguments[0]
        : string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{_info.TtyNumber}");

    /// <summary>True for a serial line, which has no program.</summary>
    public bool IsLine => IsAttached && _info.ProcessId == 0 && Window.Request.Arguments.Count > 0;

    /// <inheritdoc/>
    public LineSignals? Signals => IsLine && _memory?.Master is { } line ? SerialLine.TryGetSignals(line.Value) : null;

    /// <inheritdoc/>
    public TerminalModes? Modes => _memory?.Master is { } terminal ? TerminalMode.TryDescribe(terminal.Value) : null;

    /// <inheritdoc/>
    public bool IsReplaying => _parsed < _replayEnd || _isTellingReplay;

    /// <summary>The window's memory, to be handed to another holder.</summary>
    public WindowMemory? Memory => _memory;

    /// <summary>A new window has been spawned.</summary>
    /// <param name="info">What the holder says of it.</param>
    /// <param name="memory">Its memory; owned by the journal from now on.</param>
    public void Spawned(in WindowInfo info, WindowMemory memory)
    {
        Attach(info, memory);
        _parsed = memory.Control.Tail;
        SetPermissions();
        if (Window.Log is not null || Window.Terminal is { CursorRow: > 0 })
        {
            // A log from the first byte on, or text of a program that was started again: what the first checkpoint does not know of would be logged twice
            // after a death, or be gone.
            Checkpoint();
        }

        if (_wantedSize is { } size && (size.Columns != info.Size.Columns || size.Rows != info.Size.Rows))
        {
            _holder.Resize(WindowId, SizeOf(size.Columns, size.Rows));
        }
    }

    /// <summary><c>defmode</c>: who else may write to the window's tty. Refusals are of no consequence: it stays as the system made it.</summary>
    private void SetPermissions()
    {
        int mode = Window.Session.Settings.TerminalMode;
        if (mode == 0 || IsLine)
        {
            return;
        }

        try
        {
            PosixFile.SetPermissions(null, TerminalName, (uint)mode);
        }
        catch (PosixException)
        {
        }
    }

    /// <summary>Parses what the program printed.</summary>
    /// <param name="budget">Most bytes to parse.</param>
    /// <returns>How many bytes were parsed.</returns>
    public int Parse(int budget)
    {
        if (_memory is not { } memory || memory.Control.Epoch != _holder.Epoch)
        {
            return 0;
        }

        _input.Drain();
        ulong start = _parsed;
        ulong end = Math.Min(memory.Output.Head, start + Math.Min((uint)budget, Room));
        if (start == end)
        {
            Finish(memory);
            return 0;
        }

        while (_parsed < end)
        {
            // The bytes that a daemon died of stand alone, so that no others are passed over with them.
            ulong suspect = _parsed < _suspectStart ? _suspectStart : _parsed < _suspectEnd ? _suspectEnd : end;
            ParseBlock(memory, Math.Min(Math.Min(end, suspect), (_parsed | (BlockSize - 1)) + 1));
        }

        _lastParse = _time.GetTimestamp();
        _isTellingReplay = start < _replayEnd;
        _owner.Printed(Window, memory.Output.Read(start, end));
        _isTellingReplay = false;
        if (_parsed - memory.Control.Tail >= Spacing(memory))
        {
            Checkpoint();
        }
        else if (!_timer.IsRunning)
        {
            _timer.Set(_idle);
        }

        Finish(memory);
        return (int)(end - start);
    }

    /// <summary>The program has ended; the window is over when all its output is parsed.</summary>
    /// <param name="exit">How.</param>
    public void Exited(in ExitRecord exit)
    {
        _hasExited = true;
        _exit = exit;
        if (_memory is { } memory)
        {
            Finish(memory);
        }
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> bytes, InputOrigin origin)
    {
        if (_hasExited)
        {
            return true;
        }

        if (origin.ClientId != 0)
        {
            _owner.BeforeKeys(this);
        }

        bool isTaken = _input.Write(bytes, origin);
        NoteWaiting();
        return isTaken;
    }

    /// <inheritdoc/>
    public bool Paste(RegisterText text, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        if (_hasExited)
        {
            return true;
        }

        bool isTaken = _input.Paste(text, start, end);
        NoteWaiting();
        return isTaken;
    }

    /// <inheritdoc/>
    public void Reply(ReadOnlySpan<byte> bytes)
    {
        _replies++;
        _input.Reply(bytes, Mark(_replies));
        NoteWaiting();
    }

    /// <summary>
    /// Asks before something happens outside of the screen (a bell, a clipboard): each happens at most once, whatever dies.
    /// </summary>
    /// <returns>True when it is to happen now.</returns>
    public bool TryEffect()
    {
        _effects++;
        ulong mark = Mark(_effects);
        if (_memory is not { } memory || mark <= memory.Control.EffectsOffset)
        {
            return false;
        }

        memory.Control.EffectsOffset = mark;
        return true;
    }

    /// <summary>The size for the pty. Programs that draw pictures look for pixels there.</summary>
    private Platform.Holding.WindowSize SizeOf(int columns, int rows) =>
        Window.Terminal?.Options is { } options && (options.Sixel || options.KittyGraphics)
            ? new((ushort)rows, (ushort)columns, Pixels(columns, options.CellPixelWidth), Pixels(rows, options.CellPixelHeight))
            : new((ushort)rows, (ushort)columns);

    private static ushort Pixels(int cells, int size) => (ushort)Math.Min(cells * size, ushort.MaxValue);

    /// <inheritdoc/>
    public void Resize(int columns, int rows)
    {
        _wantedSize = (columns, rows);
        if (IsAttached)
        {
            _holder.Resize(WindowId, SizeOf(columns, rows));
        }

        Changed();
    }

    /// <inheritdoc/>
    public void Changed()
    {
        if (!_isChanged)
        {
            _isChanged = true;
            _owner.AtEndOfTurn(this);
        }
    }

    /// <inheritdoc/>
    public bool TryBreak(bool isOn) => IsLine && _memory?.Master is { } line && SerialLine.TrySetBreak(line.Value, isOn);

    /// <inheritdoc/>
    public void Continue() => _owner.Continued(this);

    /// <inheritdoc/>
    public void Signal(int signal)
    {
        if (IsAttached && !_hasExited)
        {
            _holder.Signal(WindowId, signal);
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        _hasEnded = true;
        if (IsAttached)
        {
            _holder.Close(WindowId);
        }
    }

    /// <summary>Lets go of the window's memory without a word to the holder.</summary>
    public void Dispose()
    {
        _hasEnded = true;
        _timer.Stop();
        _input.Detach();
        Scrollback.Dispose();
        _memory?.Dispose();
        _memory = null;
    }

    private void Attach(in WindowInfo info, WindowMemory memory)
    {
        _info = info;
        _memory = memory;
        Scrollback.Attach(memory.ScrollbackDescriptor);
        _input.Attach(memory.Control, info.Slot, new InputSpill(memory.StateDescriptor));
        _lastParse = _time.GetTimestamp();
    }

    private void ParseBlock(WindowMemory memory, ulong end)
    {
        if (_parsed >= _suspectStart && _parsed < _suspectEnd && memory.Control.ParseDeaths >= MaxDeaths)
        {
            Quarantine(memory, Math.Min(end, _suspectEnd));
            return;
        }

        if ((_parsed & (BlockSize - 1)) == 0)
        {
            _replies = 0;
            _effects = 0;
        }

        memory.Control.BeginParse(_parsed, end, _holder.Epoch);
        try
        {
            FaultInjection.Poison(memory.Output.Read(_parsed, end));
            Window.Receive(memory.Output.Read(_parsed, end));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A program's output can never fail: what the parser cannot take is passed over, and the other windows never notice.
            Quarantine(memory, end);
            return;
        }

        memory.Control.EndParse();
        _parsed = end;
        if (_suspectEnd != 0 && _parsed >= _suspectEnd)
        {
            _suspectEnd = 0;
            memory.Control.ParseDeaths = 0;
        }
    }

    /// <summary>
    /// A number that grows with the output: the block's place and the count of such events in it. It is the same at each parsing of the same bytes, however
    /// they were cut, which is what tells an answer that was given from one that was not.
    /// </summary>
    private ulong Mark(uint count) => (_parsed & ~(ulong)(BlockSize - 1)) + Math.Min(count, BlockSize - 1) + 1;

    private void Finish(WindowMemory memory)
    {
        // The flag first: once it is set the head does not move any more.
        if (_hasExited && !_hasEnded && memory.Output.Flags.HasFlag(OutputFlags.Drained) && memory.Output.Head == _parsed)
        {
            _hasEnded = true;
            _owner.Ended(Window, _exit.Flags.HasFlag(ExitFlags.StatusKnown) ? _exit.WaitStatus : null);
        }
    }
}
