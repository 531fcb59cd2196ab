using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>A program is read at all times, whatever its watchers do, and C-c comes through a flood.</summary>
public sealed class StallTests
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    [Fact]
    public void A_stopped_client_does_not_slow_a_program_down() => Scorecard.Check(
        "R12",
        "client stopped (SIGSTOP) while a program floods",
        () =>
        {
            using MuxWorld world = new();
            string steps = world.PathOf("steps");
            string session = world.Start("f", Workload.Path, "steps", steps);
            MuxWorld.WaitUntil(() => Steps(steps) > 0, "the program to print");
            TimeSpan time = TimeSpan.FromSeconds(Scorecard.Count(2, 15));
            int daemon = Assert.Single(world.Daemons());
            OuterTerminal terminal = world.Attach("-r", "f");
            terminal.WaitFor("abcdefgh");
            world.WaitForState(session, "Attached");
            double detached = 0;
            double stopped = 0;
            long least = 0;
            long most = 0;

            // Stopped and detached take turns, so that other work on the machine hits both alike.
            for (int round = 0; round < 3 || (round < 6 && stopped < detached * 0.9); round++)
            {
                terminal.Signal(SigStop);
                MuxWorld.WaitUntil(() => ProcessList.Stat(terminal.Pid, 3) == "T", "the client to be stopped");
                double rate = Rate(steps, time);
                least = round == 0 ? Memory(daemon) : least;
                stopped += rate;
                most = Math.Max(most, Memory(daemon));
                OuterTerminal second = world.Attach("-x", "f");
                second.WaitFor("abcdefgh");
                second.Press("d");
                Assert.Equal(0, second.WaitForExit());
                terminal.Signal(SigCont);
                terminal.Press("d");
                terminal.WaitForExit();
                world.WaitForState(session, "Detached");
                detached += Rate(steps, time);
                terminal = world.Attach("-r", "f");
                terminal.WaitFor("abcdefgh");
            }

            double share = stopped / detached;
            Assert.True(share >= 0.9, $"with a stopped client the program runs at {share:P0} of its speed");
            Assert.True(most - least < 4_000_000, $"the daemon grew by {Scorecard.Megabytes(most - least)}");
            return string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} % of the detached rate, daemon's memory +{Scorecard.Megabytes(Math.Max(0, most - least))}, another client attaches");
        });

    [Fact]
    public void Nothing_that_a_user_looks_at_stops_a_program() => Scorecard.Check(
        "stall",
        "program counted in copy mode, prompt, window list, help, with its daemon away",
        () =>
        {
            using MuxWorld world = new();
            string steps = world.PathOf("steps");
            world.Start("f", Workload.Path, "steps", steps);
            OuterTerminal terminal = world.Attach("-r", "f");
            terminal.WaitFor("abcdefgh");
            (string Name, string Keys, string Shown, string Leave)[] places =
            [
                ("copy mode", "[", "Copy mode", "\x1b"), ("prompt", ":", ":", "\x03"), ("window list", "\"", "Num", "\x1b"), ("help", "?", "key bindings", "\r\r\r\r"),
            ];
            foreach ((string name, string keys, string shown, string leave) in places)
            {
                terminal.Press(keys);
                terminal.WaitFor(shown);
                GoesOn(steps, name);
                terminal.Type(leave);
                terminal.WaitForNo(shown);
            }

            int killed;
            using (DaemonKiller killer = new(world))
            {
                killed = killer.KillNext(TimeSpan.Zero);
                GoesOn(steps, "its daemon away");
                killer.Find(except: killed);
            }

            GoesOn(steps, "the next daemon");
            return "goes on in every case";
        });

    [Fact]
    public void Output_stopped_by_the_user_is_told_and_goes_on_when_nobody_is_left() => Scorecard.Check(
        "xoff",
        "C-s: told, shown, lifted by the last detach and by a hang-up",
        () =>
        {
            using MuxWorld world = new();
            string steps = world.PathOf("steps");
            string session = world.Start("x", Workload.Path, "steps", steps);
            foreach (string end in new[] { "detach", "hang up", "C-q", "kill" })
            {
                OuterTerminal terminal = world.Attach("-r", "x");
                terminal.WaitFor("abcdefgh");
                world.WaitForState(session, "Attached");
                terminal.Type("\x13");
                terminal.WaitForMessage("Window 0: output stopped by C-s, goes on with C-q");
                Stands(steps);
                MuxWorld.WaitUntil(() => world.Run("-ls").Output.Contains("(Attached, stopped)", StringComparison.Ordinal), "-ls to show the stop");
                Assert.Contains("stopped", world.Run("-S", "x", "-Q", "info").Output, StringComparison.Ordinal);
                switch (end)
                {
                    case "detach":
                        terminal.Press("d");
                        Assert.Equal(0, terminal.WaitForExit());
                        break;
                    case "hang up":
                        terminal.HangUp();
                        break;
                    case "C-q":
                        terminal.Type("\x11");
                        break;
                    default:
                        using (DaemonKiller killer = new(world))
                        {
                            int killed = killer.KillNext(TimeSpan.Zero);
                            killer.Find(except: killed);
                            Stands(steps);
                            terminal.Press("q");
                        }

                        break;
                }

                GoesOn(steps, end);
                MuxWorld.WaitUntil(() => !world.Run("-ls").Output.Contains("stopped", StringComparison.Ordinal), "-ls to show no stop");
                terminal.HangUp();
                world.WaitForState(session, "Detached");
            }

            return "message, -ls and -Q info; goes on after detach, hang-up, C-q, and C-a q behind a killed daemon";
        });

    [Fact]
    public void Interrupt_comes_through_a_flood() => Scorecard.Check(
        "interrupt",
        "C-c in a window that runs yes: time to the prompt",
        () =>
        {
            using MuxWorld world = new();
            OuterTerminal terminal = world.AttachNew("y", "sh");
            List<double> times = [];
            for (int index = 0; index < Scorecard.Count(9, 51); index++)
            {
                terminal.Type($"clear; yes r{index}\r");
                terminal.WaitForRow(20, $"r{index}");
                long start = Stopwatch.GetTimestamp();
                terminal.Type("\x03");
                terminal.WaitForState(emulator => emulator.TextOf(emulator.CursorRow).TrimEnd().EndsWith('$'), "the prompt");
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            double median = Scorecard.Median(times);
            Assert.True(median < 50, $"the prompt comes after {median:0} ms at the median");
            return string.Create(CultureInfo.InvariantCulture, $"{median:0.0} ms (median), {times.Max():0.0} ms (worst) of {times.Count}");
        });

    [Fact]
    public void A_paste_that_nobody_reads_leaves_the_daemon_responsive() => Scorecard.Check(
        "R26",
        "8 MB pasted into a program that does not read",
        () =>
        {
            using MuxWorld world = new();
            OuterTerminal terminal = world.Attach("-S", "p", Workload.Path, "silent");
            terminal.WaitFor("silent ready");
            int daemon = Assert.Single(world.Daemons());
            string file = world.PathOf("paste");
            File.WriteAllBytes(file, Enumerable.Repeat((byte)'x', 8_000_000).ToArray());
            long before = Memory(daemon);
            Assert.Equal(0, world.Run("-S", "p", "-X", "readreg", "p", file).ExitCode);
            long held = Memory(daemon) - before;
            world.Run("-S", "p", "-X", "paste", "p");
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(0, world.Run("-S", "p", "-Q", "info").ExitCode);
            double answer = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.Equal(0, world.Run("-S", "p", "-X", "screen", Workload.Path, "echo").ExitCode);
            terminal.WaitFor("echo ready");
            terminal.Type("k");
            terminal.WaitFor("[k]");
            long peak = Memory(daemon) - before;
            long grown = peak;

            // The register and what waits to be typed stay; copies on the way are given back.
            MuxWorld.WaitUntil(() => (grown = Memory(daemon) - before) < 36_000_000, "the daemon to give copies back");
            Assert.True(answer < 1000, $"a question was answered after {answer:0} ms");
            return string.Create(CultureInfo.InvariantCulture, $"question answered in {answer:0} ms, another window echoes, daemon +{Scorecard.Megabytes(grown)} with the register, +{Scorecard.Megabytes(Math.Max(held, peak))} at the paste");
        });

    /// <summary>The memory of a process that is its own, in bytes.</summary>
    internal static long Memory(int pid)
    {
        long total = 0;
        foreach (string line in File.ReadLines($"/proc/{pid}/smaps_rollup"))
        {
            if (line.StartsWith("Private_Dirty:", StringComparison.Ordinal))
            {
                total = long.Parse(line.AsSpan(14, line.Length - 17).Trim(), CultureInfo.InvariantCulture) * 1024;
            }
        }

        return total;
    }

    private static long Steps(string file) => File.Exists(file) && File.ReadAllBytes(file) is { Length: 8 } bytes ? BitConverter.ToInt64(bytes) : 0;

    private static double Rate(string file, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        long first = Steps(file);
        using PeriodicTimer timer = new(time);
        timer.WaitForNextTickAsync().AsTask().Wait();
        return (Steps(file) - first) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>What is on its way when a stop comes still counts, then nothing.</summary>
    private static void Stands(string file)
    {
        long last = -1;
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        MuxWorld.WaitUntil(
            () =>
            {
                timer.WaitForNextTickAsync().AsTask().Wait();
                long before = last;
                last = Steps(file);
                return last == before;
            },
            "the program to stand");
    }

    /// <summary>A stop shows only when more was printed than any buffer holds.</summary>
    private static void GoesOn(string file, string where)
    {
        long first = Steps(file);
        MuxWorld.WaitUntil(() => Steps(file) > first + 20_000_000, $"the program to go on in {where}");
    }
}
