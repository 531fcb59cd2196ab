using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Protocol.Messages;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>What others do to the daemon's socket, its directory and its descriptors.</summary>
public sealed class SocketTests
{
    [Fact]
    public void Nonsense_on_the_sockets_costs_its_sender_the_connection_and_nobody_else_anything() => Scorecard.Check(
        "R18",
        "random frames and half messages to the daemon's and the holder's socket",
        () =>
        {
            using MuxWorld world = new();
            OuterTerminal terminal = world.Attach("-S", "f", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            int daemon = Assert.Single(world.Daemons());
            int descriptors = Descriptors(daemon);
            string session = Assert.Single(world.Sessions());
            using SocketDirectory directory = SocketDirectory.Open(world.SocketDirectory);
            Random random = new(18);
            int frames = Scorecard.Count(5_000, 100_000);
            byte[] bytes = new byte[64 * 1024];
            for (int index = 0; index < frames; index++)
            {
                bool toHolder = index % 10 == 9;
                using UnixSocket socket = Connect(directory, toHolder ? session : SocketDirectory.DaemonSocket, toHolder ? UnixSocketKind.Packets : UnixSocketKind.Stream);
                int length = random.Next(4) switch { 0 => random.Next(16), 1 => 16, 2 => random.Next(300), _ => random.Next(4000) };
                random.NextBytes(bytes.AsSpan(0, length));
                if (length >= 16 && random.Next(3) > 0)
                {
                    // A plausible header: a kind that exists, and a length from nothing to 2^31.
                    bytes.AsSpan(0, 16).Clear();
                    bytes[0] = (byte)random.Next(40);
                    BitConverter.TryWriteBytes(bytes.AsSpan(4), random.Next(4) switch { 0 => 0, 1 => length - 16, 2 => int.MaxValue, _ => random.Next(70_000) });
                }

                socket.Send(bytes.AsSpan(0, length));
            }

            terminal.Type("x");
            terminal.WaitFor("[x]");
            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            double answer = Time(() => Assert.Equal(0, world.Run("-S", "f", "-Q", "info").ExitCode));
            MuxWorld.WaitUntil(() => Descriptors(daemon) <= descriptors, "the connections to be closed");
            return string.Create(CultureInfo.InvariantCulture, $"{frames} connections: daemon and holder live, descriptors +0, a command takes {answer:0} ms");
        });

    [Fact]
    public void Every_message_in_every_state_and_size_costs_at_most_its_own_connection() => Scorecard.Check(
        "R18b",
        "every kind of message, before and after the greeting and attached, empty to beyond the cap",
        () =>
        {
            using MuxWorld world = new();
            OuterTerminal terminal = world.Attach("-S", "f", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            int daemon = Assert.Single(world.Daemons());
            int descriptors = Descriptors(daemon);
            using SocketDirectory directory = SocketDirectory.Open(world.SocketDirectory);
            byte[][] states = [[], Greeting(attaches: false), Greeting(attaches: true)];
            int[] sizes = [0, 1, 7, 16, 300, 65_536, MessageHeader.MaximumLength, MessageHeader.MaximumLength + 1, int.MaxValue];
            Random random = new(18);
            byte[] payload = new byte[65_536];
            int frames = 0;
            for (int round = 0; round < Scorecard.Count(1, 40); round++)
            {
                foreach (byte[] state in states)
                {
                    for (ushort kind = 0; kind < 44; kind++)
                    {
                        foreach (int size in sizes)
                        {
                            if (state.Length > 0 && (MessageKind)kind is MessageKind.Create or MessageKind.Command)
                            {
                                // By chance they make sense, and then sessions and windows come to be.
                                continue;
                            }

                            byte[] header = new byte[MessageHeader.Size];
                            new MessageHeader((MessageKind)kind, (MessageFlags)random.Next(2), size).Write(header);
                            int length = Math.Min(size, payload.Length);
                            random.NextBytes(payload.AsSpan(0, length));
                            payload.AsSpan(0, length / 2).Clear();

                            // Random keys are welcome, a command key that ends the session is not what is tested.
                            payload.AsSpan(0, length).Replace((byte)1, (byte)2);
                            using UnixSocket socket = Connect(directory, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);
                            socket.Send([.. state, .. header, .. payload.AsSpan(0, length)]);
                            frames++;
                        }
                    }
                }
            }

            // A request to detach that made sense was carried out.
            OuterTerminal after = world.Attach("-x", "f");
            after.Type("x");
            after.WaitFor("[x]");
            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            double answer = Time(() => Assert.Equal(0, world.Run("-S", "f", "-Q", "info").ExitCode));
            MuxWorld.WaitUntil(() => Descriptors(daemon) <= descriptors + 2, "the connections to be closed");
            return string.Create(CultureInfo.InvariantCulture, $"{frames} messages: the same daemon, descriptors +0, a command takes {answer:0} ms");
        });

    [Fact]
    public void Idle_connections_keep_nobody_out() => Scorecard.Check(
        "R19",
        "300 idle connections",
        () =>
        {
            using MuxWorld world = new();
            world.Start("i", "sleep", "100000");
            int daemon = Assert.Single(world.Daemons());
            int descriptors = Descriptors(daemon);
            using SocketDirectory directory = SocketDirectory.Open(world.SocketDirectory);
            List<UnixSocket> idle = [];
            for (int index = 0; index < 300; index++)
            {
                idle.Add(Connect(directory, SocketDirectory.DaemonSocket, UnixSocketKind.Stream));
            }

            double answer = Time(() => Assert.Equal(0, world.Run("-S", "i", "-Q", "info").ExitCode));

            // The window's own may have come in the meantime.
            MuxWorld.WaitUntil(() => Descriptors(daemon) < descriptors + 20, "the idle connections to be dropped");
            idle.ForEach(socket => socket.Dispose());
            Assert.True(answer < 2000, $"a command took {answer:0} ms");
            return string.Create(CultureInfo.InvariantCulture, $"a command takes {answer:0} ms beside them; all are dropped in time");
        });

    [Theory]
    [InlineData(".daemon")]
    [InlineData("session")]
    [InlineData("directory")]
    public void What_is_removed_from_the_socket_directory_comes_back(string what) => Scorecard.Check(
        "R20",
        $"removed: {what}",
        () =>
        {
            using MuxWorld world = new();
            string session = world.Start("d", "sleep", "100000");
            string daemon = Path.Combine(world.SocketDirectory, SocketDirectory.DaemonSocket);
            string own = Path.Combine(world.SocketDirectory, session);
            long start = Stopwatch.GetTimestamp();
            switch (what)
            {
                case "session":
                    File.Delete(own);
                    break;
                case "directory":
                    // In one step: while files are removed one by one the first ones are put back already.
                    Directory.Move(world.SocketDirectory, world.PathOf("gone"));
                    Directory.Delete(world.PathOf("gone"), recursive: true);
                    break;
                default:
                    File.Delete(daemon);
                    break;
            }

            MuxWorld.WaitUntil(() => File.Exists(own) && File.Exists(daemon), "the sockets to come back");
            double healed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            world.WaitForState(session, "Detached");
            Assert.True(healed < 2000, $"back after {healed:0} ms");
            return string.Create(CultureInfo.InvariantCulture, $"back after {healed:0} ms");
        });

    [SkippableFact]
    public void Without_descriptors_the_daemon_refuses_and_goes_on() => Scorecard.Check(
        "R21",
        "no descriptors left in daemon and holder",
        () =>
        {
            Skip.IfNot(File.Exists("/usr/bin/prlimit"), "prlimit is not installed");
            using MuxWorld world = new();
            string session = world.Start("e", Workload.Path, "echo");
            int daemon = Assert.Single(world.Daemons());
            string holder = session[..session.IndexOf('.', StringComparison.Ordinal)];
            HolderTests.StartWindows(world, "e", 3, "echo");
            IReadOnlyList<int> programs = HolderTests.Programs(world);
            foreach (string process in new[] { $"{daemon}", holder })
            {
                string old = Limit(world, process);
                int used = Descriptors(int.Parse(process, CultureInfo.InvariantCulture));
                Assert.Equal(0, world.RunProgram("prlimit", "--pid", process, $"--nofile={used}:").ExitCode);
                Process waiting = world.StartProgram(MuxBinary.Path, "-S", "e", "-X", "screen", "9", Workload.Path, "echo");
                long before = Ticks(process);
                using (PeriodicTimer second = new(TimeSpan.FromSeconds(1)))
                {
                    second.WaitForNextTickAsync().AsTask().Wait();
                }

                Assert.True(Ticks(process) - before < 20, $"process {process} used {Ticks(process) - before} ticks in a second of waiting for descriptors");
                Assert.Equal(0, world.RunProgram("prlimit", "--pid", process, $"--nofile={old}:").ExitCode);
                MuxWorld.Finish(waiting);
                Assert.Empty(programs.Except(HolderTests.Programs(world)));
                MuxWorld.WaitUntil(() => world.Run("-S", "e", "-X", "screen", Workload.Path, "echo").ExitCode == 0, "a window once there are descriptors again");
            }

            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            return "no program lost, no busy waiting, new windows when the limit is raised";
        });

    internal static byte[] Greeting(bool attaches)
    {
        MessageBuffer words = new();
        words.Add(new HelloMessage { ProcessId = Environment.ProcessId, ClientId = 1, Columns = 80, Rows = 24, Flags = HelloFlags.HasTerminal });
        if (attaches)
        {
            words.Add(new AttachMessage { Target = "f", Flags = AttachFlags.Multi });
        }

        return words.Pending.ToArray();
    }

    internal static int Descriptors(int pid) => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;

    /// <summary>Connects, after a wait when too many others wait to be accepted.</summary>
    private static UnixSocket Connect(SocketDirectory directory, string name, UnixSocketKind kind)
    {
        UnixSocket? socket = null;
        MuxWorld.WaitUntil(
            () =>
            {
                try
                {
                    socket = UnixSocket.Connect(directory.Descriptor, name, kind);
                    return true;
                }
                catch (PosixException exception) when (exception.Error == Errno.Again)
                {
                    return false;
                }
            },
            $"room for a connection to {name}");
        return socket!;
    }

    private static long Ticks(string pid) =>
        long.Parse(ProcessList.Stat(int.Parse(pid, CultureInfo.InvariantCulture), 14), CultureInfo.InvariantCulture)
        + long.Parse(ProcessList.Stat(int.Parse(pid, CultureInfo.InvariantCulture), 15), CultureInfo.InvariantCulture);

    private static string Limit(MuxWorld world, string pid) =>
        world.RunProgram("prlimit", "--pid", pid, "--nofile", "--output=SOFT", "--noheadings").Output.Trim();

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
