using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>The daemon is killed again and again while programs print and a person types: nothing is lost.</summary>
public sealed class KillTests
{
    private const int Printers = 10;

    private const int TypedAtOnce = 50;

    [Fact]
    public void Daemons_killed_under_load_lose_no_program_no_byte_of_output_and_no_key() => Scorecard.Check(
        "R01+R02",
        "kill -9 of daemons while 10 windows print and a client types",
        () =>
        {
            using MuxWorld world = new();
            world.WriteRc($"defscrollback 20000\nlogfile {world.PathOf("log.%n")}\nlogfile flush 1\nzombie_timeout 0\n");
            string[] sessions = ["one", "two", "three"];
            OuterTerminal terminal = world.Attach("-S", sessions[0], Workload.Path, "keys", world.PathOf("keys"), $"{KeyCount}");
            terminal.WaitFor("keys ready");
            world.Start(sessions[1]);
            world.Start(sessions[2]);
            for (int index = 0; index < Printers; index++)
            {
                Assert.Equal(0, world.Run("-S", sessions[index % 3], "-X", "screen", "-t", $"p{index}", $"{10 + index}", Workload.Path, "lines", $"p{index}").ExitCode);
            }

            MuxWorld.WaitUntil(() => ProgramsOf(world).Count == Printers + 1, "all programs to run");
            List<string> editors = StartFullScreenPrograms(world, sessions[2]);
            foreach (int logged in new[] { 0, 1, 2 })
            {
                // Switched on in the middle of the output: what is logged begins somewhere, and has no gap from there.
                Assert.Equal(0, world.Run("-S", sessions[logged], "-p", $"{10 + logged}", "-X", "log", "on").ExitCode);
            }

            // New windows came to the front of the display that types.
            Assert.Equal(0, world.Run("-S", sessions[0], "-X", "select", "0").ExitCode);
            terminal.WaitFor("keys ready");
            IReadOnlyList<int> before = ProgramsOf(world);
            byte[] modes = terminal.Modes();
            using DaemonKiller killer = new(world);
            Task typing = Task.Run(() => Type(terminal, world.PathOf("keys")));
            int kills = Scorecard.Count(25, 200);
            killer.KillMany(kills, seed: 1);
            Assert.Equal(before, ProgramsOf(world));
            Assert.Equal(modes, terminal.Modes());
            terminal.WaitFor("keys end");
            typing.Wait();
            CheckFullScreenPrograms(world, sessions[2], editors);
            Assert.Equal(Workload.Numbers(0, KeyCount / 8), File.ReadAllText(world.PathOf("keys")));
            long lines = CheckOutput(world, sessions);
            Assert.Equal(modes, terminal.Modes());
            string median = Scorecard.Median(killer.Absences).ToString("0", CultureInfo.InvariantCulture);
            return $"{kills} kills: 0 programs, 0 of {lines} lines, 0 of {KeyCount} keys lost or doubled{string.Concat(editors.Select(static name => ", " + name))}; next daemon listens after {median} ms (median)";
        });

    [Fact]
    public void An_attached_client_is_back_in_a_blink_and_its_terminal_is_never_left_raw() => Scorecard.Check(
        "R10",
        "kill -9 of the daemon under an attached client",
        () =>
        {
            using MuxWorld world = new();
            OuterTerminal terminal = world.Open(80, 24, "/bin/sh", "-c", $"echo before; read x; \"$PROGRAM\" -S r {Workload.Path} echo; echo back-$?; read y");
            terminal.WaitFor("before");
            byte[] cooked = terminal.Modes();
            terminal.Type("\r");
            terminal.WaitFor("echo ready");
            byte[] raw = terminal.Modes();
            List<double> times = [];
            using DaemonKiller killer = new(world);
            for (int index = 0; index < Scorecard.Count(20, 200); index++)
            {
                string key = $"{(char)('a' + (index % 26))}";
                int daemon = killer.Find();
                long start = Stopwatch.GetTimestamp();
                ProcessList.Kill(daemon);
                terminal.Type(key);
                terminal.WaitForState(emulator => emulator.TextOf(emulator.CursorRow).StartsWith($"[{key}]", StringComparison.Ordinal), $"the echo of {key}");
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                Assert.Equal(raw, terminal.Modes());
            }

            terminal.Press("d");
            terminal.WaitFor("back-0");
            Assert.Equal(cooked, terminal.Modes());
            double median = Scorecard.Median(times);
            Assert.True(median < 300, $"the echo is back after {median:0} ms at the median");
            return string.Create(CultureInfo.InvariantCulture, $"{times.Count} kills: echo of a key typed at the kill after {median:0} ms (median), {times.Max():0} ms (worst)");
        });

    [Fact]
    public void Killed_clients_leave_their_terminals_as_they_found_them() => Scorecard.Check(
        "R09",
        "kill -9 of an attached client",
        () =>
        {
            using MuxWorld world = new();
            string session = world.Start("r", Workload.Path, "echo");
            OuterTerminal terminal = world.Open(80, 24, "/bin/sh", "-c", "echo before; while read x; do \"$PROGRAM\" -r r; echo after=$?; done");
            terminal.WaitFor("before");
            byte[] cooked = terminal.Modes();
            int kills = Scorecard.Count(5, 50);
            for (int index = 0; index < kills; index++)
            {
                terminal.Type($"{index}\r");
                terminal.WaitFor("echo ready");
                world.WaitForState(session, "Attached");
                ProcessList.Kill(Assert.Single(ProcessList.With(world.Root), process => process.Arguments.SequenceEqual([MuxBinary.Path, "-r", "r"])).Pid);
                terminal.WaitForState(emulator => !emulator.IsAlternateScreen && emulator.CursorVisible, "the screen to be given back");
                MuxWorld.WaitUntil(() => terminal.Modes().SequenceEqual(cooked), "the terminal's modes to be put right");
                terminal.WaitForState(_ => terminal.Printed.Split("=137").Length == index + 2, "the shell to say that its client was killed");
                world.WaitForState(session, "Detached");
            }

            return $"{kills} kills: terminal cooked, main screen, cursor on, session alive each time";
        });

    [Fact]
    public void Questions_are_answered_once_bells_ring_at_most_once_and_the_log_is_exact_across_kills() => Scorecard.Check(
        "R05",
        "answers, bells and log lines across kills",
        () =>
        {
            using MuxWorld world = new();
            int count = Scorecard.Count(20_000, 100_000);
            world.WriteRc($"vbell off\nlogfile {world.PathOf("log")}\nlogfile flush 1\ndeflog on\n");
            OuterTerminal terminal = world.Attach("-S", "r", Workload.Path, "ask", $"{count}", world.PathOf("answers"));
            terminal.WaitFor("ask ready");
            terminal.Type("g");
            using DaemonKiller killer = new(world);
            int kills = 0;
            int most = Scorecard.Count(20, 50);
            while (kills < most && !terminal.Screen.Contains("ask end", StringComparison.Ordinal))
            {
                killer.KillMany(1, seed: kills++);
            }

            terminal.WaitFor("ask end");
            string[] answers = File.ReadAllText(world.PathOf("answers")).Split('\n');
            Assert.Equal("g", answers[0][..1]);
            answers[0] = answers[0][1..];
            for (int number = 1; number <= count; number++)
            {
                Assert.Equal($"\e[{(number / 80 % 24) + 1};{(number % 80) + 1}R", answers[number - 1]);
            }

            Assert.Equal(string.Empty, answers[count]);
            int bells = terminal.Printed.Count(static character => character == '\a');
            Assert.InRange(bells, 0, count);
            string expected = "ask ready\r\n" + string.Concat(Enumerable.Range(1, count).Select(number => $"\e[{(number / 80 % 24) + 1};{(number % 80) + 1}H\e[6n\a"))
                + "\e[H\e[2Jask end\r\n";
            Assert.Equal(0, world.Run("-S", "r", "-X", "log", "off").ExitCode);
            MuxWorld.WaitUntil(() => new FileInfo(world.PathOf("log")).Length >= expected.Length, "the log to be written");
            Assert.Equal(expected, File.ReadAllText(world.PathOf("log")));
            return $"{kills} kills: {count} answers exactly once, log of {expected.Length} bytes identical, {bells} bells for {count}";
        });

    /// <summary>Starts vim and htop where they are installed, and waits until they have drawn.</summary>
    private static List<string> StartFullScreenPrograms(MuxWorld world, string session)
    {
        List<string> started = [];
        foreach ((string name, string window, string[] arguments, string drawn) in new (string, string, string[], string)[]
        {
            ("vim", "20", ["-u", "NONE", "-n", world.PathOf("edited")], "~"), ("htop", "21", [], "PID"),
        })
        {
            if (MuxWorld.HasProgram(name))
            {
                Assert.Equal(0, world.Run(["-S", session, "-X", "screen", window, name, .. arguments]).ExitCode);
                MuxWorld.WaitUntil(() => HardcopyOf(world, session, window).Contains(drawn, StringComparison.Ordinal), $"{name} to draw");
                started.Add(name);
            }
        }

        return started;
    }

    private static void CheckFullScreenPrograms(MuxWorld world, string session, List<string> started)
    {
        if (started.Contains("vim"))
        {
            Assert.Equal(0, world.Run("-S", session, "-p", "20", "-X", "stuff", "iwritten after the kills\x1b:wq\r").ExitCode);
            Assert.Equal("written after the kills\n", world.WaitForFile("edited", "\n"));
        }

        if (started.Contains("htop"))
        {
            Assert.Contains("PID", HardcopyOf(world, session, "21"), StringComparison.Ordinal);
            Assert.Equal(0, world.Run("-S", session, "-p", "21", "-X", "stuff", "q").ExitCode);
            MuxWorld.WaitUntil(() => !world.Run("-S", session, "-Q", "windows").Output.Contains("21 htop", StringComparison.Ordinal), "htop to leave at its q");
        }
    }

    private static string HardcopyOf(MuxWorld world, string session, string window)
    {
        string copy = world.PathOf($"screen{window}");
        File.Delete(copy);
        Assert.Equal(0, world.Run("-S", session, "-p", window, "-X", "hardcopy", copy).ExitCode);
        MuxWorld.WaitUntil(() => File.Exists(copy), "the screen to be written");
        return File.ReadAllText(copy);
    }

    private static int KeyCount => Scorecard.Count(40_000, 400_000);

    /// <summary>The processes of all windows, by the programs that run in them.</summary>
    private static IReadOnlyList<int> ProgramsOf(MuxWorld world) =>
        [.. ProcessList.With(world.Root).Where(process => process.Arguments[0] == Workload.Path).Select(process => process.Pid).Order()];

    private static void Type(OuterTerminal terminal, string file)
    {
        int typed = 0;
        while (typed < KeyCount / 8)
        {
            terminal.Type(Workload.Numbers(typed, TypedAtOnce));
            typed += TypedAtOnce;

            // A person does not type ahead without bounds, and neither does this: 64 KiB are on their way at most.
            int sent = typed * 8;
            MuxWorld.WaitUntil(() => sent - new FileInfo(file).Length < 65_536, "what is typed to arrive");
        }
    }

    private static long CheckOutput(MuxWorld world, string[] sessions)
    {
        long lines = 0;
        for (int index = 0; index < Printers; index++)
        {
            string session = sessions[index % 3];
            string window = $"{10 + index}";
            string copy = world.PathOf($"copy{index}");
            Assert.Equal(0, world.Run("-S", session, "-p", window, "-X", "stuff", "q").ExitCode);
            MuxWorld.WaitUntil(
                () =>
                {
                    Assert.Equal(0, world.Run("-S", session, "-p", window, "-X", "hardcopy", "-h", copy).ExitCode);
                    return File.Exists(copy) && File.ReadAllText(copy).Contains($"p{index} end ", StringComparison.Ordinal);
                },
                $"the last line of p{index}");
            using StreamReader text = new(copy);
            lines += Workload.CheckLines($"p{index}", text, isWhole: false);
        }

        for (int logged = 0; logged < 3; logged++)
        {
            Assert.Equal(0, world.Run("-S", sessions[logged], "-p", $"{10 + logged}", "-X", "log", "off").ExitCode);
            using StreamReader log = new(world.PathOf($"log.{10 + logged}"));
            log.ReadLine();
            Workload.CheckLines($"p{logged}", log, isWhole: false);
        }

        return lines;
    }
}
