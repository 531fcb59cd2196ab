using Multiplex.Server.Commands;
using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Tests.Commands;

public sealed class RcFileTests
{
    [Theory]
    [InlineData("01-daily", "0* sh")]
    [InlineData("02-statusbar", "0* sh")]
    [InlineData("03-regions", "0* left  1 right  2 below")]
    [InlineData("04-escape-keys", "0* sh")]
    [InlineData("05-project", "0* edit  1 build  3 logs  5 top  6- old")]
    [InlineData("06-backticks", "0* sh")]
    [InlineData("07-logging", "0*(L) logged")]
    [InlineData("08-monitoring", "0- worker  1* watched")]
    [InlineData("09-layouts", "0* vim  1 left  2 right  3 bottom")]
    [InlineData("10-shared", "0* shared")]
    [InlineData("11-terminal", "0* sh")]
    [InlineData("12-kitchen-sink", "1* renamed  2- sh \"quoted\" # not a ")]
    public void A_sample_loads_without_a_message_and_makes_its_windows(string sample, string windows)
    {
        Bench bench = Load(sample, out IReadOnlyList<string> messages);
        Display display = bench.AddDisplay("root");

        Assert.Equal([], messages);
        Assert.Equal(windows, StatusString.ExpandText("%Lw", new StatusContext(bench.Session, display, display.Fore)));
        foreach (Window window in bench.Session.Windows)
        {
            if (window.Log is { } log)
            {
                log.Dispose();
                File.Delete(log.Path);
            }
        }
    }

    [Fact]
    public void Sample_1_sets_history_terminal_and_keys()
    {
        Session session = Load("01-daily", out _).Session;

        Assert.Equal(10_000, session.Windows[0].Terminal!.ScrollbackLimit);
        Assert.Equal("screen-256color", session.Settings.Term);
        Assert.False(session.Settings.StartupMessage);
        Assert.Equal(HardstatusMode.AlwaysLastLine, session.Settings.Hardstatus);
        Assert.Equal("screen 1", session.Keys.Find((byte)'c')!.ToString());
        Assert.Equal("select 10", session.Keys.Find((byte)'0')!.ToString());
    }

    [Fact]
    public void Sample_3_gives_the_first_display_its_regions()
    {
        Bench bench = Load("03-regions", out _);
        Display display = bench.AddDisplay("root");

        Assert.Equal(["left", "right", "below"], display.Regions.All.Select(static region => region.Window?.Title));
        Assert.Equal("left", display.Fore!.Title);
        Assert.Equal(10, bench.Session.Settings.FocusMinimumColumns);
    }

    [Fact]
    public void Sample_4_moves_the_command_key_and_unbinds_keys()
    {
        Bench bench = Load("04-escape-keys", out _);

        Assert.Equal((byte)10, bench.Session.Keys.Command);
        Assert.Equal("other", bench.Session.Keys.Find(10)!.Name);
        Assert.Null(bench.Session.Keys.Find((byte)'x'));
        Assert.Equal("quit", bench.Session.Keys.Find((byte)'\\')!.Name);
        Assert.Equal($"eval \"source {bench.Directory}/.screenrc\" \"echo 'screenrc read again'\"", bench.Session.Keys.Find((byte)'r')!.ToString());
    }

    [Fact]
    public void Sample_5_changes_environment_directory_and_name()
    {
        Bench bench = Load("05-project", out _);

        Assert.Equal("project", bench.Host.RenamedTo);
        Assert.Equal("demo", bench.Session.Environment["PROJECT"]);
        Assert.Null(bench.Session.Environment["DISPLAY"]);
        Assert.Equal("vt100", bench.Host.Requests[^1].Term);
        Assert.Equal("-/bin/sh", bench.Host.Requests[0].Arguments[0]);
        Assert.Equal("clear\r", Bench.Typed(bench.Session.Windows.Find(6)!));
    }

    [Fact]
    public void Sample_9_keeps_its_layouts()
    {
        Bench bench = Load("09-layouts", out _);
        Display display = bench.AddDisplay("root");

        Assert.Equal(["edit", "ops"], bench.Session.Layouts.Select(static layout => layout.Title));
        Assert.Equal("vim", Assert.Single(display.Regions.All).Window!.Title);
        CommandRunner.RunPrompt(display, "layout next");
        Assert.Equal(["left", "right", "bottom"], display.Regions.All.Select(static region => region.Window?.Title));
    }

    [Fact]
    public void Sample_11_binds_sequences_and_keeps_tweaks()
    {
        Session session = Load("11-terminal", out _).Session;

        Assert.Equal(5, session.Settings.TerminalTweaks.Count);
        Assert.Equal("prev", session.Keys.User.Find("k5", default)!.Command!.Name);
        Assert.Equal(200, session.Settings.MapTimeout.TotalMilliseconds);
        Assert.False(session.Keys.User.Find(null, "xyzzy"u8)!.HasTimeout);
        Assert.Equal(["b.I", "i+b"], session.Settings.AttributeColors.Select(static pair => pair.Key + pair.Value));
    }

    [Fact]
    public void Sample_12_fills_registers_classes_and_the_environment()
    {
        Session session = Load("12-kitchen-sink", out _).Session;

        Assert.Equal("ls -l\n"u8.ToArray(), session.Registers['a'].ToArray());
        Assert.Equal("echo $HOME\\015"u8.ToArray(), session.Registers['b'].ToArray());
        Assert.Equal("paste buffer text"u8.ToArray(), session.Registers['.'].ToArray());
        Assert.Equal("a b", session.Environment["SINK"]);
        Assert.Equal("yes", session.Environment["INCLUDED"]);
        Assert.Equal("select 2", session.Keys.Class("win")![(byte)'2']!.ToString());
        Assert.Equal("window hardstatus", session.Windows.Find(1)!.Hardstatus);
        Assert.Equal("→", session.Digraphs.Find("->").ToString());
        Assert.Equal(900, session.Settings.IdleSeconds);
        Assert.Equal("exec !.. sed -n p", session.Keys.Find((byte)'!')!.ToString());
    }

    [Fact]
    public void Mistakes_are_told_with_file_and_line_and_stop_nothing()
    {
        var bench = new Bench(attached: false);
        string file = bench.FileOf("bad.rc");
        File.WriteAllText(file, "startup_message off\nbogus_command 1\nvbell maybe\nescape a\nscreen -t ok\n");
        IReadOnlyList<string> messages = Start(bench.Session, file, new WindowRequest());

        Assert.Equal(
            [
                $"{file}: unknown command 'bogus_command' (line 2)",
                $"{file}: vbell: invalid argument. Give 'on' or 'off' (line 3)",
                $"{file}: two characters required after escape. (line 4)",
            ],
            messages);
        Assert.Equal("ok", Assert.Single(bench.Session.Windows).Title);
        Assert.Equal(messages[0], bench.AddDisplay("root").MessageLine.Last);
    }

    [Fact]
    public void A_file_that_is_missing_is_told_and_the_session_starts()
    {
        var bench = new Bench(attached: false);
        Assert.Equal(["Unable to open \"/nonexist\"."], Start(bench.Session, "/nonexist", new WindowRequest()));
        Assert.Single(bench.Session.Windows);
    }

    [Fact]
    public void The_program_of_the_command_line_comes_behind_the_windows_of_the_file()
    {
        var bench = new Bench(attached: false);
        string file = bench.FileOf("rc");
        File.WriteAllText(file, "screen -t a\n");
        Start(bench.Session, file, new WindowRequest { Arguments = ["sleep", "60"] });

        Assert.Equal("0 a  1 sleep", SessionRequestsTests.Stripped(bench));
    }

    [Fact]
    public void A_file_that_sources_itself_ends()
    {
        var bench = new Bench(attached: false);
        string file = bench.FileOf("loop");
        File.WriteAllText(file, $"source {file}\n");
        IReadOnlyList<string> messages = Start(bench.Session, file, new WindowRequest());

        Assert.Equal($"{file}: source: too many levels (line 1)", Assert.Single(messages));
    }

    private static Bench Load(string sample, out IReadOnlyList<string> messages)
    {
        var bench = new Bench(attached: false);
        string file = Path.Combine(AppContext.BaseDirectory, "Commands/Samples", sample + ".screenrc");
        messages = Start(bench.Session, file, new WindowRequest());
        return bench;
    }

    [Fact]
    public void Sleep_lets_time_go_by_before_the_next_line_of_any_file()
    {
        var bench = new Bench(attached: false);
        File.WriteAllText(bench.FileOf("inner"), "screen -t inner1\nsleep 3\nscreen -t inner2\n");
        File.WriteAllText(bench.FileOf("rc"), "sleep 2\nscreen -t first\nsource inner\nscreen -t last\n");
        IReadOnlyList<string>? messages = null;
        SessionRequests.Start(bench.Session, bench.FileOf("rc"), new WindowRequest(), told => messages = told);
        Assert.Empty(bench.Session.Windows);
        bench.Host.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["first", "inner1"], bench.Session.Windows.Select(static window => window.Title));
        Assert.Null(messages);
        bench.Host.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["first", "inner1", "inner2", "last"], bench.Session.Windows.Select(static window => window.Title));
        Assert.NotNull(messages);
    }

    private static IReadOnlyList<string> Start(Session session, string file, WindowRequest first)
    {
        IReadOnlyList<string>? messages = null;
        SessionRequests.Start(session, file, first, told => messages = told);
        return messages ?? throw new InvalidOperationException("The start waits for something.");
    }
}
