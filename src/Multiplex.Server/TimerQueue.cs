namespace Multiplex.Server;

/// <summary>A timer of a <see cref="TimerQueue"/>: it can be set again and again without allocating. Disposing it stops it.</summary>
internal sealed class LoopTimer : IDisposable
{
    private readonly TimerQueue _queue;

    /// <summary>A timer that is not running.</summary>
    /// <param name="queue">Its queue.</param>
    /// <param name="callback">What to do when it is due.</param>
    internal LoopTimer(TimerQueue queue, Action callback)
    {
        _queue = queue;
        Callback = callback;
    }

    /// <summary>True from <see cref="Set"/> until it is due, stopped or disposed.</summary>
    public bool IsRunning => Index >= 0;

    /// <summary>What to do.</summary>
    internal Action Callback { get; }

    /// <summary>When it is due, as a timestamp of the queue's clock.</summary>
    internal long Due { get; set; }

    /// <summary>Breaks ties in the order in which timers were set.</summary>
    internal long Order { get; set; }

    /// <summary>Its place in the heap, -1 when it is not running.</summary>
    internal int Index { get; set; } = -1;

    /// <summary>Starts it, or starts it anew.</summary>
    /// <param name="delay">From now; negative counts as zero.</param>
    public void Set(TimeSpan delay) => _queue.Set(this, delay);

    /// <summary>Stops it.</summary>
    public void Stop() => _queue.Remove(this);

    /// <inheritdoc/>
    public void Dispose() => Stop();
}

/// <summary>Timers of the event loop: a binary heap by due time, so that a loop with nothing to do needs no wake-up at all.</summary>
/// <param name="time">The clock.</param>
internal sealed class TimerQueue(TimeProvider time)
{
    private readonly List<LoopTimer> _heap = [];
    private long _order;

    /// <summary>How many timers run.</summary>
    public int Count => _heap.Count;

    /// <summary>Makes a timer that is not yet running.</summary>
    /// <param name="callback">What to do when it is due.</param>
    public LoopTimer Create(Action callback) => new(this, callback);

    /// <summary>Makes a timer and starts it.</summary>
    /// <param name="delay">From now.</param>
    /// <param name="callback">What to do, once.</param>
    public LoopTimer Start(TimeSpan delay, Action callback)
    {
        LoopTimer timer = new(this, callback);
        Set(timer, delay);
        return timer;
    }

    /// <summary>How long until the next timer is due: zero when one is, null when none runs.</summary>
    public TimeSpan? UntilNext()
    {
        if (_heap.Count == 0)
        {
            return null;
        }

        long ticks = _heap[0].Due - time.GetTimestamp();
        return ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)ticks / time.TimestampFrequency);
    }

    /// <summary>Calls the timers that are due, those set meanwhile not included.</summary>
    public void RunDue()
    {
        long now = time.GetTimestamp();
        long last = _order;
        while (_heap.Count > 0 && _heap[0].Due <= now && _heap[0].Order <= last)
        {
            LoopTimer timer = _heap[0];
            Remove(timer);
            timer.Callback();
        }
    }

    /// <summary>Starts a timer, or starts it anew.</summary>
    internal void Set(LoopTimer timer, TimeSpan delay)
    {
        Remove(timer);
        double seconds = Math.Max(0, delay.TotalSeconds);
        timer.Due = time.GetTimestamp() + (long)Math.Ceiling(seconds * time.TimestampFrequency);
        timer.Order = ++_order;
        timer.Index = _heap.Count;
        _heap.Add(timer);
        Rise(timer.Index);
    }

    /// <summary>Stops a timer; nothing happens when it does not run.</summary>
    internal void Remove(LoopTimer timer)
    {
        int index = timer.Index;
        if (index < 0)
        {
            return;
        }

        int last = _heap.Count - 1;
        Swap(index, last);
        _heap.RemoveAt(last);
        timer.Index = -1;
        if (index < last)
        {
            Sink(index);
            Rise(index);
        }
    }

    private static bool IsBefore(LoopTimer left, LoopTimer right) =>
        left.Due < right.Due || (left.Due == right.Due && left.Order < right.Order);

    private void Rise(int index)
    {
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!IsBefore(_heap[index], _heap[parent]))
            {
                return;
            }

            Swap(index, parent);
            index = parent;
        }
    }

    private void Sink(int index)
    {
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _heap.Count)
            {
                return;
            }

            if (child + 1 < _heap.Count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], _heap[index]))
            {
                return;
            }

            Swap(index, child);
            index = child;
        }
    }

    private void Swap(int left, int right)
    {
        (_heap[left], _heap[right]) = (_heap[right], _heap[left]);
        _heap[left].Index = left;
        _heap[right].Index = right;
    }
}
