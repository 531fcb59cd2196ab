using System.Text;
using Multiplex.Server.Model;

namespace Multiplex.Server.Tests.KeyLayer;

/// <summary>A daemon that does nothing but keep what it was asked for; its clock stands still until it is moved.</summary>
internal sealed class FakeDisplayHost : ISessionHost
{
    private readonly FixedClock _clock = new();
    private readonly List<Timer> _timers = [];

    public TimeProvider Time => _clock;

    public IReadOnlyCollection<Session> Sessions => [];

    public List<(OuterEventKind Kind, string Text, string Bytes)> Sent { get; } = [];

    public int Invalidations { get; private set; }

    public int RunningTimers => _timers.Count;

    public List<string[]> Programs { get; } = [];

    public DateTimeOffset Now => _clock.GetUtcNow();

    public Window? CreateWindow(Session session, WindowRequest request, out string? error)
    {
        error = null;
        return null;
    }

    public bool Resurrect(Window window) => true;

    public void KillWindow(Window window) => window.Session.Windows.Remove(window);

    public void Terminate(Session session)
    {
    }

    public void Detach(Display display, DetachReason reason) => display.Session.Displays.Remove(display);

    public void Rename(Session session, string name)
    {
    }

    public void Invalidate(Display display) => Invalidations++;

    public void Send(Display display, in OuterEvent outerEvent) =>
        Sent.Add((outerEvent.Kind, outerEvent.Text, Encoding.UTF8.GetString(outerEvent.Bytes.Span)));

    public IDisposable StartTimer(TimeSpan delay, Action callback)
    {
        var timer = new Timer(this, _clock.GetUtcNow() + delay, callback);
        _timers.Add(timer);
        return timer;
    }

    public IDisposable RunProgram(Session session, IReadOnlyList<string> arguments, Action<ReadOnlyMemory<byte>> output)
    {
        Programs.Add([.. arguments]);
        return new Timer(this, DateTimeOffset.MaxValue, static () => { });
    }

    public void PrintPage(Session session, string command, byte[] page)
    {
    }

    public string ProgramPath => "/usr/bin/mux";

    public Services.IFilterTerminals RunFilter(
        Window window, Services.FilterPattern pattern, IReadOnlyList<string> arguments, Services.IFilterEvents events) =>
        throw new Platform.PosixException(2, "start", arguments[0]);

    public void StateChanged(Session session)
    {
    }

    public void Upgrade()
    {
    }

    /// <summary>Moves the clock and runs what is due, in order.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = _clock.GetUtcNow() + by;
        while (_timers.Where(timer => timer.Due <= end).MinBy(static timer => timer.Due) is { } next)
        {
            _clock.Set(next.Due);
            _timers.Remove(next);
            next.Callback();
        }

        _clock.Set(end);
    }

    private sealed class Timer(FakeDisplayHost host, DateTimeOffset due, Action callback) : IDisposable
    {
        public DateTimeOffset Due { get; } = due;

        public Action Callback { get; } = callback;

        public void Dispose() => host._timers.Remove(this);
    }

    private sealed class FixedClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 23, 2, 35, 11, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;

        public void Set(DateTimeOffset now) => _now = now;
    }
}
