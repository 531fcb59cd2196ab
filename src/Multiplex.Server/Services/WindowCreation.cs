using Multiplex.Server.Commands;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Services;

/// <summary>Makes windows as a session's settings say and shows them.</summary>
internal static class WindowCreation
{
    /// <summary>Makes the window that a command asks for and shows it.</summary>
    /// <param name="context">Who asks: its environment, directory and display.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="error">A line for the user when there is no window.</param>
    public static Window? Create(CommandContext context, WindowRequest request, out string? error)
    {
        Region? region = context.Display?.Regions.Focus;
        WindowRequest complete = Complete(context.Session, request, CommandVariables.ClientOf(context));
        complete.Size ??= region is { Area: { Rows: > 0, Columns: > 0 } area } ? (area.Columns, area.Rows) : null;
        Window? window = Create(context.Session, complete, context.Window, out error);
        if (window is not null)
        {
            WindowSwitching.Show(context.Session, context.Display, window);
        }

        return window;
    }

    /// <summary>Makes a window with the defaults of its session, in the group of the window in front.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">What is asked for, complete.</param>
    /// <param name="front">The window in front, or null.</param>
    /// <param name="error">A line for the user when there is no window.</param>
    public static Window? Create(Session session, WindowRequest request, Window? front, out string? error)
    {
        if (session.Windows.Count >= session.Settings.MaximumWindows)
        {
            error = "No more windows.";
            return null;
        }

        Window? window = session.Host.CreateWindow(session, request, out error);
        if (window is null)
        {
            return null;
        }

        Prepare(window, request);
        window.Group = front is { IsGroup: true } ? front : front?.Group;
        return window;
    }

    /// <summary>Fills in what a request leaves open: the session's shell, terminal, scrollback, directory, title and number.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="client">Environment and directory of whoever asks.</param>
    public static WindowRequest Complete(Session session, WindowRequest request, ClientContext client)
    {
        SessionSettings settings = session.Settings;
        IReadOnlyList<string> arguments = request.Arguments;
        bool isShell = arguments.Count == 0 && !request.IsGroup;
        if (isShell && settings.Shell.Length > 0)
        {
            arguments = [settings.Shell];
        }

        return new WindowRequest
        {
            Arguments = arguments,
            IsShell = isShell,
            IsGroup = request.IsGroup,
            Title = request.Title ?? (isShell && settings.ShellTitle.Length > 0 ? ShellTitle.Initial(settings.ShellTitle) : null),
            Number = FreeNumber(session, request.Number),
            ScrollbackLines = request.ScrollbackLines ?? settings.DefaultScrollback,
            Term = request.Term ?? settings.Term,
            Log = request.Log ?? settings.DefaultLog,
            Monitor = request.Monitor ?? settings.DefaultMonitor,
            Flow = request.Flow ?? settings.DefaultFlow,
            Context = request.Context ?? client,
            Directory = request.Directory ?? session.Directory,
            Size = request.Size,
        };
    }

    private static int FreeNumber(Session session, int? wished) =>
        session.Windows.FreeNumber(wished is { } number && number < session.Settings.MaximumWindows ? number : 0);

    private static void Prepare(Window window, WindowRequest request)
    {
        SessionSettings settings = window.Session.Settings;
        window.Monitor = request.Monitor ?? settings.DefaultMonitor;
        window.Flow = request.Flow ?? settings.DefaultFlow;
        window.DynamicTitle = settings.DefaultDynamicTitle;
        window.SlowPasteMilliseconds = settings.DefaultSlowPaste;
        window.Hardstatus = settings.DefaultHardstatus;
        window.Encoding = settings.DefaultEncoding;
        window.InitialTitle = window.Title;
        window.Settings.C1 = settings.DefaultC1;
        window.Settings.Bce = settings.DefaultBce;
        window.Settings.Gr = settings.DefaultGr;
        window.Settings.Charset = settings.DefaultCharset;
        window.Settings.BreakType = settings.DefaultBreakType;
        window.Settings.WriteLock = settings.DefaultWriteLock;
        AccessMasks.Apply(window);
        if (settings.DefaultSilenceSeconds > 0)
        {
            SilenceMonitor.Start(window, settings.DefaultSilenceSeconds);
        }

        if (request.Log == true)
        {
            Logging.Start(window);
        }
    }
}
