using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Multiplex.Terminal;

namespace Multiplex.EndToEndTests.Harness;

/// <summary>
/// The user's terminal: a pty with a program on it, and the project's own emulator that shows what the program draws. All waits end with
/// the event that they wait for, and fail with a picture of the screen when it does not come.
/// </summary>
internal sealed class OuterTerminal : NullTerminalEvents, IDisposable
{
    private readonly object _gate = new();
    private readonly TerminalEmulator _emulator;
    private readonly MemoryStream _printed = new();
    private readonly List<string> _told = [];
    private readonly Func<string, bool>? _answers;
    private readonly PtyHost _host;
    private int _pid;
    private long _started;
    private long _lastPrinted;
    private int? _status;
    private byte[]? _modes;
    private bool _isOver;
    private bool _isDisposed;

    /// <param name="start">The program.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="answers">Which answers the terminal gives; all when null.</param>
    /// <param name="choose">What the terminal can do beside the usual.</param>
    public OuterTerminal(
        ProcessStartInfo start, int columns, int rows, Func<string, bool>? answers = null, Action<TerminalOptions>? choose = null)
    {
        _answers = answers;
        TerminalOptions options = new() { Columns = columns, Rows = rows, Name = "xterm", Version = "370" };
        choose?.Invoke(options);
        _emulator = new TerminalEmulator(options, this);
        lock (_gate)
        {
            // What arrives meanwhile waits: the answer to a query needs the host.
            _host = new PtyHost(start, columns, rows, Received);
        }
    }

    /// <summary>The process that holds the terminal; killing it takes the terminal away without a word.</summary>
    public int HostPid => _host.HostPid;

    /// <summary>The program's process id.</summary>
    public int Pid => Read(terminal => terminal._pid, terminal => terminal._pid != 0, "the program to start");

    /// <summary>The text on the screen: a line for each row, without blanks at their ends.</summary>
    public string Screen
    {
        get
        {
            lock (_gate)
            {
                return TextOfScreen();
            }
        }
    }

    /// <summary>Everything that was printed, controls included, one character a byte.</summary>
    public string Printed
    {
        get
        {
            lock (_gate)
            {
                return Encoding.Latin1.GetString(_printed.GetBuffer(), 0, (int)_printed.Length);
            }
        }
    }

    /// <summary>How many bytes were printed.</summary>
    public long PrintedLength
    {
        get
        {
            lock (_gate)
            {
                return _printed.Length;
            }
        }
    }

    /// <summary>Zero-based row and column of the cursor.</summary>
    public (int Row, int Column) Cursor
    {
        get
        {
            lock (_gate)
            {
                return (_emulator.CursorRow, _emulator.CursorColumn);
            }
        }
    }

    /// <summary>Reads the emulator while nothing is fed to it.</summary>
    public T Look<T>(Func<TerminalEmulator, T> read)
    {
        lock (_gate)
        {
            return read(_emulator);
        }
    }

    /// <summary>Types a text, one byte a character above 0x7F aside, which become UTF-8.</summary>
    public void Type(string text) => _host.Send('i', Encoding.UTF8.GetBytes(text));

    /// <summary>Types the command key and then the keys given.</summary>
    public void Press(string keys) => Type("\x01" + keys);

    /// <summary>Gives the terminal another size.</summary>
    public void Resize(int columns, int rows)
    {
        lock (_gate)
        {
            _emulator.Resize(columns, rows);
        }

        ResizeProgram(columns, rows);
    }

    /// <summary>Tells the program another size, and shows what it draws at the old one.</summary>
    public void ResizeProgram(int columns, int rows)
    {
        Span<byte> sizes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(sizes, (ushort)columns);
        BinaryPrimitives.WriteUInt16LittleEndian(sizes[2..], (ushort)rows);
        _host.Send('r', sizes);
    }

    /// <summary>Sends a signal to the program.</summary>
    public void Signal(int number)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(payload, number);
        _host.Send('s', payload);
    }

    /// <summary>From now on the terminal takes only so many bytes a second, as behind a slow line; none at all for 0, all when negative.</summary>
    public void Throttle(int bytesPerSecond)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(payload, bytesPerSecond);
        _host.Send('w', payload);
    }

    /// <summary>Closes the terminal, as a window manager does.</summary>
    public void HangUp() => _host.Send('h', []);

    /// <summary>The terminal's modes (termios), as bytes to compare.</summary>
    public byte[] Modes()
    {
        lock (_gate)
        {
            _modes = null;
        }

        _host.Send('t', []);
        return Read(terminal => terminal._modes!, terminal => terminal._modes is not null, "the terminal's modes");
    }

    /// <summary>Waits until a text stands on the screen. A newline in it matches the end of a row.</summary>
    public void WaitFor(string text) => WaitUntil(terminal => terminal.TextOfScreen().Contains(text, StringComparison.Ordinal), $"\"{text}\" on the screen");

    /// <summary>Waits until a text stands on the screen.</summary>
    /// <returns>How long that took from the start of the program, or a little more when it printed on.</returns>
    public TimeSpan TimeUntil(string text) => Read(
        terminal => Stopwatch.GetElapsedTime(terminal._started, terminal._lastPrinted),
        terminal => terminal._pid != 0 && terminal.TextOfScreen().Contains(text, StringComparison.Ordinal),
        $"\"{text}\" on the screen");

    /// <summary>Waits until a text no longer stands on the screen.</summary>
    public void WaitForNo(string text) =>
        WaitUntil(terminal => !terminal.TextOfScreen().Contains(text, StringComparison.Ordinal), $"\"{text}\" to leave the screen");

    /// <summary>Waits until a row begins with a text.</summary>
    public void WaitForRow(int row, string text) =>
        WaitUntil(terminal => terminal._emulator.TextOf(row).StartsWith(text, StringComparison.Ordinal), $"row {row} to begin with \"{text}\"");

    /// <summary>Waits until the message line (the last row) begins with a text.</summary>
    public void WaitForMessage(string text) => WaitUntil(
        terminal => terminal._emulator.TextOf(terminal._emulator.Rows - 1).StartsWith(text, StringComparison.Ordinal),
        $"the message \"{text}\"");

    /// <summary>Waits until the screen's text is this one.</summary>
    public void WaitForScreen(Func<string, bool> condition, string what) => WaitUntil(terminal => condition(terminal.TextOfScreen()), what);

    /// <summary>Waits until the emulator is in some state.</summary>
    public void WaitForState(Func<TerminalEmulator, bool> condition, string what) => WaitUntil(terminal => condition(terminal._emulator), what);

    /// <summary>Waits until the terminal was told something beside the screen, such as <c>bell</c>; see the overrides.</summary>
    public void WaitForTold(string text) => WaitUntil(terminal => terminal._told.Contains(text), $"\"{text}\" to be told");

    /// <summary>How often the terminal was told something.</summary>
    public int CountTold(string text)
    {
        lock (_gate)
        {
            return _told.Count(told => told == text);
        }
    }

    /// <summary>Waits for the program's end.</summary>
    /// <returns>Its exit code, or 128 and the number of the signal that killed it.</returns>
    public int WaitForExit()
    {
        int status = Read(terminal => terminal._status!.Value, terminal => terminal._status is not null, "the program to end");
        return (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
    }

    /// <inheritdoc/>
    public override void Reply(ReadOnlySpan<byte> bytes)
    {
        if (_answers is null || _answers(Encoding.Latin1.GetString(bytes)))
        {
            _host.Send('i', bytes);
        }
    }

    /// <inheritdoc/>
    public override void Bell() => _told.Add("bell");

    /// <inheritdoc/>
    public override void Clipboard(string selection, ReadOnlySpan<byte> base64) => _told.Add($"clipboard {selection} {Encoding.Latin1.GetString(base64)}");

    /// <inheritdoc/>
    public override void Notification(string title, string body) => _told.Add($"notification {title}|{body}");

    /// <inheritdoc/>
    public override void Progress(int state, int percent) => _told.Add($"progress {state} {percent}");

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _host.Dispose();
        }
    }

    private void Received(char kind, ReadOnlyMemory<byte> payload)
    {
        lock (_gate)
        {
            switch (kind)
            {
                case 'p':
                    _started = Stopwatch.GetTimestamp();
                    _pid = BinaryPrimitives.ReadInt32LittleEndian(payload.Span);
                    break;
                case 'o':
                    _printed.Write(payload.Span);
                    _emulator.Feed(payload.Span);
                    _lastPrinted = Stopwatch.GetTimestamp();
                    break;
                case 'x':
                    _status = BinaryPrimitives.ReadInt32LittleEndian(payload.Span);
                    break;
                case 't':
                    _modes = payload.ToArray();
                    break;
                case 'e':
                    _isOver = true;
                    break;
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void WaitUntil(Func<OuterTerminal, bool> condition, string what) => Read(static _ => true, condition, what);

    private T Read<T>(Func<OuterTerminal, T> read, Func<OuterTerminal, bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (!condition(this))
            {
                TimeSpan left = Waiting.Cap - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || _isOver || !Monitor.Wait(_gate, left))
                {
                    string end = _isOver ? "the terminal is gone" : _status is { } status ? $"the program ended with status {status:x}" : "the program runs";
                    Assert.Fail($"waited in vain for {what}; {end}; cursor at {_emulator.CursorRow},{_emulator.CursorColumn}; the screen:\n{Framed()}");
                }
            }

            return read(this);
        }
    }

    private string TextOfScreen()
    {
        StringBuilder text = new();
        for (int row = 0; row < _emulator.Rows; row++)
        {
            text.Append(_emulator.TextOf(row)).Append('\n');
        }

        return text.ToString();
    }

    private string Framed()
    {
        StringBuilder text = new();
        for (int row = 0; row < _emulator.Rows; row++)
        {
            text.Append('|').Append(_emulator.TextOf(row).PadRight(_emulator.Columns)).Append("|\n");
        }

        return text.ToString();
    }
}
