using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Differential;

/// <summary>-Q with every command of screen, without arguments: the same exit code and the same answer.</summary>
public sealed class QueryDifferentialTests
{
    /// <summary>Answers that tell of the moment.</summary>
    private static readonly HashSet<string> s_leftOut = ["time", "info"];

    [SkippableFact]
    public void Every_command_is_answered_or_refused_as_screen_does()
    {
        Skip.IfNot(File.Exists("/usr/bin/screen"), "screen is not installed");
        using MuxWorld world = new();
        string directory = world.PathOf("screens");
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        world.Variables["SCREENDIR"] = directory;
        world.Start("q");
        Assert.Equal(0, world.RunProgram("/usr/bin/screen", "-c", "/dev/null", "-dmS", "q").ExitCode);
        MuxWorld.WaitUntil(() => world.RunProgram("/usr/bin/screen", "-S", "q", "-Q", "windows").ExitCode == 0, "screen to answer");
        List<string> differences = [];
        int asked = 0;
        foreach (string command in Commands(world))
        {
            Outcome theirs = world.RunProgram("/usr/bin/screen", "-S", "q", "-Q", command);
            if (theirs.Output.Contains("unknown command", StringComparison.Ordinal))
            {
                continue;
            }

            asked++;
            Outcome ours = world.Run("-S", "q", "-Q", command);
            if ((theirs.ExitCode, theirs.Output.Trim()) != (ours.ExitCode, ours.Output.Trim()))
            {
                differences.Add($"{command}: {theirs.ExitCode} {theirs.Output.Trim()} | {ours.ExitCode} {ours.Output.Trim()}");
            }
        }

        world.RunProgram("/usr/bin/screen", "-S", "q", "-X", "quit");
        Assert.Empty(differences);
        Assert.InRange(asked, 150, 200);
    }

    private static IEnumerable<string> Commands(MuxWorld world)
    {
        string line = world.Run("--completions", "bash").Output.Split('\n').First(static line => line.Contains("-Q|-X)", StringComparison.Ordinal));
        return line.Split('"')[1].Split(' ').Where(static command => !s_leftOut.Contains(command));
    }
}
