using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>What tmux and screen do in checks that they can take, for the columns beside mux's own figures.</summary>
public sealed class PeerTests
{
    [SkippableTheory]
    [InlineData("tmux")]
    [InlineData("screen")]
    public void Programs_of_a_killed_server(string peer) => Scorecard.Check(
        "R01",
        $"{peer}: kill -9 of the server with 5 windows",
        () =>
        {
            using MuxWorld world = Prepare(peer);
            OuterTerminal terminal = Open(world, peer);
            terminal.WaitFor("$");
            for (int window = 1; window < 5; window++)
            {
                Outcome started = peer == "tmux"
                    ? world.RunProgram("tmux", "-S", world.PathOf("socket"), "new-window", "-d", "sleep", "100000")
                    : world.RunProgram("screen", "-S", "peer", "-X", "screen", "sleep", "100000");
                Assert.Equal(0, started.ExitCode);
            }

            MuxWorld.WaitUntil(() => Sleepers(world) == 4, "the programs to run");
            RunningProcess killed = Server(world, peer, terminal);
            ProcessList.Kill(killed.Pid);
            MuxWorld.WaitUntil(() => !ProcessList.IsAlive(killed.Pid), "the server to be gone");
            Waiting.Holds(() => Sleepers(world) == 0, TimeSpan.FromSeconds(2));
            return $"{Sleepers(world)} of 4 programs live";
        });

    [SkippableTheory]
    [InlineData("tmux")]
    [InlineData("screen")]
    public void Interrupt_of_a_flood(string peer) => Scorecard.Check(
        "interrupt",
        $"{peer}: C-c in a window that runs yes: time to the prompt",
        () =>
        {
            using MuxWorld world = Prepare(peer);
            OuterTerminal terminal = Open(world, peer);
            terminal.WaitFor("$");
            List<double> times = [];
            int late = 0;
            for (int index = 0; index < Scorecard.Count(5, 31); index++)
            {
                terminal.Type($"clear; yes r{index}\r");
                terminal.WaitForRow(15, $"r{index}");
                long start = Stopwatch.GetTimestamp();
                terminal.Type("\x03");
                late += Waiting.Holds(() => terminal.Look(static emulator => emulator.TextOf(emulator.CursorRow).TrimEnd().EndsWith('$')), TimeSpan.FromSeconds(5)) ? 0 : 1;
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (late > 0)
                {
                    break;
                }
            }

            return string.Create(CultureInfo.InvariantCulture, $"{Scorecard.Median(times):0.0} ms (median), {times.Max():0.0} ms (worst) of {times.Count}{(late > 0 ? ", then not at all" : string.Empty)}");
        });

    [SkippableTheory]
    [InlineData("tmux")]
    [InlineData("screen")]
    public void Terminal_of_a_killed_client(string peer) => Scorecard.Check(
        "R09",
        $"{peer}: kill -9 of an attached client",
        () =>
        {
            using MuxWorld world = Prepare(peer);
            OuterTerminal terminal = world.Open(80, 24, "/bin/sh", "-c", $"echo before; read x; {CommandLine(world, peer, "/bin/sh")}; echo after; read x");
            terminal.WaitFor("before");
            byte[] cooked = terminal.Modes();
            terminal.Type("\r");
            terminal.WaitFor("$");
            RunningProcess client = ProcessList.With(world.Root).Single(process => ProcessList.Stat(process.Pid, 4) == $"{terminal.Pid}");
            ProcessList.Kill(client.Pid);
            bool isCooked = Waiting.Holds(() => terminal.Modes().SequenceEqual(cooked), TimeSpan.FromSeconds(2));
            bool isMain = terminal.Look(static emulator => !emulator.IsAlternateScreen && emulator.CursorVisible);
            return $"the terminal is left {(isCooked ? "cooked" : "raw")}, {(isMain ? "on its main screen" : "on the alternate screen")}";
        });

    [SkippableTheory]
    [InlineData("tmux")]
    [InlineData("screen")]
    public void Program_behind_a_terminal_that_takes_nothing(string peer) => Scorecard.Check(
        "stall link",
        $"{peer}: program counted, terminal takes nothing any more",
        () =>
        {
            using MuxWorld world = Prepare(peer);
            string steps = world.PathOf("steps");
            OuterTerminal terminal = Open(world, peer, Workload.Path, "steps", steps);
            MuxWorld.WaitUntil(() => StallTests.Steps(steps) > 0, "the program to print");
            terminal.Throttle(0);
            using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
            second.WaitForNextTickAsync().AsTask().Wait();
            long start = StallTests.Steps(steps);
            int seconds = Scorecard.Count(1, 5);
            for (int i = 0; i < seconds; i++)
            {
                second.WaitForNextTickAsync().AsTask().Wait();
            }

            long made = StallTests.Steps(steps) - start;
            terminal.Throttle(-1);
            return made > 0 ? "the program prints on" : $"the program stands still for {seconds} s and more";
        });

    [SkippableTheory]
    [InlineData("tmux")]
    [InlineData("screen")]
    public void Server_whose_socket_is_removed(string peer) => Scorecard.Check(
        "R20",
        $"{peer}: socket removed",
        () =>
        {
            using MuxWorld world = Prepare(peer);
            OuterTerminal terminal = Open(world, peer);
            terminal.WaitFor("$");
            File.Delete(peer == "tmux" ? world.PathOf("socket") : Assert.Single(Directory.GetFiles(world.PathOf("sockets"))));
            bool isBack = Waiting.Holds(
                () => (peer == "tmux"
                    ? world.RunProgram("tmux", "-S", world.PathOf("socket"), "has-session")
                    : world.RunProgram("screen", "-S", "peer", "-Q", "title")).ExitCode == 0,
                TimeSpan.FromSeconds(Scorecard.Count(1, 5)));
            return isBack ? "back by itself" : "its sessions cannot be reached";
        });

    [SkippableTheory]
    [InlineData("tmux")]
    [InlineData("screen")]
    public void Memory_of_scrollback(string peer) => Scorecard.Check(
        "R14",
        $"{peer}: windows with 2,000 lines of 79 columns",
        () =>
        {
            using MuxWorld world = Prepare(peer);
            const int windows = 10;
            const int lines = 2000;
            string text = world.PathOf("text");
            Random random = new(14);
            File.WriteAllLines(text, Enumerable.Range(0, lines + 30).Select(_ => string.Concat(Enumerable.Range(0, 79).Select(_ => (char)random.Next(' ', '~')))));
            OuterTerminal terminal = Open(world, peer);
            terminal.WaitFor("$");
            int server = Server(world, peer, terminal).Pid;
            long before = StallTests.Memory(server);
            for (int window = 1; window <= windows; window++)
            {
                string command = $"cat {text}; echo shown > {world.PathOf($"shown{window}")}; exec sleep 100000";
                Assert.Equal(0, (peer == "tmux"
                    ? world.RunProgram("tmux", "-S", world.PathOf("socket"), "new-window", "-d", command)
                    : world.RunProgram("screen", "-S", "peer", "-X", "screen", "-h", $"{lines}", "/bin/sh", "-c", command)).ExitCode);
                MuxWorld.WaitUntil(() => File.Exists(world.PathOf($"shown{window}")), "a window's text");
            }

            return string.Create(CultureInfo.InvariantCulture, $"{(StallTests.Memory(server) - before) / (windows * lines)} bytes a line");
        });

    private static MuxWorld Prepare(string peer)
    {
        Skip.IfNot(MuxWorld.HasProgram(peer), $"{peer} is not installed");
        MuxWorld world = new();
        Directory.CreateDirectory(world.PathOf("sockets"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        world.Variables["SCREENDIR"] = world.PathOf("sockets");
        File.WriteAllText(Path.Combine(world.Home, ".screenrc"), "startup_message off\n");
        return world;
    }

    private static OuterTerminal Open(MuxWorld world, string peer, params string[] program) =>
        world.Open(80, 24, "/bin/sh", "-c", "exec " + CommandLine(world, peer, program.Length > 0 ? string.Join(' ', program) : "/bin/sh"));

    private static string CommandLine(MuxWorld world, string peer, string program) => peer == "tmux"
        ? $"tmux -f /dev/null -S {world.PathOf("socket")} new-session '{program}'"
        : $"screen -S peer {program}";

    private static RunningProcess Server(MuxWorld world, string peer, OuterTerminal terminal)
    {
        string name = peer == "tmux" ? "tmux" : "SCREEN";
        return ProcessList.With(world.Root).First(
            process => process.Pid != terminal.Pid && Path.GetFileName(process.Arguments[0]).StartsWith(name, StringComparison.Ordinal));
    }

    private static int Sleepers(MuxWorld world) => ProcessList.With(world.Root).Count(static process => process.Arguments[0] == "sleep");
}
