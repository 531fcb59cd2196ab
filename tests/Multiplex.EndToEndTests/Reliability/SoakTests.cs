using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Many of everything: clients on one session, windows that come and go, windows beside the one that somebody types in.</summary>
public sealed class SoakTests
{
    private const int Keys = 200;

    [Fact]
    public void Fifty_clients_share_a_session() => Scorecard.Check(
        "clients",
        "50 clients on one session",
        () =>
        {
            using MuxWorld world = new();
            world.Start("c", Workload.Path, "echo");
            int daemon = Assert.Single(world.Daemons());

            // The window's own descriptors come to the daemon with it, a moment after the session is there.
            string copy = world.PathOf("copy");
            MuxWorld.WaitUntil(
                () => world.Run("-S", "c", "-X", "hardcopy", copy).ExitCode == 0 && File.ReadAllText(copy).Contains("echo ready", StringComparison.Ordinal), "the window");
            int descriptors = SocketTests.Descriptors(daemon);
            List<OuterTerminal> clients = [];
            for (int index = 0; index < 50; index++)
            {
                OuterTerminal client = world.Attach("-x", "c");
                client.WaitFor("echo ready");
                clients.Add(client);
            }

            long memory = StallTests.Memory(daemon);
            for (int index = 0; index < clients.Count; index++)
            {
                char key = (char)('a' + (index % 26));
                clients[index].Type($"{key}");
                foreach (OuterTerminal client in clients)
                {
                    client.WaitForState(emulator => emulator.TextOf(emulator.CursorRow).StartsWith($"[{key}]", StringComparison.Ordinal), $"client {index}'s key");
                }
            }

            foreach (OuterTerminal client in clients)
            {
                client.Press("d");
                Assert.Equal(0, client.WaitForExit());
            }

            Waiting.Poll(() => SocketTests.Descriptors(daemon) <= descriptors + 2, () => $"descriptors to be closed: {SocketTests.Descriptors(daemon)} of {descriptors}");
            return $"each key of each shows on all 50; daemon {Scorecard.Megabytes(memory)} with them, descriptors back afterwards";
        });

    [Fact]
    public void Windows_that_come_and_go_leave_nothing() => Scorecard.Check(
        "windows",
        "windows opened and closed",
        () =>
        {
            using MuxWorld world = new();
            string session = world.Start("w", Workload.Path, "echo");
            int daemon = Assert.Single(world.Daemons());
            int holder = int.Parse(session[..session.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            int count = Scorecard.Count(100, 5000);
            string rc = world.PathOf("many");
            File.WriteAllText(rc, string.Concat(Enumerable.Repeat("screen true\n", 25)));
            long memory = 0;
            int descriptors = 0;
            for (int done = 0; done < count; done += 25)
            {
                Assert.Equal(0, world.Run("-S", "w", "-X", "source", rc).ExitCode);
                MuxWorld.WaitUntil(() => !world.Run("-S", "w", "-Q", "windows").Output.Contains("true", StringComparison.Ordinal), "the windows to be gone");
                if (done == 25)
                {
                    memory = StallTests.Memory(daemon) + StallTests.Memory(holder);
                    descriptors = SocketTests.Descriptors(daemon) + SocketTests.Descriptors(holder);
                }
            }

            long grown = 0;
            Waiting.Poll(() => (grown = StallTests.Memory(daemon) + StallTests.Memory(holder) - memory) < 2_000_000, () => $"the memory to be given back: {grown} more");
            Waiting.Poll(() => SocketTests.Descriptors(daemon) + SocketTests.Descriptors(holder) <= descriptors, () => "descriptors to be closed");
            Assert.Single(HolderTests.Programs(world));
            return $"{count} windows: memory of daemon and holder +{Scorecard.Megabytes(Math.Max(0, grown))}, descriptors +0, no process left";
        });

    [Fact]
    public void An_echo_does_not_notice_other_windows() => Scorecard.Check(
        "echo",
        "echo of a key beside many idle windows",
        () =>
        {
            using MuxWorld world = new();
            int count = Scorecard.Count(200, 1000);
            world.WriteRc("maxwin 1024\n");
            OuterTerminal terminal = world.Attach("-S", "e", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            int daemon = Assert.Single(world.Daemons());
            double alone = Echo(terminal);
            string rc = world.PathOf("windows");
            File.WriteAllText(rc, string.Concat(Enumerable.Repeat("screen sleep 100000\n", count)) + "select 0\n");
            Assert.Equal(0, world.Run("-S", "e", "-X", "source", rc).ExitCode);
            int running = 0;
            Waiting.Poll(
                () => (running = ProcessList.With(world.Root).Count(static process => process.Arguments[0] == "sleep")) == count,
                () => $"{count} windows to run: {running} do; the screen:\n{terminal.Screen}");
            terminal.WaitFor("[");

            // Other work on the machine hits one of them and not the other: it is waited for.
            double among = double.MaxValue;
            Waiting.Holds(() => (among = Math.Min(among, Echo(terminal))) <= alone * 1.5, Waiting.Cap);

            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            Assert.True(among <= alone * 1.5, $"{among:0.00} ms beside {count} windows, {alone:0.00} ms alone");
            return string.Create(CultureInfo.InvariantCulture, $"{alone:0.00} ms (median of {Keys}) with one window, {among:0.00} ms beside {count} more");
        });

    private static double Echo(OuterTerminal terminal)
    {
        List<double> times = [];
        for (int index = 0; index < Keys; index++)
        {
            char key = (char)('a' + (index % 26));
            long start = Stopwatch.GetTimestamp();
            terminal.Type($"{key}");
            terminal.WaitForState(emulator => emulator.TextOf(emulator.CursorRow).StartsWith($"[{key}]", StringComparison.Ordinal), $"the echo of {key}");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Scorecard.Median(times);
    }
}
