using System.Text.RegularExpressions;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>What mux prints and how it exits without a terminal: screen 4.9's texts.</summary>
public sealed class CommandLineTests
{
    private const string Time = @"\(\d\d/\d\d/\d\d \d\d:\d\d:\d\d\)";

    [Theory]
    [InlineData("-ls")]
    [InlineData("-list")]
    [InlineData("-ls zzz")]
    [InlineData("-wipe")]
    public void List_without_sessions_says_so_and_starts_no_daemon(string line)
    {
        using MuxWorld world = new();
        Outcome outcome = world.Run(line.Split(' '));
        Assert.Equal((1, $"No Sockets found in {world.SocketDirectory}.\n\r\n"), (outcome.ExitCode, outcome.Output));
        Assert.Empty(world.Daemons());
    }

    [Fact]
    public void List_shows_pid_name_time_and_state()
    {
        using MuxWorld world = new();
        world.Start("one");
        string name = Assert.Single(world.Sessions());
        Outcome outcome = world.Run("-ls");
        Assert.Equal(0, outcome.ExitCode);
        string expected = $"^There is a screen on:\r\n\t{Regex.Escape(name)}\t{Time}\t\\(Detached\\)\n1 Socket in {Regex.Escape(world.SocketDirectory)}.\r\n$";
        Assert.Matches(expected, outcome.Output);
        Assert.Matches(@"^\d+\.one$", name);
    }

    [Fact]
    public void List_shows_the_youngest_first_and_counts()
    {
        using MuxWorld world = new();
        world.Start("aa");
        world.Start("bb");
        Outcome outcome = world.Run("-ls");
        Assert.Matches($"^There are screens on:\r\n\t\\d+\\.bb\t{Time}\t\\(Detached\\)\n\t\\d+\\.aa\t{Time}\t\\(Detached\\)\n2 Sockets in ", outcome.Output);
        Assert.Matches("^There is a screen on:\r\n\t\\d+\\.aa\t.*\n1 Socket in ", world.Run("-ls", "aa").Output);
        Assert.Equal(1, world.Run("-ls", "cc").ExitCode);
    }

    [Fact]
    public void List_is_json_on_request()
    {
        using MuxWorld world = new();
        world.Start("one");
        Outcome outcome = world.Run("-ls", "--json");
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(outcome.Output);
        System.Text.Json.JsonElement session = document.RootElement.GetProperty("sessions")[0];
        Assert.Equal("one", session.GetProperty("name").GetString());
        Assert.Equal("detached", session.GetProperty("state").GetString());
    }

    [Fact]
    public void Quiet_list_tells_by_its_exit_code()
    {
        using MuxWorld world = new();
        Assert.Equal(new Outcome(9, "", ""), world.Run("-q", "-ls"));
        world.Start("one");
        Assert.Equal(new Outcome(11, "", ""), world.Run("-q", "-ls"));
        world.Start("two");
        Assert.Equal(new Outcome(12, "", ""), world.Run("-q", "-ls"));
    }

    [Fact]
    public void A_stale_socket_is_dead_until_it_is_wiped()
    {
        using MuxWorld world = new();
        string session = world.Start("alive");
        const string name = "99999.gone";
        // A second name of the socket is not known to the holder and stays behind when all is over.
        Assert.Equal(0, world.Shell($"ln {world.SocketDirectory}/{session} {world.SocketDirectory}/{name}").ExitCode);
        world.KillEverything();
        world.Run("-wipe", "alive");
        Outcome listed = world.Run("-ls");
        Assert.Contains($"\t{name}\t", listed.Output, StringComparison.Ordinal);
        Assert.Contains("(Dead ???)\nRemove dead screens with 'mux -wipe'.\r\n1 Socket in ", listed.Output, StringComparison.Ordinal);
        Outcome wiped = world.Run("-wipe");
        Assert.Matches(@"\(Removed\)\n1 socket wiped out.\r\nNo Sockets found in .*\.\n\r\n$", wiped.Output);
        Assert.Equal(1, wiped.ExitCode);
        Assert.Empty(world.Sessions());
    }

    [Theory]
    [InlineData("-Z", "Error: Unknown option -Z\n")]
    [InlineData("--foo", "Error: Unknown option --foo\n")]
    [InlineData("-S", "Error: Specify session-name with -S\n")]
    [InlineData("-h -5", "Error: -h: -5: negative scrollback size?\n")]
    public void A_wrong_option_shows_the_usage(string line, string error)
    {
        using MuxWorld world = new();
        Outcome outcome = world.Run(line.Split(' '));
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("Use: mux [-opts] [cmd [args]]\n", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n\n" + error, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-e a", "Two characters are required with -e option, not 'a'.\r\n")]
    [InlineData("-X", "Please specify a command.\r\n")]
    [InlineData("-Q", "Please specify a command.\r\n")]
    [InlineData("-Q sessionname", "Please specify a parameter.\r\n")]
    [InlineData("-X title x", "No screen session found.\r\n")]
    [InlineData("-S zz -X title x", "No screen session found.\r\n")]
    [InlineData("-Q title", "No screen session found.\r\n")]
    [InlineData("-d", "There is no screen to be detached.\r\n")]
    [InlineData("-d foo", "There is no screen to be detached matching foo.\r\n")]
    [InlineData("-r", "Must be connected to a terminal.\r\n")]
    [InlineData("-S x", "Must be connected to a terminal.\r\n")]
    public void Screens_refusals_are_printed(string line, string text)
    {
        using MuxWorld world = new();
        Outcome outcome = world.Run(line.Split(' '));
        Assert.Equal((1, text), (outcome.ExitCode, outcome.Output));
        Assert.Empty(world.Daemons());
    }

    [Theory]
    [InlineData("-v")]
    [InlineData("--version")]
    public void Version_is_one_line(string option)
    {
        using MuxWorld world = new();
        Assert.Matches(@"^mux \d+\.\d+\.\d+ \(Screen version 4\.09\.00\)\n$", world.Run(option).Output);
    }

    [Fact]
    public void Help_and_manual_are_printed()
    {
        using MuxWorld world = new();
        Outcome help = world.Run("--help");
        Assert.Equal(0, help.ExitCode);
        Assert.StartsWith("Use: mux", help.Output, StringComparison.Ordinal);
        Assert.Contains(".SH COMMANDS", world.Run("--man").Output, StringComparison.Ordinal);
        Assert.Contains("complete -F _mux mux", world.Run("--completions", "bash").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Starting_detached_prints_nothing_and_succeeds_whatever_the_program()
    {
        using MuxWorld world = new();
        Assert.Equal(new Outcome(0, "", ""), world.Run("-dmS", "x", "/no/such/program"));
        Assert.Equal(new Outcome(0, "", ""), world.Run("-d", "-m", "sleep", "1000"));
        Assert.Equal(new Outcome(0, "", ""), world.Run("-dm", "-S", "y", "sleep", "1000"));
    }

    [Fact]
    public void Starting_without_forking_returns_at_the_sessions_end()
    {
        using MuxWorld world = new();
        Assert.Equal(new Outcome(0, "", ""), world.Run("-DmS", "x", "sh", "-c", "exit 3"));
        Assert.Empty(world.Sessions());
    }

    [Fact]
    public void A_named_session_may_be_ambiguous()
    {
        using MuxWorld world = new();
        world.Start("aa1");
        world.Start("aa2");
        Outcome outcome = world.Run("-S", "aa", "-X", "title", "x");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("There are several suitable screens on:\r\n", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("Use -S to specify a session.\r\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Detach_of_a_detached_session_is_refused()
    {
        using MuxWorld world = new();
        world.Start("one");
        Outcome outcome = world.Run("-d", "one");
        Assert.Equal(1, outcome.ExitCode);
        Assert.EndsWith("(Detached)\nThere is no screen to be detached matching one.\r\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows", "0 first")]
    [InlineData("title", "first")]
    [InlineData("number", "0 (first)")]
    [InlineData("echo hi", "hi")]
    [InlineData("select 0", "")]
    public void Queries_answer_without_a_newline(string query, string answer)
    {
        using MuxWorld world = new();
        Assert.Equal(0, world.Run("-dmS", "q", "-t", "first", "sleep", "1000").ExitCode);
        Outcome outcome = world.Run(["-S", "q", "-Q", .. query.Split(' ')]);
        Assert.Equal((0, answer), (outcome.ExitCode, outcome.Output.TrimEnd(' ')));
    }

    [Fact]
    public void Query_info_time_and_lastmsg_answer()
    {
        using MuxWorld world = new();
        world.Run("-dmS", "q", "-t", "first", "sleep", "1000");
        Assert.Matches(@"^\(1,1\)/\(80,24\)\+\d+ .*0\(first\)$", world.Run("-Q", "info").Output);
        Assert.Matches(@"\d+:\d\d:\d\d \w\w\w \d+", world.Run("-Q", "time").Output);
        Assert.Equal(1, world.Run("-Q", "lastmsg").ExitCode);
        Assert.Equal((1, "version command cannot be queried."), (world.Run("-Q", "version") is var o ? (o.ExitCode, o.Output.TrimEnd()) : default));
    }

    [Fact]
    public void Commands_act_on_the_preselected_window()
    {
        using MuxWorld world = new();
        world.Run("-dmS", "q", "-t", "first", "sleep", "1000");
        Assert.Equal(0, world.Run("-S", "q", "-X", "screen", "-t", "second", "sleep", "1000").ExitCode);
        Assert.Equal(0, world.Run("-S", "q", "-p", "0", "-X", "title", "renamed").ExitCode);
        Assert.Equal("renamed", world.Run("-S", "q", "-p", "0", "-Q", "title").Output);
        Assert.Equal("second", world.Run("-S", "q", "-p", "second", "-Q", "title").Output);
        Assert.Equal((1, "Could not find pre-select window."), world.Run("-S", "q", "-p", "9", "-Q", "title") is var o ? (o.ExitCode, o.Output.TrimEnd()) : default);
    }

    [Fact]
    public void An_unknown_command_is_told_on_standard_error()
    {
        using MuxWorld world = new();
        world.Start("q");
        Outcome outcome = world.Run("-S", "q", "-X", "bogus");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("unknown command 'bogus'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Stuff_types_into_the_window()
    {
        using MuxWorld world = new();
        world.Start("q");
        world.Run("-S", "q", "-X", "stuff", $"echo typed > {world.PathOf("out")}\\n");
        world.WaitForFile("out", "typed");
    }

    [Fact]
    public void Options_of_a_window_hold_for_the_first_one()
    {
        using MuxWorld world = new();
        string script = $"echo TERM=$TERM SHELL=$SHELL >{world.PathOf("out")}; exec sleep 1000";
        Assert.Equal(0, world.Run("-dmS", "q", "-t", "mine", "-T", "vt100", "-h", "345", "-s", "/bin/bash", "sh", "-c", script).ExitCode);
        Assert.Contains("TERM=vt100 SHELL=/bin/bash", world.WaitForFile("out", "\n"), StringComparison.Ordinal);
        Assert.Equal("mine", world.Run("-Q", "title").Output);
        Assert.Contains("+345 ", world.Run("-Q", "info").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_is_written_to_the_named_file()
    {
        using MuxWorld world = new();
        string log = world.PathOf("log.0");
        Assert.Equal(0, world.Run("-dmS", "q", "-L", "-Logfile", world.PathOf("log.%n"), "sh", "-c", "echo hello; exec sleep 1000").ExitCode);
        world.Run("-S", "q", "-X", "logfile", "flush", "0");
        Assert.Contains("hello\r\n", world.WaitForFile("log.0", "hello"), StringComparison.Ordinal);
        Assert.True(File.Exists(log));
    }

    [Fact]
    public void A_configuration_file_can_be_named()
    {
        using MuxWorld world = new();
        string file = world.PathOf("other.rc");
        File.WriteAllText(file, "screen -t fromrc sleep 1000\n");
        Assert.Equal(0, world.Run("-c", file, "-dmS", "q").ExitCode);
        MuxWorld.WaitUntil(() => world.Run("-S", "q", "-Q", "title").Output == "fromrc", "the window of the configuration file");
    }
}
