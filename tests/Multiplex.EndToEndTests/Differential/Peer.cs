using System.Text;
using System.Text.RegularExpressions;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests.Differential;

/// <summary>One of the two programs that are compared, with a home of its own, on the terminal that the tests have.</summary>
internal sealed class Peer
{
    private readonly MuxWorld _world;
    private readonly string _program;
    private readonly string _home;
    private readonly Scenario _scenario;

    /// <param name="world">Both programs live in one world; only their homes and sockets differ.</param>
    /// <param name="program">The program's path.</param>
    /// <param name="letter">The letter that its home's name has, so that all paths are equally long.</param>
    /// <param name="scenario">What is going to be done.</param>
    public Peer(MuxWorld world, string program, char letter, Scenario scenario)
    {
        _world = world;
        _program = program;
        _scenario = scenario;
        _home = Directory.CreateDirectory(world.PathOf($"h{letter}")).FullName;
        string sockets = world.PathOf("d" + letter);
        Directory.CreateDirectory(sockets, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllLines(Path.Combine(_home, "rc"), [
            "startup_message off", "msgwait 60", "msgminwait 0", "deflogin off", "vbell off", $"bufferfile {_home}/exchange", $"chdir {_home}", .. scenario.Configuration,
        ]);
        Open($"exec $P -S s -c {_home}/rc {scenario.Program}");
    }

    /// <summary>All terminals, in the order in which they were opened.</summary>
    public List<OuterTerminal> Terminals { get; } = [];

    /// <summary>The terminal that was opened last.</summary>
    public OuterTerminal Terminal => Terminals[^1];

    /// <summary>Opens a terminal with a shell command on it.</summary>
    public void Open(string command)
    {
        Surround();
        Terminals.Add(_world.Open(80, 24, "/bin/sh", "-c", command));
    }

    /// <summary>Runs a shell command beside the session; $P is the program.</summary>
    public string Shell(string command)
    {
        Surround();
        Outcome outcome = _world.Shell(command);
        return Normalize($"exit {outcome.ExitCode}\n{outcome.Output}{outcome.Error}");
    }

    /// <summary>A file's text, or null as long as there is none.</summary>
    public string? ReadFile(string name)
    {
        string path = Path.Combine(_home, name);
        return File.Exists(path) ? Normalize(File.ReadAllText(path)) : null;
    }

    /// <summary>Text, reversed cells and cursor of the screen, one line a row.</summary>
    public string Picture() => Normalize(Terminal.Look(Picture));

    /// <summary>Only the text of the screen.</summary>
    public string Text() => Normalize(Terminal.Screen);

    /// <summary>Ends the session whatever state it is in.</summary>
    public void Quit()
    {
        Surround();
        _world.Shell("$P -S s -X quit");
    }

    private static string Picture(TerminalEmulator emulator)
    {
        StringBuilder text = new();
        for (int row = 0; row < emulator.Rows; row++)
        {
            text.Append(emulator.TextOf(row)).Append('\n');
            StringBuilder reversed = new();
            foreach (Cell cell in emulator.Row(row))
            {
                reversed.Append(emulator.Tables.Renditions[cell.Rendition].Has(RenditionAttributes.Inverse) ? '^' : ' ');
            }

            string marks = reversed.ToString().TrimEnd();
            if (marks.Length != 0)
            {
                text.Append(marks).Append('\n');
            }
        }

        return text.Append($"cursor {emulator.CursorRow},{emulator.CursorColumn}").ToString();
    }

    private void Surround()
    {
        char letter = _home[^1];
        _world.WorkingDirectory = _home;
        _world.Variables["P"] = _program;
        _world.Variables["HOME"] = _home;
        _world.Variables["MUXDIR"] = _world.PathOf("d" + letter);
        _world.Variables["SCREENDIR"] = _world.PathOf("d" + letter);
        _world.Variables["SYSSCREENRC"] = "/dev/null";
    }

    private string Normalize(string text)
    {
        char letter = _home[^1];
        text = text.Replace($"{_world.Root}/h{letter}", $"{_world.Root}/h_", StringComparison.Ordinal)
            .Replace($"{_world.Root}/d{letter}", $"{_world.Root}/d_", StringComparison.Ordinal);
        text = Regex.Replace(text, @"\b\d+(?=\.s\b)", "PID");
        return _scenario.Masks.Aggregate(text, (masked, pattern) => Regex.Replace(masked, pattern, _ => "#"));
    }
}
