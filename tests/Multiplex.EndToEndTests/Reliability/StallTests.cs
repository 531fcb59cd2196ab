using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Platform;

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
        "program counted in copy mode, prompt, window list, help",
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

            return "goes on in every case";
        });

    [Theory]
    [InlineData("behind a line of 10 KB/s", 10_000)]
    [InlineData("whose terminal takes nothing any more", 0)]
    public void A_terminal_that_takes_little_or_nothing_stops_no_program(string client, int bytesPerSecond) => Scorecard.Check(
        "stall link",
        $"program counted, client {client}",
        () => Counted(world =>
        {
            OuterTerminal terminal = world.Attach("-r", "f");
            terminal.WaitFor("abcdefgh");
            terminal.Throttle(bytesPerSecond);
        }));

    [SkippableFact]
    public void A_connection_that_is_dead_without_a_word_stops_no_program() => Scorecard.Check(
        "stall dead",
        "program counted, ssh connection dead without a FIN (its sshd stopped)",
        () => Counted(world =>
        {
            SshServer server = new(world);
            OuterTerminal terminal = server.Login($"{MuxBinary.Path} -r f");
            terminal.WaitFor("abcdefgh");
            IReadOnlyList<int> connections = server.Connections();
            Assert.NotEmpty(connections);
            foreach (int connection in connections)
            {
                Assert.Equal(0, world.RunProgram("kill", "-STOP", $"{connection}").ExitCode);
            }
        }));

    [Fact]
    public void A_peer_that_attaches_and_never_reads_stops_no_program() => Scorecard.Check(
        "stall mute",
        "program counted, a client that attaches and then neither reads nor answers",
        () =>
        {
            using MuteClient mute = new();
            return Counted(world =>
            {
                mute.Connect(world);
                world.WaitForState(Assert.Single(world.Sessions()), "Attached");
            });
        });

    [Fact]
    public void Without_its_daemon_a_program_waits_no_longer_than_the_next_one_takes_to_start() => Scorecard.Check(
        "stall kill",
        "program that fills its ring at once, daemon killed: longest pause of the program",
        () =>
        {
            using MuxWorld world = new();
            string steps = world.PathOf("steps");
            world.Start("f", Workload.Path, "steps", steps);
            MuxWorld.WaitUntil(() => Steps(steps) > 0, "the program to print");
            using DaemonKiller killer = new(world);
            List<double> pauses = [];
            using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(steps, FileMode.Open);
            using MemoryMappedViewAccessor count = file.CreateViewAccessor(0, 8);
            for (int kill = 0; kill < Scorecard.Count(5, 50); kill++)
            {
                GoesOn(steps, "the daemon");
                int daemon = killer.Find();
                long start = Stopwatch.GetTimestamp();
                long moved = start;
                long last = count.ReadInt64(0);
                double longest = 0;
                ProcessList.Kill(daemon);

                // Watched as closely as possible, until twice what the ring holds was printed after the next daemon came.
                for (long target = long.MaxValue; last < target;)
                {
                    long now = count.ReadInt64(0);
                    if (now != last)
                    {
                        longest = Math.Max(longest, Stopwatch.GetElapsedTime(moved).TotalMilliseconds);
                        moved = Stopwatch.GetTimestamp();
                        last = now;
                    }

                    Assert.True(Stopwatch.GetElapsedTime(start) < Waiting.Cap, "the program stands");
                    target = target == long.MaxValue && killer.IsListening(except: daemon) ? last + 1_000_000 : target;
                }

                pauses.Add(longest);
            }

            double median = Scorecard.Median(pauses);
            Assert.True(median < 300, $"the program stood for {median:0} ms at the median");
            return string.Create(CultureInfo.InvariantCulture, $"{median:0} ms (median), {pauses.Max():0} ms (worst) of {pauses.Count} kills");
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

    /// <summary>Has a program print in a window, makes a client stop taking what it is sent, and measures the program and the daemon's memory.</summary>
    private static string Counted(Action<MuxWorld> stop)
    {
        using MuxWorld world = new();
        string steps = world.PathOf("steps");
        world.Start("f", Workload.Path, "steps", steps);
        MuxWorld.WaitUntil(() => Steps(steps) > 0, "the program to print");
        int daemon = Assert.Single(world.Daemons());
        stop(world);
        GoesOn(steps, "the first moments");
        long before = Memory(daemon);
        long start = Stopwatch.GetTimestamp();
        long first = Steps(steps);
        long wanted = Scorecard.Count(100_000_000, 1_000_000_000);
        Assert.True(Waiting.Holds(() => Steps(steps) > first + wanted, TimeSpan.FromMinutes(2)), $"the program has printed {Steps(steps) - first} of {wanted} bytes");
        double rate = (Steps(steps) - first) / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
        long grown = Memory(daemon) - before;
        Assert.True(grown < 4_000_000, $"the daemon grew by {Scorecard.Megabytes(grown)}");
        OuterTerminal second = world.Attach("-x", "f");
        second.WaitFor("abcdefgh");
        return string.Create(CultureInfo.InvariantCulture, $"{rate:0} MB/s, {wanted / 1_000_000} MB printed, daemon's memory +{Scorecard.Megabytes(Math.Max(0, grown))}, another client attaches");
    }

    /// <summary>A client that says what it must to attach, and then nothing.</summary>
    private sealed class MuteClient : IDisposable
    {
        private UnixSocket? _socket;

        public void Connect(MuxWorld world)
        {
            using SocketDirectory directory = SocketDirectory.Open(world.SocketDirectory);
            _socket = UnixSocket.Connect(directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);
            _socket.Send(SocketTests.Greeting(attaches: true));
        }

        public void Dispose() => _socket?.Dispose();
    }

    internal static long Steps(string file) => File.Exists(file) && File.ReadAllBytes(file) is { Length: 8 } bytes ? BitConverter.ToInt64(bytes) : 0;

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
