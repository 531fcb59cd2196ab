using System.Text;
using Multiplex.Platform;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>A program without a window (backtick, printcmd): its output comes through a pipe.</summary>
internal sealed class ProgramRunner : IPollTarget, IDisposable
{
    private const int BufferSize = 4096;
    private readonly FileDescriptor _output;
    private readonly Action<ReadOnlyMemory<byte>> _callback;
    private readonly Watch _watch;
    private readonly LoopTimer _reaper;
    private readonly int _processId;
    private byte[]? _buffer;
    private bool _isOver;

    private ProgramRunner(EventLoop loop, int processId, FileDescriptor output, Action<ReadOnlyMemory<byte>> callback)
    {
        _processId = processId;
        _output = output;
        _callback = callback;
        _watch = loop.Watch(output.Value, PollEvents.Read, this);
        _reaper = loop.Timers.Create(Reap);
    }

    /// <inheritdoc/>
    public bool IsUrgent => false;

    /// <summary>Starts a program with a session's environment. One that cannot be started ends at once without output.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="session">The session.</param>
    /// <param name="arguments">Program and arguments.</param>
    /// <param name="output">Receives each piece of output, then an empty piece at its end.</param>
    /// <returns>Disposing hangs the program up.</returns>
    public static IDisposable Start(EventLoop loop, Session session, IReadOnlyList<string> arguments, Action<ReadOnlyMemory<byte>> output)
    {
        byte[] environment = session.Context.Environment;
        try
        {
            using PipePair pipe = new();
            int processId = ProcessStarter.Start(new ProcessStart(Find(arguments[0], environment), arguments)
            {
                Environment = Encoding.UTF8.GetString(environment).Split('\0', StringSplitOptions.RemoveEmptyEntries),
                Directory = Encoding.UTF8.GetString(session.Context.WorkingDirectory),
                Output = pipe.Writer,
            });
            return new ProgramRunner(loop, processId, new FileDescriptor(pipe.Reader.Release()), output);
        }
        catch (PosixException)
        {
            return loop.Timers.Start(TimeSpan.Zero, () => output(ReadOnlyMemory<byte>.Empty));
        }
    }

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        _buffer ??= new byte[BufferSize];
        IoResult result = PosixFile.Read(_output, _buffer);
        if (result.IsWouldBlock)
        {
            return;
        }

        if (result.Bytes > 0)
        {
            _callback(_buffer.AsMemory(0, result.Bytes));
            return;
        }

        Close();
        _callback(ReadOnlyMemory<byte>.Empty);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isOver)
        {
            ProcessStarter.TrySignal(_processId, SignalKind.HangUp);
            Close();
        }
    }

    /// <summary>Finds a program as a shell would.</summary>
    /// <param name="program">A path, or a name to look for in PATH.</param>
    /// <param name="environment">Whose PATH.</param>
    /// <returns>A path, or the name itself when there is no such program.</returns>
    public static string Find(string program, byte[] environment)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return program;
        }

        string path = WindowEnvironment.FindText(environment, "PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        foreach (string directory in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string candidate = Path.Combine(directory, program);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return program;
    }

    private void Close()
    {
        if (!_isOver)
        {
            _isOver = true;
            _watch.Dispose();
            _output.Dispose();
            Reap();
        }
    }

    private void Reap()
    {
        // A program may close its output some time before it ends; looked for again until it has.
        if (!ProcessStarter.TryReap(_processId, out _))
        {
            _reaper.Set(TimeSpan.FromSeconds(1));
        }
    }
}
