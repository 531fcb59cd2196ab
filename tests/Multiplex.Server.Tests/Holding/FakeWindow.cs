using System.Buffers.Binary;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Holding;

namespace Multiplex.Server.Tests.Holding;

/// <summary>A window's memory as a holder makes it, with a program that prints when the test says so; it outlives the daemons that read it.</summary>
internal sealed class FakeWindow : IHolder, IDisposable
{
    private const int HeadAt = 64;
    private const int FlagsAt = 80;
    private readonly FileDescriptor _output;
    private readonly FileDescriptor _control = SharedMemory.Create("control", HolderProtocol.PageSize + HolderProtocol.InputRingSize);
    private readonly FileDescriptor _state = SharedMemory.Create("state", 0);
    private readonly FileDescriptor _scrollback = SharedMemory.Create("scrollback", 0);
    private readonly SharedMemory _outputPages;
    private readonly SharedMemory _controlPages;
    private readonly int _ringSize;
    private ulong _head;
    private ulong _typed;

    public FakeWindow(int ringSize = 65536)
    {
        _ringSize = ringSize;
        _output = SharedMemory.Create("output", HolderProtocol.PageSize + ringSize);
        _outputPages = SharedMemory.Map(_output, 0, HolderProtocol.PageSize + ringSize, isWritable: true);
        _controlPages = SharedMemory.Map(_control, 0, HolderProtocol.PageSize + HolderProtocol.InputRingSize, isWritable: true);
        Put(_outputPages, HolderProtocol.OutputMagic, (uint)ringSize);
        Put(_controlPages, HolderProtocol.ControlMagic, HolderProtocol.InputRingSize);
        Begin();
    }

    public ulong Epoch { get; private set; }

    public int Kicks { get; private set; }

    public List<(int Columns, int Rows)> Sizes { get; } = [];

    public bool IsClosed { get; private set; }

    public WindowInfo Info => new() { WindowId = 1, Slot = 0, ProcessId = 100, RingSize = (uint)_ringSize, Size = new(24, 80) };

    /// <summary>The next daemon: pages of the former one are no longer its own.</summary>
    public void Begin()
    {
        Epoch++;
        BinaryPrimitives.WriteUInt64LittleEndian(_controlPages.Slice(24, 8), Epoch);
    }

    /// <summary>The window's memory for a daemon, through descriptors of its own.</summary>
    public WindowMemory Open() => new(
        [PosixFile.Duplicate(_output.Value), PosixFile.Duplicate(_control.Value), PosixFile.Duplicate(_state.Value), PosixFile.Duplicate(_scrollback.Value)]);

    /// <summary>The program prints, as far as the ring has room.</summary>
    /// <returns>How many bytes went in.</returns>
    public int Print(ReadOnlySpan<byte> bytes)
    {
        ulong tail = BinaryPrimitives.ReadUInt64LittleEndian(_controlPages.Slice(64, 8));
        int count = (int)Math.Min((ulong)bytes.Length, (ulong)_ringSize - (_head - tail));
        for (int index = 0; index < count; index++)
        {
            _outputPages.Slice(HolderProtocol.PageSize + (long)((_head + (ulong)index) % (ulong)_ringSize), 1)[0] = bytes[index];
        }

        _head += (ulong)count;
        BinaryPrimitives.WriteUInt64LittleEndian(_outputPages.Slice(HeadAt, 8), _head);
        return count;
    }

    /// <summary>The program has ended and everything it printed is in the ring.</summary>
    public void End() => BinaryPrimitives.WriteUInt32LittleEndian(_outputPages.Slice(FlagsAt, 4), (uint)OutputFlags.Drained);

    /// <summary>Reads what was typed, as the pty would.</summary>
    /// <param name="limit">Most bytes to take.</param>
    public byte[] TakeInput(int limit = int.MaxValue)
    {
        using ControlPage page = new(_control);
        ulong head = Math.Min(page.Commits.Current.InputHead, _typed + (ulong)limit);
        List<byte> bytes = [];
        for (; _typed < head; _typed++)
        {
            bytes.Add(_controlPages.Slice(HolderProtocol.PageSize + (long)(_typed % HolderProtocol.InputRingSize), 1)[0]);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_controlPages.Slice(128, 8), _typed);
        return [.. bytes];
    }

    /// <summary>Where a dead daemon was parsing, as the control page says.</summary>
    public void PretendDeath(ulong offset, ulong end)
    {
        using ControlPage page = new(_control);
        page.BeginParse(offset, end, Epoch);
    }

    public void Kick(uint slot) => Kicks++;

    public void Resize(ulong window, WindowSize size) => Sizes.Add((size.Columns, size.Rows));

    public void Signal(ulong window, int signal)
    {
    }

    public void Close(ulong window) => IsClosed = true;

    public void Punch(ulong window)
    {
    }

    public bool IsClientKnown(ulong clientId) => false;

    public void Dispose()
    {
        _outputPages.Dispose();
        _controlPages.Dispose();
        _output.Dispose();
        _control.Dispose();
        _state.Dispose();
        _scrollback.Dispose();
    }

    private static void Put(SharedMemory page, uint magic, uint ringSize)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(page.Slice(0, 4), magic);
        BinaryPrimitives.WriteUInt32LittleEndian(page.Slice(4, 4), HolderProtocol.LayoutVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(page.Slice(8, 4), HolderProtocol.PageSize);
        BinaryPrimitives.WriteUInt32LittleEndian(page.Slice(12, 4), ringSize);
    }
}
