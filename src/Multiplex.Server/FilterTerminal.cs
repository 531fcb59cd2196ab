using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Services;

namespace Multiplex.Server;

/// <summary>One terminal of a program that <c>exec</c> runs.</summary>
internal sealed class FilterTerminal : IPollTarget, IDisposable
{
    /// <summary>Most bytes that wait for the program to read: a few screenfuls; then the window's output waits in its ring.</summary>
    private const int MaxWaiting = 64 * 1024;

    private const int BufferSize = 4096;
    private readonly EventLoop _loop;
    private readonly FilterSide _side;
    private readonly IFilterEvents _events;
    private readonly PseudoTerminal _terminal;
    private readonly byte[] _buffer = new byte[BufferSize];
    private byte[] _waiting = [];
    private int _start;
    private int _end;
    private Watch? _watch;

    /// <summary>Opens a terminal.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="side">Whom it stands for.</param>
    /// <param name="size">Its size.</param>
    /// <param name="isRaw">True when bytes are to pass unchanged both ways.</param>
    /// <param name="takesBytes">True when what is written to it is no typing: no echo, no lines, no signals.</param>
    /// <param name="events">Who is told.</param>
    public FilterTerminal(
        EventLoop loop, FilterSide side, Platform.Holding.WindowSize size, bool isRaw, bool takesBytes, IFilterEvents events)
    {
        _loop = loop;
        _side = side;
        _events = events;
        _terminal = new PseudoTerminal(size);
        TerminalAttributes modes = TerminalMode.Get(_terminal.Slave.Value);
        if (takesBytes)
        {
            TerminalAttributes raw = TerminalMode.MakeRaw(modes);
            raw.OutputFlags = isRaw ? raw.OutputFlags : modes.OutputFlags;
            TerminalMode.Set(_terminal.Slave.Value, raw);
        }
    }

    /// <inheritdoc/>
    public bool IsUrgent => false;

    /// <summary>The path of the program's side.</summary>
    public string Name => _terminal.Name;

    /// <summary>
    /// The program's side. It stays open here, so that a program may let go of it and open it again, as a pager does; that the program has ended
    /// is told by its process.
    /// </summary>
    public FileDescriptor Slave => _terminal.Slave;

    /// <summary>How many bytes can still wait.</summary>
    public int Room => MaxWaiting - (_end - _start);

    /// <summary>The program has its descriptors: reads what it prints from now on.</summary>
    public void Begin() => _watch = _loop.Watch(_terminal.Master.Value, PollEvents.Read, this);

    /// <summary>Writes what the program reads.</summary>
    /// <param name="bytes">Borrowed for the call; what is beyond <see cref="Room"/> is dropped.</param>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_watch is null)
        {
            return;
        }

        if (_start == _end)
        {
            int written = _terminal.Write(bytes).Bytes;
            bytes = bytes[written..];
        }

        bytes = bytes[..Math.Min(bytes.Length, Room)];
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_waiting.Length - _end < bytes.Length)
        {
            byte[] larger = new byte[Math.Max(BufferSize, Math.Min(MaxWaiting, 2 * (_end - _start + bytes.Length)))];
            _waiting.AsSpan(_start, _end - _start).CopyTo(larger);
            (_waiting, _end, _start) = (larger, _end - _start, 0);
        }

        bytes.CopyTo(_waiting.AsSpan(_end));
        _end += bytes.Length;
        _watch.Change(PollEvents.Read | PollEvents.Write);
    }

    /// <summary>Sets its size.</summary>
    /// <param name="columns">Width.</param>
    /// <param name="rows">Height.</param>
    public void Resize(int columns, int rows) =>
        TerminalMode.SetSize(_terminal.Master.Value, new Platform.Holding.WindowSize((ushort)rows, (ushort)columns));

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        if (events.HasFlag(PollEvents.Write) && _end > _start)
        {
            _start += _terminal.Write(_waiting.AsSpan(_start, _end - _start)).Bytes;
            if (_start == _end)
            {
                _watch?.Change(PollEvents.Read);
            }

            _events.Continued();
        }

        Read();
    }

    /// <summary>Reads what is left of an ended program's output.</summary>
    public void Drain()
    {
        // A bound: programs that it left behind may print for ever.
        for (int left = MaxWaiting / BufferSize; left > 0 && Read(); left--)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _watch = null;
        _terminal.Dispose();
    }

    private bool Read()
    {
        if (_watch is null)
        {
            return false;
        }

        IoResult result = _terminal.Read(_buffer);
        if (result.Bytes > 0)
        {
            _events.Printed(_side, _buffer.AsSpan(0, result.Bytes));
            return true;
        }

        return false;
    }
}
