using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>What systemd does to a user's processes at logout, with a systemd of the test's own: its directories, and a systemd-run on PATH.</summary>
public sealed class LogoutTests
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [SkippableFact]
    public void Holders_and_daemon_get_scopes_of_their_own_where_that_keeps_them() => Scorecard.Check(
        "scope",
        "daemon and holders in scopes of the user's service manager, hint where nothing helps",
        () =>
        {
            // Neither: the manager ends at the last logout and the login session's processes stay, so a scope would be worse than none.
            Assert.Empty(Scopes(lingers: false, kills: false, works: true, out string plain));
            Assert.DoesNotContain("loginctl", plain, StringComparison.Ordinal);

            foreach ((bool lingers, bool kills) in new[] { (true, false), (true, true), (false, true) })
            {
                string[] scopes = Scopes(lingers, kills, works: true, out string detached);
                Assert.True(scopes.Length == 2, $"linger {lingers}, kill {kills}: {string.Join("; ", scopes)}; {detached}");
                Assert.Contains("mux daemon", scopes[0], StringComparison.Ordinal);
                Assert.Contains("mux session s", scopes[1], StringComparison.Ordinal);
                Assert.All(scopes, scope => Assert.StartsWith("--user --scope ", scope, StringComparison.Ordinal));
                Assert.Equal(!lingers, detached.Contains("systemd ends this session at your last logout: loginctl enable-linger", StringComparison.Ordinal));
            }

            // One that does not work is done without.
            Assert.Equal(2, Scopes(lingers: true, kills: true, works: false, out _).Length);
            return "two scopes where lingering or KillUserProcesses is on, none else; hint at detaching where neither helps; a systemd-run that fails costs nothing";
        });

    [Fact]
    public void The_kernel_would_rather_end_a_program_than_its_holder()
    {
        using MuxWorld world = new();
        string session = world.Start("o", "sleep", "100000");
        string holder = session[..session.IndexOf('.', StringComparison.Ordinal)];
        MuxWorld.WaitUntil(() => ProcessList.With(world.Root).Any(process => process.Arguments[0] == "sleep"), "the program to run");
        int program = Assert.Single(ProcessList.With(world.Root), process => process.Arguments[0] == "sleep").Pid;
        Assert.Equal(int.Parse(Score(holder)) + 100, int.Parse(Score($"{program}")));
    }

    private static string Score(string pid) => File.ReadAllText($"/proc/{pid}/oom_score_adj").Trim();

    private static string[] Scopes(bool lingers, bool kills, bool works, out string detached)
    {
        using MuxWorld world = new();
        string root = world.PathOf("root");
        string runtime = world.PathOf("run");
        string programs = world.PathOf("programs");
        foreach (string directory in new[] { $"{root}/run/systemd/system", $"{root}/var/lib/systemd/linger", $"{root}/etc/systemd/logind.conf.d", $"{runtime}/systemd/private", programs })
        {
            Directory.CreateDirectory(directory);
        }

        File.WriteAllText($"{root}/etc/systemd/logind.conf", "[Login]\n#KillUserProcesses=yes\nKillUserProcesses=no\n");
        File.WriteAllText($"{root}/etc/systemd/logind.conf.d/10-kill.conf", kills ? "[Login]\nKillUserProcesses=yes\n" : "[Login]\n");
        if (lingers)
        {
            File.WriteAllText($"{root}/var/lib/systemd/linger/{Environment.UserName}", string.Empty);
        }

        string record = world.PathOf("scopes");
        string run = Path.Combine(programs, "systemd-run");
        File.WriteAllText(run, $"#!/bin/sh\necho \"$@\" >>{record}\n{(works ? string.Empty : "exit 1\n")}while [ \"$1\" != -- ]; do shift; done\nshift\nexec \"$@\"\n");
        File.SetUnixFileMode(run, Executable);
        world.Variables["PATH"] = programs + ":" + world.Variables["PATH"];
        world.Variables["XDG_RUNTIME_DIR"] = runtime;
        world.Variables["MUX_FAULT_ROOT"] = root;
        OuterTerminal terminal = world.Open(120, 24, FaultyBinary.Path, "-S", "s", Workload.Path, "echo");
        terminal.WaitFor("echo ready");
        terminal.Press("d");
        Assert.Equal(0, terminal.WaitForExit());
        terminal.WaitFor("[detached from ");
        detached = terminal.Screen;
        return File.Exists(record) ? File.ReadAllLines(record) : [];
    }
}
