using CsCheck;

namespace Multiplex.Server.Tests.Core;

public sealed class TimerQueueTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void UntilNext_without_timers_is_null() => Assert.Null(new TimerQueue(_time).UntilNext());

    [Fact]
    public void RunDue_calls_timers_in_the_order_of_their_due_times()
    {
        TimerQueue queue = new(_time);
        List<int> called = [];
        queue.Start(TimeSpan.FromMilliseconds(30), () => called.Add(30));
        queue.Start(TimeSpan.FromMilliseconds(10), () => called.Add(10));
        queue.Start(TimeSpan.FromMilliseconds(20), () => called.Add(20));
        Assert.Equal(TimeSpan.FromMilliseconds(10), queue.UntilNext());
        _time.Advance(20);
        queue.RunDue();
        Assert.Equal([10, 20], called);
        Assert.Equal(TimeSpan.FromMilliseconds(10), queue.UntilNext());
    }

    [Fact]
    public void RunDue_leaves_timers_set_by_a_callback_for_the_next_turn()
    {
        TimerQueue queue = new(_time);
        int calls = 0;
        void Again()
        {
            calls++;
            queue.Start(TimeSpan.Zero, Again);
        }

        queue.Start(TimeSpan.Zero, Again);
        queue.RunDue();
        Assert.Equal(1, calls);
        queue.RunDue();
        Assert.Equal(2, calls);
    }

    [Fact]
    public void Dispose_stops_a_timer_also_from_another_timers_callback()
    {
        TimerQueue queue = new(_time);
        bool called = false;
        LoopTimer? second = null;
        queue.Start(TimeSpan.FromMilliseconds(1), () => second!.Dispose());
        second = queue.Start(TimeSpan.FromMilliseconds(2), () => called = true);
        _time.Advance(5);
        queue.RunDue();
        Assert.False(called);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Heap_keeps_its_order_under_random_sets_and_stops() =>
        Gen.Select(Gen.Int[0, 50], Gen.Bool).Array[0, 200].Sample(operations =>
        {
            FakeTime time = new();
            TimerQueue queue = new(time);
            List<long> fired = [];
            List<(LoopTimer Timer, long Due)> running = [];
            foreach ((int delay, bool stopOne) in operations)
            {
                long due = time.GetTimestamp() + TimeSpan.FromMilliseconds(delay).Ticks;
                running.Add((queue.Start(TimeSpan.FromMilliseconds(delay), () => fired.Add(due)), due));
                if (stopOne)
                {
                    int index = delay % running.Count;
                    running[index].Timer.Stop();
                    running.RemoveAt(index);
                }
            }

            time.Advance(100);
            queue.RunDue();
            Assert.Equal(running.Select(static item => item.Due).Order(), fired);
        });
}
