using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>A session inside a session.</summary>
public sealed class NestedTests
{
    [Fact]
    public void The_command_key_reaches_the_inner_session_by_a()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("outer");
        StartInner(world, terminal, string.Empty);
        terminal.Type("echo in-$STY\r");
        terminal.WaitFor(".inner");
        terminal.Press("ac");
        terminal.WaitForScreen(static screen => screen.Trim() == "$", "a second window of the inner session");
        Assert.Equal(2, WindowsOf(world, "inner"));
        Assert.Equal(1, WindowsOf(world, "outer"));
        terminal.Press("ad");
        terminal.WaitFor("[detached from ");
        world.WaitForState(world.Sessions().First(static s => s.EndsWith(".inner", StringComparison.Ordinal)), "Detached");
        terminal.Press("d");
        Assert.Equal(0, terminal.WaitForExit());
    }

    [Fact]
    public void What_a_program_says_goes_through_both()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("outer");
        StartInner(world, terminal, string.Empty);
        terminal.Type("printf '\\033]2;Deep\\007\\033[?1002h\\033[?2004h\\033[5 q\\007\\033]52;c;aGVsbG8=\\007'; echo said\r");
        terminal.WaitFor("\nsaid");
        terminal.WaitForState(static t => t.Title == "Deep" && t.Modes.HasFlag(FrameModes.BracketedPaste) && t.CursorShape == CursorShape.BlinkingBar, "all of it");
        terminal.WaitForTold("bell");
        terminal.WaitForTold("clipboard c aGVsbG8=");
        Assert.Equal((1, 1), (terminal.CountTold("bell"), terminal.CountTold("clipboard c aGVsbG8=")));
    }

    [Fact]
    public void The_inner_session_finds_out_what_the_outer_one_can()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("outer");
        StartInner(world, terminal, string.Empty);
        terminal.Type("clear; printf '\\033[38;2;1;2;3;4:3mX\\033[m\\n'\r");
        terminal.WaitForRow(0, "X");
        terminal.WaitForState(
            static t => t.Tables.Renditions[t.Row(0)[0].Rendition] is { Underline: UnderlineStyle.Curly, Foreground: { Kind: ColorKind.Rgb, Blue: 3 } },
            "the colour and the line as they were said");
    }

    [Fact]
    public void The_doctor_finds_out_inside_what_mux_can()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Open(160, 40, MuxBinary.Path, "-S", "outer");
        terminal.WaitFor("$");
        terminal.Type("clear; \"$PROGRAM\" --doctor; echo done\r");
        terminal.WaitFor("\ndone");
        Assert.Contains("terminal: calls itself mux", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("colours: RGB", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("underline styles, underline colours", terminal.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mousetrack on\n")]
    public void A_mouse_event_arrives_once_and_where_it_was(string configuration)
    {
        using MuxWorld world = new();
        world.WriteRc(configuration);
        OuterTerminal terminal = world.AttachNew("outer");
        StartInner(world, terminal, string.Empty);
        terminal.Type("stty raw -echo; printf '\\033[?1000h\\033[?1006h\\033[H\\033[JREADY'; cat -v\r");
        terminal.WaitForRow(0, "READY");
        terminal.WaitForState(static t => t.MouseTracking != MouseTracking.None, "the mouse to be tracked");
        terminal.Type("\x1b[<0;11;6M\x1b[<0;11;6m");
        terminal.WaitFor("READY^[[<0;11;6M^[[<0;11;6m");
        terminal.Type("!");
        terminal.WaitFor("READY^[[<0;11;6M^[[<0;11;6m!");
    }

    [Fact]
    public void An_inner_client_attaching_the_session_around_it_is_refused()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("outer");
        StartInner(world, terminal, string.Empty);
        terminal.Type("\"$PROGRAM\" -x inner\r");
        terminal.WaitFor("Attaching from inside of screen?");
    }

    [SkippableFact]
    public void It_works_over_ssh_too()
    {
        using MuxWorld world = new();
        SshServer server = new(world);
        OuterTerminal terminal = world.AttachNew("outer");
        File.WriteAllText(world.PathOf("login"), $"exec {server.CommandLine} 'PS1=\"$ \" HOME={world.Home} SHELL=/bin/sh exec {MuxBinary.Path} -S inner'\n");
        terminal.Type($"sh {world.PathOf("login")}\r");
        MuxWorld.WaitUntil(() => world.Sessions().Count == 2, "the inner session");
        terminal.WaitForScreen(static screen => screen.Trim() == "$", "the inner session's shell");
        terminal.Type("printf '\\033]2;Deep\\007'; echo said\r");
        terminal.WaitFor("\nsaid");
        terminal.WaitForState(static t => t.Title == "Deep", "the title");
        terminal.Press("ad");
        terminal.WaitFor("[detached from ");
        terminal.Press("d");
        Assert.Equal(0, terminal.WaitForExit());
    }

    private static void StartInner(MuxWorld world, OuterTerminal terminal, string options)
    {
        terminal.Type($"env -u STY \"$PROGRAM\" -S inner {options}\r");
        MuxWorld.WaitUntil(() => world.Sessions().Count == 2, "the inner session");
        terminal.WaitForScreen(static screen => screen.Trim() == "$", "the inner session's shell");
    }

    private static int WindowsOf(MuxWorld world, string session) =>
        world.Run("-S", session, "-Q", "windows").Output.Split("  ", StringSplitOptions.RemoveEmptyEntries).Length;
}
