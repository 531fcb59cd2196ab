using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>Takes the ends of the processes that this daemon has started: each is watched by its pidfd, so that none stays a zombie.</summary>
/// <param name="loop">The loop.</param>
internal sealed class ChildReaper(EventLoop loop)
{
    /// <summary>The status of a child whose own is not known.</summary>
    private const int Unknown = -1;

    /// <summary>Watches a child.</summary>
    /// <param name="processId">Its pid.</param>
    /// <param name="ended">Told its status, as wait(2) gives it, in a later turn; a negative one when it is not known.</param>
    public void Add(int processId, Action<int>? ended = null)
    {
        if (ProcessStarter.TryOpenProcess(processId) is { } descriptor)
        {
            _ = new Child(loop, processId, descriptor, ended);
        }
        else
        {
            int known = ProcessStarter.TryReap(processId, out int status) ? status : Unknown;
            loop.Post(() => ended?.Invoke(known));
        }
    }

    private sealed class Child : IPollTarget
    {
        private readonly int _processId;
        private readonly FileDescriptor _descriptor;
        private readonly Action<int>? _ended;
        private readonly Watch _watch;

        public Child(EventLoop loop, int processId, FileDescriptor descriptor, Action<int>? ended)
        {
            _processId = processId;
            _descriptor = descriptor;
            _ended = ended;
            _watch = loop.Watch(descriptor.Value, PollEvents.Read, this);
        }

        public bool IsUrgent => false;

        public void Ready(PollEvents events)
        {
            int known = ProcessStarter.TryReap(_processId, out int status) ? status : Unknown;
            _watch.Dispose();
            _descriptor.Dispose();
            _ended?.Invoke(known);
        }
    }
}
