using Multiplex.Platform;
using Multiplex.Protocol.Messages;

namespace Multiplex.Server.Tests.Core;

public sealed class DaemonTests
{
    [Fact]
    public void Create_starts_a_session_whose_program_prints_into_its_window()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect(columns: 0);
        client.Send(new CreateMessage { Flags = CreateFlags.Detached, Name = "train", Arguments = ["sh", "-c", "echo hello; exec sleep 1000"] });
        harness.Until(() => client.Reply is not null, "the reply");
        Assert.Equal((0, string.Empty), (client.Reply!.ExitCode, client.Reply.Output));
        Assert.Equal("train", harness.Session.Name);
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorRow == 1, "hello");
        Assert.Equal('h', (char)harness.Session.Windows[0].Terminal!.Row(0)[0].Content);
    }

    [Fact]
    public void Program_sees_the_requesters_environment_directory_umask_and_its_window()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect(columns: 0);
        client.Send(new CreateMessage
        {
            Flags = CreateFlags.Detached,
            Name = "env",
            Arguments = ["sh", "-c", "echo $STY $WINDOW $TERM $MUX $HOME; umask; pwd; exec sleep 1000"],
        });
        harness.Until(() => client.Reply is not null, "the reply");
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorRow == 3, "three lines");
        string text = Text(harness, 0);
        Assert.Equal($"{harness.Session.FullName} 0 screen-256color 1 /", text);
        Assert.Equal("0022", Text(harness, 1));
        Assert.Equal("/", Text(harness, 2));
    }

    [Fact]
    public void Last_programs_end_ends_the_session()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect(columns: 0);
        client.Send(new CreateMessage { Flags = CreateFlags.WaitForEnd, Name = "short", Arguments = ["true"] });
        harness.Until(() => client.Reply is not null, "the reply at the session's end");
        Assert.Equal(0, client.Reply!.ExitCode);
        harness.Until(() => harness.Directory.List().Count == 0, "the holder's end");
    }

    [Fact]
    public void Window_lives_on_with_its_screen_when_the_daemon_is_killed()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect(columns: 0);
        client.Send(new CreateMessage { Flags = CreateFlags.Detached, Name = "train", Arguments = ["sh", "-c", "echo hello; exec cat"] });
        harness.Until(() => client.Reply is not null, "the reply");
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorRow == 1, "hello");
        int pid = harness.Session.Windows[0].Process!.Pid;
        harness.Kill();
        harness.Restart();
        Assert.Equal("train", harness.Session.Name);
        Assert.Equal(pid, harness.Session.Windows[0].Process!.Pid);
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorRow == 1, "the screen");
        Assert.Equal("hello", Text(harness, 0));
        harness.Session.Windows[0].Process!.Write("again\n"u8, Model.InputOrigin.None);
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorRow == 3, "cat's answer");
        Assert.Equal("again", Text(harness, 2));
    }

    [Fact]
    public void Attached_client_types_and_is_detached_with_screens_words()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect();
        client.Send(new CreateMessage { Name = "train", Arguments = ["cat"] });
        harness.Until(() => client.Attached is not null, "the attach");
        Assert.Equal(harness.Session.FullName, client.Attached!.Session);
        client.Type("abc");
        harness.Until(() => client.Acknowledged == 3, "the acknowledgement");
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorColumn == 3, "the echo");
        TestClient other = harness.Connect(columns: 0);
        other.Send(new DetachRequestMessage { Target = "train" });
        harness.Until(() => other.Reply is not null && client.End is not null, "the detach");
        Assert.Equal($"[{harness.Session.FullName} detached.]\n\r\n", other.Reply!.Output);
        Assert.Equal($"[remote detached from {harness.Session.FullName}]", client.End!.Text);
        Assert.Empty(harness.Session.Displays);
    }

    [Fact]
    public void Window_lives_on_when_its_holder_is_killed_and_another_one_adopts_it()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect();
        client.Send(new CreateMessage { Name = "train", Arguments = ["cat"] });
        harness.Until(() => client.Attached is not null, "the attach");
        client.Type("one\n");
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorRow == 2, "cat's answer");
        string name = harness.Session.FullName;
        ProcessStarter.TrySignal(harness.Session.Pid, SignalKind.Kill);
        harness.Until(() => !harness.Daemon.ReadyHosts.Single().Link.IsServing, "the holder's death");
        client.Type("two\n");
        harness.Until(() => harness.Daemon.ReadyHosts.Single().Link.IsServing, "the other holder");
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorRow == 4, "the answer to what was typed meanwhile");
        client.Type("three\n");
        harness.Until(() => harness.Session.Windows[0].Terminal!.CursorRow == 6, "all answers");
        Assert.Equal(("two", "three"), (Text(harness, 3), Text(harness, 5)));
        Assert.Equal(name, harness.Session.FullName);
        Assert.False(client.IsClosed);
        client.Type("\u0004");
        harness.Until(() => client.End is not null, "the session's end");
        Assert.Equal("[screen is terminating]", client.End!.Text);
    }

    [Fact]
    public void No_line_is_lost_or_doubled_when_daemons_are_killed_while_a_program_prints()
    {
        const int Lines = 30_000;
        using DaemonHarness harness = new();
        TestClient client = harness.Connect(columns: 0);
        client.Send(new CreateMessage
        {
            Flags = CreateFlags.Detached,
            Name = "flood",
            Scrollback = 2 * Lines,
            Arguments = ["sh", "-c", $"seq 1 {Lines}; exec cat"],
        });
        harness.Until(() => client.Reply is not null, "the reply");
        Random random = new(1);
        for (int kill = 0; kill < 10; kill++)
        {
            int turns = random.Next(1, 12);
            harness.Until(() => turns-- == 0);
            harness.Kill();
            harness.Restart();
        }

        harness.Until(() => harness.Session.Windows[0].Terminal!.ScrollCount + 23 >= Lines, "the last line");
        Terminal.TerminalEmulator terminal = harness.Session.Windows[0].Terminal!;
        Terminal.Buffer.Cell[] line = new Terminal.Buffer.Cell[80];
        for (int index = 0; index < Lines - 23; index++)
        {
            terminal.ReadScrollbackLine(index, line, out bool _);
            int number = 0;
            foreach (Terminal.Buffer.Cell cell in line)
            {
                number = cell.Content is >= '0' and <= '9' ? (number * 10) + cell.Content - '0' : number;
            }

            Assert.Equal(index + 1, number);
        }
    }

    [Fact]
    public void Missing_program_shows_why_in_its_window()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect(columns: 0);
        client.Send(new CreateMessage { Flags = CreateFlags.Detached, Name = "x", Arguments = ["/no/such/cmd"] });
        harness.Until(() => client.Reply is not null, "the reply");
        harness.Until(() => harness.Session.Windows[0].StartError is not null, "the error");
        Assert.Equal("Cannot exec '/no/such/cmd': No such file or directory", Text(harness, 0));
    }

    [Fact]
    public void List_shows_sessions_in_screens_form()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect(columns: 0);
        client.Send(new ListMessage());
        harness.Until(() => client.Reply is not null, "the empty list");
        Assert.Equal((1, $"No Sockets found in {harness.Directory.Path}.\n\r\n"), (client.Reply!.ExitCode, client.Reply.Output));
        TestClient creator = harness.Connect(columns: 0);
        creator.Send(new CreateMessage { Flags = CreateFlags.Detached, Name = "one", Arguments = ["cat"] });
        harness.Until(() => creator.Reply is not null, "the session");
        TestClient lister = harness.Connect(columns: 0);
        lister.Send(new ListMessage());
        harness.Until(() => lister.Reply is not null, "the list");
        Assert.Equal(0, lister.Reply!.ExitCode);
        Assert.Matches(
            @"^There is a screen on:\r\n\t\d+\.one\t\(\d\d/\d\d/\d\d \d\d:\d\d:\d\d\)\t\(Detached\)\n1 Socket in .*\.\r\n$", lister.Reply.Output);
    }

    [Fact]
    public void Attach_without_a_terminal_is_refused_as_screen_does_it()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect(columns: 0);
        client.Send(new AttachMessage());
        harness.Until(() => client.Reply is not null, "the refusal");
        Assert.Equal((1, "Must be connected to a terminal.\r\n"), (client.Reply!.ExitCode, client.Reply.Output));
    }

    [Fact]
    public void Client_that_breaks_the_protocol_loses_its_connection_and_nothing_else()
    {
        using DaemonHarness harness = new();
        TestClient bad = harness.Connect(columns: 0);
        TestClient good = harness.Connect(columns: 0);
        bad.SendRaw([0xff, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff]);
        harness.Until(() => bad.IsClosed, "the bad client's end");
        good.Send(new ListMessage());
        harness.Until(() => good.Reply is not null, "the good client's answer");
    }

    private static string Text(DaemonHarness harness, int row)
    {
        System.Text.StringBuilder text = new();
        foreach (Terminal.Buffer.Cell cell in harness.Session.Windows[0].Terminal!.Row(row))
        {
            text.Append(cell.Content is > ' ' and < 0x7f ? (char)cell.Content : ' ');
        }

        return text.ToString().TrimEnd();
    }
}
