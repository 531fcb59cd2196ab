using Multiplex.Protocol;
using Multiplex.Protocol.Frames;
using Multiplex.Protocol.Messages;
using Multiplex.Rendering;

namespace Multiplex.Client;

/// <content>What the daemon says, and drawing it.</content>
public sealed partial class AttachClient
{
    /// <summary>How long a flash of the screen lasts.</summary>
    private static readonly TimeSpan s_flash = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes that may wait for a slow terminal before bells and the like are left out.</summary>
    private const int MostPendingEvents = 1 << 20;

    /// <summary>How often a daemon may break the protocol before the client leaves.</summary>
    private const int MostBrokenConnections = 3;

    private readonly PictureReceiver _pictures = new();
    private int _brokenConnections;
    private bool _isAttached;
    private bool _isDirty;
    private uint _received;
    private uint _drawn;
    private uint _acknowledged;
    private uint _display;
    private string _session = string.Empty;
    private string _daemonVersion = string.Empty;
    private long _flashBegin;
    private bool _isFlashing;

    private void ReadMessages()
    {
        try
        {
            while (_end is null && _connection.TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload))
            {
                Handle(header, payload);
            }
        }
        catch (ProtocolException) when (_isAttached)
        {
            // Reconnecting brings a full frame; a daemon that goes on like this is left in the end.
            _connection.Abandon();
            if (++_brokenConnections > MostBrokenConnections)
            {
                _textAfterwards.Append("mux: the daemon answers nonsense.\n");
                _end = new EndMessage { ExitCode = 1 };
            }
        }
    }

    private void Handle(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Kind)
        {
            case MessageKind.Welcome:
                _daemonVersion = WelcomeMessage.Read(payload).ProgramVersion;
                break;
            case MessageKind.Frame:
                TakeFrame(_decoder.Apply(payload));
                break;
            case MessageKind.Picture:
                _pictures.Take(PictureMessage.Read(payload), _terminal.Session.Writer);
                break;
            case MessageKind.InputAck:
                _queue.Acknowledge(InputAckMessage.Read(payload).Offset);
                break;
            case MessageKind.Event:
                HandleEvent(EventMessage.Read(payload));
                break;
            case MessageKind.Attached:
                BeginShowing(AttachedMessage.Read(payload));
                break;
            case MessageKind.Reply:
                HandleReply(ReplyMessage.Read(payload));
                break;
            case MessageKind.Print:
                HandlePrint(PrintMessage.Read(payload));
                break;
            case MessageKind.End:
                _end = EndMessage.Read(payload);
                break;
            case MessageKind.Ping:
                _connection.Outgoing.Add(new PongMessage(PingMessage.Read(payload).Token));
                break;
            default:
                break;
        }
    }

    private void TakeFrame(FrameUpdate update)
    {
        if (update.IsComplete)
        {
            _received = update.Sequence;
            _isDirty = true;
        }
    }

    private void BeginShowing(AttachedMessage attached)
    {
        _display = attached.Display;
        _session = attached.Session;
        _isAttached = true;
        if (_lockProcess == 0)
        {
            _terminal.Enter();
        }
        else
        {
            // A daemon that died while the terminal is locked does not unlock it.
            _connection.Outgoing.Add(default(SuspendedMessage));
        }

        // After a reconnection the daemon says what it has; only what follows is sent again.
        _queue.Acknowledge(attached.InputOffset);
        if (!_queue.Pending.IsEmpty)
        {
            SendAgain();
        }

        // Nobody was told of a change since Hello, which said the size of its moment.
        if (_terminal.Raw.Size != _toldSize)
        {
            SizeChanged();
        }

        // Once the session is known the client finds it again behind the newer daemon.
        DaemonStarter.TakeOverIfOlder(_connection, _daemonVersion);
    }

    private void SendAgain()
    {
        const int Piece = 64 * 1024;
        ReadOnlySpan<byte> rest = _queue.Pending;
        ulong offset = _queue.Acknowledged;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> piece = rest[..Math.Min(Piece, rest.Length)];
            _connection.Outgoing.Add(new InputMessage(offset, piece));
            offset += (ulong)piece.Length;
            rest = rest[piece.Length..];
        }
    }

    /// <summary>
    /// Draws when there is something new and the terminal has taken all before; otherwise later, and then only the newest.
    /// </summary>
    private void Draw()
    {
        if (!_isDirty || !_terminal.IsEntered || _terminal.HasPending || _received == 0)
        {
            return;
        }

        _isDirty = false;
        _terminal.Draw(_decoder.Frame);
        EndQuestions();
        _drawn = _received;
        AfterWriting();
    }

    /// <summary>Writes on; acknowledges what the terminal has taken, and draws what came meanwhile.</summary>
    private void AfterWriting()
    {
        _terminal.Flush();
        if (_terminal.IsGone)
        {
            HangUp();
            return;
        }

        if (_terminal.HasPending)
        {
            return;
        }

        if (_drawn != _acknowledged && _isAttached)
        {
            _acknowledged = _drawn;
            _connection.Outgoing.Add(new FrameAckMessage(_drawn));
            _connection.Flush();
        }

        if (!_isProbed && _terminal.IsEntered && _drawn != 0)
        {
            Probe();
        }

        Draw();
    }

    /// <summary>Asks the terminal what it can do, once something is on the screen.</summary>
    private void Probe()
    {
        _isProbed = true;
        if (ProbeQueries.Write(_terminal.Session.Profile, _terminal.Output))
        {
            ExpectRound(ProbeQueries.AsksColors(_terminal.Session.Profile));
            _terminal.Session.Writer.ForgetCursor();
            _isDirty = true;
        }

        _terminal.Flush();
    }

    private void HandleReply(ReplyMessage reply)
    {
        if (!_isAttached)
        {
            BareOutput.Write(reply.Output);
            BareOutput.WriteError(reply.Error);
        }
        else
        {
            _textAfterwards.Append(reply.Output).Append(reply.Error);
        }

        if (!reply.HasMore)
        {
            _end = new EndMessage { ExitCode = reply.ExitCode };
        }
    }

    private void HandlePrint(PrintMessage print)
    {
        if (_terminal.IsEntered)
        {
            _textAfterwards.Append(print.Text);
        }
        else if (print.IsError)
        {
            BareOutput.WriteError(print.Text);
        }
        else
        {
            BareOutput.Write(print.Text);
        }
    }

    private void HandleEvent(EventMessage message)
    {
        if (message.Event == EventKind.Suspend)
        {
            Suspend();
            return;
        }

        if (message.Event == EventKind.TerminalSettings)
        {
            _terminal.Tweak(TerminalTweaks.Parse(message.Text, isTrueColorOff: message.Number == 1));
            _isDirty = true;
            return;
        }

        if (message.Event == EventKind.Lock)
        {
            Lock(message.Text);
            return;
        }

        // Frames and events keep their order.
        Draw();
        if (_terminal.IsEntered && _terminal.Output.Length < MostPendingEvents)
        {
            WriteEvent(message);
            EndQuestions();
            AfterWriting();
        }
    }

    private void WriteEvent(EventMessage message)
    {
        EventWriter events = _terminal.Events;
        MessageBuffer output = _terminal.Output;
        switch (message.Event)
        {
            case EventKind.Bell:
                EventWriter.Bell(output);
                break;
            case EventKind.VisualBell:
                events.BeginFlash(output);
                _isFlashing = true;
                _flashBegin = _options.Time.GetTimestamp();
                break;
            case EventKind.ClipboardSet:
                events.SetClipboard(message.Text, message.Bytes, output);
                break;
            case EventKind.ClipboardQuery:
                events.QueryClipboard(message.Text, output);
                break;
            case EventKind.Notification:
                events.Notify(message.Title, message.Text, output);
                break;
            case EventKind.Progress:
                events.Progress(message.Number, message.Value, output);
                break;
            case EventKind.Passthrough:
                message.Bytes.CopyTo(output.GetSpan(message.Bytes.Length));
                output.Advance(message.Bytes.Length);
                _terminal.Session.Writer.ForgetCursor();
                _isDirty = true;
                break;
            case EventKind.PaletteSet:
                events.SetPalette(message.Number, message.Value, output);
                break;
            case EventKind.PaletteReset:
                events.ResetPalette(message.Number, output);
                break;
            case EventKind.WorkingDirectory:
                events.WorkingDirectory(message.Text, output);
                break;
            case EventKind.Redraw:
                _terminal.Session.Writer.InvalidateAll();
                _isDirty = true;
                break;
            case EventKind.ResizeTerminal:
                events.Resize(message.Number, message.Value, output);
                break;
            default:
                break;
        }
    }

    /// <summary>The loop's time-out: only a flash of the screen has an end to wait for.</summary>
    private int WaitMilliseconds() => _isFlashing
        ? (int)Math.Max(0, Math.Ceiling((s_flash - _options.Time.GetElapsedTime(_flashBegin)).TotalMilliseconds))
        : -1;

    private void EndFlash()
    {
        if (_isFlashing && _options.Time.GetElapsedTime(_flashBegin) >= s_flash)
        {
            _isFlashing = false;
            if (_terminal.IsEntered)
            {
                _terminal.Events.EndFlash(_terminal.Output);
                AfterWriting();
            }
        }
    }
}
