namespace Multiplex.Platform.Holding;

/// <summary>The daemon's view of a window's control page and input ring: what it has taken, and what it gives to the program.</summary>
public sealed unsafe class ControlPage : IDisposable
{
    internal const int WindowIdAt = 16;
    internal const int EpochAt = 24;
    internal const int TailAt = 64;
    internal const int EffectsAt = 72;
    internal const int ParseOffsetAt = 80;
    internal const int ParseEndAt = 88;
    internal const int ParseEpochAt = 96;
    internal const int ParseDeathsAt = 104;
    internal const int QuarantinesAt = 108;
    internal const int CommitSequenceAt = 112;
    internal const int InputWantedAt = 120;
    internal const int InputTailAt = 128;
    internal const int ParkedAt = 136;
    internal const int BlockedAt = 140;
    internal const int DaemonAreaAt = 192;
    internal const int DaemonAreaLength = 832;
    internal const int SlotsAt = 1024;
    private const ulong InputMask = HolderProtocol.InputRingSize - 1;
    private readonly SharedMemory _memory;

    /// <summary>Maps a window's control memory.</summary>
    /// <param name="descriptor">The memfd of <see cref="WindowDescriptor.Control"/>; it stays the caller's.</param>
    /// <exception cref="PosixException">The memory is not what a holder makes.</exception>
    public ControlPage(FileDescriptor descriptor)
    {
        if (SharedMemory.SizeOf(descriptor) != HolderProtocol.PageSize + HolderProtocol.InputRingSize)
        {
            throw new PosixException(Errno.Protocol, "map the control page of a window");
        }

        _memory = SharedMemory.MapRing(descriptor, HolderProtocol.InputRingSize, true);
        uint* words = (uint*)_memory.Address;
        if (words[0] != HolderProtocol.ControlMagic || words[1] != HolderProtocol.LayoutVersion)
        {
            _memory.Dispose();
            throw new PosixException(Errno.Protocol, "map the control page of a window");
        }
    }

    /// <summary>The window it belongs to.</summary>
    public ulong WindowId => *(ulong*)At(WindowIdAt);

    /// <summary>The daemon that may write here; not one's own epoch = leave at once.</summary>
    public ulong Epoch => Volatile.Read(ref *(ulong*)At(EpochAt));

    /// <summary>Output bytes that a valid checkpoint covers; <see cref="MoveTail"/> moves it.</summary>
    public ulong Tail => Volatile.Read(ref *(ulong*)At(TailAt));

    /// <summary>The journal offset up to which bells, OSC 52 and the like have happened: stored before the effect, hence at most once.</summary>
    public ulong EffectsOffset
    {
        get => Volatile.Read(ref *(ulong*)At(EffectsAt));
        set
        {
            FaultInjection.Pass("before an effect is marked");
            Volatile.Write(ref *(ulong*)At(EffectsAt), value);
            FaultInjection.Pass("after an effect is marked");
        }
    }

    /// <summary>Where the bytes stand that were being parsed when <see cref="ParseEpoch"/> is not 0.</summary>
    public ulong ParseOffset => *(ulong*)At(ParseOffsetAt);

    /// <summary>The end of those bytes.</summary>
    public ulong ParseEnd => *(ulong*)At(ParseEndAt);

    /// <summary>The epoch of the daemon that is, or died, parsing; 0 = none.</summary>
    public ulong ParseEpoch => Volatile.Read(ref *(ulong*)At(ParseEpochAt));

    /// <summary>Daemons in a row that died with <see cref="ParseOffset"/>; the daemon counts.</summary>
    public uint ParseDeaths
    {
        get => *(uint*)At(ParseDeathsAt);
        set => Volatile.Write(ref *(uint*)At(ParseDeathsAt), value);
    }

    /// <summary>How often bytes of this window were passed over because daemons died of them.</summary>
    public uint Quarantines
    {
        get => *(uint*)At(QuarantinesAt);
        set => Volatile.Write(ref *(uint*)At(QuarantinesAt), value);
    }

    /// <summary>The commits of this window: input, replies, clients.</summary>
    public CommitTable Commits => new(At(CommitSequenceAt), At(SlotsAt));

    /// <summary>Input bytes that the pty has taken.</summary>
    public ulong InputTail => Volatile.Read(ref *(ulong*)At(InputTailAt));

    /// <summary>Whether the holder waits for room in the output ring.</summary>
    public bool IsParked => Volatile.Read(ref *(uint*)At(ParkedAt)) != 0;

    /// <summary>Whether the pty takes no more input at present.</summary>
    public bool IsInputBlocked => Volatile.Read(ref *(uint*)At(BlockedAt)) != 0;

    /// <summary>832 bytes that are the daemon's alone and outlive it; borrowed.</summary>
    public Span<byte> DaemonArea => new(At(DaemonAreaAt), DaemonAreaLength);

    /// <summary>Says that these bytes are about to be parsed; a daemon that dies before <see cref="EndParse"/> leaves this behind.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="end">The byte after the last.</param>
    /// <param name="epoch">This daemon's epoch.</param>
    public void BeginParse(ulong offset, ulong end, ulong epoch)
    {
        FaultInjection.Pass("before a block is begun");
        *(ulong*)At(ParseOffsetAt) = offset;
        *(ulong*)At(ParseEndAt) = end;
        FaultInjection.Pass("before a begun block counts");
        Volatile.Write(ref *(ulong*)At(ParseEpochAt), epoch);
        FaultInjection.Pass("after a block is begun");
    }

    /// <summary>Says that the bytes did no harm.</summary>
    public void EndParse()
    {
        FaultInjection.Pass("before a block is ended");
        Volatile.Write(ref *(ulong*)At(ParseEpochAt), 0);
        FaultInjection.Pass("after a block is ended");
    }

    /// <summary>Gives output bytes free: they are covered by a valid checkpoint.</summary>
    /// <param name="tail">The new tail, not after the ring's head.</param>
    /// <returns>True when the holder was waiting for room: kick it (<see cref="SessionPage.Kick"/>).</returns>
    public bool MoveTail(ulong tail)
    {
        FaultInjection.Pass("before the tail is moved");
        Volatile.Write(ref *(ulong*)At(TailAt), tail);
        FaultInjection.Pass("after the tail is moved");

        // The holder stores "parked" and then looks at the tail; this side stores the tail and then looks at "parked". With a full
        // fence on both sides at least one of them sees the other.
        Interlocked.MemoryBarrier();
        return IsParked && Interlocked.Exchange(ref *(uint*)At(ParkedAt), 0) != 0;
    }

    /// <summary>Bytes that fit into the input ring behind a slot's head.</summary>
    /// <param name="slot">The slot of the commit under way, or the valid one.</param>
    public int FreeInput(in CommitSlot slot) => HolderProtocol.InputRingSize - (int)(slot.InputHead - InputTail);

    /// <summary>Asks the holder to mark the window dirty as soon as the pty has taken input.</summary>
    /// <param name="bytes">How many bytes it must have room for: an answer does not go in parts.</param>
    /// <returns>False when there is room by now: go on at once.</returns>
    public bool WaitForInputRoom(int bytes = 1)
    {
        Interlocked.Exchange(ref *(uint*)At(InputWantedAt), 1);
        if (FreeInput(Commits.Current) < bytes)
        {
            return true;
        }

        Volatile.Write(ref *(uint*)At(InputWantedAt), 0);
        return false;
    }

    /// <summary>Puts bytes for the program behind a slot's head; they count when the commit is published.</summary>
    /// <param name="slot">The slot that <see cref="CommitTable.Begin"/> returned.</param>
    /// <param name="bytes">At most <see cref="FreeInput"/> bytes.</param>
    public void Append(ref CommitSlot slot, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, FreeInput(slot), nameof(bytes));
        bytes.CopyTo(new Span<byte>(At(HolderProtocol.PageSize) + (slot.InputHead & InputMask), bytes.Length));
        FaultInjection.Pass("after input is copied");
        slot.InputHead += (ulong)bytes.Length;
    }

    /// <summary>Gives the pages of an empty input ring back to the system; does nothing while bytes wait in it.</summary>
    /// <param name="descriptor">The memfd that was mapped.</param>
    public void PunchInput(FileDescriptor descriptor)
    {
        if (Commits.Current.InputHead == InputTail)
        {
            SharedMemory.Punch(descriptor, HolderProtocol.PageSize, HolderProtocol.InputRingSize);
        }
    }

    /// <summary>Ends the mapping.</summary>
    public void Dispose() => _memory.Dispose();

    private byte* At(int offset) => _memory.Address + offset;
}
