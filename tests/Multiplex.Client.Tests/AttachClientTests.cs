using System.Text;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Protocol;
using Multiplex.Protocol.Messages;
using Multiplex.Terminal.Buffer;
using HelloMessage = Multiplex.Protocol.Messages.HelloMessage;

namespace Multiplex.Client.Tests;

/// <summary>A client on a pty, with a scripted daemon. Signals are the process's, so these tests run one after the other.</summary>
public sealed class AttachClientTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), "mux-client-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly SocketDirectory _directory;
    private readonly ScriptedDaemon _daemon;
    private readonly UserTerminal _terminal = new(40, 10);
    private readonly Frame _frame = new(40, 10, new FrameTables());
    private readonly string? _term = Environment.GetEnvironmentVariable("TERM");
    private Task<int>? _client;

    public AttachClientTests()
    {
        Environment.SetEnvironmentVariable("TERM", "xterm-256color");
        _directory = SocketDirectory.Open(_path);
        _daemon = new ScriptedDaemon(_directory);
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _client?.Wait(TimeSpan.FromSeconds(20));
        _terminal.Dispose();
        _directory.Dispose();
        Directory.Delete(_path, recursive: true);
        Environment.SetEnvironmentVariable("TERM", _term);
    }

    [Fact]
    public void Hello_carries_the_terminal_and_what_restores_it()
    {
        HelloMessage hello = Start();
        Assert.Equal((40, 10), ((int)hello.Columns, (int)hello.Rows));
        Assert.Equal(_terminal.Pty.Name, hello.TerminalName);
        Assert.True(hello.Flags.HasFlag(HelloFlags.HasTerminal));
        Assert.NotEmpty(hello.Termios);
        Assert.Contains("\e[?1049l", Encoding.Latin1.GetString(hello.Restore), StringComparison.Ordinal);
        Assert.Equal("work", AttachMessage.Read(_daemon.Expect(MessageKind.Attach)).Target);
        Assert.Equal(_terminal.Pty.Name, TerminalMode.GetName(Assert.Single(_daemon.Descriptors)));
        End();
    }

    [Fact]
    public void Frames_are_drawn_and_acknowledged_and_keys_are_sent()
    {
        Start();
        Attach();
        Show("hello");
        Assert.Equal(_daemon.Encoder.Sequence, FrameAckMessage.Read(_daemon.Expect(MessageKind.FrameAck)).Sequence);
        Assert.True(_terminal.Emulator.IsAlternateScreen);
        _terminal.Type("ls\r\e");
        Assert.Equal("ls\r\e"u8, _daemon.ExpectInput(0, 4));
        _daemon.Send(new InputAckMessage(4));
        _terminal.Type("x");
        Assert.Equal("x"u8, _daemon.ExpectInput(4, 1));
        End();
    }

    [Fact]
    public void The_terminals_answers_go_to_the_daemon_as_information_and_not_as_keys()
    {
        Start();
        Attach();
        Show("hello");
        _terminal.WaitUntil(_ => _terminal.Written.ToString().Contains("\e[c", StringComparison.Ordinal));
        TerminalInfoMessage info = TerminalInfoMessage.Read(_daemon.Expect(MessageKind.TerminalInfo));
        Assert.NotEmpty(info.DeviceAttributes);
        _terminal.Type("k");
        Assert.Equal("k"u8, _daemon.ExpectInput(0, 1));
        End();
    }

    [Fact]
    public void The_terminal_is_given_back_as_it_was_found()
    {
        TerminalModes before = TerminalMode.Describe(TerminalMode.Get(_terminal.Pty.Slave.Value));
        Start();
        Attach();
        _frame.Title = "a title";
        _frame.Modes = FrameModes.BracketedPaste | FrameModes.ApplicationCursorKeys | FrameModes.FocusEvents;
        _frame.MouseTracking = MouseTracking.AnyEvent;
        _frame.MouseEncoding = MouseEncoding.Sgr;
        _frame.CursorShape = CursorShape.SteadyBar;
        _frame.CursorVisible = false;
        Show("hello");
        _terminal.WaitUntil(e => e.MouseTracking == MouseTracking.AnyEvent && !e.CursorVisible);
        Assert.False(TerminalMode.Describe(TerminalMode.Get(_terminal.Pty.Slave.Value)).IsCanonical);
        End();
        _terminal.WaitUntil(e => !e.IsAlternateScreen);
        Assert.Equal((MouseTracking.None, FrameModes.None, CursorShape.Default, true),
            (_terminal.Emulator.MouseTracking, _terminal.Emulator.Modes,
                _terminal.Emulator.CursorShape, _terminal.Emulator.CursorVisible));
        Assert.Equal(before, TerminalMode.Describe(TerminalMode.Get(_terminal.Pty.Slave.Value)));
    }

    [Fact]
    public void After_the_daemon_died_exactly_the_unacknowledged_keys_are_sent_again_and_the_screen_is_redrawn()
    {
        HelloMessage first = Start();
        Attach();
        Show("hello");
        _terminal.Type("abcdef");
        _daemon.ExpectInput(0, 6);
        _daemon.Send(new InputAckMessage(2));
        _daemon.Die();
        _terminal.Type("ghi");
        _daemon.ComeBack();
        HelloMessage second = _daemon.Accept();
        Assert.Equal(first.ClientId, second.ClientId);
        Assert.True(second.Flags.HasFlag(HelloFlags.IsReconnect));
        AttachMessage attach = AttachMessage.Read(_daemon.Expect(MessageKind.Attach));
        Assert.Equal(("123.work", 7u), (attach.Target, attach.ResumeDisplay));
        Assert.True(attach.Flags.HasFlag(AttachFlags.Resume));
        _daemon.Send(new AttachedMessage { Display = 8, Session = "123.work", InputOffset = 4 });
        Assert.Equal("efghi"u8, _daemon.ExpectInput(4, 5));
        Show("again");
        End();
    }

    [Fact]
    public void A_daemon_that_dies_again_before_it_has_attached_the_client_is_waited_for_again()
    {
        Start();
        Attach();
        Show("hello");
        for (int i = 0; i < 3; i++)
        {
            _daemon.Die();
            _daemon.ComeBack();
            _daemon.Accept();
        }

        _daemon.Send(new AttachedMessage { Display = 8, Session = "123.work" });
        Show("again");
        End();
    }

    [Fact]
    public async Task A_reply_instead_of_an_attachment_is_the_exit_code()
    {
        Start();
        _daemon.Send(new ReplyMessage { ExitCode = 3 });
        Assert.Equal(3, await _client!);
        Assert.False(_terminal.Emulator.IsAlternateScreen);
    }

    [Fact]
    public void A_change_of_size_is_told()
    {
        Start();
        Attach();
        Show("hello");
        Resize(60, 20);
        ResizeMessage resize = ResizeMessage.Read(_daemon.Expect(MessageKind.Resize));
        Assert.Equal((60, 20), ((int)resize.Columns, (int)resize.Rows));
        End();
    }

    [Fact]
    public void A_change_of_size_before_the_daemon_has_attached_the_client_is_told_afterwards()
    {
        HelloMessage hello = Start();
        Attach();
        Show("hello");
        _daemon.Die();
        _daemon.ComeBack();
        Assert.Equal(hello.Columns, _daemon.Accept().Columns);
        _daemon.Expect(MessageKind.Attach);
        Resize(60, 20);

        // A signal is handled in the turn before or in that of a message sent after it; told too early it would be an answer to nobody.
        _daemon.Send(new PingMessage(1));
        _daemon.Expect(MessageKind.Pong);
        _daemon.Send(new AttachedMessage { Display = 8, Session = "123.work" });
        ResizeMessage resize = ResizeMessage.Read(_daemon.Expect(MessageKind.Resize));
        Assert.Equal((60, 20), ((int)resize.Columns, (int)resize.Rows));
        End();
    }

    [Fact]
    public void A_terminal_that_takes_nothing_holds_back_frames_but_no_keys()
    {
        Start();
        Attach();
        Show("hello");
        _daemon.Expect(MessageKind.FrameAck);
        Random random = new(1);
        for (int i = 0; i < 200; i++)
        {
            foreach (ref Cell cell in _frame.Cells)
            {
                cell = Cell.FromCodePoint(random.Next(0x21, 0x7F), CellWidth.Narrow, 0);
            }

            _daemon.SendFrame(_frame);
        }

        // Nobody reads the pty now; a key comes through all the same.
        _terminal.Type("q");
        Assert.Equal("q"u8, _daemon.ExpectInput(0, 1));
        string last = new([.. _frame.Row(9).ToArray().Select(c => (char)c.Content)]);
        _terminal.WaitUntil(e => e.TextOf(9) == last);
        while (_daemon.LastAcknowledged != _daemon.Encoder.Sequence)
        {
            _daemon.Expect(MessageKind.FrameAck);
        }

        Assert.InRange(_daemon.AcknowledgedFrames, 1, 150);
        End();
    }

    [Fact]
    public void A_killed_client_s_terminal_can_be_restored_by_what_Hello_carried()
    {
        HelloMessage hello = Start();
        Attach();
        _frame.Modes = FrameModes.BracketedPaste;
        _frame.MouseTracking = MouseTracking.Normal;
        _frame.MouseEncoding = MouseEncoding.Sgr;
        Show("hello");
        _terminal.WaitUntil(e => e.MouseTracking == MouseTracking.Normal);
        _terminal.Emulator.Feed("\e[38;5;1"u8);
        _terminal.Emulator.Feed(hello.Restore);
        Assert.False(_terminal.Emulator.IsAlternateScreen);
        Assert.Equal((MouseTracking.None, FrameModes.None), (_terminal.Emulator.MouseTracking, _terminal.Emulator.Modes));
        Assert.Equal(Rendition.Default, _terminal.Emulator.CurrentRendition);
        End();
    }

    private HelloMessage Start()
    {
        ClientOptions options = new() { Directory = _directory, Attach = new AttachMessage { Target = "work" }, IsUtf8 = true };
        int slave = _terminal.Pty.Slave.Value;
        _client = Task.Factory.StartNew(
            () => AttachClient.Run(options, slave), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return _daemon.Accept();
    }

    private void Resize(ushort columns, ushort rows)
    {
        TerminalMode.SetSize(_terminal.Pty.Master.Value, new WindowSize(rows, columns));
        ProcessStarter.TrySignal(ProcessContext.ProcessId, SignalKind.WindowChanged);
    }

    private void Attach() => _daemon.Send(new AttachedMessage { Display = 7, Session = "123.work" });

    private void Show(string text)
    {
        _frame.Row(0).Clear();
        for (int i = 0; i < text.Length; i++)
        {
            _frame.Row(0)[i] = Cell.FromCodePoint(text[i], CellWidth.Narrow, 0);
        }

        _daemon.SendFrame(_frame);
        _terminal.WaitUntil(e => e.TextOf(0).TrimEnd() == text);
    }

    private void End()
    {
        _daemon.Send(new EndMessage { ExitCode = 0 });
        _daemon.Expect(MessageKind.Goodbye);
        Assert.Equal(0, _client!.Result);
    }
}
