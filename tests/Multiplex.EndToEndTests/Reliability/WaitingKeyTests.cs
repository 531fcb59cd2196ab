using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Keys for a program that does not read: they wait beyond what the window's ring holds, and outlive the daemon there as well.</summary>
public sealed class WaitingKeyTests
{
    /// <summary>The ring holds 64 KiB and the pty some more.</summary>
    private const int Waiting = 15_000;

    private const int More = 500;

    [Fact]
    public void Keys_that_wait_for_a_program_that_does_not_read_survive_kills() => Scorecard.Check(
        "R02b",
        "keys waiting for a program that does not read, daemon killed",
        () =>
        {
            using MuxWorld world = new();
            string sign = world.PathOf("sign");
            OuterTerminal terminal = world.Attach("-S", "w", Workload.Path, "late", world.PathOf("late"), sign);
            terminal.WaitFor("late ready");
            Assert.Equal(0, world.Run("-S", "w", "-X", "screen", "1", Workload.Path, "late", world.PathOf("other"), sign).ExitCode);
            terminal.WaitFor("late ready");
            Assert.Equal(0, world.Run("-S", "w", "-X", "screen", "2", Workload.Path, "echo").ExitCode);
            terminal.WaitFor("echo ready");
            using DaemonKiller killer = new(world);
            int kills = Scorecard.Count(5, 50);

            // Both silent windows are filled in turns, with keys for the third one between, which must not make the waiting ones count as taken.
            for (int window = 0; window < 2; window++)
            {
                terminal.Press($"{window}");
                terminal.WaitFor("late ready");
                terminal.Type(Workload.Numbers(0, Waiting));
            }

            for (int kill = 0; kill < kills; kill++)
            {
                int window = kill % 2;
                terminal.Press($"{window}");
                terminal.Type(Workload.Numbers(Waiting + (kill / 2 * More), More));
                terminal.Press("2");
                char key = (char)('a' + (kill % 26));
                terminal.Type($"{key}");
                terminal.WaitFor($"[{key}]");
                killer.KillNext(TimeSpan.Zero);
            }

            terminal.Type("Z");
            terminal.WaitFor("[Z]");
            File.WriteAllText(sign, string.Empty);
            string[] expected = [Workload.Numbers(0, Waiting + ((kills + 1) / 2 * More)), Workload.Numbers(0, Waiting + (kills / 2 * More))];
            string[] files = [world.PathOf("late"), world.PathOf("other")];
            for (int window = 0; window < 2; window++)
            {
                int length = expected[window].Length;
                MuxWorld.WaitUntil(
                    () => File.Exists(files[window]) && new FileInfo(files[window]).Length >= length,
                    $"{length} keys for window {window}");
                Assert.Equal(expected[window], File.ReadAllText(files[window]));
            }

            return $"{kills} kills: {expected.Sum(static text => text.Length)} keys for two programs that did not read, none lost, doubled or out of order";
        });
}
