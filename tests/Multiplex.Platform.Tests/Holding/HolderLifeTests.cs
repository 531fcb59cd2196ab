using System.Diagnostics;
using System.Text;
using Multiplex.Platform.Holding;

namespace Multiplex.Platform.Tests.Holding;

/// <summary>What a holder does when daemons come, go and quarrel, and when its surroundings are taken away.</summary>
public class HolderLifeTests
{
    [Fact]
    public void A_second_daemon_is_refused_while_the_first_lives()
    {
        using TestSession session = new TestSession().Serve();
        using HolderConnection second = session.Connect();
        second.SendHello(false, null).OrThrow("send");
        session.Await(second, (in HolderMessage message) =>
        {
            Assert.Equal(new ResultMessage(Errno.Busy, HolderMessageType.Hello), message.Read<ResultMessage>());
            return true;
        });
    }

    [Fact]
    public void A_takeover_asks_the_first_daemon_to_leave_and_gives_the_second_a_new_epoch_and_every_window()
    {
        using TestSession session = new TestSession().Serve();
        using TestWindow window = session.Spawn(["cat"]);
        using HolderConnection first = session.Daemon;
        ulong epoch = session.Welcome.Epoch;
        HolderConnection second = session.Connect();
        session.Daemon = second;
        second.SendHello(true, null).OrThrow("send");
        session.Await(first, (in HolderMessage message) => message.Header.Type == HolderMessageType.Quiesce);
        first.Send(HolderMessageType.Quiesced, 0).OrThrow("send");
        session.Await(second, (in HolderMessage message) =>
        {
            Assert.Equal(HolderMessageType.Welcome, message.Header.Type);
            Assert.Equal(epoch + 1, message.Read<WelcomeMessage>().Epoch);
            Assert.Equal(1u, message.Read<WelcomeMessage>().WindowCount);
            return true;
        });
        session.Await(second, (in HolderMessage message) => message.Header.Type == HolderMessageType.Window);

        Assert.Equal(epoch + 1, window.Control.Epoch);
        Assert.Equal(epoch + 1, session.Page.Epoch);
    }

    [Fact]
    public void Input_committed_without_a_kick_is_written_when_the_daemon_dies()
    {
        using TestSession session = new TestSession().Serve();
        using TestWindow window = session.Spawn(["sh", "-c", "stty -echo; echo ready; read line; echo \"<$line>\""]);
        window.ReadUntil(() => window.Text.Contains("ready", StringComparison.Ordinal));
        ref CommitSlot slot = ref window.Control.Commits.Begin();
        window.Control.Append(ref slot, "typed\n"u8);
        window.Control.Commits.Publish();
        session.Daemon.Dispose();
        session.Page.PrepareToSleep();
        window.ReadUntil(() => window.Text.Contains("<typed>", StringComparison.Ordinal));
        session.Serve();
    }

    [Fact]
    public void A_daemon_is_started_when_the_last_one_dies_even_from_a_deleted_binary()
    {
        string directory = Path.Combine(Path.GetTempPath(), "mux-test-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(directory);
        string binary = Path.Combine(directory, "daemon");
        string log = Path.Combine(directory, "log");
        File.Copy("/bin/sh", binary);
        string script = $"echo \"$MUXDIR\" > {log}.part; mv {log}.part {log}";
        using (TestSession session = new TestSession("test", binary, "-c", script).Serve())
        {
            File.Delete(binary);
            using DirectoryWatch watch = new();
            watch.Add(directory);
            session.Daemon.Dispose();
            session.WaitUntil(watch.Descriptor, PollEvents.Read, () =>
            {
                watch.Clear();
                return File.Exists(log);
            });

            Assert.Equal(session.Directory.Path, File.ReadAllText(log).TrimEnd());
            session.Serve();
        }

        Directory.Delete(directory, true);
    }

    [Fact]
    public void Daemons_that_die_before_they_have_recovered_are_started_after_pauses_and_others_at_once()
    {
        string log = Path.Combine(Path.GetTempPath(), "mux-test-" + Guid.NewGuid().ToString("N")[..12]);
        using (TestSession session = new("test", "/bin/sh", "-c", $": > {log}; exec sleep 20"))
        {
            // Two may have been killed by chance; from the third one on the pauses grow.
            TimeSpan[] pauses = [.. Enumerable.Range(0, 4).Select(_ => UntilStarted(session, log, hasRecovered: false))];
            Assert.True(pauses[2] >= TimeSpan.FromMilliseconds(100), $"the third one was followed after {pauses[2]}");
            Assert.True(pauses[3] >= TimeSpan.FromMilliseconds(500), $"the fourth one was followed after {pauses[3]}");

            // One that had recovered ends the row: the six after it would wait for half a minute otherwise.
            UntilStarted(session, log, hasRecovered: true);
            for (int death = 0; death < 6; death++)
            {
                UntilStarted(session, log, hasRecovered: true);
            }

            session.Serve();
        }

        File.Delete(log);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_daemon_that_left_by_itself_does_not_count_against_its_program(int exitCode, bool isOldStarted)
    {
        string directory = Path.Combine(Path.GetTempPath(), "mux-test-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(directory);
        string log = Path.Combine(directory, "log");
        string old = Path.Combine(directory, "old");
        string newer = Path.Combine(directory, "newer");
        File.Copy("/bin/sh", old);
        File.Copy("/bin/sh", newer);
        File.WriteAllText(log, string.Empty);
        using (TestSession session = new TestSession("test", old, "-c", $"readlink /proc/$$/exe >> {log}; exit {exitCode}"))
        {
            using FileDescriptor binary = PosixFile.Open(null, newer, OpenFlags.Path);
            session.Serve(binary: binary);
            session.Daemon.Dispose();
            TestSession.Await(() => File.ReadAllLines(log).Length >= 2);
            Assert.Equal([newer, isOldStarted ? old : newer], File.ReadAllLines(log)[..2]);
            session.Serve();
        }

        Directory.Delete(directory, true);
    }

    /// <summary>Serves, dies, and waits until the holder starts the next daemon.</summary>
    private static TimeSpan UntilStarted(TestSession session, string log, bool hasRecovered)
    {
        session.Serve();
        if (hasRecovered)
        {
            session.Daemon.Send(HolderMessageType.Recovered, 0).OrThrow("send");
        }

        File.Delete(log);
        long start = Stopwatch.GetTimestamp();
        session.Daemon.Dispose();
        TestSession.Await(() => File.Exists(log));
        return Stopwatch.GetElapsedTime(start);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_removed_socket_or_directory_comes_back(bool whole)
    {
        using TestSession session = new TestSession().Serve();
        if (whole)
        {
            // Moved away first: a holder puts its socket back faster than a directory can be emptied and removed.
            string gone = session.Directory.Path + ".gone";
            Directory.Move(session.Directory.Path, gone);
            Directory.Delete(gone, true);
        }
        else
        {
            File.Delete(Path.Combine(session.Directory.Path, session.FileName));
        }

        using PipePair never = new();
        using Poller poller = new();
        poller.Add(never.Reader.Value, PollEvents.Read, 1);
        SessionSocket? found = null;
        for (int attempt = 0; attempt < 200 && found is null; attempt++)
        {
            poller.Wait(new ReadyEvent[1], 10);
            using SocketDirectory? directory = SocketDirectory.TryOpenExisting(session.Directory.Path);
            found = directory?.List().Cast<SessionSocket?>().FirstOrDefault();
        }

        Assert.Equal(session.FileName, found?.FileName);
        using SocketDirectory healed = SocketDirectory.Open(session.Directory.Path);
        using HolderConnection asking = HolderConnection.Connect(healed, session.FileName);
        asking.Send(HolderMessageType.Status, 1).OrThrow("send");
        session.Await(asking, (in HolderMessage message) => message.Header.Type == HolderMessageType.StatusReply);
    }

    [Fact]
    public void Rename_changes_the_socket_and_attached_its_x_bit()
    {
        using TestSession session = new TestSession().Serve();
        Assert.False(Assert.Single(session.Directory.List()).IsAttached);
        session.Daemon.Send(HolderMessageType.Attached, 0, new CountMessage(2)).OrThrow("send");
        session.Daemon.SendBytes(HolderMessageType.Rename, 3, "other"u8, default).OrThrow("send");
        session.Await(session.Daemon, (in HolderMessage message) =>
        {
            Assert.Equal(new ResultMessage(0, HolderMessageType.Rename), message.Read<ResultMessage>());
            return true;
        });

        SessionSocket socket = Assert.Single(session.Directory.List());
        Assert.Equal((session.HolderProcess, "other", true), (socket.ProcessId, socket.Name, socket.IsAttached));
        session.Daemon.SendBytes(HolderMessageType.Rename, 4, "../evil"u8, default).OrThrow("send");
        session.Await(session.Daemon, (in HolderMessage message) =>
        {
            Assert.Equal(Errno.Invalid, message.Read<ResultMessage>().Error);
            return true;
        });
    }

    [Fact]
    public void A_killed_client_and_a_dead_daemon_leave_the_terminal_restored()
    {
        using TestSession session = new TestSession().Serve();
        using PseudoTerminal terminal = new(new WindowSize(24, 80));
        TerminalAttributes saved = TerminalMode.Get(terminal.Slave.Value);
        int client = terminal.Start(new ProcessStart("/bin/sleep", ["sleep", "1000"]));
        TerminalMode.Set(terminal.Slave.Value, TerminalMode.MakeRaw(saved));
        using (FileDescriptor process = ProcessStarter.TryOpenProcess(client)!)
        {
            TtyMessage message = new() { Saved = saved, ClientProcessId = client };
            session.Daemon.Send(HolderMessageType.Tty, 1, message, [terminal.Slave.Value, process.Value]).OrThrow("send");
            Assert.True(ProcessStarter.TrySignal(client, SignalKind.Kill));
            session.WaitUntil(process.Value, PollEvents.Read, () => ProcessStarter.TryReap(client, out _));
        }

        session.Daemon.Dispose();
        StringBuilder written = new();
        session.WaitUntil(terminal.Master.Value, PollEvents.Read, () =>
        {
            byte[] buffer = new byte[1024];
            written.Append(Encoding.ASCII.GetString(buffer, 0, terminal.Read(buffer).Bytes));
            return written.ToString().Contains("\u001b[?25h", StringComparison.Ordinal);
        });

        Assert.True(TerminalMode.Describe(TerminalMode.Get(terminal.Slave.Value)) is { HasEcho: true, IsCanonical: true });
        session.Serve();
    }

    [Fact]
    public void Sigterm_of_anybody_but_the_system_ends_nothing()
    {
        using TestSession session = new TestSession().Serve();
        using TestWindow window = session.Spawn(["sh", "-c", "trap 'echo hup; exit 4' HUP; echo ready; read line; echo got-$line; read line"]);
        window.ReadUntil(() => window.Text.Contains("ready", StringComparison.Ordinal));
        ProcessStarter.TrySignal(session.HolderProcess, SignalKind.HangUp);
        ProcessStarter.TrySignal(session.HolderProcess, SignalKind.Terminate);
        ProcessStarter.TrySignal(session.HolderProcess, SignalKind.Terminate);
        window.Type("on\n");
        window.ReadUntil(() => window.Text.Contains("got-on", StringComparison.Ordinal));
        Assert.DoesNotContain("hup", window.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_idle_window_costs_few_pages_and_the_holder_does_not_wake_up()
    {
        const int Windows = 50;
        using TestSession session = new TestSession().Serve();
        List<TestWindow> windows = [];
        long before = Resident(session.HolderProcess);
        for (int i = 0; i < Windows; i++)
        {
            windows.Add(session.Spawn(["sleep", "1000"]));
        }

        long perWindow = (Resident(session.HolderProcess) - before) / Windows;
        Assert.InRange(perWindow, 0, 16 * 1024);
        using PipePair never = new();
        using Poller poller = new();
        poller.Add(never.Reader.Value, PollEvents.Read, 1);
        poller.Wait(new ReadyEvent[1], 200);
        long switches = VoluntarySwitches(session.HolderProcess);
        poller.Wait(new ReadyEvent[1], 1500);
        Assert.InRange(VoluntarySwitches(session.HolderProcess) - switches, 0, 0);
        windows.ForEach(window => window.Dispose());
    }

    [Fact]
    public void Punch_gives_the_pages_of_a_drained_ring_back()
    {
        using TestSession session = new TestSession().Serve();
        using TestWindow window = session.Spawn(["sh", "-c", "stty -opost; seq 1 50000; echo end; read x; echo more; read x"]);
        window.ReadUntil(() => window.Text.EndsWith("end\n", StringComparison.Ordinal));
        long full = Resident(session.HolderProcess);
        session.Daemon.Send(HolderMessageType.Punch, window.Info.WindowId).OrThrow("send");
        session.Daemon.SendBytes(HolderMessageType.Meta, window.Info.WindowId, default, default).OrThrow("send");
        session.Daemon.SendBytes(HolderMessageType.Rename, 1, "punched"u8, default).OrThrow("send");
        session.Await(session.Daemon, (in HolderMessage message) => message.Header.Type == HolderMessageType.Result);
        Assert.InRange(Resident(session.HolderProcess), 0, full - 200_000);
        window.Type("\n");
        window.ReadUntil(() => window.Text.Contains("more", StringComparison.Ordinal));
    }

    private static long Resident(int processId) => Field(processId, "smaps_rollup", "Rss:") * 1024;

    private static long VoluntarySwitches(int processId) => Field(processId, "status", "voluntary_ctxt_switches:");

    private static long Field(int processId, string file, string name)
    {
        string line = File.ReadLines($"/proc/{processId}/{file}").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", string.Empty, StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }
}
