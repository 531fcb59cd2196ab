using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Commands;

/// <summary>What a request from outside (<c>-X</c>, <c>-Q</c>) answers.</summary>
/// <param name="ExitCode">screen's exit code.</param>
/// <param name="Output">For standard output, without an added newline.</param>
/// <param name="Error">For standard error.</param>
internal readonly record struct RequestResult(int ExitCode, string Output, string Error);

/// <summary>The commands' side of requests: what the daemon calls.</summary>
internal static class SessionRequests
{
    /// <summary>
    /// Reads the system's and the user's rc files for a new session, then makes its first window unless the rc file made some. With <c>sleep</c> in an rc
    /// file that takes a while.
    /// </summary>
    /// <param name="session">A session without windows.</param>
    /// <param name="rcFile">The file of <c>-c</c>, or null for the usual places.</param>
    /// <param name="first">What the command line asked for as the first window; its size is that of the terminal, of which it gets its region.</param>
    /// <param name="started">Receives the messages for the bare terminal, in order, when all is done.</param>
    public static void Start(Session session, string? rcFile, WindowRequest first, Action<IReadOnlyList<string>> started)
    {
        List<string> messages = [];

        // Commands that need a display (split, focus, layout …) work on one that nobody sees; the first client takes its regions over.
        (int columns, int rows) = first.Size ?? (80, 24);
        first.Size = null;
        ClientContext client = first.Context ?? session.Context;
        var rehearsal = new Display(session, Math.Max(columns, 1), Math.Max(rows, 1))
        {
            Context = client,
            TerminalType = CommandVariables.Lookup(client, "TERM") ?? "unknown",
        };
        var context = new CommandContext(session, rehearsal, null, new CommandSource(SourceKind.RcFile)) { Output = messages };
        session.Script = new StartScript(session, () =>
        {
            MakeFirstWindow(context, first);
            session.Rehearsal = rehearsal;
            session.Host.StateChanged(session);
            started(messages);
        });
        RcFile.ReadStartup(context, rcFile);
        session.Script.Run();
    }

    private static void MakeFirstWindow(CommandContext context, WindowRequest first)
    {
        if (context.Session.IsTerminating || (context.Session.Windows.Count > 0 && first.Arguments.Count == 0))
        {
            return;
        }

        if (WindowCreation.Create(context.Refreshed(), first, out string? error) is null)
        {
            context.Output?.Add(error ?? "No more windows.");
        }
    }

    /// <summary>
    /// Opens a window for <c>mux CMD</c> run inside a session: as <c>screen</c> does, at the display that shows the caller's window.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="callerWindow">$WINDOW of the caller, or -1.</param>
    /// <param name="arguments">The arguments of <c>screen</c>, options included.</param>
    /// <param name="request">Options of the command line that are not among the arguments.</param>
    public static RequestResult NewWindow(Session session, int callerWindow, IReadOnlyList<string> arguments, WindowRequest request)
    {
        Window? caller = session.Windows.Find(callerWindow);
        Display? display = session.Displays.Find(candidate => ReferenceEquals(candidate.Fore, caller)) ?? session.Displays.FirstOrDefault();
        List<string> output = [];
        var context = new CommandContext(session, display, caller ?? FrontOf(session, display), new CommandSource(SourceKind.Request))
        {
            Client = request.Context,
            Output = output,
        };
        request = WindowOptions.Join(request, new WindowRequest());
        if (arguments.Count > 0 && CommandInvocation.Create(["screen", .. arguments], out _) is { } invocation)
        {
            if (WindowOptions.Parse(context.For(invocation), out WindowRequest parsed) is { } failure)
            {
                return new RequestResult(1, string.Empty, $"-X: {failure.Error}");
            }

            request = WindowOptions.Join(request, parsed);
        }

        return WindowCreation.Create(context, request, out string? error) is null
            ? new RequestResult(1, string.Empty, error ?? "No more windows.")
            : new RequestResult(0, string.Empty, string.Empty);
    }

    /// <summary>Runs a command for <c>-X</c>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="preselect"><c>-p</c>, or null.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="context">Environment and directory of the asking client.</param>
    /// <param name="guest">Who asks when that is not the owner.</param>
    public static RequestResult Execute(
        Session session, string? preselect, IReadOnlyList<string> arguments, ClientContext context, User? guest = null)
    {
        if (!TryContext(session, preselect, SourceKind.Request, context, null, guest, out CommandContext scope))
        {
            return new RequestResult(1, string.Empty, "Could not find pre-select window.");
        }

        CommandResult result = Run(scope, arguments);
        return new RequestResult(result.Failed ? 1 : 0, string.Empty, result.Error ?? string.Empty);
    }

    /// <summary>Asks a command for <c>-Q</c>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="preselect"><c>-p</c>, or null.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="json"><c>--json</c>: windows, info and displays answer with JSON.</param>
    /// <param name="guest">Who asks when that is not the owner.</param>
    public static RequestResult Query(
        Session session, string? preselect, IReadOnlyList<string> arguments, bool json = false, User? guest = null)
    {
        List<string> output = [];
        if (!TryContext(session, preselect, SourceKind.Query, session.Context, output, guest, out CommandContext scope))
        {
            return new RequestResult(1, "Could not find pre-select window.", string.Empty);
        }

        string name = arguments.Count > 0 ? arguments[0] : string.Empty;
        if (json)
        {
            return QueryJson.Answer(scope, name) is { } answer
                ? new RequestResult(0, answer, string.Empty)
                : new RequestResult(1, $"{name} command has no JSON answer.", string.Empty);
        }

        if (CommandTable.Find(name) is { IsQueryable: false })
        {
            string refusal = $"{name} command cannot be queried.";
            scope.Message(refusal);
            return new RequestResult(1, refusal, string.Empty);
        }

        CommandResult result = Run(scope, arguments);

        // Unknown commands and wrong arguments are told on standard output, with success; so scripts have it from screen.
        bool isLacking = result.Error is { } error && error.EndsWith(" required", StringComparison.Ordinal) && !error.Contains("argument", StringComparison.Ordinal);
        return new RequestResult(isLacking ? 1 : 0, string.Concat(output), string.Empty);
    }

    /// <summary>A display has been attached: chooses its layout and window (<c>-p</c>), shows the start-up page or messages.</summary>
    /// <param name="display">The new display, already in <see cref="Session.Displays"/>.</param>
    /// <param name="preselect"><c>-p</c>, or null.</param>
    public static void Attached(Display display, string? preselect) => Attachment.Begin(display, preselect);

    /// <summary>The client of a display that a former daemon had is back: shows it again what it showed.</summary>
    /// <param name="display">The new display, already in <see cref="Session.Displays"/>; its client id is that of the former one.</param>
    public static void Resumed(Display display) => Attachment.Resume(display);

    /// <summary>A display is about to leave: saves its layout, forgets its timers.</summary>
    /// <param name="display">The display.</param>
    public static void Detached(Display display) => Attachment.End(display);

    /// <summary>A program has ended and all that it printed is parsed: zombie or end of the window, and what is shown instead.</summary>
    /// <param name="window">The window.</param>
    /// <param name="status">The wait status, or null when unknown.</param>
    public static void ProgramEnded(Window window, int? status) => ZombiePolicy.Ended(window, status);

    /// <summary>A window has printed: activity, silence, log time stamps, redraw of the displays that show it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">What it printed, already parsed; for the log.</param>
    public static void Printed(Window window, ReadOnlySpan<byte> bytes)
    {
        if (window.Filter is not { HidesOutput: true })
        {
            Shown(window, bytes);
        }
    }

    /// <summary>Something was drawn in a window, by its program or by a filter.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">What was drawn; for the log.</param>
    public static void Shown(Window window, ReadOnlySpan<byte> bytes)
    {
        Logging.Write(window, bytes);
        ShellTitle.Printed(window, bytes);
        ActivityMonitor.Printed(window);
        foreach (Display display in window.Session.Displays)
        {
            if (display.Shows(window))
            {
                window.Session.Host.Invalidate(display);
            }
        }
    }

    private static CommandResult Run(CommandContext scope, IReadOnlyList<string> arguments)
    {
        List<string> words = [];
        foreach (string argument in arguments)
        {
            if (CommandLine.Expand(argument, name => CommandVariables.Value(scope, name), out string word) is { } error)
            {
                Notices.Show(scope.Session, scope.Display, scope.Source.Describe(error));
                scope.Output?.Add(scope.Source.Describe(error));
                return new CommandResult(scope.Source.Describe(error));
            }

            words.Add(word);
        }

        return CommandRunner.RunWords(scope, words);
    }

    private static Window? FrontOf(Session session, Display? display) => display is not null ? display.Fore : session.Fore;

    /// <summary>
    /// The window and display that a request works on: with <c>-p</c> that window, and the display that shows it; else the display used
    /// last and its window.
    /// </summary>
    private static bool TryContext(
        Session session, string? preselect, SourceKind kind, ClientContext client, List<string>? output, User? guest, out CommandContext context)
    {
        Display? display = session.Displays.MaxBy(static candidate => candidate.LastInput);
        Window? window = FrontOf(session, display) ?? session.Fore;
        bool isFound = true;
        if (!string.IsNullOrEmpty(preselect) && preselect is not ("." or "+" or "="))
        {
            window = preselect == "-" ? null : WindowLookup.Find(session, preselect);
            isFound = window is not null || preselect == "-";
            display = session.Displays.Find(candidate => ReferenceEquals(candidate.Fore, window)) ?? display;
        }

        context = new CommandContext(session, display, window, new CommandSource(kind)) { Client = client, Output = output, User = guest };
        return isFound;
    }
}
