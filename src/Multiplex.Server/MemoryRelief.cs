namespace Multiplex.Server;

/// <summary>
/// Gives back what attaching, pasting and resizing have left behind. The steady state allocates nothing, so that the runtime by itself would
/// see no reason to collect for hours; it is done when nothing else is.
/// </summary>
internal sealed class MemoryRelief
{
    /// <summary>Bytes that are worth a collection: less than what a daemon takes anyway.</summary>
    private const long Worth = 2 * 1024 * 1024;

    /// <summary>Turns within <see cref="_quiet"/> that show that somebody is at work.</summary>
    private const int Busy = 20;

    /// <summary>
    /// Bytes of garbage that a burst of requests may leave before the runtime would look at it: its own measure is the size of the processor's cache, which is
    /// many times what the daemon has alive.
    /// </summary>
    private const long WorthAtOnce = 3 * 1024 * 1024;

    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(1);

    private readonly LoopTimer _timer;
    private long _known = GC.GetTotalAllocatedBytes();
    private long _swept = GC.GetTotalAllocatedBytes();
    private int _turns;

    /// <summary>Relief for a process.</summary>
    /// <param name="timers">Where its timer runs.</param>
    public MemoryRelief(TimerQueue timers) => _timer = timers.Create(Collect);

    /// <summary>A turn of the loop ends.</summary>
    public void EndTurn()
    {
        _turns++;
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _swept > WorthAtOnce)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
            _swept = allocated;
        }

        if (!_timer.IsRunning && allocated - _known > Worth)
        {
            Wait();
        }
    }

    private void Wait()
    {
        _turns = 0;
        _timer.Set(_quiet);
    }

    private void Collect()
    {
        if (_turns > Busy)
        {
            Wait();
            return;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _known = GC.GetTotalAllocatedBytes();
    }
}
