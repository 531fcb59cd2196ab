using System.Text;
using Multiplex.Platform;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>A page on its way to the command that prints (<c>printcmd</c>), written as fast as the command reads.</summary>
internal sealed class PrintJob : IPollTarget
{
    private readonly FileDescriptor _input;
    private readonly Watch _watch;
    private readonly byte[] _page;
    private int _written;

    private PrintJob(EventLoop loop, FileDescriptor input, byte[] page)
    {
        _input = input;
        _page = page;
        _watch = loop.Watch(input.Value, PollEvents.Write, this);
    }

    /// <inheritdoc/>
    public bool IsUrgent => false;

    /// <summary>Has /bin/sh run a command with a session's environment, as screen does. What cannot be started prints nothing.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="session">The session.</param>
    /// <param name="command">The command.</param>
    /// <param name="page">What it reads; owned from now on.</param>
    public static void Start(EventLoop loop, Session session, string command, byte[] page)
    {
        try
        {
            using PipePair pipe = new();

            // Only this end must not wait: the command is not written for an input that is not there yet.
            PosixFile.SetNonBlocking(pipe.Reader.Value, isNonBlocking: false);
            int processId = ProcessStarter.Start(new ProcessStart("/bin/sh", ["sh", "-c", command])
            {
                Environment = Encoding.UTF8.GetString(session.Context.Environment).Split('\0', StringSplitOptions.RemoveEmptyEntries),
                Directory = Encoding.UTF8.GetString(session.Context.WorkingDirectory),
                Input = pipe.Reader,
            });
            new ChildReaper(loop).Add(processId);
            _ = new PrintJob(loop, new FileDescriptor(pipe.Writer.Release()), page);
        }
        catch (PosixException)
        {
        }
    }

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        IoResult result = PosixFile.Write(_input, _page.AsSpan(_written));
        _written += result.Bytes;
        if (_written >= _page.Length || result is { IsSuccess: false, IsWouldBlock: false })
        {
            _watch.Dispose();
            _input.Dispose();
        }
    }
}
