namespace Multiplex.Server;

/// <summary>What a <see cref="FrameScheduler"/> draws to.</summary>
internal interface IFrameTarget
{
    /// <summary>False while the connection still has bytes to send: the frame would only queue behind them.</summary>
    public bool IsReadyForFrame { get; }

    /// <summary>Composes the display and sends what changed.</summary>
    /// <returns>False when nothing had changed and nothing was sent.</returns>
    public bool SendFrame();
}

/// <summary>
/// When a display gets its next frame. An idle display gets it at the end of the turn in which something changed, without a timer in the way of an echo;
/// a display that changes all the time gets one every <see cref="Interval"/>. At most <see cref="MaxUnacknowledged"/> frames travel, so that
/// a slow terminal skips intermediate frames and is never behind by more than these.
/// </summary>
internal sealed class FrameScheduler
{
    /// <summary>Frames that may be on their way: one is being drawn while the next one travels.</summary>
    public const int MaxUnacknowledged = 2;

    /// <summary>Shortest time between frames of a display that changes all the time: 125 a second are more than any terminal shows.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(8);

    /// <summary>
    /// Frames closer together than the interval that are still let through at once: an echo, the prompt after it and a status line come in a burst, and
    /// none of them should wait.
    /// </summary>
    private const int Burst = 3;

    /// <summary>Frames that a key lets through at once: its echo, and what the program does about it.</summary>
    private const int FreeFrames = 2;

    private readonly TimeProvider _time;
    private readonly IFrameTarget _target;
    private readonly LoopTimer _timer;
    private readonly long _interval;
    private long _credit;
    private long _lastSent;
    private uint _sent;
    private uint _acknowledged;
    private int _free;
    private bool _isPaused;

    /// <summary>A scheduler of one display.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="timers">Where its timer runs.</param>
    /// <param name="target">What draws and sends.</param>
    public FrameScheduler(TimeProvider time, TimerQueue timers, IFrameTarget target)
    {
        _time = time;
        _target = target;
        _timer = timers.Create(Flush);
        _interval = (long)(Interval.TotalSeconds * time.TimestampFrequency);
        _credit = Burst * _interval;
        _lastSent = time.GetTimestamp();
    }

    /// <summary>True when the display owes its client a frame.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Frames sent that the client has not drawn yet.</summary>
    public int Unacknowledged => (int)(_sent - _acknowledged);

    /// <summary>Something that the display shows has changed.</summary>
    public void Invalidate() => IsDirty = true;

    /// <summary>The user typed: the echo goes out at once, however many frames went before it.</summary>
    public void Prompt() => _free = FreeFrames;

    /// <summary>Stops frames while the client is suspended, and goes on afterwards.</summary>
    /// <param name="paused">True to stop.</param>
    public void Pause(bool paused) => _isPaused = paused;

    /// <summary>At the end of a turn, and whenever room was made: sends the frame that is owed if it may go now, else sees to it that it goes later.</summary>
    public void Flush()
    {
        if (!IsDirty || _isPaused || Unacknowledged >= MaxUnacknowledged || !_target.IsReadyForFrame)
        {
            return;
        }

        // A bucket that fills with time and is emptied by frames: a burst passes, a flood is held to the interval.
        long now = _time.GetTimestamp();
        _credit = Math.Min(Burst * _interval, _credit + (now - _lastSent));
        _lastSent = now;
        if (_credit < _interval && _free == 0)
        {
            if (!_timer.IsRunning)
            {
                _timer.Set(TimeSpan.FromSeconds((double)(_interval - _credit) / _time.TimestampFrequency));
            }

            return;
        }

        _timer.Stop();
        IsDirty = false;
        if (_target.SendFrame())
        {
            _credit = Math.Max(0, _credit - _interval);
            _free = Math.Max(0, _free - 1);
            _sent++;
        }
    }

    /// <summary>The client has drawn a frame and all before it.</summary>
    /// <param name="sequence">Its number, counted from 1; impossible ones are ignored.</param>
    public void Acknowledge(uint sequence)
    {
        if ((int)(sequence - _acknowledged) > 0 && (int)(_sent - sequence) >= 0)
        {
            _acknowledged = sequence;
        }
    }

    /// <summary>The display is over.</summary>
    public void Stop()
    {
        _timer.Stop();
        _isPaused = true;
    }
}
