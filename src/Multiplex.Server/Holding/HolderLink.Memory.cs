using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server.Holding;

/// <summary>What a holder sends along: memory to be mapped, for which there may be no room at present. Its words wait until there is.</summary>
internal sealed partial class HolderLink
{
    /// <summary>What there was no memory or no descriptor for is tried again after this time.</summary>
    private static readonly TimeSpan _retryTime = TimeSpan.FromMilliseconds(100);

    private FileDescriptor?[]? _taken;
    private LoopTimer? _retry;
    private bool _isWelcomed;

    /// <summary>The session's checkpoints; null before WELCOME.</summary>
    public CheckpointStore? State { get; private set; }

    private void Welcome(in HolderMessage message)
    {
        WelcomeMessage welcome = message.Read<WelcomeMessage>();
        if (_isWelcomed)
        {
            HandOver();
            return;
        }

        try
        {
            TakeSession(message);
        }
        catch (PosixException shortage) when (Errno.IsShortage(shortage.Error))
        {
            HandleAgain();
            return;
        }

        Epoch = welcome.Epoch;
        _isWelcomed = true;
        ReadOnlySpan<byte> rest = message.After<WelcomeMessage>();
        string name = System.Text.Encoding.UTF8.GetString(rest[..(int)Math.Min(welcome.NameLength, (uint)rest.Length)]);
        _events.Welcomed(welcome, name);
    }

    private void TakeSession(in HolderMessage message)
    {
        for (int index = 0; index < _sessionDescriptors.Length; index++)
        {
            _sessionDescriptors[index] ??= message.TakeDescriptor(index) ?? throw new PosixException(Errno.Protocol, "take a session over");
        }

        Page ??= new SessionPage(_sessionDescriptors[(int)SessionDescriptor.Control]!);
        _toDaemon ??= new EventFd(PosixFile.Duplicate(_sessionDescriptors[(int)SessionDescriptor.ToDaemon]!.Value));
        _toHolder ??= new EventFd(PosixFile.Duplicate(_sessionDescriptors[(int)SessionDescriptor.ToHolder]!.Value));
        _wakeUps ??= _loop.Watch(_toDaemon.Descriptor, PollEvents.Read | PollEvents.Edge, new WakeUp());
        State ??= new CheckpointStore(_sessionDescriptors[(int)SessionDescriptor.State]!);
    }

    /// <summary>There is no memory or no descriptor at present: the holder's next words wait, since their order counts.</summary>
    private void Postpone(Action again)
    {
        _watch.Change(PollEvents.None);
        _retry?.Stop();
        _retry = _loop.Timers.Start(_retryTime, () =>
        {
            if (!_isClosed && !_isBroken)
            {
                _watch.Change(_waiting.Count > 0 ? PollEvents.Read | PollEvents.Write : PollEvents.Read);
                again();
            }
        });
    }

    private void HandleAgain() => Postpone(() =>
    {
        TryHandle(_connection.Repeat());
        Ready(PollEvents.Read);
    });

    private void DropTaken()
    {
        foreach (FileDescriptor? descriptor in _taken ?? [])
        {
            descriptor?.Dispose();
        }

        _taken = null;
    }

    /// <summary>Maps a window's memory; null when there is none for it at present, and the message is handled again in a while.</summary>
    private WindowMemory? TryTakeMemory(in HolderMessage message)
    {
        if (_taken is null)
        {
            _taken = new FileDescriptor?[(int)WindowDescriptor.ProcessDescriptor + 1];
            for (int index = 0; index < _taken.Length; index++)
            {
                _taken[index] = message.TakeDescriptor(index);
            }
        }

        try
        {
            WindowMemory memory = new(_taken);
            _taken = null;
            return memory;
        }
        catch (PosixException shortage) when (Errno.IsShortage(shortage.Error))
        {
            HandleAgain();
            return null;
        }
    }
}
