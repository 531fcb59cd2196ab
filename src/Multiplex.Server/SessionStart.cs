using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server;

/// <summary>A holder that is being started: when its socket stands it is spoken to, and the session exists when it has answered.</summary>
internal sealed class SessionStart : IPollTarget
{
    private readonly Daemon _daemon;
    private readonly StartingHolder _holder;
    private readonly Watch _watch;
    private readonly Action<SessionHost> _started;
    private readonly Action<string> _failed;

    /// <summary>Starts a holder.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="name">The session's name.</param>
    /// <param name="started">Called when the session exists.</param>
    /// <param name="failed">Called with one line when it does not come to be.</param>
    /// <exception cref="PosixException">The holder cannot be started.</exception>
    public SessionStart(Daemon daemon, string name, Action<SessionHost> started, Action<string> failed)
    {
        _daemon = daemon;
        _started = started;
        _failed = failed;
        _holder = HolderLauncher.Start(daemon.Directory, name, daemon.BinaryPath);
        _watch = daemon.Loop.Watch(_holder.Ready.Value, PollEvents.Read, this);
        daemon.Reaper.Add(_holder.ProcessId);
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

            End();
            if (_daemon.Connect(_holder.FileName, _started) is null)
            {
                _failed($"Cannot start a session: {_holder.FileName} does not answer");
            }
        }
        catch (PosixException exception)
        {
            End();
            _failed($"Cannot start a session: {exception.Message}");
        }
    }

    private void End()
    {
        _watch.Dispose();
        _holder.Dispose();
    }
}
