using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Commands;

/// <summary><c>at</c>: a command on other windows (<c>#</c> or nothing), on displays (<c>%</c>) or as users (<c>*</c>).</summary>
internal static class AtCommand
{
    /// <summary>Runs the command.</summary>
    /// <param name="context">The command.</param>
    public static CommandResult Run(CommandContext context)
    {
        if (context.Depth >= CommandRunner.MaxDepth)
        {
            return context.Misuse("too many levels");
        }

        string identifier = context.Arguments[0];
        List<string> words = [.. context.Arguments.Skip(1)];
        char kind = identifier.Length > 0 ? identifier[^1] : '#';
        string name = kind is '*' or '%' or '#' && identifier.Length > 0 ? identifier[..^1] : identifier;
        return kind switch
        {
            '*' => AsUsers(context, name, words),
            '%' => OnDisplays(context, name, words),
            _ => OnWindows(context, identifier, name, words),
        };
    }

    private static CommandResult OnWindows(CommandContext context, string identifier, string name, List<string> words)
    {
        Session session = context.Session;
        List<Window> windows = name.Length == 0 || !char.IsAsciiDigit(name[0])
            ? [.. session.Windows.Where(window => window.Title.StartsWith(name, StringComparison.Ordinal))]
            : WindowLookup.Find(session, name) is { } found ? [found] : [];
        if (windows.Count == 0)
        {
            return CommandResult.Misuse($"at '{CommandText.Printable(identifier)}': no such window.");
        }

        CommandResult last = CommandResult.Success;
        foreach (Window window in windows)
        {
            // The display that shows the window is the one that the command works on, as in screen.
            Display? display = session.Displays.Find(each => ReferenceEquals(each.Fore, window)) ?? context.Display;
            last = RunOn(context, new CommandContext(session, display, window, context.Source), words) ?? last;
        }

        Announce(context, words);
        return last;
    }

    private static CommandResult OnDisplays(CommandContext context, string name, List<string> words)
    {
        List<Display> displays = context.Session.Displays.FindAll(display => name.Length == 0 || IsNamed(display, name));
        if (displays.Count == 0)
        {
            return CommandResult.Failure($"Did not find any display matching '{CommandText.Printable(name)}'");
        }

        return OnEach(context, displays, words);
    }

    private static CommandResult AsUsers(CommandContext context, string name, List<string> words)
    {
        Session session = context.Session;
        List<Display> displays = session.Displays.FindAll(display => UserOf(display).StartsWith(name, StringComparison.Ordinal));
        if (displays.Count == 0)
        {
            return CommandResult.Failure($"Did not find any user matching '{CommandText.Printable(name)}'");
        }

        return OnEach(context, displays, words);
    }

    private static CommandResult OnEach(CommandContext context, List<Display> displays, List<string> words)
    {
        CommandResult last = CommandResult.Success;
        foreach (Display display in displays)
        {
            last = RunOn(context, new CommandContext(context.Session, display, display.Fore, context.Source), words) ?? last;
        }

        Announce(context, words);
        return last;
    }

    private static CommandResult? RunOn(CommandContext context, CommandContext target, List<string> words)
    {
        CommandResult result = CommandRunner.RunWords(
            new CommandContext(target.Session, target.Display, target.Window, target.Source)
            {
                User = context.User,
                Client = context.Client,
                Output = context.Output,
                Depth = context.Depth + 1,
            },
            words);
        return result.Failed ? CommandResults.Told(result) : null;
    }

    private static void Announce(CommandContext context, List<string> words)
    {
        string who = context.Display is { } display ? UserOf(display) : context.Session.Owner;
        string text = $"command from {who}: {string.Join(' ', words)}";
        foreach (Display each in context.Session.Displays)
        {
            Notices.Show(context.Session, each, text);
        }
    }

    private static string UserOf(Display display) => display.User?.Name ?? display.Session.Owner;

    private static bool IsNamed(Display display, string name) =>
        display.TerminalName.StartsWith(name, StringComparison.Ordinal)
        || display.TerminalName.StartsWith($"/dev/{name}", StringComparison.Ordinal);
}
