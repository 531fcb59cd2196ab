using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Rendering;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Client;

/// <summary>
/// The user's terminal while a session is shown on it: raw mode and alternate screen as one disposable, which gives both back on
/// every way out.
/// Writing never waits: what the terminal does not take stays in <see cref="HasPending"/> until it is writable.
/// </summary>
internal sealed class ClientTerminal : IDisposable
{
    /// <summary>How long giving the terminal back may wait for a slow terminal.</summary>
    private static readonly TimeSpan s_leave = TimeSpan.FromSeconds(3);

    private readonly RawTerminal _raw;
    private readonly TimeProvider _time;
    private readonly MessageBuffer _output = new();
    private TerminalTweaks _tweaks = TerminalTweaks.None;

    /// <summary>A terminal that is not taken over yet.</summary>
    /// <param name="raw">The terminal; it is disposed with this.</param>
    /// <param name="profile">What it can do.</param>
    /// <param name="time">The time.</param>
    public ClientTerminal(RawTerminal raw, TerminalProfile profile, TimeProvider time)
    {
        _raw = raw;
        _time = time;
        Found = profile;
        Session = new TerminalSession(profile);
        Events = new EventWriter(profile, Session.Found);
    }

    /// <summary>What the terminal can do by itself, without what the user says of it.</summary>
    public TerminalProfile Found { get; private set; }

    /// <summary>Draws and remembers modes.</summary>
    public TerminalSession Session { get; }

    /// <summary>Writes what is not part of a frame.</summary>
    public EventWriter Events { get; }

    /// <summary>The terminal's descriptor and modes.</summary>
    public RawTerminal Raw => _raw;

    /// <summary>Where bytes for the terminal are collected.</summary>
    public MessageBuffer Output => _output;

    /// <summary>True while the terminal is ours.</summary>
    public bool IsEntered { get; private set; }

    /// <summary>True while the terminal has not taken all bytes.</summary>
    public bool HasPending => !_output.IsEmpty;

    /// <summary>True when the terminal is gone: it hung up.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Takes the terminal over.</summary>
    public void Enter()
    {
        if (!IsEntered)
        {
            IsEntered = true;
            _raw.EnterRaw();
            Session.Enter(_output);
        }
    }

    /// <summary>After SIGCONT: somebody may have changed the modes and written to the screen.</summary>
    public void Reassert()
    {
        if (IsEntered)
        {
            _raw.EnterRaw();
            Session.Writer.InvalidateAll();
        }
    }

    /// <summary>Gives the terminal back: first the screen, then the modes.</summary>
    public void Leave()
    {
        if (!IsEntered)
        {
            return;
        }

        IsEntered = false;
        if (HasPending)
        {
            // A drawing is cut short somewhere: what follows begins with a cancel, and undoes all there could be.
            _output.Clear();
            TerminalProfile profile = Session.Profile;
            byte[] emergency = TerminalSession.EmergencyBytes(profile, Session.Found);
            emergency.CopyTo(_output.GetSpan(emergency.Length));
            _output.Advance(emergency.Length);
            Session.Writer.InvalidateAll();
        }
        else
        {
            Events.Leave(_output);
            Session.Leave(_output);
        }

        FlushWithin(s_leave);
        _raw.Restore();
    }

    /// <summary>Takes over what the terminal answered.</summary>
    /// <param name="profile">What it can do.</param>
    public void Improve(TerminalProfile profile)
    {
        Found = profile;
        UseProfile();
    }

    /// <summary>Takes over what the user says of the terminal.</summary>
    /// <param name="tweaks">What.</param>
    public void Tweak(TerminalTweaks tweaks)
    {
        _tweaks = tweaks;
        UseProfile();
    }

    /// <summary>Draws a frame into <see cref="Output"/>.</summary>
    /// <param name="frame">The frame.</param>
    public void Draw(Frame frame) => Session.Writer.Draw(frame, _output);

    /// <summary>Writes what goes without waiting.</summary>
    public void Flush()
    {
        while (HasPending && !IsGone)
        {
            IoResult result = _raw.Write(_output.Pending);
            if (result.IsWouldBlock)
            {
                return;
            }

            if (!result.IsSuccess)
            {
                IsGone = true;
                return;
            }

            _output.Consume(result.Bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Leave();
        _raw.Dispose();
    }

    private void UseProfile()
    {
        TerminalProfile profile = _tweaks.Apply(Found);
        Session.Writer.Improve(profile);
        Events.Profile = profile;
    }

    private void FlushWithin(TimeSpan limit)
    {
        Flush();
        if (!HasPending || IsGone)
        {
            return;
        }

        using Poller poller = new();
        poller.Add(_raw.Descriptor, PollEvents.Write, 0);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        long begin = _time.GetTimestamp();
        while (HasPending && !IsGone && _time.GetElapsedTime(begin) < limit)
        {
            poller.Wait(ready, (int)Math.Max(1, (limit - _time.GetElapsedTime(begin)).TotalMilliseconds));
            Flush();
        }
    }
}
