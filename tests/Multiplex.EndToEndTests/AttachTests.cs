using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Leaving a session and coming back, in all of screen's forms.</summary>
public sealed class AttachTests
{
    [Fact]
    public void A_session_is_started_left_and_found_again()
    {
        using MuxWorld world = new();
        OuterTerminal first = world.AttachNew("train");
        first.Type("echo from-$((40+2))\r");
        first.WaitFor("from-42");
        string session = Assert.Single(world.Sessions());
        world.WaitForState(session, "Attached");

        first.Press("d");
        Assert.Equal(0, first.WaitForExit());
        Assert.Contains($"[detached from {session}]", first.Screen, StringComparison.Ordinal);
        world.WaitForState(session, "Detached");

        OuterTerminal second = world.Attach("-r", "train");
        second.WaitFor("from-42");
        second.Type("exit\r");
        Assert.Equal(0, second.WaitForExit());
        Assert.Contains("[screen is terminating]", second.Screen, StringComparison.Ordinal);
        MuxWorld.WaitUntil(() => world.Sessions().Count == 0, "the session to be gone");
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{1}")]
    [InlineData("{1}.{0}")]
    [InlineData("mai")]
    public void A_session_is_resumed_by_name_pid_both_or_prefix(string form)
    {
        using MuxWorld world = new();
        string session = world.Start("main", "sh", "-c", "echo READY; exec sleep 1000");
        string[] parts = session.Split('.');
        OuterTerminal terminal = world.Attach("-r", string.Format(System.Globalization.CultureInfo.InvariantCulture, form, parts[1], parts[0]));
        terminal.WaitFor("READY");
        terminal.Press("d");
        terminal.WaitForExit();
    }

    [Theory]
    [InlineData("-r", "There is no screen to be resumed.")]
    [InlineData("-r foo", "There is no screen to be resumed matching foo.")]
    [InlineData("-x", "There is no screen to be attached.")]
    [InlineData("-x zzz", "There is no screen to be attached matching zzz.")]
    [InlineData("-d -r", "There is no screen to be detached.")]
    public void Nothing_to_resume_is_said(string line, string text)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Attach(line.Split(' '));
        Assert.Equal(1, terminal.WaitForExit());
        Assert.Equal(text, terminal.Screen.TrimEnd());
    }

    [Fact]
    public void Several_candidates_are_listed()
    {
        using MuxWorld world = new();
        world.Start("aa");
        world.Start("bb");
        OuterTerminal terminal = world.Attach("-r");
        Assert.Equal(1, terminal.WaitForExit());
        Assert.StartsWith("There are several suitable screens on:\n", terminal.Screen, StringComparison.Ordinal);
        Assert.EndsWith("Type \"mux [-d] -r [pid.]tty.host\" to resume one of them.", terminal.Screen.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(12, WithoutText(world, "-q", "-r"));
    }

    [Fact]
    public void Quiet_resume_tells_by_its_exit_code()
    {
        using MuxWorld world = new();
        Assert.Equal(10, WithoutText(world, "-q", "-r"));
        Assert.Equal(10, WithoutText(world, "-q", "-x"));
    }

    [Fact]
    public void An_attached_session_is_not_resumed()
    {
        using MuxWorld world = new();
        world.AttachNew("work");
        OuterTerminal second = world.Attach("-r", "work");
        Assert.Equal(1, second.WaitForExit());
        Assert.Contains("(Attached)\nThere is no screen to be resumed matching work.", second.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-d -r", "[remote detached from {0}]")]
    [InlineData("-D -r", "[remote power detached from {0}]")]
    [InlineData("-d -R", "[remote detached from {0}]")]
    [InlineData("-D -RR", "[remote power detached from {0}]")]
    public void A_session_is_taken_from_another_terminal(string line, string told)
    {
        using MuxWorld world = new();
        // A shell in between, since power detach hangs up the client's parent.
        OuterTerminal first = world.Open(80, 24, "/bin/sh", "-c", "trap '' HUP; \"$PROGRAM\" -S aa; echo left=$?; exec sleep 1000");
        first.WaitFor("$");
        first.Type("echo mark-$((1+1))\r");
        first.WaitFor("mark-2");
        OuterTerminal second = world.Attach([.. line.Split(' '), "aa"]);
        second.WaitFor("mark-2");
        first.WaitFor("left=0");
        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, told, world.Sessions()[0]), first.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-d", "detached")]
    [InlineData("-D", "power detached")]
    public void A_session_is_detached_from_elsewhere(string option, string word)
    {
        using MuxWorld world = new();
        OuterTerminal first = world.Open(80, 24, "/bin/sh", "-c", "trap '' HUP; \"$PROGRAM\" -S aa; echo left=$?; exec sleep 1000");
        first.WaitFor("$");
        string session = Assert.Single(world.Sessions());
        Outcome outcome = world.Run(option, "aa");
        Assert.Equal((0, $"[{session} {word}.]\n\r\n"), (outcome.ExitCode, outcome.Output));
        first.WaitFor("left=0");
        Assert.Contains($"[remote {word} from {session}]", first.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-R")]
    [InlineData("-RR")]
    [InlineData("-d -R")]
    [InlineData("-D -RR")]
    [InlineData("-xRR")]
    public void Create_or_attach_creates_when_there_is_none(string line)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Attach([.. line.Split(' '), "fresh"]);
        terminal.WaitFor("New screen...");
        terminal.WaitFor("$");
        Assert.EndsWith(".fresh", Assert.Single(world.Sessions()), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_or_attach_attaches_when_there_is_one()
    {
        using MuxWorld world = new();
        world.Start("only", "sh", "-c", "echo READY; exec sleep 1000");
        OuterTerminal terminal = world.Attach("-R");
        terminal.WaitFor("READY");
        Assert.Single(world.Sessions());
    }

    [Fact]
    public void The_youngest_of_several_is_taken_on_request()
    {
        using MuxWorld world = new();
        world.Start("aa", "sh", "-c", "echo OLD; exec sleep 1000");
        world.Start("bb", "sh", "-c", "echo YOUNG; exec sleep 1000");
        OuterTerminal several = world.Attach("-R");
        Assert.Equal(1, several.WaitForExit());
        world.Attach("-RR").WaitFor("YOUNG");
    }

    [Theory]
    [InlineData("0", "FIRST")]
    [InlineData("two", "SECOND")]
    public void A_window_is_preselected_when_attaching(string window, string shown)
    {
        using MuxWorld world = new();
        world.Start("p", "sh", "-c", "echo FIRST; exec sleep 1000");
        world.Run("-S", "p", "-X", "screen", "-t", "two", "sh", "-c", "echo SECOND; exec sleep 1000");
        world.Attach("-r", "p", "-p", window).WaitFor(shown);
    }

    [Fact]
    public void Another_command_key_can_be_given()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("e", "-e", "^Bb");
        terminal.Type("\x02" + "d");
        Assert.Equal(0, terminal.WaitForExit());
        Assert.Contains("[detached from ", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void From_inside_a_program_opens_a_window_in_the_same_session()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("in");
        terminal.Type("\"$PROGRAM\" -t inner sh -c 'echo IN-$WINDOW; exec sleep 1000'\r");
        terminal.WaitFor("IN-1");
        Assert.Single(world.Sessions());
        Assert.Matches(@"0-? \S+  1\*? inner", world.Run("-S", "in", "-Q", "windows").Output);
    }

    [Fact]
    public void A_window_asked_for_from_inside_has_the_askers_environment()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("t");
        terminal.Type($"cd /usr; MINE=yes \"$PROGRAM\" sh -c 'echo $MINE in $(pwd) >{world.PathOf("out")}; sleep 1000'\r");
        Assert.Equal("yes in /usr\n", world.WaitForFile("out", "\n"));
    }

    [Fact]
    public void From_inside_another_session_can_be_started_on_request()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("in");
        terminal.Type("\"$PROGRAM\" -dm sleep 1000; echo done=$?\r");
        terminal.WaitFor("done=0");
        Assert.Equal(2, world.Sessions().Count);
    }

    [Fact]
    public void From_inside_commands_reach_the_session_around()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("in");
        terminal.Type("\"$PROGRAM\" -X title hey; \"$PROGRAM\" -Q title; echo\r");
        terminal.WaitFor("\nhey");
    }

    [Fact]
    public void Attaching_the_session_around_is_refused()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("in");
        terminal.Type("\"$PROGRAM\" -x in\r");
        terminal.WaitFor("Attaching from inside of screen?");
    }

    private static int WithoutText(MuxWorld world, params string[] arguments)
    {
        OuterTerminal terminal = world.Attach(arguments);
        int status = terminal.WaitForExit();
        Assert.Equal(string.Empty, terminal.Screen.Trim());
        return status;
    }
}
