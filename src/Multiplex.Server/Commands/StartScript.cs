using Multiplex.Server.Model;

namespace Multiplex.Server.Commands;

/// <summary>
/// The rc files of a session that starts, line by line: <c>sleep</c> lets the windows made so far go on before the next line is run, and nothing else waits.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="finished">Called once, when the last line is done.</param>
internal sealed class StartScript(Session session, Action finished)
{
    /// <summary>Longest pause: somebody waits in front of an empty terminal.</summary>
    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(1);

    private readonly Stack<File> _files = new();
    private TimeSpan _pause;
    private bool _isRunning;

    /// <summary>True when a file that is named now belongs to the script: by a line of the script itself, or before its first.</summary>
    /// <param name="context">The command that names it.</param>
    public bool Takes(CommandContext context) =>
        !_isRunning || (context.Source.Kind == SourceKind.RcFile && _files.TryPeek(out File? file) && file.Context.Depth == context.Depth);

    /// <summary>Adds a file, whose lines come before what is left of the others. Before the script runs, files come in the order in which they are added.</summary>
    /// <param name="context">The file's context.</param>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">What is in it.</param>
    public void Push(CommandContext context, string name, byte[] bytes)
    {
        File file = new(context, name, bytes);
        if (_isRunning || _files.Count == 0)
        {
            _files.Push(file);
            return;
        }

        File[] before = [.. _files];
        _files.Clear();
        _files.Push(file);
        foreach (File each in before.Reverse())
        {
            _files.Push(each);
        }
    }

    /// <summary>Lets time go by after the present line.</summary>
    /// <param name="time">How much.</param>
    public void Sleep(TimeSpan time) => _pause = time < _longestPause ? time : _longestPause;

    /// <summary>Runs lines up to the end, or up to a pause.</summary>
    public void Run()
    {
        _isRunning = true;
        while (_files.TryPeek(out File? file) && !session.IsTerminating)
        {
            if (!file.TryRunLine())
            {
                _files.Pop();
            }

            if (_pause > TimeSpan.Zero)
            {
                session.Host.StartTimer(_pause, Run);
                _pause = TimeSpan.Zero;
                return;
            }
        }

        session.Script = null;
        finished();
    }

    private sealed class File(CommandContext context, string name, byte[] bytes)
    {
        private int _at;
        private int _line;

        public CommandContext Context => context;

        public bool TryRunLine()
        {
            if (_at > bytes.Length)
            {
                return false;
            }

            int end = bytes.AsSpan(_at).IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? bytes.AsSpan(_at) : bytes.AsSpan(_at, end);
            _at += line.Length + 1;
            RcFile.RunLine(context, name, ++_line, line);
            return true;
        }
    }
}
