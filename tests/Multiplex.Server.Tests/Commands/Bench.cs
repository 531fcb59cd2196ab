using System.Text;
using Multiplex.Server.Commands;
using Multiplex.Server.Model;
using Multiplex.Server.Tests.KeyLayer;

namespace Multiplex.Server.Tests.Commands;

/// <summary>A session with a display on which commands are tried.</summary>
internal sealed class Bench
{
    public Bench(bool attached = true, string? home = null)
    {
        home ??= Directory.FullName;
        Session = new Session(Host, 4711, "main")
        {
            Owner = "root",
            Context = new ClientContext
            {
                Environment = Encoding.UTF8.GetBytes($"HOME={home}\0SHELL=/bin/sh\0TERM=xterm-256color\0SYSSCREENRC=/dev/null\0"),
                WorkingDirectory = Encoding.UTF8.GetBytes(Directory.FullName),
            },
        };
        if (attached)
        {
            Display = AddDisplay("root");
            Run("screen -t sh");
        }
    }

    public DirectoryInfo Directory { get; } = System.IO.Directory.CreateTempSubdirectory("mux-test-");

    public FakeHost Host { get; } = new();

    public Session Session { get; }

    public Display? Display { get; }

    /// <summary>The last message of the display, or of the session when there is none.</summary>
    public string Said => Display?.MessageLine.Last ?? Session.LastMessage;

    public Window Front => Display?.Fore ?? Session.Fore ?? throw new InvalidOperationException("There is no window.");

    public Display AddDisplay(string user)
    {
        var display = new Display(Session, 80, 24) { User = new User(user), Context = Session.Context, TerminalType = "xterm", TerminalName = "/dev/pts/9" };
        Session.Displays.Add(display);
        SessionRequests.Attached(display, null);
        return display;
    }

    /// <summary>Runs a line as if it was typed at the colon prompt, after former messages are gone.</summary>
    public string Run(string line)
    {
        Host.Advance(TimeSpan.FromMinutes(1));
        Session.LastMessage = string.Empty;
        if (Display is { } display)
        {
            display.MessageLine.Clear();
            CommandRunner.RunPrompt(display, line);
        }
        else
        {
            CommandRunner.RunLine(new CommandContext(Session, null, Session.Fore, new CommandSource(SourceKind.Prompt)), line);
        }

        return Session.LastMessage;
    }

    public void RunKey(string line)
    {
        Host.Advance(TimeSpan.FromMinutes(1));
        Session.LastMessage = string.Empty;
        CommandLine.Parse(line, static _ => null, out List<string> words);
        CommandRunner.RunKey(Display!, CommandInvocation.Create(words, out _)!);
    }

    public void Print(Window window, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        window.Terminal!.Feed(bytes);
        window.LastOutput = Host.Time.GetTimestamp();
        SessionRequests.Printed(window, bytes);
    }

    public static string Typed(Window window) => ((FakeProcess)window.Process!).Typed;

    public string Windows() => SessionRequests.Query(Session, null, ["windows"]).Output;

    public string FileOf(string name) => Path.Combine(Directory.FullName, name);
}
