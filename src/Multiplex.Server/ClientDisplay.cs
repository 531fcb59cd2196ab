using Multiplex.Protocol.Frames;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Terminal;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Server;

/// <summary>A display on its client: keys in, frames and events out.</summary>
internal sealed class ClientDisplay : IFrameTarget
{
    /// <summary>Largest grid: what a terminal says of its size decides how much memory its frames take.</summary>
    public const int MaxColumns = 1000;

    /// <summary>See <see cref="MaxColumns"/>.</summary>
    public const int MaxRows = 500;

    /// <summary>Input that waits to be acknowledged although no frame carries the word: what a client keeps meanwhile stays small.</summary>
    private const ulong MaxUnacknowledgedInput = 64 * 1024;

    /// <summary>How long an acknowledgement waits for a frame to go with: alone it would wake the client in front of the echo.</summary>
    private static readonly TimeSpan _acknowledgeWithin = TimeSpan.FromMilliseconds(50);

    private readonly ClientConnection _client;
    private readonly SessionHost _host;
    private readonly FrameScheduler _scheduler;
    private readonly FrameEncoder _encoder = new();
    private readonly LoopTimer _acknowledgeTimer;
    private ulong _nextInput;
    private ulong _acknowledged;
    private ulong _safe;
    private readonly FocusFollower _follower;
    private bool _isTrueColor;
    private bool _isOver;

    /// <summary>Puts a display on its client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="host">The display's session.</param>
    /// <param name="display">The display.</param>
    /// <param name="firstInput">How much of the client's input is known already.</param>
    public ClientDisplay(ClientConnection client, SessionHost host, Display display, ulong firstInput)
    {
        _client = client;
        _host = host;
        Display = display;
        _nextInput = firstInput;
        _acknowledged = firstInput;
        _safe = firstInput;
        _follower = new FocusFollower(display, message => client.Outgoing.Add(message));
        _isTrueColor = display.Session.Settings.TrueColor;
        _scheduler = new FrameScheduler(host.Time, host.Timers, this);
        _acknowledgeTimer = host.Timers.Create(SendAcknowledgement);
        _scheduler.Invalidate();
    }

    /// <summary>The display.</summary>
    public Display Display { get; }

    /// <summary>The client.</summary>
    public ClientConnection Client => _client;

    /// <summary>True while the client is stopped or locked: the session counts as detached from it.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>True while input was handled that is not committed yet.</summary>
    public bool OwesAcknowledgement { get; set; }

    /// <inheritdoc/>
    public bool IsReadyForFrame => _client.IsIdle && !IsSynchronized();

    /// <summary>The size that a client may have: what it does not know is 80 by 24.</summary>
    /// <param name="columns">What the terminal says.</param>
    /// <param name="rows">What the terminal says.</param>
    public static (int Columns, int Rows) Clamp(int columns, int rows) =>
        (columns == 0 ? 80 : Math.Clamp(columns, 1, MaxColumns), rows == 0 ? 24 : Math.Clamp(rows, 1, MaxRows));

    /// <inheritdoc/>
    public bool SendFrame()
    {
        Compositor.Compose(Display);
        if (_isTrueColor != Display.Session.Settings.TrueColor)
        {
            _isTrueColor = !_isTrueColor;
            _encoder.Reset();
            _client.Outgoing.Add(OuterSettings.MessageFor(Display.Session, Display.TerminalType));
        }

        bool hasTold = _follower.Follow();
        hasTold |= SendPictures();
        if (!_encoder.TryEncode(Display.Next, _client.Outgoing))
        {
            if (hasTold)
            {
                _client.Flush();
            }

            return false;
        }

        AddAcknowledgement();
        _client.Flush();
        return true;
    }

    /// <summary>The display owes a frame.</summary>
    public void Invalidate() => _scheduler.Invalidate();

    /// <summary>Sends the frame that is owed, when it may go.</summary>
    public void Flush() => _scheduler.Flush();

    /// <summary>The client drew a frame.</summary>
    /// <param name="sequence">Its number.</param>
    public void Acknowledge(uint sequence)
    {
        _scheduler.Acknowledge(sequence);
        _scheduler.Flush();
    }

    /// <summary>The user typed; what a former daemon has taken already is passed over.</summary>
    /// <param name="message">The bytes and their place in the client's stream.</param>
    public void Input(in InputMessage message)
    {
        ReadOnlySpan<byte> bytes = message.Bytes;
        ulong offset = message.Offset;
        if (offset < _nextInput)
        {
            ulong known = Math.Min(_nextInput - offset, (ulong)bytes.Length);
            bytes = bytes[(int)known..];
            offset += known;
        }

        if (bytes.IsEmpty || _isOver)
        {
            return;
        }

        Display.LastInput = _host.Time.GetTimestamp();
        _nextInput = offset + (ulong)bytes.Length;
        _scheduler.Prompt();
        Display.Keys.HandleInput(bytes, offset);
        _host.CommitInput(this);
    }

    /// <summary>Tells the client which of its input is safe: with the next frame, or soon without one.</summary>
    /// <param name="offset">One past the last safe byte.</param>
    public void AcknowledgeInput(ulong offset)
    {
        if (offset <= _safe || _isOver)
        {
            return;
        }

        _safe = offset;
        if (_safe - _acknowledged >= MaxUnacknowledgedInput)
        {
            SendAcknowledgement();
        }
        else if (!_acknowledgeTimer.IsRunning)
        {
            _acknowledgeTimer.Set(_acknowledgeWithin);
        }
    }

    /// <summary>The terminal has another size.</summary>
    /// <param name="message">The size.</param>
    public void Resize(in ResizeMessage message)
    {
        (int columns, int rows) = Clamp(message.Columns, message.Rows);
        if (columns != Display.Columns || rows != Display.Rows)
        {
            Display.Columns = columns;
            Display.Rows = rows;
            Display.Next.Resize(columns, rows);
            Display.Regions.Arrange();
            Invalidate();
        }
    }

    /// <summary>The client found out about its terminal.</summary>
    /// <param name="message">What.</param>
    public void SetInfo(TerminalInfoMessage message)
    {
        if (message.Restore.Length > 0)
        {
            _client.Terminal?.Update(message.Restore);
        }

        TerminalInfoMessage? former = Display.TerminalInfo;
        Display.TerminalInfo = message;
        if (former is not null && (former.Abilities, former.CellWidth, former.CellHeight) != (message.Abilities, message.CellWidth, message.CellHeight))
        {
            Display.Composition.Pictures.Forget();
        }

        TerminalChoices.ApplyAll(Display.Session);
        Invalidate();
    }

    /// <summary>The terminal got or lost the keyboard.</summary>
    /// <param name="isFocused">True when it got it.</param>
    public void SetFocus(bool isFocused) => Display.IsFocused = isFocused;

    /// <summary>The client was stopped: its terminal belongs to the shell.</summary>
    public void Suspended()
    {
        if (!IsSuspended && !_isOver)
        {
            IsSuspended = true;
            _scheduler.Pause(true);
            _host.DisplaySuspended(this);
        }
    }

    /// <summary>The client was continued and its terminal is empty.</summary>
    public void Resumed()
    {
        if (_isOver)
        {
            return;
        }

        if (IsSuspended)
        {
            IsSuspended = false;
            _scheduler.Pause(false);
            _host.DisplayResumed(this);
        }

        _encoder.Reset();
        _follower.Forget();
        Invalidate();
    }

    /// <summary>The next frame is a whole one, and the client draws every cell of it: its terminal may show something else than was drawn.</summary>
    public void Redraw()
    {
        _encoder.Reset();
        _client.Outgoing.Add(new EventMessage { Event = EventKind.Redraw });
        Invalidate();
    }

    /// <summary>The connection broke.</summary>
    public void Lost()
    {
        if (!_isOver)
        {
            _host.Remove(this, DetachReason.HangUp);
        }
    }

    /// <summary>The display is over, by whatever end; nothing is drawn any more.</summary>
    public void End()
    {
        _isOver = true;
        _follower.End();
        _scheduler.Stop();
        _acknowledgeTimer.Stop();
    }

    /// <summary>Sends the pictures that the frame is the first to show; those that are too much for one turn come with the next frame.</summary>
    private bool SendPictures()
    {
        DisplayPictures pictures = Display.Composition.Pictures;
        bool hasTold = false;
        while (pictures.TryTakeNews(out int id, out Picture? picture))
        {
            PictureMessage.AddAll(id, picture, _client.Outgoing);
            hasTold = true;
        }

        if (pictures.HasDeferred)
        {
            Invalidate();
        }

        return hasTold;
    }

    private void SendAcknowledgement()
    {
        AddAcknowledgement();
        _client.Flush();
    }

    private void AddAcknowledgement()
    {
        _acknowledgeTimer.Stop();
        if (_safe > _acknowledged && !_isOver)
        {
            _acknowledged = _safe;
            _client.Outgoing.Add(new InputAckMessage(_safe));
        }
    }

    private bool IsSynchronized()
    {
        IReadOnlyList<Region> regions = Display.Regions.All;
        for (int index = 0; index < regions.Count; index++)
        {
            if (regions[index].Window?.Terminal is TerminalEmulator { SynchronizedOutput: true })
            {
                return true;
            }
        }

        return false;
    }
}
