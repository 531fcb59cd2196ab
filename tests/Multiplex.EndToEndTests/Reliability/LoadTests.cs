using System.Diagnostics;
using System.Globalization;
using System.Text;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Many clients, many windows, hostile sizes, and text that would be typed or run if it came through.</summary>
public sealed class LoadTests
{
    [Fact]
    public void Attaching_and_detaching_leaks_nothing() => Scorecard.Check(
        "R11",
        "attach and detach",
        () =>
        {
            using MuxWorld world = new();
            string session = world.Start("a", Workload.Path, "echo");
            int daemon = Assert.Single(world.Daemons());
            List<double> times = [];
            int cycles = Scorecard.Count(60, 10_000);
            long memory = 0;
            int descriptors = 0;
            for (int index = 0; index < cycles; index++)
            {
                if (index == cycles / 3)
                {
                    memory = StallTests.Memory(daemon);
                    descriptors = SocketTests.Descriptors(daemon);
                }

                long start = Stopwatch.GetTimestamp();
                using OuterTerminal terminal = world.Open(80, 24, MuxBinary.Path, "-r", "a");
                terminal.WaitFor("echo ready");
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                terminal.Press("d");
                Assert.Equal(0, terminal.WaitForExit());
                world.WaitForDetached(session);
            }

            // What each has left is collected when the daemon has nothing else to do.
            long grown = 0;
            MuxWorld.WaitUntil(() => (grown = StallTests.Memory(daemon) - memory) < 2_000_000, "the memory to be given back");
            MuxWorld.WaitUntil(() => SocketTests.Descriptors(daemon) <= descriptors, "all descriptors to be closed");
            return string.Create(CultureInfo.InvariantCulture, $"{cycles} cycles: memory +{Scorecard.Megabytes(Math.Max(0, grown))}, descriptors +0, first frame after {Scorecard.Median(times):0} ms (median, with the start of the terminal)");
        });

    [Fact]
    public void Many_windows_are_cheap_and_survive_a_kill() => Scorecard.Check(
        "R13+R04",
        "idle windows at once, then kill -9 of the daemon",
        () =>
        {
            using MuxWorld world = new();
            int count = Scorecard.Count(200, 1000);
            world.WriteRc("maxwin 1024\n");
            string session = world.Start("m", Workload.Path, "echo");
            int daemon = Assert.Single(world.Daemons());
            int holder = int.Parse(session[..session.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            long before = Proportional(daemon) + Proportional(holder);
            string rc = world.PathOf("windows");
            File.WriteAllText(rc, string.Concat(Enumerable.Repeat("screen sleep 100000\n", count)));
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(0, world.Run("-S", "m", "-X", "source", rc).ExitCode);
            MuxWorld.WaitUntil(() => Children(holder) == count, "all windows to run");
            double created = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.True(created < 10_000, $"{count} windows took {created:0} ms");
            OuterTerminal among = world.Attach("-r", "m");
            List<double> attached = [];
            for (int index = 0; index < 11; index++)
            {
                among.WaitForState(emulator => emulator.IsAlternateScreen, "the first client's frame");
                among.Press("d");
                Assert.Equal(0, among.WaitForExit());
                start = Stopwatch.GetTimestamp();
                among = world.Attach("-d", "-r", "m");
                among.WaitForState(emulator => emulator.IsAlternateScreen, "a frame among many windows");
                attached.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            // The quickest one: other work on the machine delays any of them.
            double attach = Scorecard.Median(attached);
            Assert.True(attached.Min() < 100, $"attaching beside {count} windows took {attached.Min():0} ms at least");
            among.Press("d");
            Assert.Equal(0, among.WaitForExit());

            // A window that has fallen idle gives back what its start took.
            double kilobytes = 0;
            Waiting.Poll(
                () => (kilobytes = (Proportional(daemon) + Proportional(holder) - before) / 1024.0 / count) < 20,
                () => string.Create(CultureInfo.InvariantCulture, $"less than 20 KB a window: {kilobytes:0.0} KB"));
            using DaemonKiller killer = new(world);
            killer.Find();
            ProcessList.Kill(daemon);
            start = Stopwatch.GetTimestamp();
            OuterTerminal terminal = world.Attach("-r", "m");
            terminal.WaitForState(emulator => emulator.IsAlternateScreen, "the first frame");
            double recovered = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.Equal(count, Children(holder));
            Assert.True(recovered < 1000, $"the first frame after {recovered:0} ms");

            // And a client that is attached meanwhile comes back by itself.
            Assert.Equal(0, world.Run("-S", "m", "-X", "select", "0").ExitCode);
            terminal.WaitFor("echo ready");
            ProcessList.Kill(killer.Find());
            start = Stopwatch.GetTimestamp();
            terminal.Type("k");
            terminal.WaitFor("[k]");
            double echoed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.Equal(count, Children(holder));
            Assert.True(echoed < 3000, $"the echo after {echoed:0} ms");
            return string.Create(CultureInfo.InvariantCulture, $"{count} windows: created in {created:0} ms, {kilobytes:0.0} KB each (daemon and holder), attached in {attach:0} ms (median), first frame {recovered:0} ms after a kill, echo of an attached client {echoed:0} ms after another one");
        });

    [Fact]
    public void Scrollback_is_small() => Scorecard.Check(
        "R14",
        "windows with 2,000 lines of 79 columns",
        () =>
        {
            using MuxWorld world = new();
            int windows = Scorecard.Count(10, 60);
            const int lines = 2000;
            world.WriteRc($"defscrollback {lines}\n");
            string text = world.PathOf("text");
            Random random = new(14);
            File.WriteAllLines(text, Enumerable.Range(0, lines + 30).Select(_ => string.Concat(Enumerable.Range(0, 79).Select(_ => (char)random.Next(' ', '~')))));
            string session = world.Start("m", "sleep", "100000");
            int daemon = Assert.Single(world.Daemons());
            int holder = int.Parse(session[..session.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
            long before = Proportional(daemon) + Proportional(holder);
            for (int window = 1; window <= windows; window++)
            {
                Assert.Equal(0, world.Run("-S", "m", "-X", "screen", $"{window}", "/bin/sh", "-c", $"cat {text}; exec sleep 100000").ExitCode);
            }

            double bytes = 0;
            Waiting.Poll(() => Children(holder) == windows + 1, () => "the windows to print");
            for (int window = 1; window <= windows; window++)
            {
                string copy = world.PathOf("copy");
                Waiting.Poll(
                    () => world.Run("-S", "m", "-p", $"{window}", "-X", "hardcopy", "-h", copy).ExitCode == 0 && File.ReadAllLines(copy).Length >= lines + 20,
                    () => $"window {window} to hold its lines: {File.ReadAllLines(copy).Length}");
            }

            Waiting.Poll(
                () => (bytes = (double)(Proportional(daemon) + Proportional(holder) - before) / (windows * lines)) <= 250,
                () => $"at most 250 bytes a line: {bytes:0}");
            return string.Create(CultureInfo.InvariantCulture, $"{windows} windows of {lines} lines of random letters: {bytes:0} bytes a line (daemon and holder)");
        });

    [Fact]
    public void Sizes_from_nothing_to_everything_leave_no_memory_behind() => Scorecard.Check(
        "R24",
        "resize storm from 1x1 to 65535x65535",
        () =>
        {
            using MuxWorld world = new();
            OuterTerminal terminal = world.Attach("-S", "r", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            int daemon = Assert.Single(world.Daemons());
            long before = StallTests.Memory(daemon);
            Random random = new(24);
            (int Columns, int Rows)[] sizes = [(1, 1), (65535, 1), (1, 65535), (10000, 10000), (2000, 2000), (500, 300), (0, 0), (2, 200), (132, 43), (80, 24)];
            int rounds = Scorecard.Count(3, 100);
            for (int round = 0; round < rounds; round++)
            {
                foreach ((int columns, int rows) in sizes)
                {
                    // The emulator of the tests stays at a size that it can hold; the program's terminal gets them all.
                    terminal.ResizeProgram(columns, rows);
                    terminal.ResizeProgram(random.Next(1, 300), random.Next(1, 100));
                }
            }

            terminal.Resize(80, 24);
            terminal.Type("x");
            terminal.WaitFor("[x]");
            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            long grown = StallTests.Memory(daemon) - before;
            MuxWorld.WaitUntil(() => (grown = StallTests.Memory(daemon) - before) < 2_000_000, "the memory to be given back");
            return $"{rounds * sizes.Length * 2} sizes: the program echoes, daemon's memory +{Scorecard.Megabytes(Math.Max(0, grown))}";
        });

    [Fact]
    public void Nothing_that_a_program_prints_is_typed_or_reaches_the_terminal_raw() => Scorecard.Check(
        "R25",
        "answerback, title and paste injection",
        () =>
        {
            using MuxWorld world = new();
            const string marker = "id>/tmp/EVIL";
            string[] questions =
            [
                $"\x1b]0;{marker}\a\x1b[21t", $"\x1b]2;{marker}\x1b\\\x1b[21t", $"\x1bk{marker}\x1b\\\x1b[21t\x1b[20t", $"\x1b]1;{marker}\a\x1b[20t", $"\x1bP$q{marker}\x1b\\",
                $"\x1bP+q{Convert.ToHexString(Encoding.ASCII.GetBytes(marker))}\x1b\\", $"\x1b]52;c;{Convert.ToBase64String(Encoding.ASCII.GetBytes(marker))}\a\x1b]52;c;?\a",
                $"\x1b]50;{marker}\a\x1b]50;?\a", $"\x1b]4;1;{marker}\a\x1b]4;1;?\a", $"\x1b]7;{marker}\a\x1b]7;?\a", "\x05", $"\x1b]10;{marker}\a\x1b]10;?\a",
                $"\x1b]8;;{marker}\a\x1b[c\x1b[>c\x1b[=c\x1b[5n\x1b[6n\x1b[?6n", $"\x1b_{marker}\x1b\\\x1b[18t\x1b[14t\x1b[19t", $"\x1b]777;notify;{marker};{marker}\a\x1b[>q",
            ];

            // What a program may choose, in every way that stores a text, before every question that a terminal answers.
            string[] stores = [$"\x1b]2;{marker}\a", $"\x1b]0;{marker}\n\r\a\x1b[22t\x1b[23t", $"\x1b[1$r\x1bP0$r{marker}\x1b\\", $"\x1b]1337;SetUserVar=a={marker}\a", $"\x1bP1;0|17/{marker}\x1b\\"];
            string[] asked =
            [
                "\x1b[20t", "\x1b[21t", "\x1b[c", "\x1b[>c", "\x1b[=c", "\x1b[6n", "\x1b[?6n", "\x1b[?15n\x1b[?25n\x1b[?26n\x1b[?53n\x1b[?62n\x1b[?63;1n", "\x1b[>q", "\x1bP$qm\x1b\\\x1bP$qr\x1b\\\x1bP$q\"p\x1b\\",
                $"\x1bP$q{marker}m\x1b\\", "\x1bP+q544e\x1b\\\x1bP+q636f6c6f7273\x1b\\", "\x1b[?2026$p\x1b[4$p", "\x1b[1$w\x1b[2$w\x1b[1;1;1;1;10;10*y", "\x1b]4;0;?\a\x1b]10;?\a\x1b]11;?\a\x1b]12;?\a\x1b]52;;?\a\x1b]50;?\a",
                "\x1b[x\x1b[1x\x1b[?u\x1b[?4m\x1b[11t\x1b[13t\x1b[14t\x1b[15t\x1b[16t\x1b[18t\x1b[19t\x05\x1bZ",
            ];
            questions = [.. questions, .. stores.SelectMany(_ => asked, static (store, question) => store + question)];
            string questionFile = world.PathOf("questions");
            File.WriteAllText(questionFile, string.Concat(questions));
            string answers = world.PathOf("answers");
            OuterTerminal terminal = world.Attach("-S", "q", "/bin/sh", "-c", $"stty raw -echo; cat {questionFile}; printf '\\033[6n\\r\\nasked\\r\\n'; exec cat >{answers}");
            terminal.WaitFor("asked");
            terminal.Type("END");
            string got = world.WaitForFile("answers", "END");
            Assert.DoesNotContain("EVIL", got, StringComparison.Ordinal);
            Assert.DoesNotContain("\r", got, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", got, StringComparison.Ordinal);

            // A paste into a program with bracketed paste has one beginning and one end, whatever is in it.
            string paste = world.PathOf("paste");
            File.WriteAllBytes(paste, [.. Enumerable.Range(0, 256).Select(value => (byte)value), .. "ls\x1b[201~ id\r\u009b201~ id\r"u8]);
            string pasted = world.PathOf("pasted");
            Assert.Equal(0, world.Run("-S", "q", "-X", "screen", "5", "/bin/sh", "-c", $"stty raw -echo; printf '\\033[?2004h\\r\\npasting\\r\\n'; exec cat >{pasted}").ExitCode);
            terminal.WaitFor("pasting");
            Assert.Equal(0, world.Run("-S", "q", "-X", "readreg", "p", paste).ExitCode);
            Assert.Equal(0, world.Run("-S", "q", "-p", "5", "-X", "paste", "p").ExitCode);
            terminal.Type("END");
            string typed = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(world.WaitForFile("pasted", "END")));
            Assert.Equal(2, typed.Split("\x1b[201~").Length);
            Assert.Equal(2, typed.Split("\x1b[200~").Length);
            Assert.Equal(2, typed.Count(static character => character == '\x1b'));

            // A title is text: it reaches the outer terminal without a control in it.
            Assert.Equal(0, world.Run("-S", "q", "-X", "title", "$(touch " + world.PathOf("touched") + ")\x1b]52;c;QUJD\a'\"#").ExitCode);
            Assert.Equal(0, world.Run("-S", "q", "-X", "hardstatus", "alwayslastline", "%w").ExitCode);
            terminal.WaitFor("$(touch");
            Assert.DoesNotContain("\x1b]52;c;QUJD", terminal.Printed, StringComparison.Ordinal);
            Assert.False(File.Exists(world.PathOf("touched")));
            return $"{questions.Length} questions, one paste, one title: no byte of the program's choice is typed or drawn raw";
        });

    /// <summary>The memory of a process, in bytes; what it shares counts by its part.</summary>
    private static long Proportional(int pid) =>
        long.Parse(File.ReadLines($"/proc/{pid}/smaps_rollup").First(static line => line.StartsWith("Pss:", StringComparison.Ordinal))[4..^2].Trim(), CultureInfo.InvariantCulture) * 1024;

    private static int Children(int pid) =>
        File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(child => ProcessList.IsAlive(int.Parse(child, CultureInfo.InvariantCulture)) && Name(child) == "sleep");

    private static string Name(string pid) => File.Exists($"/proc/{pid}/comm") ? File.ReadAllText($"/proc/{pid}/comm").Trim() : string.Empty;
}
