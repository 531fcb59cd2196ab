namespace Multiplex.Platform.Holding;

/// <summary>The daemon's view of a session's control page: which windows have news, which the holder is to look at, and who sleeps.</summary>
public sealed unsafe class SessionPage : IDisposable
{
    internal const int EpochAt = 16;
    internal const int ProcessIdAt = 24;
    internal const int DaemonSleepingAt = 64;
    internal const int CommitSequenceAt = 72;
    internal const int HolderSleepingAt = 128;
    internal const int DirtySummaryAt = 256;
    internal const int KickSummaryAt = 320;
    internal const int DirtyAt = 512;
    internal const int SlotsAt = 1024;
    internal const int KickAt = 3072;
    internal const int DaemonAreaAt = 3584;
    internal const int DaemonAreaLength = 512;
    private readonly SharedMemory _memory;

    /// <summary>Maps a session's control memory.</summary>
    /// <param name="descriptor">The memfd of <see cref="SessionDescriptor.Control"/>; it stays the caller's.</param>
    /// <exception cref="PosixException">The memory is not what a holder makes.</exception>
    public SessionPage(FileDescriptor descriptor)
    {
        if (SharedMemory.SizeOf(descriptor) != HolderProtocol.PageSize)
        {
            throw new PosixException(Errno.Protocol, "map the control page of a session");
        }

        _memory = SharedMemory.Map(descriptor, 0, HolderProtocol.PageSize, true);
        uint* words = (uint*)_memory.Address;
        if (words[0] != HolderProtocol.SessionMagic || words[1] != HolderProtocol.LayoutVersion)
        {
            _memory.Dispose();
            throw new PosixException(Errno.Protocol, "map the control page of a session");
        }
    }

    /// <summary>The daemon that may write here; not one's own epoch = leave at once.</summary>
    public ulong Epoch => Volatile.Read(ref *(ulong*)At(EpochAt));

    /// <summary>The pid of the holder that made the page.</summary>
    public int ProcessId => *(int*)At(ProcessIdAt);

    /// <summary>The commits of keys that the key layer took for itself.</summary>
    public CommitTable Commits => new(At(CommitSequenceAt), At(SlotsAt));

    /// <summary>512 bytes that are the daemon's alone and outlive it; borrowed.</summary>
    public Span<byte> DaemonArea => new(At(DaemonAreaAt), DaemonAreaLength);

    /// <summary>Whether any window has news.</summary>
    public bool HasDirty => Volatile.Read(ref *(ulong*)At(DirtySummaryAt)) != 0;

    /// <summary>Takes the set of words that have dirty bits.</summary>
    /// <returns>Bit i: ask <see cref="TakeDirty"/> for word i.</returns>
    public ulong TakeDirtySummary() => Interlocked.Exchange(ref *(ulong*)At(DirtySummaryAt), 0);

    /// <summary>Takes the dirty bits of 64 slots.</summary>
    /// <param name="word">0 to 63.</param>
    /// <returns>Bit j: the window of slot 64 × word + j has new output or has ended.</returns>
    public ulong TakeDirty(int word)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)word, (uint)HolderProtocol.DirtyWords, nameof(word));
        return Interlocked.Exchange(ref ((ulong*)At(DirtyAt))[word], 0);
    }

    /// <summary>Asks the holder to wake the daemon at the next news.</summary>
    /// <returns>False when there is news already: take it first. Until the wake-up there is nothing to be done for this session.</returns>
    public bool PrepareToSleep()
    {
        Interlocked.Exchange(ref *(uint*)At(DaemonSleepingAt), 1);
        if (!HasDirty)
        {
            return true;
        }

        WakeUp();
        return false;
    }

    /// <summary>Takes the wish of <see cref="PrepareToSleep"/> back: the daemon looks by itself and needs no wake-up.</summary>
    public void WakeUp() => Volatile.Write(ref *(uint*)At(DaemonSleepingAt), 0);

    /// <summary>Asks the holder to look at a window: input has been committed, or the tail moved while it was parked.</summary>
    /// <param name="slot">The window's slot.</param>
    /// <param name="toHolder">The eventfd that wakes the holder, written only when it sleeps.</param>
    public void Kick(uint slot, EventFd toHolder)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, (uint)HolderProtocol.DirtyWords * 64, nameof(slot));
        int word = (int)(slot >> 6);
        Interlocked.Or(ref ((ulong*)At(KickAt))[word], 1UL << (int)(slot & 63));
        FaultInjection.Pass("within a kick");
        Interlocked.Or(ref *(ulong*)At(KickSummaryAt), 1UL << word);
        FaultInjection.Pass("before the holder is woken");

        // Interlocked operations are full fences, so the holder's "sleeping, then look at the summary" cannot miss this.
        if (Volatile.Read(ref *(uint*)At(HolderSleepingAt)) != 0 && Interlocked.Exchange(ref *(uint*)At(HolderSleepingAt), 0) != 0)
        {
            toHolder.Signal();
        }
    }

    /// <summary>Ends the mapping.</summary>
    public void Dispose() => _memory.Dispose();

    private byte* At(int offset) => _memory.Address + offset;
}
