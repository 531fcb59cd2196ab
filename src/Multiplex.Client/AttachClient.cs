using System.Text;
using Multiplex.Client.Input;
using Multiplex.Client.Probing;
using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Protocol.Frames;
using Multiplex.Protocol.Messages;
using Multiplex.Rendering;
using WindowSize = Multiplex.Platform.Holding.WindowSize;

namespace Multiplex.Client;

/// <summary>
/// Shows a session on the user's terminal: one thread, one loop over terminal, daemon and signals. A key goes from the terminal into
/// the socket
/// in the turn in which it is read, a frame from the socket to the terminal likewise; nothing on that way waits for a timer or allocates.
/// </summary>
public sealed partial class AttachClient : IDisposable
{
    private const ulong TerminalToken = 1;
    private const ulong DaemonToken = 2;
    private const ulong SignalToken = 3;
    private const int StandardInput = 0;
    private const int ReadSize = 16 * 1024;
    private const string NoMaster = "Error: Cannot find master process to attach to!\n";

    private readonly ClientOptions _options;
    private readonly ulong _clientId = ClientIdentity.NewClientId();
    private readonly Poller _poller = new();
    private readonly SignalPipe _signals;
    private readonly ClientTerminal _terminal;
    private readonly InputQueue _queue = new();
    private readonly TerminalReplies _replies;
    private readonly InputSplitter _splitter;
    private readonly byte[] _readBuffer = new byte[ReadSize];
    private readonly byte[] _keys = new byte[InputSplitter.KeysLength(ReadSize)];
    private readonly StringBuilder _textAfterwards = new();
    private FrameDecoder _decoder = new();
    private DaemonConnection _connection;
    private PollEvents _terminalInterest;
    private PollEvents _daemonInterest;
    private EndMessage? _end;
    private bool _isProbed;

    private AttachClient(ClientOptions options, RawTerminal raw, UnixSocket socket)
    {
        _options = options;
        _terminal = new ClientTerminal(raw, TerminalDetection.Detect(options.IsUtf8), options.Time);
        _replies = new TerminalReplies(_terminal.Session.Found);
        _splitter = new InputSplitter(_replies);
        _connection = new DaemonConnection(socket);
        _signals = new SignalPipe(
            SignalKind.WindowChanged,
            SignalKind.HangUp,
            SignalKind.Terminate,
            SignalKind.Interrupt,
            SignalKind.Quit,
            SignalKind.Stop,
            SignalKind.Continued,
            SignalKind.ChildEnded);
    }

    /// <summary>Attaches, shows the session until the end, and gives the terminal back.</summary>
    /// <param name="options">What to show.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="PosixException">There is no terminal, or the daemon cannot be started.</exception>
    public static int Run(ClientOptions options) => Run(options, StandardInput);

    /// <summary>The same on a terminal of the caller's choice.</summary>
    /// <param name="options">What to show.</param>
    /// <param name="descriptor">The terminal; it stays the caller's.</param>
    internal static int Run(ClientOptions options, int descriptor)
    {
        ArgumentNullException.ThrowIfNull(options);
        RawTerminal raw = RawTerminal.Open(descriptor);
        ProcessContext.PreferLatency();
        UnixSocket socket;
        try
        {
            socket = DaemonStarter.ConnectOrStart(options.Directory, options.Time);
        }
        catch
        {
            raw.Dispose();
            throw;
        }

        using AttachClient client = new(options, raw, socket);
        try
        {
            return client.Show();
        }
        catch
        {
            // An exception that nobody catches ends the process without running finally blocks.
            client._terminal.Leave();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _terminal.Dispose();
        _connection.Dispose();
        _signals.Dispose();
        _poller.Dispose();
    }

    private int Show()
    {
        _poller.Add(_signals.Descriptor, PollEvents.Read, SignalToken);
        _poller.Add(_connection.Descriptor, PollEvents.Read, DaemonToken);
        _daemonInterest = PollEvents.Read;
        AddRequest();
        _connection.Flush();
        Span<ReadyEvent> ready = stackalloc ReadyEvent[4];
        while (_end is null)
        {
            UpdateInterests();
            int count = _poller.Wait(ready, WaitMilliseconds());
            for (int i = 0; i < count && _end is null; i++)
            {
                Handle(ready[i]);
            }

            EndFlash();
            if (_connection.IsClosed && _end is null)
            {
                Reconnect();
            }
        }

        return Leave(_end);
    }

    private void AddRequest()
    {
        _connection.Outgoing.Add(CreateHello(isReconnect: false), MessageFlags.HasDescriptor);
        _connection.AttachDescriptor(_terminal.Raw.Descriptor);
        _connection.Outgoing.Add(ClientIdentity.CaptureContext());
        if (_options.Attach is { } attach)
        {
            _connection.Outgoing.Add(attach);
        }
        else
        {
            _connection.Outgoing.Add(_options.Create ?? new CreateMessage());
        }
    }

    private HelloMessage CreateHello(bool isReconnect)
    {
        HelloMessage hello = ClientIdentity.CreateHello(_terminal.Raw, _clientId, _options.IsUtf8, EmergencyBytes(), isReconnect);
        _toldSize = new WindowSize(hello.Rows, hello.Columns, hello.PixelWidth, hello.PixelHeight);
        return hello;
    }

    /// <summary>What puts the terminal right when this process is killed.</summary>
    private byte[] EmergencyBytes()
    {
        TerminalProfile profile = _terminal.Found;
        if (profile.Can(TerminalAbilities.Queries))
        {
            // What the answers may add is undone as well; a terminal that does not know it ignores it.
            const TerminalAbilities Possible = TerminalAbilities.KittyKeyboard
                | TerminalAbilities.ModifyOtherKeys
                | TerminalAbilities.SynchronizedOutput
                | TerminalAbilities.LeftRightMargins;
            profile = profile with { Abilities = profile.Abilities | Possible };
        }

        return TerminalSession.EmergencyBytes(profile, _replies.IsComplete ? _terminal.Session.Found : null);
    }

    private void Handle(ReadyEvent ready)
    {
        switch (ready.Token)
        {
            case TerminalToken:
                HandleTerminal(ready.Events);
                break;
            case DaemonToken:
                HandleDaemon(ready.Events);
                break;
            default:
                HandleSignals();
                break;
        }
    }

    private void HandleTerminal(PollEvents events)
    {
        if ((events & PollEvents.Write) != 0)
        {
            AfterWriting();
        }

        if ((events & (PollEvents.Read | PollEvents.HangUp | PollEvents.Error)) != 0)
        {
            ReadKeys();
        }
    }

    private void HandleDaemon(PollEvents events)
    {
        if ((events & (PollEvents.Read | PollEvents.HangUp | PollEvents.Error)) != 0)
        {
            _connection.Receive();
            _hasAnswered |= !_connection.IsClosed;
            ReadMessages();
            Draw();
        }

        _connection.Flush();
    }

    /// <summary>Reads what was typed and sends it on in the same turn, until a read says that that was all: the next key is an edge.</summary>
    private void ReadKeys()
    {
        while (_end is null && ReadSomeKeys())
        {
        }
    }

    private bool ReadSomeKeys()
    {
        int room = Math.Min(ReadSize, _queue.Room - InputSplitter.KeysLength(0));
        if (room <= 0)
        {
            return false;
        }

        IoResult result = _terminal.Raw.Read(_readBuffer.AsSpan(0, room));
        if (result.IsWouldBlock)
        {
            return false;
        }

        if (result.Error == Errno.Interrupted)
        {
            return true;
        }

        if (result.Value <= 0)
        {
            HangUp();
            return false;
        }

        ReadOnlySpan<byte> typed = _readBuffer.AsSpan(0, result.Bytes);
        int rounds = _replies.Rounds;
        if (_splitter.IsActive)
        {
            typed = _keys.AsSpan(0, _splitter.Split(typed, _keys));
        }

        Send(typed);
        if (rounds != _replies.Rounds)
        {
            TakeAnswers();
        }

        return result.Bytes == room;
    }

    private void Send(ReadOnlySpan<byte> typed)
    {
        if (typed.IsEmpty)
        {
            return;
        }

        ulong offset = _queue.Append(typed);
        if (_isAttached)
        {
            _connection.Outgoing.Add(new InputMessage(offset, typed));
            _connection.Flush();
        }
    }

    private void TakeAnswers()
    {
        bool hadStrings = _terminal.Found.Can(TerminalAbilities.StringQueries);
        _terminal.Improve(_replies.Improve(_terminal.Found));
        if (!hadStrings && _terminal.Found.Can(TerminalAbilities.StringQueries))
        {
            ProbeQueries.WriteRest(_replies.Name, _terminal.Output);
            ExpectRound(hasColors: false);
            _terminal.Session.Writer.ForgetCursor();
        }

        _connection.Outgoing.Add(CreateInfo());
        _isDirty = true;
        Draw();
        _connection.Flush();
    }

    private void UpdateInterests()
    {
        UpdateTerminalInterest();
        PollEvents daemon = _connection.Outgoing.IsEmpty ? PollEvents.Read : PollEvents.Read | PollEvents.Write;
        if (daemon != _daemonInterest && !_connection.IsClosed)
        {
            _poller.Modify(_connection.Descriptor, daemon, DaemonToken);
            _daemonInterest = daemon;
        }
    }

    private void UpdateTerminalInterest()
    {
        PollEvents terminal = PollEvents.None;
        if (_terminal.IsEntered)
        {
            terminal = _queue.Room > InputSplitter.KeysLength(0) ? PollEvents.Read : PollEvents.None;
            terminal |= _terminal.HasPending ? PollEvents.Write : PollEvents.None;

            // A level would be looked at again in each wait, and looking at an idle terminal waits for the kernel's worker, which has keys to carry.
            terminal |= terminal == PollEvents.Read ? PollEvents.Edge : PollEvents.None;
        }

        if (terminal != _terminalInterest)
        {
            SetTerminalInterest(terminal);
        }
    }

    private void SetTerminalInterest(PollEvents terminal)
    {
        if (terminal == PollEvents.None)
        {
            _poller.Remove(_terminal.Raw.Descriptor);
        }
        else if (_terminalInterest == PollEvents.None)
        {
            _poller.Add(_terminal.Raw.Descriptor, terminal, TerminalToken);
        }
        else
        {
            _poller.Modify(_terminal.Raw.Descriptor, terminal, TerminalToken);
        }

        _terminalInterest = terminal;
    }

    private int Leave(EndMessage end)
    {
        AwaitAnswers();
        _terminal.Leave();
        if (!_connection.IsClosed)
        {
            _connection.Outgoing.Add(default(GoodbyeMessage));
            _connection.Flush();
        }

        BareOutput.Write(_textAfterwards.ToString());
        if (end.Text.Length > 0)
        {
            BareOutput.Write(end.Text + "\n");
        }

        if (end.Action == EndAction.HangUpParent)
        {
            JobControl.HangUpParent();
        }

        return end.ExitCode;
    }
}
