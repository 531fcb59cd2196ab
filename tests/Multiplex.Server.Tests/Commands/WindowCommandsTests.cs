using Multiplex.Server.Commands;
using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Tests.Commands;

public sealed class WindowCommandsTests
{
    [Theory]
    [InlineData("screen -t top 3 top -d 1", "3 top", "top|-d|1")]
    [InlineData("screen 5", "5 sh", "")]
    [InlineData("screen 3:foo sleep 30", "3 foo", "sleep|30")]
    [InlineData("screen -ttwo vi", "1 two", "vi")]
    [InlineData("screen -h 5 -T vt100 -L -M -fn -ln -a /bin/cat", "1 cat", "/bin/cat")]
    [InlineData("screen -- -x", "1 x", "-x")]
    public void Screen_takes_screens_options(string line, string window, string arguments)
    {
        var bench = new Bench();
        bench.Run(line);

        Assert.Equal($"0 sh  {window}", SessionRequestsTests.Stripped(bench));
        Assert.Equal(arguments, string.Join('|', bench.Front.Request.Arguments));
        bench.Front.Log?.Dispose();
    }

    [Fact]
    public void Screen_takes_the_next_free_number_when_the_wished_one_is_taken()
    {
        var bench = new Bench();
        bench.Run("screen 0");
        bench.Run("screen 1");

        Assert.Equal("0 sh  1 sh  2 sh", SessionRequestsTests.Stripped(bench));
    }

    [Fact]
    public void Screen_gives_a_window_the_defaults_of_the_session()
    {
        var bench = new Bench();
        foreach (string line in new[] { "defscrollback 77", "defmonitor on", "defflow off", "defslowpaste 9", "defhstatus h", "defdynamictitle off", "term linux", "defwrap off" })
        {
            bench.Run(line);
        }

        bench.Run("screen");
        Window window = bench.Front;
        Assert.Equal(77, window.Terminal!.ScrollbackLimit);
        Assert.True(window.Monitor);
        Assert.Equal(FlowControl.Off, window.Flow);
        Assert.Equal(9, window.SlowPasteMilliseconds);
        Assert.Equal("h", window.Hardstatus);
        Assert.False(window.DynamicTitle);
        Assert.Equal("linux", window.Request.Term);
        Assert.False(window.Terminal.IsAutoWrap);
        Assert.True(bench.Session.Windows[0].Terminal!.IsAutoWrap);
    }

    [Fact]
    public void Screen_refuses_more_windows_than_maxwin()
    {
        var bench = new Bench();
        bench.Run("maxwin 2");
        bench.Run("screen");

        Assert.Equal("No more windows.", bench.Run("screen"));
        Assert.Equal("maximum windows allowed: 2", bench.Run("maxwin"));
        Assert.Equal("Given window position is invalid.", bench.Run("number 2"));
    }

    [Fact]
    public void Groups_hold_windows_and_next_stays_within_them()
    {
        var bench = new Bench();
        bench.Run("screen -t box //group");
        bench.Run("screen -t in1");
        bench.Run("screen -t in2");

        Assert.Equal("window group is 1 (box)", bench.Run("group"));
        bench.Run("next");
        Assert.Equal("in1", bench.Front.Title);
        bench.Run("group \"\"");
        Assert.Null(bench.Front.Group);
        bench.Run("select in2");
        bench.Run("parent");
        Assert.Equal("box", bench.Front.Title);
        Assert.Equal("group argument must be a window group.", bench.Run("group sh"));
    }

    [Fact]
    public void Number_swaps_and_counts_from_the_present_one()
    {
        var bench = new Bench();
        bench.Run("screen -t two");
        bench.Run("number 0");
        Assert.Equal("0 two  1 sh", SessionRequestsTests.Stripped(bench));
        bench.Run("number +5");
        Assert.Equal("1 sh  5 two", SessionRequestsTests.Stripped(bench));
        bench.Run("number -4");
        Assert.Equal("1 two  5 sh", SessionRequestsTests.Stripped(bench));
        Assert.Equal("This is window 1 (two).", bench.Run("number"));
        bench.Run("collapse");
        Assert.Equal("0 two  1 sh", SessionRequestsTests.Stripped(bench));
        bench.Run("bumpright");
        Assert.Equal("0 sh  1 two", SessionRequestsTests.Stripped(bench));
        bench.Run("title aaa");
        bench.Run("sort");
        Assert.Equal("0 aaa  1 sh", SessionRequestsTests.Stripped(bench));
    }

    [Fact]
    public void Select_prefers_an_exact_title_and_tells_when_it_is_there_already()
    {
        var bench = new Bench();
        bench.Run("screen -t log-old");
        bench.Run("screen -t log");
        bench.Run("select 0");
        bench.Run("select log");
        Assert.Equal(2, bench.Front.Number);
        bench.Run("select log-");
        Assert.Equal(1, bench.Front.Number);
        Assert.Equal("This IS window 1 (log-old).", bench.Run("select 1"));
        Assert.Equal("0 sh  1* log-old  2- log", bench.Run("select 7"));
        Assert.Equal(": select: invalid argument. Give window number or name.", bench.Run("select zzz"));
    }

    [Fact]
    public void Other_toggles_and_a_lone_window_has_none()
    {
        var bench = new Bench();
        Assert.Equal("No other window.", bench.Run("other"));
        Assert.Equal("No other window.", bench.Run("next"));
        bench.Run("screen");
        bench.Run("other");
        Assert.Equal(0, bench.Front.Number);
        bench.Run("other");
        Assert.Equal(1, bench.Front.Number);
    }

    [Fact]
    public void A_killed_window_gives_way_to_the_one_shown_before_and_the_last_one_ends_the_session()
    {
        var bench = new Bench();
        bench.Run("screen");
        bench.Run("screen");
        bench.Run("select 0");
        bench.Run("select 2");
        bench.Run("kill");
        Assert.Equal(0, bench.Front.Number);
        bench.Run("kill");
        bench.Run("kill");

        Assert.True(bench.Host.IsTerminated);
        Assert.True(bench.Session.IsTerminating);
    }

    [Fact]
    public void Wrap_c1_and_scrollback_reach_the_emulator()
    {
        var bench = new Bench();
        bench.Run("wrap off");
        bench.Run("c1 off");
        bench.Run("scrollback 5");

        Assert.False(bench.Front.Terminal!.IsAutoWrap);
        Assert.False(bench.Front.Terminal.Options.C1);
        Assert.Equal(5, bench.Front.Terminal.ScrollbackLimit);
    }

    [Fact]
    public void Settings_of_the_session_reach_the_windows_that_exist()
    {
        var bench = new Bench();
        bench.Run("altscreen off");
        bench.Run("cjkwidth on");

        Assert.False(bench.Front.Terminal!.Options.AllowAlternateScreen);
        Assert.True(bench.Front.Terminal.Options.AmbiguousWide);
    }

    [Fact]
    public void Xoff_and_xon_type_their_bytes_and_the_last_detach_lets_the_output_go_on()
    {
        var bench = new Bench();
        bench.Run("xoff");
        Assert.True(bench.Front.IsStopped);
        Assert.EndsWith("\x13", Bench.Typed(bench.Front));
        SessionRequests.Detached(bench.Display!);

        Assert.False(bench.Front.IsStopped);
        Assert.EndsWith("\x11", Bench.Typed(bench.Front));
    }

    [Fact]
    public void Zombie_keeps_a_window_whose_program_failed()
    {
        var bench = new Bench();
        bench.Run("zombie kr onerror");
        bench.Run("screen");
        Window failed = bench.Front;
        ZombiePolicy.Ended(failed, 3 << 8);
        ZombiePolicy.Ended(bench.Session.Windows[0], 0);

        Assert.Same(failed, Assert.Single(bench.Session.Windows));
        Assert.True(failed.IsZombie);
        Assert.StartsWith("=== Command terminated with exit status 3 (Mon Nov 23 02:", failed.Terminal!.TextOf(1));
    }

    [Fact]
    public void Zombie_timeout_starts_the_program_again()
    {
        var bench = new Bench();
        bench.Run("zombie k");
        bench.Run("zombie_timeout 30");
        ZombiePolicy.Ended(bench.Front, 9);
        Assert.Equal(0, bench.Host.Resurrected);
        bench.Host.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(1, bench.Host.Resurrected);
    }

    [Theory]
    [InlineData(0, "terminated normally")]
    [InlineData(0x300, "terminated with exit status 3")]
    [InlineData(9, "terminated with signal 9")]
    [InlineData(139, "terminated with signal 11 (core file generated)")]
    [InlineData(null, "detached from window")]
    public void Describe_says_how_a_program_ended(int? status, string words) => Assert.Equal(words, ZombiePolicy.Describe(status));

    [Fact]
    public void Eval_at_and_source_do_not_nest_forever()
    {
        var bench = new Bench();
        bench.Run("bind x eval \"eval 'echo deep'\"");
        Assert.Equal("deep", bench.Run("eval \"eval 'echo deep'\""));
        string line = "echo end";
        for (int depth = 0; depth < 12; depth++)
        {
            line = CommandLine.Quote(["eval", line]);
        }

        Assert.Equal(": eval: too many levels", bench.Run(line));
    }

    [Fact]
    public void At_reaches_windows_displays_and_users()
    {
        var bench = new Bench();
        bench.Run("screen -t two");
        bench.Run("at \"#\" stuff x");
        Assert.All(bench.Session.Windows, static window => Assert.Equal("x", Bench.Typed(window)));
        Assert.Equal("command from root: stuff x", bench.Session.LastMessage);
        bench.Run("at pts/9% title shown");
        Assert.Equal("shown", bench.Front.Title);
        bench.Run("at root* title owner");
        Assert.Equal("owner", bench.Front.Title);
    }
}
