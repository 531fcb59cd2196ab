namespace Multiplex.Server.Tests.Core;

public sealed class FrameSchedulerTests
{
    private readonly FakeTime _time = new();
    private readonly TimerQueue _timers;
    private readonly Target _target = new();
    private readonly FrameScheduler _scheduler;

    public FrameSchedulerTests()
    {
        _timers = new TimerQueue(_time);
        _scheduler = new FrameScheduler(_time, _timers, _target);
    }

    [Fact]
    public void Flush_of_an_idle_display_sends_at_once_and_sets_no_timer()
    {
        _scheduler.Invalidate();
        _scheduler.Flush();
        Assert.Equal(1, _target.Sent);
        Assert.Null(_timers.UntilNext());
    }

    [Fact]
    public void Flush_without_a_change_sends_nothing()
    {
        _scheduler.Flush();
        Assert.Equal(0, _target.Sent);
    }

    [Fact]
    public void Flush_under_a_flood_sends_one_frame_every_interval()
    {
        for (int turn = 0; turn < 10_000; turn++)
        {
            _scheduler.Invalidate();
            _scheduler.Flush();
            _scheduler.Acknowledge((uint)_target.Sent);
            _time.Advance(0.1);
            _timers.RunDue();
        }

        Assert.InRange(_target.Sent, 120, 130);
    }

    [Fact]
    public void Flush_with_two_frames_unacknowledged_waits_for_the_client()
    {
        for (int turn = 0; turn < 5; turn++)
        {
            _time.Advance(100);
            _scheduler.Invalidate();
            _scheduler.Flush();
        }

        Assert.Equal(2, _target.Sent);
        _scheduler.Acknowledge(1);
        _scheduler.Flush();
        Assert.Equal(3, _target.Sent);
    }

    [Fact]
    public void Flush_waits_while_the_connection_has_bytes_to_send()
    {
        _target.IsReadyForFrame = false;
        _scheduler.Invalidate();
        _scheduler.Flush();
        Assert.Equal(0, _target.Sent);
        _target.IsReadyForFrame = true;
        _scheduler.Flush();
        Assert.Equal(1, _target.Sent);
    }

    [Fact]
    public void Last_change_of_a_flood_is_sent_by_the_timer()
    {
        for (int turn = 0; turn < 10; turn++)
        {
            _scheduler.Invalidate();
            _scheduler.Flush();
            _scheduler.Acknowledge((uint)_target.Sent);
        }

        Assert.True(_scheduler.IsDirty);
        _time.Advance(FrameScheduler.Interval);
        _timers.RunDue();
        Assert.False(_scheduler.IsDirty);
        Assert.Null(_timers.UntilNext());
    }

    [Fact]
    public void Key_lets_its_echo_through_also_under_a_flood()
    {
        for (int turn = 0; turn < 10; turn++)
        {
            _scheduler.Invalidate();
            _scheduler.Flush();
            _scheduler.Acknowledge((uint)_target.Sent);
        }

        int before = _target.Sent;
        _scheduler.Prompt();
        _scheduler.Invalidate();
        _scheduler.Flush();
        Assert.Equal(before + 1, _target.Sent);
    }

    [Fact]
    public void Acknowledge_ignores_numbers_that_were_never_sent()
    {
        _scheduler.Invalidate();
        _scheduler.Flush();
        _scheduler.Acknowledge(7);
        Assert.Equal(1, _scheduler.Unacknowledged);
    }

    [Fact]
    public void Frame_without_a_change_costs_no_acknowledgement()
    {
        _target.HasChanges = false;
        for (int turn = 0; turn < 5; turn++)
        {
            _scheduler.Invalidate();
            _scheduler.Flush();
        }

        Assert.Equal(0, _scheduler.Unacknowledged);
    }

    private sealed class Target : IFrameTarget
    {
        public bool IsReadyForFrame { get; set; } = true;

        public bool HasChanges { get; set; } = true;

        public int Sent { get; private set; }

        public bool SendFrame()
        {
            Sent += HasChanges ? 1 : 0;
            return HasChanges;
        }
    }
}
