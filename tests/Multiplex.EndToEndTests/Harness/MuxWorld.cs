using System.Diagnostics;
using System.Text;
using Multiplex.Terminal;

namespace Multiplex.EndToEndTests.Harness;

/// <summary>What a call of mux without a terminal gave.</summary>
internal readonly record struct Outcome(int ExitCode, string Output, string Error);

/// <summary>
/// The surroundings of one test: its own socket directory, home and environment. Disposing it ends every process that carries the
/// directory's name, whatever became of the test, and fails when one stays.
/// </summary>
internal sealed class MuxWorld : IDisposable
{
    private readonly List<OuterTerminal> _terminals = [];
    private readonly int _testProcess = Environment.ProcessId;

    public MuxWorld()
    {
        // Short, since a socket's path has to fit in a little over a hundred bytes.
        Root = Directory.CreateTempSubdirectory("mx").FullName;
        SocketDirectory = Path.Combine(Root, "s");
        Home = Path.Combine(Root, "h");
        Directory.CreateDirectory(SocketDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Home);
        File.WriteAllText(Path.Combine(Home, ".muxrc"), "startup_message off\nmsgwait 1\n");
        Variables = new Dictionary<string, string>
        {
            ["MUXDIR"] = SocketDirectory,
            ["MUX_TEST_ROOT"] = Root,
            ["HOME"] = Home,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["TERM"] = "xterm-256color",
            ["LANG"] = "C.UTF-8",
            ["SHELL"] = "/bin/sh",
            ["PS1"] = "$ ",
            ["TZ"] = "UTC",
            ["PROGRAM"] = MuxBinary.Path,
            // What a distribution thinks good is not what is tested.
            ["SYSSCREENRC"] = "/dev/null",
        };
    }

    public string Root { get; }

    public string SocketDirectory { get; }

    public string Home { get; }

    /// <summary>The whole environment of what is started here.</summary>
    public Dictionary<string, string> Variables { get; }

    /// <summary>The working directory of what is started here.</summary>
    public string WorkingDirectory { get; set; } = "/";

    /// <summary>True when a program is on the path.</summary>
    public static bool HasProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(directory => File.Exists(Path.Combine(directory, name)));

    /// <summary>A file's path in this world.</summary>
    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Writes the configuration that new sessions read.</summary>
    public void WriteRc(string text) => File.WriteAllText(Path.Combine(Home, ".muxrc"), "startup_message off\nmsgwait 1\n" + text);

    /// <summary>Starts mux on a terminal of its own.</summary>
    public OuterTerminal Attach(params string[] arguments) => Open(80, 24, MuxBinary.Path, arguments);

    /// <summary>Which answers the terminals opened from now on give to questions; all when null.</summary>
    public Func<string, bool>? TerminalAnswers { get; set; }

    /// <summary>What the terminals opened from now on can do beside the usual.</summary>
    public Action<TerminalOptions>? TerminalChoices { get; set; }

    /// <summary>Starts any program on a terminal of its own.</summary>
    public OuterTerminal Open(int columns, int rows, string program, params string[] arguments)
    {
        OuterTerminal terminal = new(StartInfo(program, arguments), columns, rows, TerminalAnswers, TerminalChoices);
        _terminals.Add(terminal);
        return terminal;
    }

    /// <summary>Runs mux without a terminal to its end.</summary>
    public Outcome Run(params string[] arguments) => RunProgram(MuxBinary.Path, arguments);

    /// <summary>Runs a shell command without a terminal to its end; $PROGRAM is mux.</summary>
    public Outcome Shell(string command) => RunProgram("/bin/sh", "-c", command);

    /// <summary>Runs any program without a terminal to its end.</summary>
    public Outcome RunProgram(string program, params string[] arguments)
    {
        using Process process = StartProgram(program, arguments);
        return Finish(process);
    }

    /// <summary>Starts a program without a terminal.</summary>
    public Process StartProgram(string program, params string[] arguments)
    {
        ProcessStartInfo start = StartInfo(program, arguments);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for the end of what <see cref="StartProgram"/> started.</summary>
    public static Outcome Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!Task.WaitAll([output, error], Waiting.Cap) || !process.WaitForExit(Waiting.Cap))
        {
            string seen = output.IsCompleted ? output.Result : "(still open)";
            process.Kill();
            Assert.Fail($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} did not end; its output: {seen}");
        }

        return new Outcome(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>The sockets of this world's sessions, as PID.NAME.</summary>
    public IReadOnlyList<string> Sessions() =>
        [.. Directory.GetFileSystemEntries(SocketDirectory).Select(path => Path.GetFileName(path)!).Where(name => char.IsAsciiDigit(name[0]))];

    /// <summary>The daemons of this world.</summary>
    public IReadOnlyList<int> Daemons() => [.. ProcessList.With(Root).Where(process => process.Arguments is [_, "--daemon", ..]).Select(process => process.Pid)];

    /// <summary>Waits until something outside of a terminal holds.</summary>
    public static void WaitUntil(Func<bool> condition, string what) => Waiting.Poll(condition, () => what);

    /// <summary>Waits until a file has a text in it, and returns all that it has.</summary>
    public string WaitForFile(string name, string text)
    {
        string path = PathOf(name);
        string held = string.Empty;
        Waiting.Poll(
            () => (held = File.Exists(path) ? File.ReadAllText(path) : string.Empty).Contains(text, StringComparison.Ordinal),
            () => $"{name} to hold {text}; it holds {held}");
        return held;
    }

    public void Dispose()
    {
        foreach (OuterTerminal terminal in _terminals)
        {
            terminal.Dispose();
        }

        // Whoever starts others (a holder its daemon, a shell its program) may do so once more while it is being killed.
        Waiting.Poll(
            () =>
            {
                IReadOnlyList<RunningProcess> left = [.. ProcessList.With(Root).Where(process => process.Pid != _testProcess)];
                foreach (RunningProcess process in left)
                {
                    ProcessList.Kill(process.Pid);
                }

                return left.Count == 0;
            },
            () => $"processes to end: {string.Join(", ", ProcessList.With(Root))}");
        Directory.Delete(Root, recursive: true);
    }

    private ProcessStartInfo StartInfo(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = WorkingDirectory };
        start.Environment.Clear();
        foreach ((string name, string value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
