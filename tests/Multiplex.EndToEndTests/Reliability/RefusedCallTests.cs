using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Net.Sockets;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>System calls that fail, one at a time, in daemon and holder (Native/faults.c): no disk, memory or descriptor that is missing takes a window along.</summary>
public sealed class RefusedCallTests
{
    private const int WindowsInTurn = 8;
    private const int CheckedWindow = 77;

    private static readonly string[] s_processes = ["daemon", "holder"];
    private static readonly string[] s_calls = ["read", "write", "accept4", "mmap", "memfd_create", "sendmsg", "recvmsg", "openat"];

    private static readonly (string Name, int Number)[] s_errors = [("ENOSPC", 28), ("EAGAIN", 11), ("EINTR", 4), ("ENOMEM", 12), ("EMFILE", 24)];

    [SkippableTheory]
    [InlineData("daemon")]
    [InlineData("holder")]
    public void A_system_call_that_fails_costs_no_window(string who) => Scorecard.Check(
        $"R23 {who}",
        $"one system call of the {who} fails, the k-th",
        () =>
        {
            Skip.IfNot(MuxBinary.IsNative, "the runtime's own calls would fail");
            using MuxWorld world = new();
            using Order order = new(world, who);
            world.WriteRc("msgwait 0\nmsgminwait 0\n");
            OuterTerminal terminal = world.Attach("-S", "c", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            string session = Assert.Single(world.Sessions());
            int holder = int.Parse(session[..session.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            int program = Assert.Single(HolderTests.Programs(world));
            using DaemonKiller killer = new(world);
            int daemon = killer.Find();
            int daemons = 0;
            int rounds = 0;
            int last = Scorecard.Count(21, 200);
            List<string> reached = [];
            for (int call = 0; call < s_calls.Length; call++)
            {
                int met = 0;
                int furthest = 0;

                // Where no call came in all the work, a later one would not come either.
                for (int k = 1; k <= last && (k == 1 || met > 0 || !Scorecard.IsFull); k += Scorecard.Count(4, 1))
                {
                    (string name, int number) = s_errors[(k + call) % s_errors.Length];
                    string what = $"{k}. {s_calls[call]} fails with {name}";
                    order.Give(call, number, k);
                    rounds++;
                    for (int turn = 0; turn < 40 && !order.IsCarriedOut; turn++)
                    {
                        Work(world, terminal, session, rounds);
                    }

                    met = order.IsCarriedOut ? k : 0;
                    furthest = Math.Max(furthest, met);
                    order.Withdraw();
                    Assert.True(ProcessList.IsAlive(holder), $"{what}: the holder died");
                    Assert.True(ProcessList.IsAlive(program), $"{what}: the program ended");
                    int now = killer.Find();
                    daemons += now == daemon ? 0 : 1;
                    daemon = now;
                    terminal = Echo(world, terminal, (char)('A' + (rounds % 26)), what);
                    CheckWindowEnds(world, what);
                }

                reached.Add($"{s_calls[call]} {furthest}");
            }

            Assert.Equal(session, Assert.Single(world.Sessions()));
            Assert.True(order.CarriedOut > rounds / 2, $"{order.CarriedOut} of {rounds} calls came to fail");
            return $"{order.CarriedOut} of {rounds} orders met a call (up to {string.Join(", ", reached)}): no window lost, the same holder and program, {daemons} daemons started anew";
        });

    /// <summary>What makes both processes call the system: windows that come and go, a file, a question, a key, other clients, and knocks on both doors.</summary>
    private static void Work(MuxWorld world, OuterTerminal terminal, string session, int round)
    {
        terminal.Type("w");
        string window = $"screen 5 {Workload.Path} words 0";
        world.Run(["-S", "c", "-X", "eval", .. Enumerable.Repeat(window, WindowsInTurn)]);
        world.Run(["-S", "c", "-X", "eval", .. Enumerable.Repeat($"hardcopy {world.PathOf("copy")}", WindowsInTurn), .. Enumerable.Repeat($"readbuf {world.PathOf("copy")}", WindowsInTurn)]);
        world.Run("-S", "c", "-X", "title", $"round {round}");
        world.Run("-S", "c", "-p", "5", "-X", "kill");
        world.Run("-S", "c", "-X", "select", "0");
        for (int knock = 0; knock < WindowsInTurn; knock++)
        {
            Knock(Path.Combine(world.SocketDirectory, session), SocketType.Seqpacket);
            Knock(Path.Combine(world.SocketDirectory, ".daemon"), SocketType.Stream);
        }
    }

    private static void Knock(string path, SocketType type)
    {
        using Socket socket = new(AddressFamily.Unix, type, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            // Whoever listens there is being started anew.
        }
    }

    /// <summary>Both still talk to each other: a window of a program that ends comes and goes.</summary>
    private static void CheckWindowEnds(MuxWorld world, string what)
    {
        MuxWorld.WaitUntil(
            () => world.Run("-S", "c", "-X", "screen", $"{CheckedWindow}", Workload.Path, "words", "0").ExitCode == 0, $"another window: {what}");
        MuxWorld.WaitUntil(
            () => !world.Run("-S", "c", "-Q", "windows", "%n ").Output.Split(' ').Contains($"{CheckedWindow}"), $"the window whose program has ended to go: {what}");
    }

    /// <summary>The window answers its keys; a client that was told of an end comes back.</summary>
    private static OuterTerminal Echo(MuxWorld world, OuterTerminal terminal, char key, string what)
    {
        string shown = $"[{key}]";
        Waiting.Poll(
            () =>
            {
                if (!ProcessList.IsAlive(terminal.Pid))
                {
                    terminal = world.Attach("-d", "-r", "c");
                }

                // A client that is on its way back shows the window that it had in front, which may be another one.
                world.Run("-S", "c", "-X", "select", "0");
                terminal.Type($"{key}");
                return Waiting.Holds(() => terminal.Screen.Contains(shown, StringComparison.Ordinal), TimeSpan.FromSeconds(1));
            },
            () => $"the echo: {what}; {world.Run("-S", "c", "-Q", "windows").Output}; the screen:\n{terminal.Screen}");
        return terminal;
    }

    /// <summary>The page by which a test tells the preloaded library what is to fail.</summary>
    private sealed class Order : IDisposable
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _page;
        private readonly uint _process;

        public Order(MuxWorld world, string who)
        {
            string path = world.PathOf("calls");
            File.WriteAllBytes(path, new byte[64]);
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
            _page = _file.CreateViewAccessor(0, 64);
            _process = (uint)Array.IndexOf(s_processes, who) + 1;
            world.Variables["LD_PRELOAD"] = Path.Combine(AppContext.BaseDirectory, "faults.so");
            world.Variables["MUX_TEST_CALLS"] = path;
        }

        public int CarriedOut => _page.ReadInt32(16);

        public bool IsCarriedOut => _page.ReadInt32(12) == 0;

        public void Give(int call, int error, int count)
        {
            _page.Write(4, call);
            _page.Write(8, error);
            _page.Write(0, _process);
            _page.Write(12, count);
        }

        public void Withdraw() => _page.Write(12, 0);

        public void Dispose()
        {
            _page.Dispose();
            _file.Dispose();
        }
    }
}
