using System.Globalization;
using System.Text;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>However a client ends, the terminal is left as it was found: modes, colours, titles, cursor, screen, and the tty's own settings.</summary>
public sealed class LeavingTests
{
    private const int HangUpSignal = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Abort = 6;
    private const int Kill = 9;
    private const int Terminate = 15;

    /// <summary>All that a program can change of its terminal, as far as mux passes it on.</summary>
    private const string Everything =
        @"\033]2;Inside\007\033]1;Icon\007\033[5 q\033]12;#112233\007\033[?1002h\033[?1006h\033[?1004h\033[?2004h\033[?1h\033=\033[>1u"
        + @"\033[?2031h\033[?5h\033]10;#445566\007\033]11;#010203\007\033]4;1;#0a0b0c\007\033[?25l\033[1;4;31;42m\033]8;;https://example.org\007\033[5;10r"
        + @"\033]9;4;1;42\007";

    /// <summary>What a user may have set of a terminal before: all that programs change, so that defaults would not do.</summary>
    private const string Own =
        @"\033]10;#c0ffee\007\033]11;#102030\007\033]12;#445566\007\033]4;1;#777777\007\033]4;9;#888888\007\033[4 q\033]1;Mine\007"
        + @"\033[>1u";

    [Theory]
    [InlineData("detach", "")]
    [InlineData("detached from elsewhere", "")]
    [InlineData("power detached from elsewhere", "")]
    [InlineData("taken by another terminal", "")]
    [InlineData("the program ends", "")]
    [InlineData("the session is ended", "")]
    [InlineData("the daemon is killed, then detach", "")]
    [InlineData("detach", Own)]
    [InlineData("detached from elsewhere", Own)]
    [InlineData("power detached from elsewhere", Own)]
    [InlineData("taken by another terminal", Own)]
    [InlineData("the program ends", Own)]
    [InlineData("the session is ended", Own)]
    [InlineData("the daemon is killed, then detach", Own)]
    public void The_terminal_is_left_as_it_was_found(string way, string before)
    {
        using MuxWorld world = new();
        (OuterTerminal terminal, string found, byte[] modes) = Enter(world, before);
        switch (way)
        {
            case "detach":
                terminal.Press("d");
                break;
            case "detached from elsewhere":
                world.Run("-d", "leave");
                break;
            case "power detached from elsewhere":
                world.Run("-D", "leave");
                break;
            case "taken by another terminal":
                world.Attach("-d", "-r", "leave").WaitFor("ALLSET");
                break;
            case "the program ends":
                terminal.Type("q");
                break;
            case "the session is ended":
                world.Run("-S", "leave", "-X", "quit");
                break;
            default:
                ProcessList.Kill(Assert.Single(world.Daemons()));
                MuxWorld.WaitUntil(() => world.Daemons().Count == 1 && world.Run("-ls").Output.Contains("(Attached)", StringComparison.Ordinal), "a new daemon");
                terminal.Press("d");
                break;
        }

        Check(terminal, found, modes);
    }

    [Theory]
    [InlineData(HangUpSignal, "")]
    [InlineData(Interrupt, "")]
    [InlineData(Quit, "")]
    [InlineData(Terminate, "")]
    [InlineData(Abort, "")]
    [InlineData(Kill, "")]
    [InlineData(HangUpSignal, Own)]
    [InlineData(Interrupt, Own)]
    [InlineData(Quit, Own)]
    [InlineData(Terminate, Own)]
    [InlineData(Abort, Own)]
    [InlineData(Kill, Own)]
    public void The_terminal_is_left_as_it_was_found_by_a_client_that_gets_a_signal(int signal, string before)
    {
        using MuxWorld world = new();
        (OuterTerminal terminal, string found, byte[] modes) = Enter(world, before);
        WaitForAnswers(terminal);
        world.Shell($"kill -{signal} {ClientOf(world)}");
        if (signal is Kill or Abort)
        {
            // The daemon puts the terminal right, and the shell may have been quicker with its prompt.
            WaitForState(terminal, found);
            terminal.Type("\r");
        }

        Check(terminal, found, modes);
        Assert.Single(world.Sessions());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void The_cursors_shape_that_was_found_comes_back(int shape)
    {
        using MuxWorld world = new();
        (OuterTerminal terminal, string found, byte[] modes) = Enter(world, $"\\033[{shape} q");
        Assert.Contains($"{(CursorShape)shape} ", found, StringComparison.Ordinal);
        terminal.Press("d");
        Check(terminal, found, modes);
    }

    [Fact]
    public void Colours_that_the_user_had_set_come_back_when_another_window_is_shown()
    {
        using MuxWorld world = new();
        (OuterTerminal terminal, string found, byte[] modes) = Enter(world, Own);
        WaitForAnswers(terminal);
        string colours = Colours(found);
        terminal.Press("c");
        terminal.WaitForState(t => Colours(State(t)) == colours && t.CursorShape == CursorShape.SteadyUnderline, colours);
        terminal.Press("\x01");
        terminal.WaitForState(t => Colours(State(t)) != colours && t.CursorShape == CursorShape.BlinkingBar, "the program's own");
        terminal.Press("l");
        terminal.Press("c");
        terminal.WaitForState(t => Colours(State(t)) == colours, colours);
        terminal.Press("d");
        Check(terminal, found, modes);
    }

    [Fact]
    public void Colours_that_nobody_changed_are_left_alone_even_when_everything_is_drawn_again()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("own");
        PassThroughTests.WaitForAnswers(terminal);
        terminal.Press("l");
        terminal.Type("echo drawn-$((1+1))\r");
        terminal.WaitFor("drawn-2");
        terminal.Press("d");
        terminal.WaitForExit();
        Assert.DoesNotContain("\x1b]11", terminal.Printed.Replace("\x1b]11;?", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(" q", terminal.Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Own)]
    public void Stopped_and_continued_it_gives_the_terminal_back_and_takes_it_again(string before)
    {
        using MuxWorld world = new();
        (OuterTerminal terminal, string found, byte[] modes) = Enter(world, before);
        string inside = WithoutPen(terminal.Look(State));
        for (int i = 0; i < 2; i++)
        {
            world.Shell($"kill -TSTP {ClientOf(world)}");
            terminal.WaitFor("Stopped");
            terminal.WaitFor("$ ");
            WaitForState(terminal, found);
            terminal.Type("fg\r");
            terminal.WaitFor("ALLSET");
            terminal.WaitForState(t => WithoutPen(State(t)) == inside, inside);
        }

        terminal.Press("d");
        Check(terminal, found, modes);
    }

    /// <summary>Starts mux from a shell, with a program in its window that changes all there is.</summary>
    private static (OuterTerminal Terminal, string Found, byte[] Modes) Enter(MuxWorld world, string before = "")
    {
        File.WriteAllText(world.PathOf("program"), $"stty -echo raw; printf '{Everything}ALLSET'; while [ \"$(head -c1)\" != q ]; do :; done\n");
        OuterTerminal terminal = world.Open(80, 24, "/bin/sh");
        terminal.WaitFor("$");
        terminal.Type($"trap '' HUP; printf 'before-%s\\n' mux; printf '\\033]2;Found\\007{before}'\r");
        terminal.WaitFor("\nbefore-mux\n$");
        string found = terminal.Look(State);
        byte[] modes = terminal.Modes();
        terminal.Type($"\"$PROGRAM\" -S leave sh {world.PathOf("program")}\r");
        terminal.WaitFor("ALLSET");
        terminal.WaitForState(
            static t => t.KittyKeyboardFlags == 1 && t.Title == "Inside" && t.MouseTracking == MouseTracking.ButtonEvent
                && t.CursorShape == CursorShape.BlinkingBar,
            "all set");
        terminal.WaitForTold("progress 1 42");
        Assert.NotEqual(found, terminal.Look(State));
        return (terminal, found, modes);
    }

    /// <summary>Waits until the daemon has heard what the terminal had: a client that is killed cannot say it any more.</summary>
    private static void WaitForAnswers(OuterTerminal terminal)
    {
        // What is typed behind the answers goes on behind them.
        terminal.Press(":");
        terminal.WaitForMessage(":");
        terminal.Type("\x03");
        terminal.WaitForState(static t => !t.TextOf(t.Rows - 1).StartsWith(':'), "no prompt");
    }

    private static string Colours(string state)
    {
        int at = state.IndexOf("colours", StringComparison.Ordinal);
        int palette = state.IndexOf("palette", StringComparison.Ordinal);
        return state[at..state.IndexOf("alternate", StringComparison.Ordinal)] + (palette < 0 ? "" : state[palette..state.IndexOf("pen ", StringComparison.Ordinal)]);
    }

    private static void Check(OuterTerminal terminal, string found, byte[] modes)
    {
        // The shell is there again and takes what is typed in the mode it is used to.
        terminal.WaitForScreen(static screen => screen.Contains("before-mux", StringComparison.Ordinal) && screen.TrimEnd().EndsWith('$'), "the prompt");
        terminal.WaitForState(static t => !t.TextOf(t.CursorRow).Contains("program", StringComparison.Ordinal), "the cursor behind it");
        terminal.Type("echo after-$((1+1))\r");
        terminal.WaitFor("after-2\n$");
        WaitForState(terminal, found);
        Assert.Equal(modes, terminal.Modes());
    }

    private static void WaitForState(OuterTerminal terminal, string wanted)
    {
        string? seen = null;
        Waiting.Poll(() => (seen = terminal.Look(State)) == wanted, () => $"the state\n{wanted}\nnot\n{seen}");
    }

    private static int ClientOf(MuxWorld world) =>
        Assert.Single(ProcessList.With(world.Root), static process => process.Arguments is [_, "-S", "leave", ..]).Pid;

    /// <summary>While mux draws, what it draws with is its own affair.</summary>
    private static string WithoutPen(string state) => state[..state.IndexOf("pen ", StringComparison.Ordinal)];

    /// <summary>Everything of a terminal but its text and where the cursor is.</summary>
    private static string State(TerminalEmulator t)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"title {t.Title} icon {t.IconTitle} modes {t.Modes} mouse {t.MouseTracking} {t.MouseEncoding} ")
            .Append(CultureInfo.InvariantCulture, $"kitty {t.KittyKeyboardFlags} other keys {t.ModifyOtherKeys} cursor {t.CursorVisible} {t.CursorShape} ")
            .Append(CultureInfo.InvariantCulture, $"colours {t.CursorColor} {t.DefaultForeground} {t.DefaultBackground} alternate {t.IsAlternateScreen} ")
            .Append(CultureInfo.InvariantCulture, $"insert {t.IsInsertMode} origin {t.IsOriginMode} wrap {t.IsAutoWrap} newline {t.IsNewLineMode} ")
            .Append(CultureInfo.InvariantCulture, $"margins {t.MarginTop} {t.MarginBottom} {t.MarginLeft} {t.MarginRight} synchronized {t.SynchronizedOutput} ")
            .Append(CultureInfo.InvariantCulture, $"sets {t.CharacterSetLeft} {t.CharacterSetRight} {t.CharacterSet(0)} {t.CharacterSet(1)} ");
        for (int index = 0; index < 256; index++)
        {
            text.Append(t.PaletteColor(index).IsDefault ? string.Empty : $"palette {index} {t.PaletteColor(index)} ");
        }

        return text.Append(CultureInfo.InvariantCulture, $"pen {t.CurrentRendition}").ToString();
    }
}
