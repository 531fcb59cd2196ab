using System.Text;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests;

/// <summary>
/// Real programs look inside mux as they look outside of it: each runs directly on an emulated terminal and in a window of mux on another,
/// gets the same keys and sizes, and both screens are compared, cell by cell with their renditions.
/// </summary>
public sealed class ProgramTests
{
    /// <summary>A program, how to see that it is ready, and the keys that it gets, each with what shows that it was taken.</summary>
    private sealed record Case(string Command, string Ready, params (string Keys, string Shows)[] Steps);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["vim"] = new("vim -u NONE -N -n -i NONE text.c", "#include", ("/number\r", "number"), (":set number\r", "  1 "), ("ohello wörld 漢字\x1b", "漢字"), (":split\r", "text.c")),
        ["vim with colours"] = new("vim -u NONE -N -n -i NONE -c 'syntax on' -c 'set cursorline' text.c", "#include", ("G", "}"), ("gg", "#include")),
        ["less"] = new("less -i lines.txt", "line 1", ("/line 77\r", "line 77"), ("G", "(END)"), ("g", "line 1")),
        ["nano"] = new("nano -I text.c", "#include", ("typed ", "typed "), ("\x17", "Search"), ("int\r", "Write Out")),
        ["python"] = new("python3 -q -i -c 'import sys; sys.ps1=\"py> \"'", "py>", ("print(6*7)\r", "\n42\npy>"), ("[i for i in range(5)]\r", "\n[0, 1, 2, 3, 4]\npy>")),
        ["bash"] = new("bash --norc -i", "$", ("ls tex\t\r", "\ntext.c\n$"), ("echo a{1,2,3}\r", "\na1 a2 a3\n$"), ("printf '\\033[1;31mred\\033[0m \\033[7mrev\\033[0m\\n'\r", "\nred rev\n$")),
        ["git log"] = new("git -C repo -c core.pager='less -+F -R' -c color.ui=always log --stat", "commit", ("G", "(END)"), ("g", "Change number 12")),
        ["mc"] = new("mc -u -d --nosubshell", "1Help", ("echo typed", "echo typed")),
    };

    [SkippableTheory]
    [InlineData("vim", 80, 24)]
    [InlineData("vim", 200, 60)]
    [InlineData("vim with colours", 80, 24)]
    [InlineData("vim with colours", 200, 60)]
    [InlineData("less", 80, 24)]
    [InlineData("less", 200, 60)]
    [InlineData("nano", 80, 24)]
    [InlineData("nano", 200, 60)]
    [InlineData("python", 80, 24)]
    [InlineData("python", 200, 60)]
    [InlineData("bash", 80, 24)]
    [InlineData("bash", 200, 60)]
    [InlineData("git log", 80, 24)]
    [InlineData("git log", 200, 60)]
    [InlineData("mc", 80, 24)]
    [InlineData("mc", 200, 60)]
    public void A_program_looks_inside_as_outside(string name, int columns, int rows)
    {
        Case example = s_cases[name];
        SkipWithout(example.Command.Split(' ')[0]);
        using MuxWorld world = new();
        Prepare(world);
        OuterTerminal outside = world.Open(columns, rows, "/bin/sh", "-c", $"TERM=screen-256color; export TERM; exec {example.Command}");
        OuterTerminal inside = world.Open(columns, rows, MuxBinary.Path, "-S", "p", "/bin/sh", "-c", $"exec {example.Command}");
        Compare(outside, inside, example.Ready);
        foreach ((string keys, string shows) in example.Steps)
        {
            outside.Type(keys);
            inside.Type(keys);
            Compare(outside, inside, shows);
        }

        // A line editor draws only its own line anew, and mc nothing before the next key; what reflow makes of the rest is compared by the
        // engine's tests.
        if (name is not ("python" or "bash" or "mc"))
        {
            // Where a pager stands after several sizes depends on which of them it noticed; its last key takes it to the top again.
            (string keys, string shows) = name is "less" or "git log" ? example.Steps[^1] : (string.Empty, example.Steps[^1].Shows);
            CompareResized(outside, inside, (keys, shows), (columns - 17, rows - 5));
            CompareResized(outside, inside, (keys, shows), (columns + 9, rows + 3));
            CompareResized(outside, inside, (keys, shows), (columns, rows));
        }
    }

    [SkippableTheory]
    [InlineData("top", "PID", 80, 24)]
    [InlineData("top", "PID", 200, 60)]
    [InlineData("htop", "CPU", 80, 24)]
    [InlineData("htop", "CPU", 200, 60)]
    public void A_program_of_moving_figures_has_the_same_frame(string program, string mark, int columns, int rows)
    {
        SkipWithout(program);
        using MuxWorld world = new();
        OuterTerminal inside = world.Open(columns, rows, MuxBinary.Path, "-S", "p", program);
        OuterTerminal outside = world.Open(columns, rows, "/bin/sh", "-c", $"TERM=screen-256color exec {program}");
        inside.WaitFor(mark);
        outside.WaitFor(mark);
        // The figures differ from moment to moment; where the table's head stands, and how it is drawn, does not.
        MuxWorld.WaitUntil(() => outside.Look(emulator => Head(emulator, mark)) == inside.Look(emulator => Head(emulator, mark)), $"the same head of {program}");
        inside.Type("q");
        Assert.Equal(0, inside.WaitForExit());
        Assert.Contains("[screen is terminating]", inside.Screen, StringComparison.Ordinal);
    }

    /// <summary>
    /// vim and nano overlook a change of size that comes while they still work on the one before, on any terminal. So when the screens do not agree
    /// after a while both get the size once more, by way of another one.
    /// </summary>
    private static void CompareResized(OuterTerminal outside, OuterTerminal inside, (string Keys, string Shows) step, (int Columns, int Rows) size)
    {
        const int Attempts = 5;
        for (int attempt = 1; ; attempt++)
        {
            Resize(outside, inside, size);
            outside.Type(step.Keys);
            inside.Type(step.Keys);
            if (attempt == Attempts)
            {
                Compare(outside, inside, step.Shows);
                return;
            }

            if (Agree(outside, inside, step.Shows))
            {
                return;
            }

            // Not at once back again, or the second change would be overlooked as the first was.
            Resize(outside, inside, (size.Columns, size.Rows - 1));
            Agree(outside, inside, step.Shows);
        }
    }

    private static bool Agree(OuterTerminal outside, OuterTerminal inside, string shows) => Waiting.Holds(
        () => outside.Look(Picture).SequenceEqual(inside.Look(Picture)) && outside.Screen.Contains(shows, StringComparison.Ordinal),
        TimeSpan.FromSeconds(3));

    private static void Resize(OuterTerminal outside, OuterTerminal inside, (int Columns, int Rows) size)
    {
        outside.Resize(size.Columns, size.Rows);
        inside.Resize(size.Columns, size.Rows);
    }

    private static void Compare(OuterTerminal outside, OuterTerminal inside, string shows)
    {
        outside.WaitFor(shows);
        inside.WaitFor(shows);
        Waiting.Poll(
            () => outside.Look(Picture).SequenceEqual(inside.Look(Picture)),
            () => "the screens to agree behind \"" + shows + "\"; they differ in:\n" + Difference(outside.Look(Picture), inside.Look(Picture)));
    }

    private static string Difference(string[] wanted, string[] seen)
    {
        StringBuilder text = new();
        for (int row = 0; row < Math.Max(wanted.Length, seen.Length); row++)
        {
            string left = row < wanted.Length ? wanted[row] : "(none)";
            string right = row < seen.Length ? seen[row] : "(none)";
            if (left != right)
            {
                text.Append("row ").Append(row).Append("\n  outside ").Append(left).Append("\n  inside  ").Append(right).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>A line for each row: its text with a mark wherever the rendition changes; then the cursor.</summary>
    private static string[] Picture(TerminalEmulator emulator)
    {
        List<string> rows = [];
        for (int row = 0; row < emulator.Rows; row++)
        {
            rows.Add(PictureOf(emulator, emulator.Row(row)));
        }

        rows.Add($"cursor {emulator.CursorRow},{emulator.CursorColumn} {(emulator.CursorVisible ? "visible" : "hidden")}");
        return [.. rows];
    }

    private static string PictureOf(TerminalEmulator emulator, ReadOnlySpan<Cell> cells)
    {
        StringBuilder text = new();
        Rendition last = default;
        foreach (ref readonly Cell cell in cells)
        {
            Rendition rendition = Seen(emulator, cell);
            if (rendition != last)
            {
                text.Append(Notation(rendition));
                last = rendition;
            }

            emulator.AppendText(new ReadOnlySpan<Cell>(in cell), text);
        }

        return text.ToString().TrimEnd(' ');
    }

    /// <summary>What of a rendition can be seen: a blank shows no foreground unless it is reversed or has a line.</summary>
    private static Rendition Seen(TerminalEmulator emulator, Cell cell)
    {
        Rendition rendition = emulator.Tables.Renditions[cell.Rendition] with { Link = 0 };
        bool isBlank = !cell.IsGrapheme && cell.Content is 0 or ' ';
        RenditionAttributes lines = RenditionAttributes.Inverse | RenditionAttributes.CrossedOut | RenditionAttributes.Overline;
        return isBlank && rendition.Underline == UnderlineStyle.None && (rendition.Attributes & lines) == 0
            ? new Rendition(Color.Default, rendition.Background, Color.Default, RenditionAttributes.None, UnderlineStyle.None, 0)
            : rendition;
    }

    private static string Notation(in Rendition rendition) => rendition.IsDefault
        ? "{}"
        : $"{{{rendition.Foreground.Value:x}/{rendition.Background.Value:x} {rendition.Attributes} {rendition.Underline}}}";

    private static string Head(TerminalEmulator emulator, string mark)
    {
        for (int row = 0; row < emulator.Rows; row++)
        {
            if (emulator.TextOf(row).Contains(mark, StringComparison.Ordinal))
            {
                return $"{row} {emulator.TextOf(row)[..emulator.TextOf(row).IndexOf(mark, StringComparison.Ordinal)].Length}";
            }
        }

        return "none";
    }

    private static void Prepare(MuxWorld world)
    {
        string directory = Directory.CreateDirectory(world.PathOf("work")).FullName;
        world.WorkingDirectory = directory;
        world.Variables["LESSHISTFILE"] = "-";
        world.Variables["GIT_CONFIG_GLOBAL"] = "/dev/null";
        File.WriteAllText(Path.Combine(directory, "lines.txt"), string.Concat(Enumerable.Range(1, 500).Select(i => $"line {i}\t{new string('x', i % 90)} é 漢\n")));
        string body = string.Concat(Enumerable.Range(1, 80).Select(i => $"    printf(\"number %d\\n\", {i}); /* {i} */\n"));
        File.WriteAllText(Path.Combine(directory, "text.c"), "#include <stdio.h>\n\nint main(void)\n{\n" + body + "    return 0;\n}\n");
        if (Exists("git"))
        {
            string commits = string.Concat(Enumerable.Range(1, 12).Select(i => $"echo {i} >f{i}; git add .; git commit -qm 'Change number {i}'; "));
            world.Shell("git init -q repo && cd repo && git config user.name A && git config user.email a@b && "
                + "GIT_AUTHOR_DATE='2026-01-01 00:00:00 +0000' && GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE && export GIT_AUTHOR_DATE GIT_COMMITTER_DATE; " + commits);
        }
    }

    private static void SkipWithout(string program) => Skip.IfNot(Exists(program), $"{program} is not installed");

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));
}
