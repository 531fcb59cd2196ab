using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Holders and their programs: what a holder's own death takes along, last words, exit codes, and the change of daemons in an upgrade.</summary>
public sealed class HolderTests
{
    [Fact]
    public void Programs_live_on_when_their_holder_is_killed() => Scorecard.Check(
        "R08",
        "kill -9 of the holder while the daemon lives",
        () =>
        {
            using MuxWorld world = new();
            const int windows = 20;
            OuterTerminal terminal = world.Attach("-S", "h", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            StartWindows(world, "h", windows - 1, "echo");

            // The last one came to the front; once it shows its text the daemon has all terminals.
            terminal.WaitFor("echo ready");
            MuxWorld.WaitUntil(() => world.Run("-S", "h", "-Q", "number").Output.StartsWith($"{windows - 1} ", StringComparison.Ordinal), "the last window in front");
            terminal.WaitFor("echo ready");
            IReadOnlyList<int> before = Programs(world);
            string session = Assert.Single(world.Sessions());
            int holder = int.Parse(session[..session.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            ProcessList.Kill(holder);
            MuxWorld.WaitUntil(() => !ProcessList.IsAlive(holder), "the holder to be gone");
            terminal.Type("x");
            terminal.WaitFor("[x]");
            Assert.Equal(before, Programs(world));
            for (int window = 0; window < windows; window++)
            {
                Assert.Equal(0, world.Run("-S", "h", "-p", $"{window}", "-X", "stuff", "y").ExitCode);
                Assert.Equal(0, world.Run("-S", "h", "-X", "select", $"{window}").ExitCode);
                terminal.WaitFor("[y]");
            }

            Assert.Equal(before, Programs(world));
            MuxWorld.WaitUntil(() => world.Run("-S", "h", "-X", "screen", Workload.Path, "echo").ExitCode == 0, "another window");
            MuxWorld.WaitUntil(() => Programs(world).Count == windows + 1, "another program");

            // The new holder keeps the session through a daemon's death as well.
            using DaemonKiller killer = new(world);
            killer.KillNext(TimeSpan.Zero);
            terminal.Type("z");
            terminal.WaitFor("[z]");
            Assert.Empty(before.Except(Programs(world)));
            return $"{windows} of {windows} programs live, all echo, a new window starts, and the daemon may be killed again";
        });

    [Fact]
    public void Programs_that_print_and_end_at_once_leave_all_their_words() => Scorecard.Check(
        "R28",
        "last words: programs that print 10,000 bytes and end at once",
        () =>
        {
            using MuxWorld world = new();
            int count = Scorecard.Count(100, 2000);
            world.WriteRc($"zombie xr\nlogfile {world.PathOf("log.%n")}\nlogfile flush 1\ndeflog on\n");
            world.Start("w", "sleep", "100000");
            using DaemonKiller killer = new(world);
            for (int index = 0; index < count; index++)
            {
                int ending = index % 260 is var code && code < 256 ? code : 256 + (code % 2 == 0 ? 15 : 9);
                Assert.Equal(0, world.Run("-S", "w", "-X", "screen", $"{(index % 30) + 1}", Workload.Path, "words", $"{ending}").ExitCode);
                if (index % 20 == 7)
                {
                    killer.KillNext(TimeSpan.Zero);
                }

                int window = (index % 30) + 1;
                string log = world.PathOf($"log.{window}");
                Waiting.Poll(
                    () => File.Exists(log) && File.ReadAllText(log).EndsWith("last words", StringComparison.Ordinal),
                    () => $"the last words of program {index} in window {window}; its log has {(File.Exists(log) ? new FileInfo(log).Length : -1)} bytes; "
                        + $"the windows: {world.Run("-S", "w", "-Q", "windows").Output}; {world.Run("-S", "w", "-p", $"{window}", "--json", "-Q", "info").Output}"
                        + File.ReadAllText(Path.Combine(world.SocketDirectory, ".log")));

                // A line end is CR LF in the log: 124 of them.
                Assert.Equal(10_000 + 124, new FileInfo(log).Length);
                int status = ending < 256 ? ending << 8 : ending - 256;
                Waiting.Poll(
                    () => world.Run("-S", "w", "-p", $"{window}", "--json", "-Q", "info").Output.Contains($"\"waitStatus\":{status},", StringComparison.Ordinal),
                    () => $"wait status {status} of program {index}: {world.Run("-S", "w", "-p", $"{window}", "--json", "-Q", "info").Output}");
                MuxWorld.WaitUntil(() => world.Run("-S", "w", "-p", $"{window}", "-X", "kill").ExitCode == 0, "the window to be removed");
                MuxWorld.WaitUntil(() => world.Run("-S", "w", "-Q", "windows").Output is { } left && !left.Contains($"{window} workload", StringComparison.Ordinal), "the window to be gone");
                File.Delete(log);
            }

            return $"{count} programs, {(count + 12) / 20} daemons killed beside them: all words and exit codes kept";
        });

    [Fact]
    public void An_upgrade_keeps_programs_output_and_clients() => Scorecard.Check(
        "R07",
        "upgrade with busy windows, the old binary deleted, and back",
        () =>
        {
            using MuxWorld world = new();
            string own = Install(world, "bin");
            world.WriteRc("defscrollback 5000\n");
            OuterTerminal terminal = world.Open(80, 24, own, "-S", "u", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            const int windows = 20;
            StartWindows(world, "u", windows, "lines", "p");
            IReadOnlyList<int> before = Programs(world);
            Assert.Equal(0, world.Run("-S", "u", "-X", "select", "0").ExitCode);
            terminal.WaitFor("echo ready");
            using DaemonKiller killer = new(world);
            List<double> times = [];
            int upgrades = Scorecard.Count(3, 20);
            for (int index = 0; index < upgrades; index++)
            {
                // A package manager replaces the file: the old one has no name any more.
                string binary = Path.Combine(own);
                File.Copy(MuxBinary.Path, binary + ".new");
                File.Move(binary + ".new", binary, overwrite: true);
                int old = killer.Find();
                long start = System.Diagnostics.Stopwatch.GetTimestamp();
                Assert.Equal(0, world.Run("-S", "u", "-X", "upgrade").ExitCode);
                killer.Find(except: old);
                string key = $"{(char)('a' + index)}";
                terminal.Type(key);
                terminal.WaitFor($"[{key}]");
                times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                MuxWorld.WaitUntil(() => !ProcessList.IsAlive(old), "the old daemon to leave");
                Assert.Equal(before, Programs(world));
            }

            // A program on disk that does not start costs nothing: the daemon stays, and when it is killed its image is started again.
            File.Delete(own);
            File.WriteAllText(own, "#!/bin/sh\nexit 3\n");
            File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            int last = killer.Find();
            Assert.Equal(0, world.Run("-S", "u", "-X", "upgrade").ExitCode);
            terminal.Type("Y");
            terminal.WaitFor("[Y]");
            Assert.Equal(last, killer.Find());
            killer.KillNext(TimeSpan.Zero);
            terminal.Type("Z");
            terminal.WaitFor("[Z]");
            Assert.Equal(before, Programs(world));

            for (int window = 1; window <= windows; window++)
            {
                Assert.Equal(0, world.Run("-S", "u", "-p", $"{window}", "-X", "stuff", "q").ExitCode);
                string copy = world.PathOf("copy");
                MuxWorld.WaitUntil(
                    () => world.Run("-S", "u", "-p", $"{window}", "-X", "hardcopy", "-h", copy).ExitCode == 0 && File.Exists(copy)
                        && File.ReadAllText(copy).Contains($"p{window} end ", StringComparison.Ordinal),
                    $"the last line of window {window}");
                using StreamReader text = new(copy);
                Workload.CheckLines($"p{window}", text, isWhole: false);
            }

            double worst = times.Max();
            Assert.True(worst < 1000, $"an upgrade took {worst:0} ms");
            return string.Create(CultureInfo.InvariantCulture, $"{upgrades} upgrades with {windows} busy windows: nothing lost, client back in {Scorecard.Median(times):0} ms (median), {worst:0} ms (worst)");
        });

    [Fact]
    public void Signals_to_a_holder_end_nothing() => Scorecard.Check(
        "signals",
        "storm of SIGTERM, SIGHUP, SIGPIPE and others to the holder",
        () =>
        {
            using MuxWorld world = new();
            OuterTerminal terminal = world.Attach("-S", "s", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            string session = Assert.Single(world.Sessions());
            string holder = session[..session.IndexOf('.', StringComparison.Ordinal)];
            IReadOnlyList<int> programs = Programs(world);
            int rounds = Scorecard.Count(100, 2000);
            Outcome storm = world.Shell($"i=0; while [ $i -lt {rounds} ]; do kill -TERM {holder}; for s in HUP PIPE INT QUIT USR1 USR2 ALRM TSTP TTIN TTOU XFSZ VTALRM PROF IO PWR; do kill -$s {holder}; done; i=$((i+1)); done");
            Assert.Equal(new Outcome(0, string.Empty, string.Empty), storm);
            terminal.Type("x");
            terminal.WaitFor("[x]");
            Assert.Equal(programs, Programs(world));
            using DaemonKiller killer = new(world);
            killer.KillNext(TimeSpan.Zero);
            terminal.Type("y");
            terminal.WaitFor("[y]");
            Assert.Equal(session, Assert.Single(world.Sessions()));
            return $"{rounds * 16} signals: the same holder, program and session";
        });

    [SkippableFact]
    public void The_system_that_goes_down_ends_a_session_politely()
    {
        using MuxWorld world = new();
        Outcome tried = world.RunProgram("unshare", "--pid", "--fork", "--mount-proc", "true");
        Skip.IfNot(tried.ExitCode == 0, "no right to make a pid namespace");

        // The shell is process 1 of a system of its own.
        string said = world.PathOf("said");
        Outcome outcome = world.RunProgram(
            "unshare",
            "--pid",
            "--fork",
            "--mount-proc",
            "/bin/sh",
            "-c",
            $"{MuxBinary.Path} -dmS d /bin/sh -c 'trap \"echo hung up >{said}; exit\" HUP; echo up >{said}; while :; do sleep 0.01; done'; while ! [ -s {said} ]; do sleep 0.01; done; "
                + $"holder=$(ls {world.SocketDirectory} | sed -n 's/\\.d$//p'); kill -TERM $holder; n=0; while [ -e {world.SocketDirectory}/$holder.d ] && [ $n -lt 500 ]; do sleep 0.01; n=$((n+1)); done; cat {said}; ls {world.SocketDirectory}");
        Assert.Equal((0, "hung up\n"), (outcome.ExitCode, outcome.Output));
    }

    /// <summary>Starts windows with numbers from 1 on, and waits for their programs.</summary>
    internal static void StartWindows(MuxWorld world, string session, int count, params string[] workload)
    {
        int before = Programs(world).Count;
        for (int window = 1; window <= count; window++)
        {
            string[] arguments = [.. workload];
            if (arguments is ["lines", ..])
            {
                arguments[1] = $"{arguments[1]}{window}";
            }

            Assert.Equal(0, world.Run(["-S", session, "-X", "screen", $"{window}", Workload.Path, .. arguments]).ExitCode);
        }

        MuxWorld.WaitUntil(() => Programs(world).Count == before + count, "all programs to run");
    }

    /// <summary>The processes that run in windows.</summary>
    internal static IReadOnlyList<int> Programs(MuxWorld world) =>
        [.. ProcessList.With(world.Root).Where(process => process.Arguments[0] == Workload.Path).Select(process => process.Pid).Order()];

    /// <summary>Copies a published mux into a directory of the test's own.</summary>
    internal static string Install(MuxWorld world, string directory, string? binary = null)
    {
        Directory.CreateDirectory(world.PathOf(directory));
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(binary ?? MuxBinary.Path)!))
        {
            File.Copy(file, Path.Combine(world.PathOf(directory), Path.GetFileName(file)));
        }

        return Path.Combine(world.PathOf(directory), "mux");
    }
}
