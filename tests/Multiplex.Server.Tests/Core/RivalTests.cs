using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server.Tests.Core;

/// <summary>
/// Two daemons at once: a take-over and a kill in the same instant, at each step of the take-over. Whatever the order, one daemon serves in the end, and no client
/// is told that its session is gone.
/// </summary>
public sealed class RivalTests
{
    /// <summary>Sessions taken and given away, the old daemon gone, the lock taken: no take-over of two sessions has more steps.</summary>
    private const int MaxSteps = 8;

    /// <summary>Who dies, and after how many steps.</summary>
    public static TheoryData<bool, int> Kills
    {
        get
        {
            TheoryData<bool, int> kills = [];
            for (int steps = 0; steps <= MaxSteps; steps++)
            {
                kills.Add(false, steps);
                kills.Add(true, steps);
            }

            return kills;
        }
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public void A_kill_at_any_step_of_a_take_over_leaves_one_daemon_with_all_sessions(bool isNewKilled, int steps)
    {
        using Rivalry rivals = new();
        TestClient client = rivals.Begin("one", "two");
        Daemon old = rivals.Serving;
        Daemon taking = rivals.Add(isTakeOver: true)!;
        rivals.UntilStep(old, taking, steps);
        rivals.Kill(isNewKilled ? taking : old);

        // The holders start the next one at once; when the lock is taken it leaves again.
        rivals.Add(isTakeOver: false);
        rivals.UntilOneServes(2);
        Assert.Null(client.End);
        Assert.True(isNewKilled || ReferenceEquals(taking, rivals.Serving), "the daemon that took over does not serve");
        rivals.CheckAttached("one");
        rivals.CheckAttached("two");
    }

    [Fact]
    public void A_daemon_that_is_refused_leaves_and_hears_no_client_before()
    {
        using Rivalry rivals = new();
        rivals.Begin("one");
        Daemon old = rivals.Serving;
        Daemon taking = rivals.Add(isTakeOver: true)!;
        rivals.Kill(old);
        Daemon second = rivals.Add(isTakeOver: false)!;
        TestClient early = rivals.Resume("one");

        // The one with the session is not turned: the other one finds out by itself.
        rivals.Until(() => second.Loop.IsStopped, second);
        Assert.False(early.IsWelcome);
        rivals.End(second);
        rivals.Until(() => early.IsClosed);
        Assert.False(early.IsWelcome);
        rivals.UntilOneServes(1);
        Assert.Same(taking, rivals.Serving);
        rivals.CheckAttached("one");
    }

    [Fact]
    public void A_daemon_takes_a_session_back_whose_new_daemon_died_before_it_took_the_others()
    {
        using Rivalry rivals = new();
        rivals.Begin("one", "two");
        Daemon old = rivals.Serving;
        using (HolderConnection thief = HolderConnection.Connect(rivals.Directory, rivals.Names["one"]))
        {
            thief.SendHello(true, null).OrThrow("send");
            rivals.Until(() => old.ReadyHosts.Count() == 1);
        }

        rivals.UntilOneServes(2);
        Assert.Same(old, rivals.Serving);
        rivals.CheckAttached("one");
    }

    [Fact]
    public void Two_take_overs_at_once_end_with_one_daemon()
    {
        using Rivalry rivals = new();
        rivals.Begin("one", "two");
        Daemon old = rivals.Serving;
        Daemon first = rivals.Add(isTakeOver: true)!;
        rivals.UntilStep(old, first, 1);
        rivals.Add(isTakeOver: true);
        rivals.UntilOneServes(2);
        rivals.CheckAttached("one");
        rivals.CheckAttached("two");
    }

    [Fact]
    public void A_session_whose_socket_is_away_when_the_daemon_starts_is_found_when_it_is_back()
    {
        using Rivalry rivals = new();
        rivals.Begin("one");
        int holder = rivals.HolderOfSession("one");
        rivals.Kill(rivals.Serving);
        ProcessStarter.TrySignal(holder, SignalKind.Freeze);
        File.Delete(Path.Combine(rivals.Directory.Path, rivals.Names["one"]));
        Daemon next = rivals.Add(isTakeOver: false)!;
        TestClient client = rivals.Resume("one");
        rivals.Until(() => client.IsWelcome);
        ProcessStarter.TrySignal(holder, SignalKind.Continued);
        rivals.Until(() => client.Attached is not null || client.Reply is not null);
        Assert.Null(client.Reply);
        Assert.Same(next, rivals.Serving);
    }

    [Fact]
    public void A_living_holder_that_dropped_its_daemon_is_asked_again_and_not_replaced()
    {
        using Rivalry rivals = new();
        TestClient client = rivals.Begin("one");
        int holder = rivals.HolderOfSession("one");
        Rivalry.Drop(rivals.Serving, "one");
        rivals.Until(() => client.IsClosed);
        Assert.Null(client.End);
        rivals.UntilOneServes(1);
        Assert.Equal(holder, Assert.Single(rivals.Holders));
        rivals.CheckAttached("one");
    }
}
