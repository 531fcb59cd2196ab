using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Protocol.Frames;
using Multiplex.Protocol.Messages;

namespace Multiplex.Client;

/// <content>
/// A daemon that went away comes back: its holders start it again. The screen stays as it is meanwhile, keys are kept and sent when
/// it is there.
/// </content>
public sealed partial class AttachClient
{
    /// <summary>How long a daemon is waited for.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>After this long without a daemon the client starts one itself.</summary>
    private static readonly TimeSpan s_ownStart = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two tries; the directory is watched as well, so a new daemon is noticed at once.</summary>
    private const int LongestPause = 500;

    private const int ShortestPause = 5;

    private long _lost;
    private int _pause;
    private bool _hasAnswered;

    private void Reconnect()
    {
        if (_options.Directory.IsGuest && _session.Length == 0)
        {
            // Another user's daemon closes the connection of whom it does not let in.
            _textAfterwards.Append("Access to session denied.\n");
            _end = new EndMessage { ExitCode = 1 };
            return;
        }

        // A daemon that died before it showed a session: attaching may be asked for again, making a session only when it was not heard.
        if (_session.Length == 0 && _options.Attach is null && _hasAnswered)
        {
            BareOutput.WriteError(NoMaster);
            _end = new EndMessage { ExitCode = 1 };
            return;
        }

        _poller.Remove(_connection.Descriptor);
        _connection.Dispose();
        if (_isAttached || _lost == 0)
        {
            // A daemon that dies again before it has attached us takes from the same patience.
            _isAttached = false;
            _lost = _options.Time.GetTimestamp();
            _pause = 0;
        }

        UnixSocket? socket = FindDaemon();
        if (socket is null)
        {
            if (_end is null)
            {
                _textAfterwards.Append(NoMaster);
                _end = new EndMessage { ExitCode = 1 };
            }

            return;
        }

        Resume(socket);
    }

    private void Resume(UnixSocket socket)
    {
        _connection = new DaemonConnection(socket);
        _poller.Add(_connection.Descriptor, PollEvents.Read, DaemonToken);
        _daemonInterest = PollEvents.Read;
        _decoder = new FrameDecoder();
        _pictures.Clear();
        _terminal.Session.Writer.ForgetPictures();
        _received = 0;
        _drawn = 0;
        _acknowledged = 0;
        _hasAnswered = false;
        if (_session.Length == 0)
        {
            AddRequest();
            _connection.Flush();
            return;
        }

        _connection.Outgoing.Add(CreateHello(isReconnect: true), MessageFlags.HasDescriptor);
        _connection.AttachDescriptor(_terminal.Raw.Descriptor);
        _connection.Outgoing.Add(ClientIdentity.CaptureContext());
        _connection.Outgoing.Add(new AttachMessage
        {
            Flags = AttachFlags.Resume | AttachFlags.Multi,
            Target = _session,
            ResumeDisplay = _display,
            Escape = _options.Attach?.Escape ?? _options.Create?.Escape,
        });
        if (_replies.IsComplete)
        {
            _connection.Outgoing.Add(CreateInfo());
        }

        _connection.Flush();
    }

    /// <summary>Waits for a daemon while keys and signals are still taken.</summary>
    /// <returns>The connection, or null when the patience, or the terminal, is at its end.</returns>
    private UnixSocket? FindDaemon()
    {
        const ulong WatchToken = 4;
        using DirectoryWatch watch = new();
        if (!_options.Directory.IsGuest)
        {
            watch.Add(_options.Directory.Path);
        }

        _poller.Add(watch.Descriptor, PollEvents.Read, WatchToken);
        try
        {
            return FindDaemon(watch, WatchToken);
        }
        finally
        {
            _poller.Remove(watch.Descriptor);
        }
    }

    private UnixSocket? FindDaemon(DirectoryWatch watch, ulong watchToken)
    {
        Span<ReadyEvent> ready = stackalloc ReadyEvent[4];
        while (_end is null && _options.Time.GetElapsedTime(_lost) < s_patience)
        {
            UpdateTerminalInterest();
            int count = _poller.Wait(ready, _pause);
            _pause = Math.Clamp(_pause * 2, ShortestPause, LongestPause);
            for (int i = 0; i < count; i++)
            {
                if (ready[i].Token == watchToken)
                {
                    watch.Clear();
                    _pause = ShortestPause;
                }
                else if (ready[i].Token != DaemonToken)
                {
                    Handle(ready[i]);
                }
            }

            // A daemon that had no session is started anew by nobody else.
            bool mayStart = _session.Length == 0 || _options.Time.GetElapsedTime(_lost) >= s_ownStart;
            if (_end is null && TryFindDaemon(mayStart) is { } socket)
            {
                return socket;
            }
        }

        return null;
    }

    private UnixSocket? TryFindDaemon(bool mayStart)
    {
        try
        {
            return mayStart
                ? DaemonStarter.ConnectOrStart(_options.Directory, _options.Time)
                : DaemonStarter.TryConnect(_options.Directory);
        }
        catch (PosixException)
        {
            // Whatever is in the way may be gone at the next try.
            return null;
        }
    }
}
