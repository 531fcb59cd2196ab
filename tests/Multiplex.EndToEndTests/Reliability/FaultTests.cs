using System.Diagnostics;
using System.Globalization;
using System.Text;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Daemons that die at a place of the test's choice: at every commit point, of a sequence in a window's output, at each start.</summary>
public sealed class FaultTests
{
    private const string Keys = "abcdefhijklmnopqrstuvwxyz";

    [SkippableFact]
    public void A_death_at_any_commit_point_ends_in_the_state_of_a_run_without_one() => Scorecard.Check(
        "R03",
        "daemon dies at commit point k = 1 … 2000 of a round of output, questions and keys",
        () =>
        {
            using MuxWorld world = new();
            string faults = Prepare(world);
            string log = world.PathOf("log");
            world.WriteRc($"defscrollback 200\nhardstatus ignore\nvbell off\nlogfile {log}\nlogfile flush 1\ndeflog on\n");
            OuterTerminal terminal = world.Open(80, 24, FaultyBinary.Path, "-S", "k", Workload.Path, "rounds", world.PathOf("rounds"));
            terminal.WaitFor("rounds ready");
            using DaemonKiller killer = new(world);
            PlayRound(terminal, world, 0);
            string expected = terminal.Look(Seen);
            string answers = Record(world, 0);
            string scrollback = Scrollback(world);
            int rounds = 0;
            int deaths = 0;
            SortedDictionary<string, int> places = [];
            for (int point = 1; point <= 2000; point += Scorecard.Count(71, 1))
            {
                rounds++;
                File.WriteAllText(Path.Combine(faults, "die"), point.ToString(CultureInfo.InvariantCulture));
                killer.KillNext(TimeSpan.Zero);
                PlayRound(terminal, world, rounds);
                if (!Waiting.Holds(() => terminal.Look(Seen) == expected, TimeSpan.FromSeconds(10)))
                {
                    Assert.Equal($"{point}\n{expected}", $"{point}\n{terminal.Look(Seen)}");
                }

                Assert.Equal((point, answers), (point, Record(world, rounds)));
                string died = Path.Combine(faults, "died");
                if (File.Exists(died))
                {
                    deaths++;
                    string place = Assert.Single(File.ReadAllLines(died));
                    places[place] = places.GetValueOrDefault(place) + 1;
                    File.Delete(died);
                }

                if (rounds % 20 == 0)
                {
                    Assert.Equal((point, scrollback), (point, Scrollback(world)));
                }
            }

            Assert.Equal(scrollback, Scrollback(world));
            Assert.True(deaths >= rounds * 0.9, $"only {deaths} of {rounds} daemons came to their point");
            CheckLog(world, log, rounds + 1);
            return $"{deaths} deaths at {places.Count} places in {rounds} rounds: screen, scrollback, log, answers and keys as without; most at: {string.Join(", ", places.OrderByDescending(place => place.Value).Take(3).Select(place => place.Key))}";
        });

    [SkippableFact]
    public void A_sequence_that_kills_daemons_costs_its_own_window_a_few_bytes_and_the_others_nothing() => Scorecard.Check(
        "R06",
        "output in window 3 that every daemon dies of",
        () =>
        {
            using MuxWorld world = new();
            world.WriteRc("defscrollback 5000\n");
            OuterTerminal terminal = world.Open(80, 24, FaultyBinary.Path, "-S", "p", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            for (int window = 1; window <= 9; window++)
            {
                string[] program = window == 3 ? ["poison"] : ["lines", $"p{window}"];
                Assert.Equal(0, world.RunProgram(FaultyBinary.Path, ["-S", "p", "-X", "screen", $"{window}", Workload.Path, .. program]).ExitCode);
            }

            MuxWorld.WaitUntil(() => HolderTests.Programs(world).Count == 10, "all programs to run");
            Assert.Equal(0, world.RunProgram(FaultyBinary.Path, "-S", "p", "-X", "select", "3").ExitCode);
            terminal.WaitFor("poison ready");
            IReadOnlyList<int> programs = HolderTests.Programs(world);
            terminal.Type("x");
            terminal.WaitForMessage("Window 3: passed over");
            terminal.Type("y");
            terminal.WaitFor("[y]");
            Assert.Equal(programs, HolderTests.Programs(world));
            string log = File.ReadAllText(Path.Combine(world.SocketDirectory, ".log"));
            int restarts = log.Split(" started").Length - 2;
            Assert.InRange(restarts, 2, 3);
            for (int window = 1; window <= 9; window++)
            {
                if (window != 3)
                {
                    CheckLines(world, window);
                }
            }

            return $"{restarts} restarts, then window 3 goes on without the sequence; 9 others: all programs, no line missing";
        });

    [SkippableFact]
    public void A_newer_mux_takes_over_from_an_older_daemon_by_itself() => Scorecard.Check(
        "R07b",
        "newer mux meets an older daemon; peers of other protocol versions",
        () =>
        {
            using MuxWorld world = new();
            world.Variables["MUX_FAULT_VERSION"] = "0.0.1";
            world.Variables["MUX_FAULT_PROTOCOL"] = "0";
            OuterTerminal terminal = world.Open(80, 24, FaultyBinary.Path, "-S", "v", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            using DaemonKiller killer = new(world);
            int oldest = killer.Find();
            IReadOnlyList<int> programs = HolderTests.Programs(world);

            // An equal one and an older one change nothing; a newer one, whatever it asks, takes over once.
            List<int> daemons = [oldest];
            foreach ((string version, string protocol) in new[] { ("0.0.1", "0"), ("0.0.2", "2"), ("0.0.1", "0"), ("0.10.0", "1"), ("0.9.0", "2") })
            {
                world.Variables["MUX_FAULT_VERSION"] = version;
                world.Variables["MUX_FAULT_PROTOCOL"] = protocol;
                int before = killer.Find();
                Outcome outcome = world.RunProgram(FaultyBinary.Path, "-S", "v", "-Q", "echo", version);
                Assert.Equal((0, version), (outcome.ExitCode, outcome.Output.Trim()));
                if (version is "0.0.2" or "0.10.0")
                {
                    daemons.Add(killer.Find(except: before));
                    MuxWorld.WaitUntil(() => !ProcessList.IsAlive(before), "the older daemon to leave");
                }

                terminal.Type("k");
                terminal.WaitFor("[k]");
                terminal.Type("m");
                terminal.WaitFor("[m]");
                Assert.Equal(daemons[^1], killer.Find());
            }

            // A newer one that attaches.
            world.Variables["MUX_FAULT_VERSION"] = "1.0.0";
            OuterTerminal second = world.Open(80, 24, FaultyBinary.Path, "-x", "v");
            second.WaitFor("[m]");
            killer.Find(except: daemons[^1]);
            second.Type("n");
            terminal.WaitFor("[n]");
            second.WaitFor("[n]");
            Assert.Equal(programs, HolderTests.Programs(world));
            return "a newer one takes over once, by command and by attaching; older and equal ones leave the daemon; protocols N-1, N and N+1 work together";
        });

    [SkippableFact]
    public void A_new_program_that_hangs_or_dies_at_each_start_is_given_up_for_the_old_one() => Scorecard.Check(
        "R07c",
        "upgrade to a program that hangs, and to one that dies whenever it starts",
        () =>
        {
            using MuxWorld world = new();
            string faults = Prepare(world);
            string own = HolderTests.Install(world, "bin", FaultyBinary.Path);
            OuterTerminal terminal = world.Open(80, 24, own, "-S", "g", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            using DaemonKiller killer = new(world);
            int old = killer.Find();
            IReadOnlyList<int> programs = HolderTests.Programs(world);
            File.Delete(own);
            File.WriteAllText(own, "#!/bin/sh\nexec sleep 1000\n");
            File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Assert.Equal(0, world.RunProgram(FaultyBinary.Path, "-S", "g", "-X", "upgrade").ExitCode);
            terminal.Type("a");
            terminal.WaitFor("[a]");
            Assert.Equal(old, killer.Find());

            // The next one takes the session over and dies of its first words, again and again; its own file says so, so the one before it comes back.
            File.WriteAllText(Path.Combine(faults, "die-always"), "1");
            File.Delete(own);
            File.Copy(FaultyBinary.Path, own);
            Outcome outcome = world.RunProgram(own, "--daemon", "--take-over");
            Assert.NotEqual(0, outcome.ExitCode);
            long start = Stopwatch.GetTimestamp();
            terminal.Type("b");
            terminal.WaitFor("[b]");
            double back = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.True(back < 5000, $"the old program was back after {back:0} ms");
            Assert.InRange(File.ReadAllLines(Path.Combine(faults, "died")).Length, 2, 3);
            Assert.Equal(programs, HolderTests.Programs(world));
            return string.Create(CultureInfo.InvariantCulture, $"one that hangs changes nothing; after one that dies at each start the old program serves again in {back:0} ms");
        });

    [SkippableFact]
    public void A_disk_that_does_not_answer_stops_the_log_and_nothing_else() => Scorecard.Check(
        "R22b",
        "log on a disk that does not answer",
        () =>
        {
            using MuxWorld world = new();
            string faults = Prepare(world);
            string steps = world.PathOf("steps");
            world.WriteRc($"logfile {world.PathOf("log")}\nmsgwait 10\n");
            OuterTerminal terminal = world.Open(80, 24, FaultyBinary.Path, "-S", "h", Workload.Path, "steps", steps);
            terminal.WaitFor("abcdefgh");
            using DaemonKiller killer = new(world);
            int daemon = killer.Find();
            File.WriteAllText(Path.Combine(faults, "hang"), string.Empty);
            Assert.Equal(0, world.RunProgram(FaultyBinary.Path, "-S", "h", "-X", "log", "on").ExitCode);
            terminal.WaitForMessage($"Logfile \"{world.PathOf("log")}\" waits for room: the disk is too slow");
            long before = BitConverter.ToInt64(File.ReadAllBytes(steps));
            MuxWorld.WaitUntil(() => BitConverter.ToInt64(File.ReadAllBytes(steps)) > before + 20_000_000, "the program to go on");
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(0, world.RunProgram(FaultyBinary.Path, "-S", "h", "-Q", "info").ExitCode);
            double answer = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.Equal(daemon, killer.Find());

            // When it answers again the log goes on, and tells what it lacks.
            File.Delete(Path.Combine(faults, "hang"));
            string log = world.PathOf("log");
            long position = 0;
            MuxWorld.WaitUntil(() => (position = Workload.Find(log, "bytes are missing here: the disk was too slow]")) >= 0, "the log to tell what is missing");
            MuxWorld.WaitUntil(() => Workload.Find(log, "abcdefgh", position) >= 0, "the log to go on");
            return string.Create(CultureInfo.InvariantCulture, $"one message when 4 MB wait, program not blocked, a question answered in {answer:0} ms, then the log goes on and tells what it lacks");
        });

    private static void CheckLines(MuxWorld world, int window)
    {
        string copy = world.PathOf($"copy{window}");
        Assert.Equal(0, world.RunProgram(FaultyBinary.Path, "-S", "p", "-p", $"{window}", "-X", "stuff", "q").ExitCode);
        MuxWorld.WaitUntil(
            () => world.RunProgram(FaultyBinary.Path, "-S", "p", "-p", $"{window}", "-X", "hardcopy", "-h", copy).ExitCode == 0 && File.Exists(copy)
                && File.ReadAllText(copy).Contains($"p{window} end ", StringComparison.Ordinal),
            $"the last line of window {window}");
        using StreamReader text = new(copy);
        Workload.CheckLines($"p{window}", text, isWhole: false);
    }

    private static string Prepare(MuxWorld world)
    {
        string faults = world.PathOf("faults");
        Directory.CreateDirectory(faults);
        world.Variables["MUX_FAULTS"] = faults;
        return faults;
    }

    /// <summary>
    /// What a person sees and what the keyboard does: not how the drawing went, which takes other ways after a reconnection. Blanks look the same
    /// whether they were erased or printed, and in whatever colour they would have had a letter.
    /// </summary>
    private static string Seen(TerminalEmulator emulator)
    {
        StringBuilder seen = new();
        seen.Append(CultureInfo.InvariantCulture, $"{emulator.CursorRow},{emulator.CursorColumn} {emulator.CursorVisible} {emulator.Modes} {emulator.MouseTracking} {emulator.Title}\n");
        for (int row = 0; row < emulator.Rows; row++)
        {
            seen.Append(emulator.TextOf(row)).Append('|');
            Rendition before = Rendition.Default;
            foreach (Cell cell in emulator.Row(row))
            {
                Rendition rendition = emulator.Tables.Renditions[cell.Rendition];
                bool isBlank = cell.IsEmpty || cell.Content == ' ';
                rendition = isBlank && !rendition.Has(RenditionAttributes.Inverse) ? Rendition.Default with { Background = rendition.Background, Underline = rendition.Underline } : rendition;
                seen.Append(rendition == before ? string.Empty : $"{rendition} ");
                before = rendition;
            }

            seen.Append('\n');
        }

        return seen.ToString();
    }

    private static void PlayRound(OuterTerminal terminal, MuxWorld world, int round)
    {
        terminal.Type("g");
        foreach (char key in Keys)
        {
            terminal.Type($"{key}");
        }

        MuxWorld.WaitUntil(() => Lines(world) > round, $"the answers of round {round}; the screen:\n{terminal.Screen}");
        terminal.WaitFor("round end");
    }

    private static int Lines(MuxWorld world) => File.ReadAllText(world.PathOf("rounds")).Count(static character => character == '\n');

    private static string Record(MuxWorld world, int round) => File.ReadAllText(world.PathOf("rounds")).Split('\n')[round];

    private static string Scrollback(MuxWorld world)
    {
        string copy = world.PathOf("copy");
        File.Delete(copy);
        Assert.Equal(0, world.RunProgram(FaultyBinary.Path, "-S", "k", "-X", "hardcopy", "-h", copy).ExitCode);
        MuxWorld.WaitUntil(() => File.Exists(copy) && new FileInfo(copy).Length > 0, "the scrollback to be written");
        return File.ReadAllText(copy);
    }

    /// <summary>Every round prints the same, so the log is the first round again and again.</summary>
    private static void CheckLog(MuxWorld world, string log, int rounds)
    {
        Assert.Equal(0, world.RunProgram(FaultyBinary.Path, "-S", "k", "-X", "log", "off").ExitCode);
        string text = File.ReadAllText(log);
        string[] pieces = text.Split("\u001bc\u001b[3J");
        Assert.Equal(rounds + 1, pieces.Length);
        for (int round = 2; round <= rounds; round++)
        {
            Assert.Equal((round, pieces[1]), (round, pieces[round]));
        }
    }
}
