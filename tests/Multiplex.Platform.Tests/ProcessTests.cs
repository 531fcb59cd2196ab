using System.Text;
using Multiplex.Platform.Holding;

namespace Multiplex.Platform.Tests;

public class ProcessTests
{
    [Fact]
    public void Start_gives_a_process_clean_signals_and_no_foreign_descriptors()
    {
        SignalPipe.Ignore(SignalKind.User2);
        string text = Run(new ProcessStart("/bin/sh", ["sh", "-c", "grep -E '^Sig(Ign|Blk)' /proc/self/status; echo /proc/self/fd/*; echo $0 $V; pwd"])
        {
            Environment = ["V=value", "PATH=/usr/bin:/bin"],
            Directory = "/usr",
        });

        // The C library's posix_spawn ignores the two signals that it keeps for itself (32 and 33).
        text = text.Replace("SigIgn:\t0000000180000000", "SigIgn:\t0000000000000000", StringComparison.Ordinal);
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3\n"
            + "sh value\n/usr\n", text);
    }

    [Fact]
    public void Start_of_a_missing_program_throws()
    {
        PosixException failure = Assert.Throws<PosixException>(() => ProcessStarter.Start(new ProcessStart("/no/such/program", ["x"])));
        Assert.Equal(Errno.NotFound, failure.Error);
    }

    [Fact]
    public void Start_on_a_terminal_makes_it_the_controlling_one_with_its_size()
    {
        using PseudoTerminal terminal = new(new WindowSize(30, 100));
        int process = terminal.Start(new ProcessStart("/bin/sh", ["sh", "-c", "stty size; tty; ps -o tty= -p $$"]));
        terminal.Slave.Dispose();
        StringBuilder text = new();
        using Poller poller = new();
        poller.Add(terminal.Master.Value, PollEvents.Read, 1);
        ReadyEvent[] ready = new ReadyEvent[1];
        byte[] buffer = new byte[1000];
        for (IoResult result = default; result.Error != Errno.InputOutput; result = terminal.Read(buffer))
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, result.Bytes));
            Assert.True(poller.Wait(ready, 10_000) > 0);
        }

        Assert.Equal($"30 100\r\n{terminal.Name}\r\n{terminal.Name[5..]}\r\n", text.ToString().Replace(" \r", "\r", StringComparison.Ordinal));
        Reap(process);
    }

    [Fact]
    public void Capture_has_every_variable_byte_for_byte_and_the_limits_of_the_process()
    {
        ProcessContext context = ProcessContext.Capture();
        string[] variables = Encoding.UTF8.GetString(context.Environment.Span).Split('\0');

        Assert.Equal(context.EnvironmentCount + 1, variables.Length);
        Assert.Contains("PATH=" + Environment.GetEnvironmentVariable("PATH"), variables);
        Assert.Equal(Environment.CurrentDirectory, Encoding.UTF8.GetString(context.WorkingDirectory.Span));
        string files = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        Assert.Equal(files.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], context.Limits[7].Soft.ToString(System.Globalization.CultureInfo.InvariantCulture));
        string umask = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Umask", StringComparison.Ordinal));
        Assert.Equal(Convert.ToUInt32(umask[6..].Trim(), 8), context.Umask);
    }

    [Fact]
    public void Users_are_found_by_number_and_by_name()
    {
        UserEntry root = UserDatabase.Find(0)!;

        Assert.Equal(("root", "/root"), (root.Name, root.Home));
        Assert.Equal(root, UserDatabase.Find("root"));
        Assert.Null(UserDatabase.Find("no-such-user"));
        Assert.True(UserDatabase.IsMember("root", "root"));
        Assert.False(UserDatabase.IsMember("root", "no-such-group"));
    }

    [Fact]
    public void Signals_arrive_on_the_pipe()
    {
        using SignalPipe pipe = new(SignalKind.WindowChanged, SignalKind.User1);
        Assert.False(pipe.TryRead(out _));
        Assert.True(ProcessStarter.TrySignal(ProcessContext.ProcessId, SignalKind.WindowChanged));
        using Poller poller = new();
        poller.Add(pipe.Descriptor, PollEvents.Read, 1);
        ReadyEvent[] ready = new ReadyEvent[1];
        while (poller.Wait(ready, 5000) == 0)
        {
        }

        Assert.True(pipe.TryRead(out SignalKind kind));
        Assert.Equal(SignalKind.WindowChanged, kind);
    }

    [Fact]
    public void A_raw_terminal_passes_every_byte_and_gives_its_modes_back()
    {
        using PseudoTerminal outer = new(new WindowSize(24, 80));
        TerminalModes before = TerminalMode.Describe(TerminalMode.Get(outer.Slave.Value));
        using (RawTerminal terminal = RawTerminal.Open(outer.Slave.Value))
        {
            Assert.True(terminal.HasOwnDescription);
            Assert.Equal(new WindowSize(24, 80), terminal.Size);
            terminal.EnterRaw();
            outer.Write("\u0003\r"u8).OrThrow("write");
            byte[] buffer = new byte[10];
            Assert.Equal(2, terminal.Read(buffer).Value);
            Assert.Equal([3, 13], buffer[..2]);
            Assert.True(terminal.Read(buffer).IsWouldBlock);
            terminal.Write("a\nb"u8).OrThrow("write");
            Assert.Equal(3, outer.Read(buffer).Value);
        }

        Assert.True(before is { HasEcho: true, IsCanonical: true, HasFlowControl: true, StopCharacter: 19 });
        Assert.Equal(before, TerminalMode.Describe(TerminalMode.Get(outer.Slave.Value)));
    }

    private static string Run(ProcessStart start)
    {
        using PipePair output = new();
        int process = ProcessStarter.Start(start with { Output = output.Writer });
        output.Writer.Dispose();
        using Poller poller = new();
        poller.Add(output.Reader.Value, PollEvents.Read, 1);
        ReadyEvent[] ready = new ReadyEvent[1];
        byte[] buffer = new byte[4096];
        StringBuilder text = new();
        IoResult result;
        while ((result = PosixFile.Read(output.Reader, buffer)).Value != 0)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, result.Bytes));
            if (result.IsWouldBlock)
            {
                Assert.True(poller.Wait(ready, 10_000) > 0);
            }
        }

        Reap(process);
        return text.ToString();
    }

    private static void Reap(int process)
    {
        using FileDescriptor? descriptor = ProcessStarter.TryOpenProcess(process);
        using Poller poller = new();
        poller.Add(descriptor!.Value, PollEvents.Read, 1);
        Assert.True(poller.Wait(new ReadyEvent[1], 10_000) > 0);
        Assert.True(ProcessStarter.TryReap(process, out int status));
        Assert.Equal(0, status);
    }
}
