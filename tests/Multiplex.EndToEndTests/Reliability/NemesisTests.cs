using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Everything at once: daemons killed and stopped, clients stopped, sockets removed, sizes changed, upgrades, while programs print, ask and are typed to.</summary>
public sealed class NemesisTests
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    /// <summary>Of the holder, in bytes: at a megabyte an hour for as long as the check takes.</summary>
    private const long MostGrowth = 128 * 1024;

    private static readonly int s_printers = Scorecard.Count(8, 49);

    [Fact]
    public void Whatever_happens_to_daemon_clients_and_sockets_no_program_notices() => Scorecard.Check(
        "R30",
        "kills, stops, removed sockets, sizes and upgrades in random order",
        () =>
        {
            using MuxWorld world = new();
            world.WriteRc("defscrollback 5000\nhardstatus ignore\n");
            OuterTerminal terminal = world.Attach("-S", "n", Workload.Path, "rounds", world.PathOf("rounds"));
            terminal.WaitFor("rounds ready");
            for (int window = 1; window <= s_printers; window++)
            {
                Assert.Equal(0, world.Run("-S", "n", "-X", "screen", $"{window}", Workload.Path, "lines", $"p{window}").ExitCode);
            }

            MuxWorld.WaitUntil(() => HolderTests.Programs(world).Count == s_printers + 1, "all programs to run");
            Assert.Equal(0, world.Run("-S", "n", "-X", "select", "0").ExitCode);
            terminal.WaitFor("rounds ready");
            IReadOnlyList<int> programs = HolderTests.Programs(world);
            string session = Assert.Single(world.Sessions());
            TimeSpan time = TimeSpan.FromSeconds(Scorecard.Count(6, 480));
            Random random = new(30);
            long start = Stopwatch.GetTimestamp();
            using DaemonKiller killer = new(world);
            SortedDictionary<string, int> blows = [];
            int rounds = 0;
            long most = 0;
            int holder = int.Parse(session[..session.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            (long Memory, int Own, int Daemons) first = default;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                // A round of questions and keys, and blows while it goes on.
                terminal.Type("g");
                for (int blow = 0; blow < 4; blow++)
                {
                    string name = Strike(world, terminal, killer, session, random);
                    blows[name] = blows.GetValueOrDefault(name) + 1;
                    terminal.Type("abcdef");
                }

                terminal.Type("z");
                rounds++;
                Waiting.Poll(
                    () => File.ReadAllText(world.PathOf("rounds")).Count(static character => character == '\n') == rounds,
                    () => $"the end of round {rounds}; blows: {string.Join(", ", blows)}\n{Describe(world, terminal)}");
                Waiting.Poll(
                    () => terminal.Screen.Contains("round end", StringComparison.Ordinal),
                    () => $"the end of round {rounds} on the screen; blows: {string.Join(", ", blows)}\n{Describe(world, terminal)}");
                Assert.Equal(programs, HolderTests.Programs(world));
                Waiting.Poll(
                    () => world.Run("-ls").Output.Contains("(Attached)", StringComparison.Ordinal),
                    () => $"the client to be attached in round {rounds}; blows: {string.Join(", ", blows)}\n{Describe(world, terminal)}");
                most = Math.Max(most, StallTests.Memory(killer.Find()));
                if (rounds == 1)
                {
                    first = (OwnMemory(holder), SocketTests.Descriptors(holder), SocketTests.Descriptors(killer.Find()));
                }
            }

            // A holder that lives for months keeps its size, and no daemon has more descriptors than the first one.
            Waiting.Poll(
                () => SocketTests.Descriptors(holder) <= first.Own && SocketTests.Descriptors(killer.Find()) <= first.Daemons,
                () => $"as many descriptors as at first ({first.Own} and {first.Daemons}): {SocketTests.Descriptors(holder)} and {SocketTests.Descriptors(killer.Find())}");
            long growth = OwnMemory(holder) - first.Memory;
            Assert.True(growth <= MostGrowth, $"the holder grew by {growth} bytes");

            // Where the cursor was depends on the size of the moment, how often it was asked for does not.
            string[] records = [.. File.ReadAllLines(world.PathOf("rounds")).Select(static record => string.Concat(record.Where(static character => !char.IsAsciiDigit(character))))];
            Assert.All(records, record => Assert.Equal(records[0], record));
            Assert.EndsWith(" abcdefabcdefabcdefabcdefz", records[0], StringComparison.Ordinal);
            long lines = 0;
            for (int window = 1; window <= s_printers; window++)
            {
                lines += CheckPrinter(world, window);
            }

            Assert.Equal(session, Assert.Single(world.Sessions()));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{rounds} rounds of answers and keys exact through {string.Join(", ", blows.Select(static blow => $"{blow.Value} {blow.Key}"))}; no gap in {lines} lines; daemon at most {Scorecard.Megabytes(most)}, holder grew by {growth / 1024} KB, descriptors as at first");
        });

    /// <summary>Memory that no file and nobody else backs, in bytes (proc(5), smaps_rollup).</summary>
    private static long OwnMemory(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid}/smaps_rollup").First(static line => line.StartsWith("Anonymous:", StringComparison.Ordinal))[10..^2].Trim(),
        CultureInfo.InvariantCulture) * 1024;

    private static string Describe(MuxWorld world, OuterTerminal terminal)
    {
        string log = Path.Combine(world.SocketDirectory, ".log");
        string copy = world.PathOf("copy");
        world.Run("-S", "n", "-p", "0", "-X", "hardcopy", copy);
        return $"""
            the client{(ProcessList.IsAlive(terminal.Pid) ? $" ({ProcessList.Stat(terminal.Pid, 3)})" : ", which has ended,")} shows:
            {terminal.Screen}
            the window has:
            {(File.Exists(copy) ? File.ReadAllText(copy) : string.Empty)}
            {world.Run("-S", "n", "-p", "0", "-Q", "info")}
            the last round: {File.ReadAllLines(world.PathOf("rounds")).LastOrDefault()}
            {world.Run("-ls").Output}{world.Run("-S", "n", "-Q", "windows")}
            {string.Join('\n', ProcessList.With(world.Root))}
            {string.Join('\n', File.Exists(log) ? File.ReadLines(log).TakeLast(60) : [])}
            """;
    }

    private static string Strike(MuxWorld world, OuterTerminal terminal, DaemonKiller killer, string session, Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                killer.KillNext(TimeSpan.FromMilliseconds(random.Next(10)));
                return "kills";
            case 1:
                killer.KillNext(TimeSpan.Zero);
                killer.KillNext(TimeSpan.Zero);
                return "double kills";
            case 2:
                string daemon = killer.Find().ToString(CultureInfo.InvariantCulture);
                world.RunProgram("kill", "-STOP", daemon);
                world.RunProgram("sleep", "0.1");
                world.RunProgram("kill", "-CONT", daemon);
                return "stopped daemons";
            case 3:
                terminal.Signal(SigStop);
                world.RunProgram("sleep", "0.1");
                terminal.Signal(SigCont);
                return "stopped clients";
            case 4:
                File.Delete(Path.Combine(world.SocketDirectory, random.Next(2) == 0 ? ".daemon" : session));
                return "removed sockets";
            case 5:
                for (int size = 0; size < 10; size++)
                {
                    terminal.ResizeProgram(random.Next(20, 200), random.Next(5, 60));
                }

                terminal.ResizeProgram(80, 24);
                return "storms of sizes";
            default:
                int old = killer.Find();

                // A session whose socket was removed right before its daemon was killed is there again within two seconds.
                Outcome outcome = default;
                Assert.True(Waiting.Holds(() => (outcome = world.Run("-S", "n", "-X", "upgrade")).ExitCode == 0, TimeSpan.FromSeconds(2)), $"the upgrade is refused: {outcome}");
                killer.Find(except: old);
                return "upgrades";
        }
    }

    private static long CheckPrinter(MuxWorld world, int window)
    {
        string copy = world.PathOf($"copy{window}");
        Assert.Equal(0, world.Run("-S", "n", "-p", $"{window}", "-X", "stuff", "q").ExitCode);
        MuxWorld.WaitUntil(
            () => world.Run("-S", "n", "-p", $"{window}", "-X", "hardcopy", "-h", copy).ExitCode == 0 && File.Exists(copy)
                && File.ReadAllText(copy).Contains($"p{window} end ", StringComparison.Ordinal),
            $"the last line of window {window}");
        using StreamReader text = new(copy);
        return Workload.CheckLines($"p{window}", text, isWhole: false);
    }
}
