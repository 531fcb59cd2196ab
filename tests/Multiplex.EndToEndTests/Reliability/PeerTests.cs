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
            string server = peer == "tmux" ? "tmux" : "SCREEN";
            RunningProcess killed = ProcessList.With(world.Root).First(process => IsServer(process, server, terminal.Pid));
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

    private static MuxWorld Prepare(string peer)
    {
        Skip.IfNot(MuxWorld.HasProgram(peer), $"{peer} is not installed");
        MuxWorld world = new();
        Directory.CreateDirectory(world.PathOf("sockets"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        world.Variables["SCREENDIR"] = world.PathOf("sockets");
        File.WriteAllText(Path.Combine(world.Home, ".screenrc"), "startup_message off\n");
        return world;
    }

    private static OuterTerminal Open(MuxWorld world, string peer) => peer == "tmux"
        ? world.Open(80, 24, "tmux", "-f", "/dev/null", "-S", world.PathOf("socket"), "new-session", "/bin/sh")
        : world.Open(80, 24, "screen", "-S", "peer", "/bin/sh");

    private static bool IsServer(RunningProcess process, string server, int client) =>
        process.Pid != client && Path.GetFileName(process.Arguments[0]).StartsWith(server, StringComparison.Ordinal);

    private static int Sleepers(MuxWorld world) => ProcessList.With(world.Root).Count(static process => process.Arguments[0] == "sleep");
}
