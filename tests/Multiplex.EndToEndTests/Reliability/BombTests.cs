using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Output that is meant to make a terminal stall or swell. Another window must not notice it.</summary>
public sealed class BombTests
{
    /// <summary>What is printed: before, a unit so many times, after. Counts are those of the full run; a tenth of them in the brief one.</summary>
    private static readonly (string Name, string Before, string Unit, int Count, string After)[] s_bombs =
    [
        ("combining marks", "a", "\\xcc\\x81", 10_000_000, "\\e[m"),
        ("tabs by the billion", "", "\\e[99999999999999999999999I\\e[99999999999999999999999Z", 100_000, ""),
        ("REP", "a", "\\e[2147483647b", 50_000, ""),
        ("insert, delete, erase, scroll", "", "\\e[2147483647L\\e[2147483647M\\e[2147483647@\\e[2147483647P\\e[2147483647X\\e[2147483647S\\e[2147483647T", 20_000, ""),
        ("parameters", "\\e[", "1;", 10_000_000, "m"),
        ("sub-parameters", "\\e[", "4:", 10_000_000, "m"),
        ("OSC", "\\e]0;", "x", 64_000_000, "\\x07"),
        ("clipboard", "\\e]52;c;", "QUJD", 16_000_000, "\\x07"),
        ("DCS", "\\eP$q", "x", 64_000_000, "\\e\\x5c"),
        ("APC", "\\e_", "x", 64_000_000, "\\e\\x5c"),
        ("PM", "\\e^", "x", 64_000_000, "\\e\\x5c"),
        ("SOS", "\\eX", "x", 64_000_000, "\\e\\x5c"),
        ("malformed UTF-8", "", "\\xff\\xc3\\xe2\\x82", 8_000_000, ""),
        ("sixel", "", "\\eP0;0;0q\\x221;1;99999;99999#0!2147483647~\\e\\x5c", 20_000, ""),
        ("title stack", "", "\\e[22t", 2_000_000, ""),
        ("links", "", "\\e]8;;http://x/\\e\\x5cl\\e]8;;\\e\\x5c", 500_000, ""),
        ("columns", "", "\\e[?40h\\e[?3h\\e[?3l", 20_000, ""),
        ("alternate screen", "", "\\e[?1049h\\e[?1049l", 500_000, ""),
        ("reset", "", "\\ec", 200_000, ""),
        ("alignment", "", "\\e#8", 200_000, ""),
        ("questions without a reader", "", "\\e[6n\\e[c", 1_000_000, ""),
        ("bells", "", "\\x07", 20_000_000, ""),
    ];

    [Fact]
    public void Bombs_cost_neither_time_nor_memory_nor_another_window() => Scorecard.Check(
        "R15",
        "bombs: combining marks, endless strings, billions in parameters, questions without a reader",
        () =>
        {
            using MuxWorld world = new();
            world.WriteRc("vbell off\nbell_msg ''\n");
            OuterTerminal terminal = world.Attach("-S", "b", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            int daemon = Assert.Single(world.Daemons());
            long memory = 0;
            double worst = 0;
            string slowest = string.Empty;
            List<double> echoes = [];
            for (int bomb = 0; bomb < 2 * s_bombs.Length; bomb++)
            {
                // The first round, a short one, grows buffers to their working size.
                bool isWarmUp = bomb < s_bombs.Length;
                memory = isWarmUp ? StallTests.Memory(daemon) : memory;
                (string name, string before, string unit, int count, string after) = s_bombs[bomb % s_bombs.Length];
                string done = world.PathOf($"done{bomb}");
                double cpu = Seconds(daemon);
                string number = (count / (isWarmUp ? 20 : Scorecard.Count(10, 1))).ToString(CultureInfo.InvariantCulture);
                Assert.Equal(0, world.Run("-S", "b", "-X", "screen", "1", Workload.Path, "flood", done, before, unit, number, after).ExitCode);
                Assert.Equal(0, world.Run("-S", "b", "-X", "select", "0").ExitCode);
                long begin = Stopwatch.GetTimestamp();
                for (int key = 0; !File.Exists(done); key++)
                {
                    // Behind each key the other windows rest for a moment, so that a bomb takes longer than its bytes would by themselves.
                    Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(1), $"{name} does not end");
                    char typed = (char)('a' + (key % 26));
                    long start = Stopwatch.GetTimestamp();
                    terminal.Type($"{typed}");
                    terminal.WaitForState(emulator => emulator.TextOf(emulator.CursorRow).StartsWith($"[{typed}]", StringComparison.Ordinal), $"the echo beside {name}");
                    echoes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                MuxWorld.WaitUntil(() => !world.Run("-S", "b", "-Q", "windows").Output.Contains("1 workload", StringComparison.Ordinal), $"the window of {name} to be gone");
                cpu = Seconds(daemon) - cpu;
                Assert.True(cpu < 3, $"{name} cost {cpu:0.0} s of the daemon's time");
                slowest = cpu > worst ? name : slowest;
                worst = Math.Max(worst, cpu);
            }

            long grown = 0;
            Waiting.Poll(() => (grown = StallTests.Memory(daemon) - memory) < 2_000_000, () => $"the memory to be given back: {grown} bytes more");
            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            double late = echoes.Order().ElementAt(echoes.Count * 99 / 100);
            Assert.True(late < 100, $"echo in another window: {late:0} ms (99th percentile)");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{s_bombs.Length} bombs: at most {worst:0.0} s of the daemon's time ({slowest}), memory +{Scorecard.Megabytes(Math.Max(0, grown))} from round to round, echo in another window {late:0} ms (99th percentile of {echoes.Count})");
        });

    private static double Seconds(int pid) =>
        (long.Parse(ProcessList.Stat(pid, 14), CultureInfo.InvariantCulture) + long.Parse(ProcessList.Stat(pid, 15), CultureInfo.InvariantCulture)) / 100.0;
}
