using System.Globalization;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Logs on disks without room: the program and its window never notice, and the log goes on when there is room.</summary>
public sealed class LogTests
{
    [Fact]
    public void A_log_beyond_a_limit_stops_and_goes_on_and_nothing_else_stops() => Scorecard.Check(
        "R22",
        "log beyond the limit for files (RLIMIT_FSIZE); log to /dev/full, to a link, to a directory",
        () =>
        {
            using MuxWorld world = new();
            string steps = world.PathOf("steps");
            string log = world.PathOf("log");
            Outcome outcome = world.Shell($"ulimit -f 2000; exec \"$PROGRAM\" -dmS l {Workload.Path} steps {steps}");
            Assert.Equal(new Outcome(0, string.Empty, string.Empty), outcome);
            int daemon = Assert.Single(world.Daemons());
            OuterTerminal terminal = world.Attach("-r", "l");
            terminal.WaitFor("abcdef");
            world.Run("-S", "l", "-X", "msgwait", "10");
            Assert.Equal(0, world.Run("-S", "l", "-X", "logfile", log).ExitCode);
            Assert.Equal(0, world.Run("-S", "l", "-X", "log", "on").ExitCode);
            terminal.WaitForMessage($"Logfile \"{log}\" waits for room: File too large");
            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            GoesOn(steps);

            // Somebody empties the log: it goes on, and tells what it lacks.
            using (FileStream file = new(log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                file.SetLength(0);
            }

            MuxWorld.WaitUntil(() => Workload.Find(log, "bytes are missing here: File too large]") >= 0, "the log to tell what is missing");
            File.CreateSymbolicLink(world.PathOf("link"), "/dev/null");
            foreach (string path in new[] { "/dev/full", world.PathOf("link"), world.Root })
            {
                world.Run("-S", "l", "-X", "log", "off");
                Assert.Equal(0, world.Run("-S", "l", "-X", "logfile", path).ExitCode);
                world.Run("-S", "l", "-X", "log", "on");
                terminal.WaitForMessage($"Error opening logfile \"{path}\"");
            }

            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            return "one message, program not blocked, the same daemon, the log goes on when it is emptied; device, link and directory refused";
        });

    [SkippableFact]
    public void A_log_on_a_full_disk_waits_for_room_and_goes_on() => Scorecard.Check(
        "R22 tmpfs",
        "log on a disk of 1 MB that is full",
        () =>
        {
            using MuxWorld world = new();
            string disk = world.PathOf("disk");
            Directory.CreateDirectory(disk);
            string mount = $"mount -t tmpfs -o size=1m none {disk}";
            Skip.IfNot(world.RunProgram("unshare", "-m", "/bin/sh", "-c", mount).ExitCode == 0, "no right to mount in a namespace of one's own");
            string steps = world.PathOf("steps");
            world.WriteRc("msgwait 10\n");
            Outcome outcome = world.RunProgram(
                "unshare", "-m", "/bin/sh", "-c", $"{mount} && head -c 600000 /dev/zero >{disk}/other && exec {MuxBinary.Path} -dmS l {Workload.Path} steps {steps}");
            Assert.Equal(new Outcome(0, string.Empty, string.Empty), outcome);
            int daemon = Assert.Single(world.Daemons());

            // The disk is there for the daemon and its windows only; others see it through /proc.
            string log = $"/proc/{daemon}/root{disk}/log";
            OuterTerminal terminal = world.Attach("-r", "l");
            terminal.WaitFor("abcdef");
            Assert.Equal(0, world.Run("-S", "l", "-X", "logfile", $"{disk}/log").ExitCode);
            Assert.Equal(0, world.Run("-S", "l", "-X", "log", "on").ExitCode);
            string message = $"Logfile \"{disk}/log\" waits for room: No space left on device";
            terminal.WaitForMessage(message);
            GoesOn(steps);
            long full = new FileInfo(log).Length;
            Assert.InRange(full, 300_000, 1_048_576);

            // The disk stays full for some attempts: nothing more is said, and the program prints on.
            world.Run("-S", "l", "-X", "echo", "quiet");
            terminal.WaitForMessage("quiet");
            GoesOn(steps);
            GoesOn(steps);
            Assert.Equal("quiet", world.Run("-S", "l", "-Q", "lastmsg").Output.Trim());
            Assert.Equal(full, new FileInfo(log).Length);
            File.Delete($"/proc/{daemon}/root{disk}/other");
            MuxWorld.WaitUntil(() => new FileInfo(log).Length > full, "the log to go on");
            MuxWorld.WaitUntil(() => Workload.Find(log, "bytes are missing here: No space left on device]") >= 0, "the log to tell what is missing");
            Assert.Equal(daemon, Assert.Single(world.Daemons()));
            Assert.Equal(0, world.Run("-S", "l", "-X", "quit").ExitCode);
            return string.Create(CultureInfo.InvariantCulture, $"one message at {full} bytes, program not blocked, the log goes on with a word about what it lacks");
        });

    private static void GoesOn(string steps)
    {
        long before = BitConverter.ToInt64(File.ReadAllBytes(steps));
        MuxWorld.WaitUntil(() => BitConverter.ToInt64(File.ReadAllBytes(steps)) > before + 20_000_000, "the program to go on");
    }
}
