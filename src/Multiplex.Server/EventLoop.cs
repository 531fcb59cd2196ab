using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>Something the loop watches.</summary>
internal interface IPollTarget
{
    /// <summary>True for what people wait for: keys are taken before output is read.</summary>
    public bool IsUrgent { get; }

    /// <summary>The descriptor is ready.</summary>
    /// <param name="events">For what.</param>
    public void Ready(PollEvents events);
}

/// <summary>Something whose work is not told by a descriptor but stands in shared memory.</summary>
internal interface ILoopWork
{
    /// <summary>True when there is work now: the loop does not wait.</summary>
    public bool HasWork { get; }

    /// <summary>Does some of it, for about a millisecond at most.</summary>
    public void Work();

    /// <summary>The loop is about to wait.</summary>
    /// <returns>False when work has come meanwhile: it must not.</returns>
    public bool PrepareToSleep();

    /// <summary>The loop has waited.</summary>
    public void WakeUp();

    /// <summary>The turn ends: what it changed is written and drawn now.</summary>
    public void EndTurn();
}

/// <summary>A watched descriptor.</summary>
internal sealed class Watch : IDisposable
{
    private readonly EventLoop _loop;
    private readonly int _descriptor;

    /// <summary>A descriptor that the loop watches.</summary>
    internal Watch(EventLoop loop, int descriptor, PollEvents events, IPollTarget target, int token)
    {
        _loop = loop;
        _descriptor = descriptor;
        Events = events;
        Target = target;
        Token = token;
    }

    /// <summary>What is watched for.</summary>
    public PollEvents Events { get; private set; }

    /// <summary>Who is told; null when it is no longer watched.</summary>
    internal IPollTarget? Target { get; private set; }

    /// <summary>Its number in the poller.</summary>
    internal int Token { get; }

    /// <summary>Changes what is watched for.</summary>
    /// <param name="events">For what.</param>
    public void Change(PollEvents events)
    {
        if (Target is not null && events != Events)
        {
            Events = events;
            _loop.Change(_descriptor, events, Token);
        }
    }

    /// <summary>Ends it; call it before the descriptor is closed.</summary>
    public void Dispose()
    {
        if (Target is not null)
        {
            Target = null;
            _loop.Remove(_descriptor, this);
        }
    }
}

/// <summary>
/// The one thread that owns all state. A turn takes keys first, then timers, then a bounded piece of the windows' output, and ends with checkpoints
/// and frames: a flood in one window delays a key in another by no more than such a piece. With nothing to do it waits without a time-out.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    private const int MaxReady = 64;
    private readonly Poller _poller = new();
    private readonly ReadyEvent[] _ready = new ReadyEvent[MaxReady];
    private readonly List<Watch?> _watches = [null];
    private readonly Stack<int> _freeTokens = new();
    private readonly List<int> _released = [];
    private readonly Queue<Action> _posted = new();
    private ILoopWork? _work;
    private bool _isStopped;

    /// <summary>A loop.</summary>
    /// <param name="time">The clock.</param>
    public EventLoop(TimeProvider time)
    {
        Time = time;
        Timers = new TimerQueue(time);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The timers.</summary>
    public TimerQueue Timers { get; }

    /// <summary>True when it was told to end.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Gives the loop the work that stands in shared memory.</summary>
    /// <param name="work">The work.</param>
    public void Attach(ILoopWork work) => _work = work;

    /// <summary>Watches a descriptor.</summary>
    /// <param name="descriptor">It stays the caller's, who disposes the result before closing it.</param>
    /// <param name="events">For what.</param>
    /// <param name="target">Who is told.</param>
    public Watch Watch(int descriptor, PollEvents events, IPollTarget target)
    {
        if (!_freeTokens.TryPop(out int token))
        {
            token = _watches.Count;
            _watches.Add(null);
        }

        Watch watch = new(this, descriptor, events, target, token);
        _watches[token] = watch;
        _poller.Add(descriptor, events, (ulong)token);
        return watch;
    }

    /// <summary>Calls back in this turn or the next one, not from within the caller.</summary>
    /// <param name="action">What to do.</param>
    public void Post(Action action) => _posted.Enqueue(action);

    /// <summary>Ends <see cref="Run"/> after the present turn.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Runs until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_isStopped)
        {
            Turn(mayWait: true);
        }
    }

    /// <summary>One turn.</summary>
    /// <param name="mayWait">False to do only what is ready.</param>
    public void Turn(bool mayWait)
    {
        int count = Wait(mayWait);
        Dispatch(count, isUrgent: true);
        Dispatch(count, isUrgent: false);
        Timers.RunDue();
        for (int left = _posted.Count; left > 0; left--)
        {
            _posted.Dequeue()();
        }

        _work?.Work();
        _work?.EndTurn();
        foreach (int token in _released)
        {
            _freeTokens.Push(token);
        }

        _released.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _poller.Dispose();

    /// <summary>Changes what a descriptor is watched for.</summary>
    internal void Change(int descriptor, PollEvents events, int token) => _poller.Modify(descriptor, events, (ulong)token);

    /// <summary>Watches a descriptor no longer. Its token is used again only in the next turn: events of this one may still name it.</summary>
    internal void Remove(int descriptor, Watch watch)
    {
        _poller.Remove(descriptor);
        _watches[watch.Token] = null;
        _released.Add(watch.Token);
    }

    private int Wait(bool mayWait)
    {
        if (!mayWait || _posted.Count > 0 || _work?.HasWork == true)
        {
            return _poller.Wait(_ready, 0);
        }

        // Rounded up: a timer that is called a little early would be called twice.
        TimeSpan? next = Timers.UntilNext();
        int timeout = next is { } time ? (int)Math.Min(int.MaxValue, Math.Ceiling(time.TotalMilliseconds)) : -1;
        if (timeout == 0 || _work?.PrepareToSleep() == false)
        {
            return _poller.Wait(_ready, 0);
        }

        int count = _poller.Wait(_ready, timeout);
        _work?.WakeUp();
        return count;
    }

    private void Dispatch(int count, bool isUrgent)
    {
        for (int index = 0; index < count; index++)
        {
            if (_watches[(int)_ready[index].Token]?.Target is { } target && target.IsUrgent == isUrgent)
            {
                target.Ready(_ready[index].Events);
            }
        }
    }
}
