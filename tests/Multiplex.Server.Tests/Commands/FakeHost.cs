using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Tests.KeyLayer;
using Multiplex.Terminal;

namespace Multiplex.Server.Tests.Commands;

/// <summary>A daemon without processes: windows exist, their programs keep what is typed, timers run when the test says so.</summary>
internal sealed class FakeHost : ISessionHost
{
    private readonly Clock _clock = new();
    private readonly List<FakeTimer> _timers = [];
    private int _lastHolderId;

    public TimeProvider Time => _clock;

    public IReadOnlyCollection<Session> Sessions => [];

    public List<WindowRequest> Requests { get; } = [];

    public List<(Display Display, DetachReason Reason)> Detached { get; } = [];

    public List<OuterEventKind> Sent { get; } = [];

    public List<(string[] Arguments, Action<ReadOnlyMemory<byte>> Output)> Programs { get; } = [];

    public List<(string Password, Action<bool> Answered)> Checks { get; } = [];

    public bool IsTerminated { get; private set; }

    public bool IsUpgraded { get; private set; }

    public string? RenamedTo { get; private set; }

    public int Resurrected { get; private set; }

    public Window? CreateWindow(Session session, WindowRequest request, out string? error)
    {
        error = null;
        Requests.Add(request);
        string program = request.Arguments.Count > 0 ? request.Arguments[0] : "/bin/sh";
        var window = new Window(session, request)
        {
            Number = request.Number ?? session.Windows.FreeNumber(),
            Title = request.Title ?? program[(program.LastIndexOf('/') + 1)..].TrimStart('-'),
        };
        if (!request.IsGroup)
        {
            window.Terminal = new TerminalEmulator(TerminalChoices.OptionsFor(session, request), new Events(window));
            window.Process = new FakeProcess { HolderId = ++_lastHolderId };
        }

        session.Windows.Add(window);
        session.Fore ??= window;
        return window;
    }

    public List<(Window Window, bool IsIn, string Host, Action<bool> Answered)> Logins { get; } = [];

    public bool HasLogins { get; set; } = true;

    public void RecordLogin(Window window, bool isIn, string host, Action<bool> answered) => Logins.Add((window, isIn, host, answered));

    public void CheckAccount(string password, Action<bool> answered) => Checks.Add((password, answered));

    public bool Resurrect(Window window)
    {
        Resurrected++;
        window.IsZombie = false;
        return true;
    }

    public string ProgramPath => "/usr/bin/mux";

    public FakeFilter? Filter { get; private set; }

    public void KillWindow(Window window) => window.Session.Windows.Remove(window);

    public void Terminate(Session session) => IsTerminated = true;

    public void Detach(Display display, DetachReason reason)
    {
        Detached.Add((display, reason));
        display.Session.Displays.Remove(display);
    }

    public void Rename(Session session, string name) => RenamedTo = name;

    public void Invalidate(Display display)
    {
    }

    public void Send(Display display, in OuterEvent outerEvent) => Sent.Add(outerEvent.Kind);

    public IDisposable StartTimer(TimeSpan delay, Action callback)
    {
        var timer = new FakeTimer(this, _clock.Ticks + delay.Ticks, callback);
        _timers.Add(timer);
        return timer;
    }

    public IDisposable RunProgram(Session session, IReadOnlyList<string> arguments, Action<ReadOnlyMemory<byte>> output)
    {
        Programs.Add(([.. arguments], output));
        return new FakeTimer(this, long.MaxValue, static () => { });
    }

    public List<(string Command, byte[] Page)> Pages { get; } = [];

    public void PrintPage(Session session, string command, byte[] page) => Pages.Add((command, page));

    public IFilterTerminals RunFilter(Window window, FilterPattern pattern, IReadOnlyList<string> arguments, IFilterEvents events) =>
        Filter = new FakeFilter(pattern, arguments, events);

    public void StateChanged(Session session)
    {
    }

    public void Upgrade() => IsUpgraded = true;

    public void Advance(TimeSpan by)
    {
        long end = _clock.Ticks + by.Ticks;
        while (_timers.Where(timer => timer.Due <= end).MinBy(static timer => timer.Due) is { } next)
        {
            _clock.Ticks = Math.Max(next.Due, _clock.Ticks);
            _timers.Remove(next);
            next.Callback();
        }

        _clock.Ticks = end;
    }

    private sealed class FakeTimer(FakeHost host, long due, Action callback) : IDisposable
    {
        public long Due => due;

        public Action Callback => callback;

        public void Dispose() => host._timers.Remove(this);
    }

    private sealed class Events(Window window) : NullTerminalEvents
    {
        public override void ScreenTitle(string title) => ShellTitle.Set(window, title);

        public override void Bell() => ActivityMonitor.Bell(window);
    }

    private sealed class Clock : TimeProvider
    {
        public long Ticks { get; set; } = new DateTimeOffset(2026, 11, 23, 2, 35, 11, TimeSpan.Zero).Ticks;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => new(Ticks, TimeSpan.Zero);

        public override long GetTimestamp() => Ticks;
    }
}
