using System.Text.RegularExpressions;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>What mux finds out about the terminal, what the user says of it, and what comes of both.</summary>
public sealed partial class AbilitiesTests
{
    private const string Rgb = "printf '\\033[38;2;250;5;5mX\\033[m\\n'";

    /// <summary>A terminal that answers nothing but that it is there.</summary>
    private static bool IsDeviceAttributes(string answer) => answer.StartsWith("\x1b[?", StringComparison.Ordinal) && answer.EndsWith('c');

    private static bool HasEntry(string term) =>
        Array.Exists(["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo"], directory => File.Exists(Path.Combine(directory, term[..1], term)));

    [SkippableTheory]
    [InlineData("xterm", "", "8/1")]
    [InlineData("xterm-16color", "", "16/9")]
    [InlineData("xterm-256color", "", "256/196")]
    [InlineData("xterm", "truecolor", "RGB/fa0505")]
    [InlineData("xterm", "24bit", "RGB/fa0505")]
    [InlineData("xterm-direct", "", "RGB/fa0505")]
    [InlineData("vt100", "", "mono/-")]
    public void Colours_are_reduced_to_the_nearest_that_the_terminal_has(string term, string colorTerm, string expected)
    {
        Skip.IfNot(HasEntry(term), $"no terminfo entry for {term}");
        using MuxWorld world = new() { TerminalAnswers = IsDeviceAttributes };
        world.Variables["TERM"] = term;
        world.Variables["COLORTERM"] = colorTerm;
        OuterTerminal terminal = ShowColour(world);
        terminal.WaitForState(t => expected.EndsWith('/' + ForegroundOfX(t), StringComparison.Ordinal), expected);
    }

    [Theory]
    [InlineData("", "fa0505")]
    [InlineData("truecolor off", "196")]
    [InlineData("termcapinfo xterm* Co#256", "196")]
    [InlineData("terminfo xterm-256color colors#8", "1")]
    [InlineData("termcap xterm*|rxvt* 'Co#16:AB=\\E[48;5;%dm'", "9")]
    [InlineData("termcapinfo rxvt* Co#8", "fa0505")]
    [InlineData("termcapinfo * Co@", "-")]
    public void What_the_user_says_of_colours_wins_over_what_the_terminal_answers(string line, string expected)
    {
        using MuxWorld world = new();
        world.WriteRc(line + "\n");
        OuterTerminal terminal = ShowColour(world);
        terminal.WaitForState(t => ForegroundOfX(t) == expected, expected);
        terminal.Type("echo more-$((1+1))\r");
        terminal.WaitFor("more-2");
        Assert.Equal(expected, terminal.Look(ForegroundOfX));
    }

    [Fact]
    public void Truecolor_takes_effect_at_once()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = ShowColour(world);
        terminal.WaitForState(static t => ForegroundOfX(t) == "fa0505", "RGB");
        world.Run("-S", "a", "-X", "truecolor", "off");
        terminal.WaitForState(static t => ForegroundOfX(t) == "196", "a colour of the palette");
        world.Run("-S", "a", "-X", "truecolor", "on");
        terminal.WaitForState(static t => ForegroundOfX(t) == "fa0505", "RGB again");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("termcapinfo xterm*|rxvt*|screen* ti@:te@", false)]
    [InlineData("terminfo xterm* smcup@:rmcup@", false)]
    [InlineData(@"termcapinfo xterm* 'ti=\E7\E[?47l'", false)]
    [InlineData("termcapinfo rxvt* ti@:te@", true)]
    public void The_alternate_screen_is_used_unless_the_user_says_otherwise(string line, bool isUsed)
    {
        using MuxWorld world = new();
        world.WriteRc(line + "\n");
        OuterTerminal terminal = world.AttachNew("a");
        Assert.Equal(isUsed, terminal.Look(static t => t.IsAlternateScreen));
        Assert.Equal(isUsed, terminal.Printed.Contains("\x1b[?1049h", StringComparison.Ordinal));
        terminal.Press("d");
        terminal.WaitForExit();
        Assert.Equal(isUsed, terminal.Printed.Contains("\x1b[?1049l", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_alternate_screen_lines_go_into_the_terminals_scrollback()
    {
        using MuxWorld world = new();
        world.WriteRc("termcapinfo xterm* ti@:te@\n");
        OuterTerminal terminal = world.AttachNew("a");
        for (int i = 0; i < 40; i++)
        {
            terminal.Type($"echo line-$((100+{i}))\r");
            terminal.WaitFor($"line-{100 + i}");
        }

        Assert.InRange(terminal.Look(static t => t.ScrollCount), 40, 80);
    }

    [Theory]
    [InlineData("be@:ut@", "\x1b[41m\x1b[K")]
    [InlineData("cs@", "r\x1b[S")]
    public void What_the_user_denies_the_terminal_is_not_used(string tweak, string sequence)
    {
        using MuxWorld world = new();
        world.WriteRc($"termcapinfo xterm* {tweak}\ndefbce on\n");
        OuterTerminal terminal = world.AttachNew("a");
        terminal.Type("printf '\\033[41m\\033[2J\\033[5;20r\\033[20H\\n\\n\\033[m\\033[r\\033[HDONE'\r");
        terminal.WaitFor("DONE");
        Assert.DoesNotContain(sequence, terminal.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_drawing_waits_for_no_answer_and_questions_come_after_it()
    {
        using MuxWorld world = new() { TerminalAnswers = static _ => false };
        world.Start("a", "sh", "-c", $"echo READY; printf '\\033[c'; head -c1 >{world.PathOf("parsed")}; exec sleep 1000");
        world.WaitForFile("parsed", string.Empty);
        OuterTerminal terminal = world.Attach("-r", "a");
        terminal.WaitFor("READY");
        terminal.WaitForScreen(_ => terminal.Printed.Contains("\x1b[c", StringComparison.Ordinal), "the questions");
        string printed = terminal.Printed;
        Assert.True(printed.IndexOf("READY", StringComparison.Ordinal) < printed.IndexOf("\x1b[>0q", StringComparison.Ordinal));
        string[] questions = ["\x1b[>0q", "\x1b[?2026$p", "\x1b[?2027$p", "\x1b[?2048$p", "\x1b[?u", "\x1bP+q524742", "\x1bP+q5463", "\x1bP+q536d756c78", "\x1b]10;?", "\x1b]11;?"];
        Assert.All(questions, question => Assert.Contains(question, printed, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("screen")]
    [InlineData("screen-256color")]
    public void A_terminal_that_may_be_screen_is_asked_nothing_that_screen_would_show(string term)
    {
        using MuxWorld world = new();
        world.Variables["TERM"] = term;
        OuterTerminal terminal = world.AttachNew("a");
        PassThroughTests.WaitForAnswers(terminal);
        Assert.DoesNotContain("\x1bP", terminal.Printed, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Nothing_of_the_questions_is_shown_inside_of_screen()
    {
        Skip.IfNot(MuxWorld.HasProgram("screen"), "screen is not installed");
        using MuxWorld world = new();
        world.Variables["SCREENDIR"] = Directory.CreateDirectory(world.PathOf("d"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        OuterTerminal terminal = world.Open(80, 24, "screen", "-c", "/dev/null", "sh", "-c", "exec env -u STY $PROGRAM -S a");
        terminal.WaitFor("$");
        terminal.Type("echo asked-$((1+1))\r");
        terminal.WaitFor("asked-2");
        Assert.DoesNotContain("+q", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("rgb:", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("$q", terminal.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_key_is_eaten_however_the_terminal_answers(bool doesAnswer)
    {
        using MuxWorld world = new() { TerminalAnswers = doesAnswer ? null : static _ => false };
        world.Start("a", "sh", "-c", "stty raw -echo; echo READY; exec cat -v");
        OuterTerminal terminal = world.Attach("-r", "a");
        // Keys and what looks like the beginning of an answer, typed while answers are on their way.
        foreach (string key in (string[])["a", "\x1b", "b", "\x1b[A", "\x1bO", "P", "\x1b]", "x", "\x1bP", "y", "\x1b[?", "z", "."])
        {
            terminal.Type(key);
        }

        terminal.WaitFor("a^[b^[[A^[OP^[]x^[Py^[[?z.");
        Assert.DoesNotContain("xterm(", terminal.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "calls itself xterm(370)", "colours: RGB")]
    [InlineData(false, "answers no questions", "colours: 256")]
    public void The_doctor_tells_what_the_terminal_can(bool doesAnswer, string identity, string colours)
    {
        using MuxWorld world = new() { TerminalAnswers = doesAnswer ? null : static _ => false };
        OuterTerminal terminal = world.Open(160, 40, MuxBinary.Path, "--doctor");
        terminal.WaitForExit();
        Assert.Contains(identity, terminal.Screen, StringComparison.Ordinal);
        Assert.Contains(colours, terminal.Screen, StringComparison.Ordinal);
        string has = Has().Match(terminal.Screen.Replace("\n", "", StringComparison.Ordinal)).Groups[1].Value;
        Assert.Equal(doesAnswer, has.Contains("synchronized output", StringComparison.Ordinal));
        Assert.Equal(doesAnswer, has.Contains("underline styles", StringComparison.Ordinal));
        Assert.Equal(doesAnswer, has.Contains("kitty keyboard", StringComparison.Ordinal));
        Assert.Equal((0, ""), (terminal.Look(static t => (int)t.Modes), terminal.Look(static t => t.Title)));
    }

    private static OuterTerminal ShowColour(MuxWorld world)
    {
        OuterTerminal terminal = world.AttachNew("a");
        if (world.Variables["TERM"] != "vt100")
        {
            PassThroughTests.WaitForAnswers(terminal);
        }

        terminal.Type($"clear; {Rgb}\r");
        terminal.WaitForRow(0, "X");
        return terminal;
    }

    private static string ForegroundOfX(TerminalEmulator terminal)
    {
        Color color = terminal.Tables.Renditions[terminal.Row(0)[0].Rendition].Foreground;
        return color.Kind switch
        {
            ColorKind.Default => "-",
            ColorKind.Indexed => $"{color.Index}",
            _ => $"{color.Value & 0xFFFFFF:x6}",
        };
    }

    [GeneratedRegex("terminal has: (.*)ok +terminal lacks")]
    private static partial Regex Has();
}
