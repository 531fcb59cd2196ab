using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>Takes the ends of the holders that this daemon has started: each is watched by its pidfd, so that none stays a zombie.</summary>
/// <param name="loop">The loop.</param>
internal sealed class ChildReaper(EventLoop loop)
{
    /// <summary>Watches a child.</summary>
    /// <param name="processId">Its pid.</param>
    public void Add(int processId)
    {
        if (ProcessStarter.TryOpenProcess(processId) is { } descriptor)
        {
            _ = new Child(loop, processId, descriptor);
        }
        else
        {
            ProcessStarter.TryReap(processId, out _);
        }
    }

    private sealed class Child : IPollTarget
    {
        private readonly int _processId;
        private readonly FileDescriptor _descriptor;
        private readonly Watch _watch;

        public Child(EventLoop loop, int processId, FileDescriptor descriptor)
        {
            _processId = processId;
            _descriptor = descriptor;
            _watch = loop.Watch(descriptor.Value, PollEvents.Read, this);
        }

        public bool IsUrgent => false;

        public void Ready(PollEvents events)
        {
            ProcessStarter.TryReap(_processId, out _);
            _watch.Dispose();
            _descriptor.Dispose();
        }
    }
}
