using System.Globalization;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>
/// What a program says to its terminal reaches the user's while its window has the focus, goes when another window is shown, comes back with it,
/// and is gone when the user leaves.
/// </summary>
public sealed class PassThroughTests
{
    /// <summary>What a program prints, where it shows outside, and what is to be seen there with the window and without.</summary>
    private sealed record Case(string Print, Func<TerminalEmulator, string> Look, string With, string Without);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["title"] = new(@"\033]2;Over here\007", static t => t.Title, "Over here", ""),
        ["icon title"] = new(@"\033]1;Small\007", static t => t.IconTitle, "Small", ""),
        ["both titles"] = new(@"\033]0;Both\007", static t => t.Title + t.IconTitle, "BothBoth", ""),
        ["cursor shape"] = new(@"\033[5 q", static t => t.CursorShape.ToString(), "BlinkingBar", "Default"),
        ["cursor colour"] = new(@"\033]12;#112233\007", static t => Hex(t.CursorColor), "112233", "-"),
        ["mouse clicks"] = new(@"\033[?1000h", static t => $"{t.MouseTracking}", "Normal", "None"),
        ["mouse buttons"] = new(@"\033[?1002h\033[?1006h", static t => $"{t.MouseTracking} {t.MouseEncoding}", "ButtonEvent Sgr", "None X10"),
        ["mouse motion"] = new(@"\033[?1003h", static t => $"{t.MouseTracking}", "AnyEvent", "None"),
        ["focus events"] = new(@"\033[?1004h", static t => Has(t, FrameModes.FocusEvents), "True", "False"),
        ["bracketed paste"] = new(@"\033[?2004h", static t => Has(t, FrameModes.BracketedPaste), "True", "False"),
        ["application cursor keys"] = new(@"\033[?1h", static t => Has(t, FrameModes.ApplicationCursorKeys), "True", "False"),
        ["application keypad"] = new(@"\033=", static t => Has(t, FrameModes.ApplicationKeypad), "True", "False"),
        ["kitty keyboard"] = new(@"\033[>1u", static t => t.KittyKeyboardFlags.ToString(CultureInfo.InvariantCulture), "1", "0"),
        ["modifyOtherKeys"] = new(@"\033[>4;2m", static t => t.ModifyOtherKeys.ToString(CultureInfo.InvariantCulture), "2", "0"),
        ["colour scheme reports"] = new(@"\033[?2031h", static t => Has(t, FrameModes.ColorSchemeReports), "True", "False"),
        ["reverse screen"] = new(@"\033[?5h", static t => Has(t, FrameModes.ReverseVideo), "True", "False"),
        ["foreground"] = new(@"\033]10;#445566\007", static t => Hex(t.DefaultForeground), "445566", "-"),
        ["background"] = new(@"\033]11;#010203\007", static t => Hex(t.DefaultBackground), "010203", "-"),
        ["palette"] = new(@"\033]4;1;#0a0b0c;200;#0d0e0f\007", static t => Hex(t.PaletteColor(1)) + Hex(t.PaletteColor(200)), "0a0b0c0d0e0f", "--"),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_follows_the_window_with_the_focus_and_goes_on_leaving(string name)
    {
        Case example = s_cases[name];
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("p");
        WaitForAnswers(terminal);
        Check(terminal, example, isWith: false, "at the start");
        terminal.Type($"printf '{example.Print}'; echo said\r");
        terminal.WaitFor("\nsaid");
        Check(terminal, example, isWith: true, "said");
        terminal.Press("c");
        terminal.WaitForNo("said");
        Check(terminal, example, isWith: false, "in another window");
        terminal.Press("\x01");
        terminal.WaitFor("\nsaid");
        Check(terminal, example, isWith: true, "back in the window");
        terminal.Press("d");
        Assert.Equal(0, terminal.WaitForExit());
        Check(terminal, example, isWith: false, "after leaving");

        OuterTerminal second = world.Attach("-r", "p");
        second.WaitFor("\nsaid");
        Check(second, example, isWith: true, "attached again");
        second.Press("d");
        second.WaitForExit();
        Check(second, example, isWith: false, "after leaving again");
    }

    [Theory]
    [InlineData(@"\007", "bell")]
    [InlineData(@"\033]52;c;aGVsbG8=\007", "clipboard c aGVsbG8=")]
    [InlineData(@"\033]9;Done\007", "notification |Done")]
    [InlineData(@"\033]777;notify;Build;is over\007", "notification Build|is over")]
    [InlineData(@"\033]99;;Hello\033\\", "notification Hello|")]
    [InlineData(@"\033]9;4;1;42\007", "progress 1 42")]
    [InlineData(@"\033Ptmux;\033\033]9;through tmux\007\033\\", "notification |through tmux")]
    [InlineData(@"\033P\033]9;through screen\007\033\\", "notification |through screen")]
    public void It_is_told_once(string print, string told)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("p");
        terminal.Type($"printf '{print}'; echo said\r");
        terminal.WaitFor("\nsaid");
        terminal.WaitForTold(told);
        Assert.Equal(1, terminal.CountTold(told));
    }

    [Theory]
    [InlineData(@"\033]9;Done\007", "notification 0 sh|Done")]
    [InlineData(@"\033]777;notify;Build;is over\007", "notification 0 sh: Build|is over")]
    [InlineData(@"\033]9;4;1;42\007", "progress 1 42")]
    public void It_is_told_from_a_hidden_window_by_the_windows_name(string print, string told)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("p", "-t", "sh");
        terminal.Type($"until [ -e {world.PathOf("go")} ]; do :; done; printf '{print}'\r");
        terminal.WaitFor("until ");
        terminal.Press("c");
        terminal.WaitForScreen(screen => screen.Trim() == "$", "the second window");
        File.WriteAllText(world.PathOf("go"), string.Empty);
        terminal.WaitForTold(told);
    }

    [Fact]
    public void A_hidden_windows_clipboard_is_its_own()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("p");
        terminal.Type($"until [ -e {world.PathOf("go")} ]; do :; done; printf '\\033]52;c;aGVsbG8=\\007\\033]9;after\\007'\r");
        terminal.WaitFor("until ");
        terminal.Press("c");
        terminal.WaitForScreen(screen => screen.Trim() == "$", "the second window");
        File.WriteAllText(world.PathOf("go"), string.Empty);
        terminal.WaitForScreen(_ => terminal.CountTold("notification 0 sh|after") > 0, "what comes after it");
        Assert.Equal(0, terminal.CountTold("clipboard c aGVsbG8="));
    }

    [Fact]
    public void Progress_is_gone_after_leaving()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("p");
        terminal.Type("printf '\\033]9;4;1;42\\007'\r");
        terminal.WaitForTold("progress 1 42");
        terminal.Press("d");
        terminal.WaitForExit();
        terminal.WaitForTold("progress 0 0");
    }

    [Theory]
    [InlineData("off", false)]
    [InlineData("on", true)]
    public void The_clipboard_is_read_only_when_that_is_allowed(string setting, bool isAllowed)
    {
        using MuxWorld world = new();
        world.WriteRc($"clipboardquery {setting}\n");
        string script = "stty raw -echo; printf '\\033]52;c;?\\007\\033[5n'; dd bs=1 count=4 2>/dev/null | od -An -c; echo READY; exec cat";
        OuterTerminal terminal = world.Attach("-S", "p", "sh", "-c", script);
        terminal.WaitFor("READY");
        Assert.Equal(isAllowed, terminal.Printed.Contains("\x1b]52;c;?", StringComparison.Ordinal));
    }

    [Fact]
    public void The_directory_follows_the_window()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("p");
        terminal.Type("printf '\\033]7;file://h/usr\\007'\r");
        terminal.WaitForState(static t => t.WorkingDirectory == "file://h/usr", "the first directory");
        terminal.Press("c");
        terminal.WaitForScreen(screen => screen.Trim() == "$", "the second window");
        terminal.Type("printf '\\033]7;file://h/etc\\007'\r");
        terminal.WaitForState(static t => t.WorkingDirectory == "file://h/etc", "the second directory");
        terminal.Press("\x01");
        terminal.WaitForState(static t => t.WorkingDirectory == "file://h/usr", "the first directory again");
    }

    [Fact]
    public void Programs_hear_that_they_lose_and_get_the_focus()
    {
        using MuxWorld world = new();
        string script = "stty raw -echo; printf '\\033[?1004h'; echo READY; exec cat -v";
        OuterTerminal terminal = world.Attach("-S", "p", "sh", "-c", script);
        terminal.WaitFor("READY");
        terminal.Press("c");
        terminal.WaitFor("$");
        terminal.Press("\x01");
        terminal.WaitFor("READY");
        terminal.WaitFor("^[[O^[[I");
    }

    [Theory]
    [InlineData(@"\033[4:3mX", "Curly", "Default")]
    [InlineData(@"\033[4:4mX", "Dotted", "Default")]
    [InlineData(@"\033[4m\033[58:2::1:2:3mX", "Single", "010203")]
    [InlineData(@"\033[53mX", "None", "overline")]
    [InlineData(@"\033]8;id=a;https://example.org/\007X\033]8;;\007", "None", "link https://example.org/")]
    public void Lines_and_links_look_as_inside(string print, string underline, string more)
    {
        using MuxWorld world = new();
        world.Variables["TERM"] = "xterm-256color";
        OuterTerminal terminal = world.AttachNew("p");
        WaitForAnswers(terminal);
        terminal.Type($"clear; printf '\\nA{print}'; printf '\\033[mB\\n'\r");
        terminal.WaitForRow(1, "AXB");
        terminal.WaitForState(
            t =>
            {
                Rendition rendition = t.Tables.Renditions[t.Row(1)[1].Rendition];
                string found = rendition.Link != 0 ? "link " + t.Tables.Links[rendition.Link].Uri
                    : rendition.Has(RenditionAttributes.Overline) ? "overline"
                    : rendition.UnderlineColor.IsDefault ? "Default" : Hex(rendition.UnderlineColor);
                return $"{rendition.Underline}" == underline && found == more;
            },
            $"{underline} {more}");
    }

    [Fact]
    public void Colours_of_the_terminal_are_told_to_programs_that_ask()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("p");
        WaitForAnswers(terminal);
        terminal.Type("stty raw -echo; printf '\\033]11;?\\007'; dd bs=1 count=23 2>/dev/null | cat -v; stty sane\r");
        terminal.WaitFor("^[]11;rgb:0000/0000/0000");
    }

    /// <summary>Waits until the terminal's answers are known to everybody: what depends on them may come only then.</summary>
    internal static void WaitForAnswers(OuterTerminal terminal)
    {
        // DA1 is the last question; what follows its answer is a key, which comes back as an echo.
        terminal.WaitForScreen(_ => terminal.Printed.Contains("\x1b[c", StringComparison.Ordinal), "the questions");
        terminal.Type("echo asked-$((1+1))\r");
        terminal.WaitFor("asked-2");
        terminal.Type("clear\r");
        terminal.WaitForScreen(static screen => screen.Trim() == "$", "a cleared screen");
    }

    private static void Check(OuterTerminal terminal, Case example, bool isWith, string when)
    {
        string wanted = isWith ? example.With : example.Without;
        terminal.WaitForState(t => example.Look(t) == wanted, $"\"{wanted}\" {when}, not \"{terminal.Look(example.Look)}\"");
    }

    private static string Hex(Color color) => color.IsDefault ? "-" : (color.Value & 0xFFFFFF).ToString("x6", CultureInfo.InvariantCulture);

    private static string Has(TerminalEmulator terminal, FrameModes mode) => terminal.Modes.HasFlag(mode).ToString();
}
