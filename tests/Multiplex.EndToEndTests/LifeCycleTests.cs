using System.Diagnostics;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>How the daemon, the holders and the client come and go.</summary>
public sealed class LifeCycleTests
{
    [Fact]
    public void The_daemon_is_a_daemon()
    {
        using MuxWorld world = new();
        world.WorkingDirectory = world.Home;
        OuterTerminal terminal = world.AttachNew("d");
        int daemon = Assert.Single(world.Daemons());
        Assert.Equal("0", ProcessList.Stat(daemon, 7));
        Assert.Equal($"{daemon}", ProcessList.Stat(daemon, 6));
        Assert.Equal("/", Directory.ResolveLinkTarget($"/proc/{daemon}/cwd", false)!.FullName);
        foreach (string descriptor in Directory.GetFiles($"/proc/{daemon}/fd").Where(path => Path.GetFileName(path) is "0" or "1" or "2"))
        {
            string target = File.ResolveLinkTarget(descriptor, false)!.FullName;
            Assert.False(target.StartsWith("/dev/pts", StringComparison.Ordinal), $"descriptor {Path.GetFileName(descriptor)} is {target}");
        }

        terminal.Press("d");
        terminal.WaitForExit();
    }

    [Fact]
    public void The_daemon_leaves_after_the_last_session()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("d");
        int daemon = Assert.Single(world.Daemons());
        terminal.Type("exit\r");
        Assert.Equal(0, terminal.WaitForExit());
        MuxWorld.WaitUntil(() => !ProcessList.IsAlive(daemon), "the daemon to leave");
        MuxWorld.WaitUntil(() => ProcessList.With(world.Root).Count == 1, "the holder to leave");
        Assert.Equal(1, world.Run("-ls").ExitCode);
    }

    /// <summary>The daemon had no session that a holder would start it anew for: the client does, and waits for nobody.</summary>
    [Fact]
    public void A_session_starts_at_once_when_the_daemon_that_was_asked_dies()
    {
        // What a start with its daemon takes on this machine; the client once waited for a second before it did the same.
        using MuxWorld other = new();
        long begin = Stopwatch.GetTimestamp();
        other.AttachNew("usual");
        double usual = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        using MuxWorld world = new();
        string session = world.Start("d");
        int daemon = Assert.Single(world.Daemons());
        world.RunProgram("kill", "-STOP", $"{daemon}");
        world.RunProgram("kill", "-KILL", session[..session.IndexOf('.', StringComparison.Ordinal)]);
        OuterTerminal terminal = world.Attach("-S", "next", "sh");
        MuxWorld.WaitUntil(
            () => ProcessList.Descriptors(terminal.Pid).Any(static what => what.StartsWith("socket:", StringComparison.Ordinal)), "the client to connect");
        long start = Stopwatch.GetTimestamp();
        ProcessList.Kill(daemon);
        terminal.WaitFor("$");
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Assert.True(seconds < usual + 0.9, $"after {seconds:0.00} s, where a start takes {usual:0.00} s");
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData("exit 7")]
    [InlineData("kill -9 $$")]
    public void The_clients_exit_code_is_0_however_the_program_ends(string ending)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("d");
        terminal.Type(ending + "\r");
        Assert.Equal(0, terminal.WaitForExit());
        Assert.Contains("[screen is terminating]", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_windows_end_shows_the_one_before()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("d");
        terminal.Type("echo in-$WINDOW\r");
        terminal.WaitFor("in-0");
        terminal.Press("c");
        terminal.WaitForNo("in-0");
        terminal.WaitFor("$");
        terminal.Type("exit\r");
        terminal.WaitFor("in-0");
    }

    [Fact]
    public void The_terminal_is_left_as_it_was_found()
    {
        using MuxWorld world = new();
        string draw = "printf '\\033[?1000h\\033[?2004h\\033[?1h\\033=\\033[?25l\\033[5 q\\033[4h\\033[31mred\\033]0;title\\007\\033(0\\033[3;9r'; echo READY; exec sleep 1000";
        world.Variables["DRAW"] = draw;
        OuterTerminal terminal = world.Open(80, 24, "/bin/sh", "-c", "echo before; read x; \"$PROGRAM\" -S m sh -c \"$DRAW\"; echo after; exec sleep 1000");
        terminal.WaitFor("before");
        byte[] modes = terminal.Modes();
        string state = terminal.Look(StateOf);
        terminal.Type("\r");
        terminal.WaitForState(emulator => emulator.IsAlternateScreen, "mux to take the screen");
        terminal.WaitFor("READY");
        Assert.NotEqual(modes, terminal.Modes());
        terminal.Press("d");
        terminal.WaitFor("after");
        Assert.Equal(modes, terminal.Modes());
        Assert.Equal(state, terminal.Look(StateOf));
        Assert.StartsWith("before\n\n[detached from ", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_client_leaves_a_usable_terminal()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Open(80, 24, "/bin/sh", "-c", "echo before; read x; \"$PROGRAM\" -S m; echo after=$?; exec sleep 1000");
        terminal.WaitFor("before");
        byte[] modes = terminal.Modes();
        terminal.Type("\r");
        terminal.WaitForState(emulator => emulator.IsAlternateScreen, "mux to take the screen");
        terminal.WaitFor("$");
        RunningProcess client = Assert.Single(ProcessList.With(world.Root), process => process.Arguments.SequenceEqual([MuxBinary.Path, "-S", "m"]));
        ProcessList.Kill(client.Pid);

        // The shell may say it before the daemon has left the alternate screen, which takes the words along.
        terminal.WaitForState(_ => terminal.Printed.Contains("after=137", StringComparison.Ordinal), "the shell to say that its client was killed");
        MuxWorld.WaitUntil(() => terminal.Modes().SequenceEqual(modes), "the terminal's modes to be put right");
        terminal.WaitForState(emulator => !emulator.IsAlternateScreen, "the screen to be given back");
        world.WaitForState(world.Sessions()[0], "Detached");
    }

    [Fact]
    public void The_terminal_can_be_resized()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("r");
        // A key may overtake the new size, which comes as a signal: the shell waits for it.
        terminal.Type("until [ \"$(stty size)\" = '43 132' ]; do sleep 0.02; done; echo large-$((1+1))\r");
        terminal.Resize(132, 43);
        terminal.WaitFor("large-2");
        terminal.Type("until [ \"$(stty size)\" = '10 40' ]; do sleep 0.02; done; echo small-$((1+1))\r");
        terminal.Resize(40, 10);
        terminal.WaitFor("small-2");
    }

    [Fact]
    public void A_socket_directory_that_others_may_enter_is_refused()
    {
        using MuxWorld world = new();
        File.SetUnixFileMode(world.SocketDirectory, (UnixFileMode)0b111_101_101);
        Outcome outcome = world.Run("-ls");
        Assert.Equal((1, $"Directory {world.SocketDirectory} must have mode 700.\r\n"), (outcome.ExitCode, outcome.Output));
    }

    private static string StateOf(Multiplex.Terminal.TerminalEmulator emulator) =>
        $"alternate {emulator.IsAlternateScreen} modes {emulator.Modes} mouse {emulator.MouseTracking} {emulator.MouseEncoding} cursor {emulator.CursorVisible}"
        + $" {emulator.CursorShape} pen {emulator.CurrentRendition} insert {emulator.IsInsertMode} origin {emulator.IsOriginMode} wrap {emulator.IsAutoWrap}"
        + $" margins {emulator.MarginTop}-{emulator.MarginBottom} {emulator.MarginLeft}-{emulator.MarginRight} sets {emulator.CharacterSetLeft}"
        + $" {emulator.CharacterSet(0)} kitty {emulator.KittyKeyboardFlags} other keys {emulator.ModifyOtherKeys}";
}
