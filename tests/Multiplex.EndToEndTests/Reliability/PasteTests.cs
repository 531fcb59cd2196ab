using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Much that is typed into a program that does not read.</summary>
public sealed class PasteTests
{
    private const int Size = 8_000_000;

    /// <summary>Most bytes that the daemon may grow by, at its peak.</summary>
    private const int Most = 9_000_000;

    /// <summary>What comes first: as much as goes the way of the large ones.</summary>
    private const int Warm = 66_000;

    [Theory]
    [InlineData("readbuf and paste")]
    [InlineData("terminal")]
    [InlineData("stuff")]
    public void A_paste_that_nobody_reads_is_there_once_and_the_daemon_stays_responsive(string way) => Scorecard.Check(
        "R26",
        $"8 MB into a program that does not read, by {way}",
        () =>
        {
            using MuxWorld world = new();
            world.WriteRc("msgminwait 0\n");
            OuterTerminal terminal = world.Attach("-S", "p", Workload.Path, "silent");
            terminal.WaitFor("silent ready");
            OuterTerminal other = world.Attach("-S", "o", Workload.Path, "echo");
            other.WaitFor("echo ready");
            int daemon = Assert.Single(world.Daemons());
            string file = world.PathOf("paste");
            string line = new('x', 79);
            File.WriteAllText(file, string.Concat(Enumerable.Repeat(line + "\n", Size / 80)));
            string small = world.PathOf("small");
            File.WriteAllText(small, string.Concat(Enumerable.Repeat(line + "\n", Warm / 80)));
            string session = Assert.Single(world.Sessions(), static name => name.EndsWith(".p", StringComparison.Ordinal));

            // What comes first reads code and grows buffers that stay.
            Give(world, terminal, way, small, Warm);
            Echo(other, 25);
            long before = Resident(daemon, "VmRSS");
            File.WriteAllText($"/proc/{daemon}/clear_refs", "5");
            Task<bool> given = Task.Run(() => Give(world, terminal, way, file, Size));
            List<double> echoes = [];
            while (!given.IsCompleted || echoes.Count < 50)
            {
                echoes.Add(Echo(other, echoes.Count));
            }

            bool isTaken = given.Result;
            long peak = Resident(daemon, "VmHWM") - before;
            long grown = Resident(daemon, "VmRSS") - before;
            Assert.True(peak <= Most, $"the daemon grew by {Scorecard.Megabytes(peak)} at its peak");

            // Other work on the machine may delay one or two of them.
            int late = echoes.Count(static echo => echo >= 100);
            Assert.True(late <= 2, $"{late} of {echoes.Count} echoes beside it took 100 ms and more, {echoes.Max():0} ms at worst");
            if (!isTaken)
            {
                Assert.Contains("does not read what is typed", world.Run("-S", session, "-Q", "lastmsg").Output, StringComparison.Ordinal);
            }

            // Another 8 MB are refused with a word, whatever the first became.
            if (way != "terminal")
            {
                Assert.False(Give(world, terminal, way, file, Size));
            }

            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{(isTaken ? "taken" : "taken up to 8 MB, the rest refused with a message")}; daemon +{Scorecard.Megabytes(grown)} resident, +{Scorecard.Megabytes(peak)} at the peak, echo in another session {Scorecard.Median(echoes):0.0} ms (median), {echoes.Max():0} ms (worst of {echoes.Count})");
        });

    /// <summary>Types so many bytes, and returns when all are taken or refused.</summary>
    /// <returns>True when they were taken.</returns>
    private static bool Give(MuxWorld world, OuterTerminal terminal, string way, string file, int size)
    {
        if (way == "terminal")
        {
            string piece = string.Concat(Enumerable.Repeat(new string('t', 79) + "\r", 1000));
            terminal.Type("\x1b[200~");
            for (int sent = 0; sent < size; sent += piece.Length)
            {
                terminal.Type(piece);
            }

            // What comes behind it has been handled when it shows.
            terminal.Type("\x1b[201~");
            terminal.Press($":echo given{size}\r");
            terminal.WaitForMessage($"given{size}");
            return true;
        }

        if (way == "stuff")
        {
            string text = new('s', 120_000);
            bool isTaken = true;
            for (int sent = 0; sent < size; sent += text.Length)
            {
                isTaken &= world.Run("-S", "p", "-X", "stuff", text).ExitCode == 0;
            }

            return isTaken;
        }

        Assert.Equal(0, world.Run("-S", "p", "-X", "readbuf", file).ExitCode);
        return world.Run("-S", "p", "-X", "paste", ".").ExitCode == 0;
    }

    private static double Echo(OuterTerminal terminal, int count)
    {
        char key = (char)('a' + ((count + 1) % 26));
        long start = Stopwatch.GetTimestamp();
        terminal.Type($"{key}");
        terminal.WaitForState(emulator => emulator.TextOf(emulator.CursorRow).StartsWith($"[{key}]", StringComparison.Ordinal), "the echo beside a paste");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static long Resident(int pid, string what)
    {
        string found = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(what + ":", StringComparison.Ordinal));
        return long.Parse(found.AsSpan(what.Length + 1, found.Length - what.Length - 4).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
