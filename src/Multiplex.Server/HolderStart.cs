using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server;

/// <summary>A holder that is being started: it can be spoken to when its socket stands.</summary>
internal sealed class HolderStart : IPollTarget
{
    private readonly Daemon _daemon;
    private readonly StartingHolder _holder;
    private readonly Watch _watch;
    private readonly Action<string> _started;
    private readonly Action<string> _failed;

    /// <summary>Waits for a holder.</summary>
    /// <param name="daemon">The daemon, which reaps the holder one day.</param>
    /// <param name="holder">Owned from now on.</param>
    /// <param name="started">Called with the name of its socket.</param>
    /// <param name="failed">Called with one line when it does not come to be.</param>
    public HolderStart(Daemon daemon, StartingHolder holder, Action<string> started, Action<string> failed)
    {
        _daemon = daemon;
        _holder = holder;
        _started = started;
        _failed = failed;
        _watch = daemon.Loop.Watch(holder.Ready.Value, PollEvents.Read, this);
        daemon.Reaper.Add(holder.ProcessId);
        daemon.HolderStarts(holder.SessionProcessId);
    }

    /// <inheritdoc/>
    public bool IsUrgent => true;

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        try
        {
            if (!_holder.IsReady())
            {
                return;
            }
        }
        catch (PosixException exception)
        {
            End();
            Fail(exception.Message);
            return;
        }

        End();
        _started(_holder.FileName);
    }

    private void Fail(string reason)
    {
        if (_holder.StartPlain is not { } startPlain)
        {
            _failed(reason);
            return;
        }

        try
        {
            _ = new HolderStart(_daemon, startPlain(), _started, _failed);
        }
        catch (PosixException exception)
        {
            _failed(exception.Message);
        }
    }

    private void End()
    {
        _watch.Dispose();
        _holder.Dispose();
        _daemon.HolderStarted(_holder.SessionProcessId);
    }
}
