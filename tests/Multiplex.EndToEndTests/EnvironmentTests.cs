using System.Text;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>A window runs in the environment of whoever asked for it, wherever the daemon came from.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public void A_window_has_its_clients_environment_directory_umask_and_limits()
    {
        using MuxWorld world = new();
        StartBareDaemon(world);
        string directory = Directory.CreateDirectory(world.PathOf("work")).FullName;
        string path = $"/opt/mine/bin:{world.Variables["PATH"]}";
        string report = world.PathOf("out");
        world.Variables["LD_LIBRARY_PATH"] = "/opt/cuda/lib64";
        world.Variables["PATH"] = path;
        world.Variables["REPORT"] = report;
        world.WorkingDirectory = directory;
        string job = "echo \"$LD_LIBRARY_PATH|$PATH|$(pwd)|$(umask)|$(ulimit -n)|$TERM|$STY|$WINDOW|$MUX_\" >$REPORT.new; mv $REPORT.new $REPORT; exec sleep 1000";
        Outcome outcome = world.Shell($"umask 027; ulimit -n 512; exec \"$PROGRAM\" -dmS t sh -c '{job}'");
        Assert.Equal(0, outcome.ExitCode);
        string session = Assert.Single(world.Sessions(), name => name.EndsWith(".t", StringComparison.Ordinal));
        Assert.Equal($"/opt/cuda/lib64|{path}|{directory}|0027|512|screen-256color|{session}|0|\n", world.WaitForFile("out", "\n"));
    }

    [Fact]
    public void Hundreds_of_variables_and_huge_values_arrive_as_they_were()
    {
        using MuxWorld world = new();
        StartBareDaemon(world);
        for (int i = 0; i < 400; i++)
        {
            world.Variables[$"MANY_{i}"] = $"value {i} with \"quotes\" and $signs";
        }

        world.Variables["HUGE"] = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i:d10}"));
        world.Variables["LINES_OF"] = "one\ntwo\n\n  three=3\n";
        world.Variables["EMPTY"] = string.Empty;
        string script = $"cat /proc/$$/environ >{world.PathOf("new")}; mv {world.PathOf("new")} {world.PathOf("out")}; exec sleep 1000";
        Assert.Equal(0, world.Run("-dmS", "t", "/bin/sh", "-c", script).ExitCode);
        world.WaitForFile("out", "HUGE=");
        Dictionary<string, string> seen = Encoding.UTF8.GetString(File.ReadAllBytes(world.PathOf("out"))).TrimEnd('\0').Split('\0')
            .ToDictionary(entry => entry[..entry.IndexOf('=', StringComparison.Ordinal)], entry => entry[(entry.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        foreach ((string name, string value) in world.Variables.Where(variable => variable.Key != "TERM"))
        {
            Assert.Equal((name, value), (name, seen.GetValueOrDefault(name)));
        }

        string[] added = ["STY", "WINDOW", "TERM", "TERMCAP", "COLORTERM", "MUX"];
        Assert.Empty(seen.Keys.Except(world.Variables.Keys).Except(added));
    }

    [Fact]
    public void A_window_starts_clean_of_what_its_ancestors_left_open_or_ignored()
    {
        using MuxWorld world = new();
        string script = $"ls /proc/self/fd | wc -l >{world.PathOf("fds")}; grep -E '^Sig(Ign|Blk)' /proc/self/status >{world.PathOf("new")}; "
            + $"ps -o sid=,pgid=,tty= -p $$ >>{world.PathOf("new")}; echo pid=$$ >>{world.PathOf("new")}; mv {world.PathOf("new")} {world.PathOf("out")}; exec sleep 1000";
        world.Run("-dmS", "t", "/bin/bash", "-c", script);
        string report = world.WaitForFile("out", "pid=");
        Assert.Matches(@"SigBlk:\s+0{16}\n", report);
        Assert.Matches(@"SigIgn:\s+0{16}\n", report);
        Assert.Contains("pts/", report, StringComparison.Ordinal);
        string pid = report[(report.IndexOf("pid=", StringComparison.Ordinal) + 4)..].Trim();
        Assert.Matches($@"\s{pid}\s+{pid}\s+pts", report);
        // Three, and the one that ls has the directory open with.
        Assert.Equal("4", File.ReadAllText(world.PathOf("fds")).Trim());
    }

    [Fact]
    public void What_belongs_to_the_connection_is_refreshed_for_new_windows_on_attach()
    {
        using MuxWorld world = new();
        string[] names = ["SSH_AUTH_SOCK", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "KRB5CCNAME", "XDG_SESSION_ID"];
        foreach (string name in names)
        {
            world.Variables[name] = "old-" + name;
        }

        world.Variables["OTHER"] = "kept";
        world.Start("t");
        foreach (string name in names)
        {
            world.Variables[name] = "new-" + name;
        }

        world.Variables.Remove("DISPLAY");
        OuterTerminal terminal = world.Attach("-r", "t");
        terminal.WaitFor("$");
        terminal.Press("c");
        MuxWorld.WaitUntil(() => world.Run("-Q", "windows").Output.Contains("1*", StringComparison.Ordinal), "a second window");
        terminal.Type($"env >{world.PathOf("new")}; mv {world.PathOf("new")} {world.PathOf("out")}\r");
        string report = world.WaitForFile("out", "PATH=");
        foreach (string name in names.Where(name => name != "DISPLAY"))
        {
            Assert.Contains($"{name}=new-{name}\n", report, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("\nDISPLAY=", report, StringComparison.Ordinal);
        Assert.Contains("OTHER=kept\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_gone_does_not_keep_a_window_from_starting()
    {
        using MuxWorld world = new();
        Outcome outcome = world.Shell($"mkdir {world.PathOf("gone")}; cd {world.PathOf("gone")}; rmdir {world.PathOf("gone")}; exec \"$PROGRAM\" -dmS t sh -c 'pwd >{world.PathOf("out")}; exec sleep 1000'");
        Assert.Equal(0, outcome.ExitCode);
        world.WaitForFile("out", "/");
    }

    [Fact]
    public void Defmode_says_who_else_may_write_to_the_tty()
    {
        using MuxWorld world = new();
        world.WriteRc("defmode 600\n");
        OuterTerminal terminal = world.AttachNew("m");
        terminal.Type("stat -c mode-%a $(tty)\r");
        terminal.WaitFor("mode-600");
    }

    /// <summary>A daemon whose own environment has next to nothing in it.</summary>
    private static void StartBareDaemon(MuxWorld world)
    {
        Outcome outcome = world.Shell("exec env -i MUXDIR=\"$MUXDIR\" MUX_TEST_ROOT=\"$MUX_TEST_ROOT\" \"$PROGRAM\" -dmS bare sleep 1000");
        Assert.Equal((0, "", ""), (outcome.ExitCode, outcome.Output, outcome.Error));
    }
}
