using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>What a command works on. A handler finds everything that its entry needs resolved and checked.</summary>
internal sealed class CommandContext
{
    /// <summary>A context without a command yet.</summary>
    /// <param name="session">The session.</param>
    /// <param name="display">The display that asks, or null.</param>
    /// <param name="window">The window in front, or null.</param>
    /// <param name="source">Where commands come from.</param>
    public CommandContext(Session session, Display? display, Window? window, CommandSource source)
    {
        Session = session;
        Display = display;
        Window = window;
        Source = source;
    }

    /// <summary>The session.</summary>
    public Session Session { get; }

    /// <summary>The display that asks, or null.</summary>
    public Display? Display { get; }

    /// <summary>The window that the command works on, or null.</summary>
    public Window? Window { get; init; }

    /// <summary>Where the command comes from.</summary>
    public CommandSource Source { get; init; }

    /// <summary>Who asks; null for the owner.</summary>
    public User? User { get; init; }

    /// <summary>Environment and directory of whoever asks, when the display's are not meant.</summary>
    public ClientContext? Client { get; init; }

    /// <summary>Collects messages when there is no one to show them to, and answers of <c>-Q</c>; null otherwise.</summary>
    public List<string>? Output { get; init; }

    /// <summary>How deep <c>source</c>, <c>eval</c> and <c>at</c> are nested.</summary>
    public int Depth { get; init; }

    /// <summary>The table's entry of the running command.</summary>
    public CommandDefinition Definition { get; private init; } = CommandTable.None;

    /// <summary>The name by which the command was called.</summary>
    public string Name { get; private init; } = string.Empty;

    /// <summary>Its arguments; their number is accepted by the entry.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>True for <c>@command</c>.</summary>
    public bool IsQuiet { get; private init; }

    /// <summary>Number of arguments.</summary>
    public int Count => Arguments.Count;

    /// <summary>The settings of the session.</summary>
    public SessionSettings Settings => Session.Settings;

    /// <summary>The window, which the entry needs.</summary>
    /// <exception cref="InvalidOperationException">The entry does not say that it needs one.</exception>
    public Window RequiredWindow => Window ?? throw new InvalidOperationException($"{Name} needs no window.");

    /// <summary>The display, which the entry needs.</summary>
    /// <exception cref="InvalidOperationException">The entry does not say that it needs one.</exception>
    public Display RequiredDisplay => Display ?? throw new InvalidOperationException($"{Name} needs no display.");

    /// <summary>An argument, or null when there are fewer.</summary>
    /// <param name="index">From 0.</param>
    public string? Argument(int index) => index < Arguments.Count ? Arguments[index] : null;

    /// <summary>Tells something: on the display, on all displays of the session when none asks, or as the answer to <c>-Q</c>.</summary>
    /// <param name="text">One line.</param>
    /// <returns>Success, so that a handler can end with it.</returns>
    public CommandResult Message(string text)
    {
        if (!IsQuiet)
        {
            Output?.Add(text);
            if (Source.Kind != SourceKind.RcFile || Output is null)
            {
                Notices.Show(Session, Display, text);
            }
        }

        return CommandResult.Success;
    }

    /// <summary>The command was called wrongly: <c>SOURCE: NAME: text</c>.</summary>
    /// <param name="text">What is wrong.</param>
    public CommandResult Misuse(string text) => CommandResult.Misuse($"{Name}: {text}");

    /// <summary>The same context for one command.</summary>
    /// <param name="invocation">The command.</param>
    public CommandContext For(CommandInvocation invocation) => Copy(Window, Output, Source, Depth, invocation);

    /// <summary>The same context on another window.</summary>
    /// <param name="window">The window.</param>
    public CommandContext On(Window? window) => Copy(window, Output, Source, Depth, null);

    /// <summary>The same context once a question was answered, which may be on another display after a detach.</summary>
    /// <param name="display">Where it was answered.</param>
    public CommandContext AnsweredOn(Display display) => new(Session, display, Window, Source)
    {
        User = User, Client = Client, Output = Output, Depth = Depth, Definition = Definition, Name = Name, Arguments = Arguments, IsQuiet = IsQuiet,
    };

    /// <summary>The context of a line in a file or of an inner command.</summary>
    /// <param name="source">Where the inner command comes from.</param>
    public CommandContext Within(CommandSource source) => Copy(Window, Output, source, Depth + 1, null);

    /// <summary>The context of the next line of a file: what is in front may have changed.</summary>
    /// <param name="source">The line.</param>
    public CommandContext At(CommandSource source) => Copy(Display is null ? Session.Fore : Display.Fore, Output, source, Depth, null);

    /// <summary>The same context after commands may have changed what is in front.</summary>
    public CommandContext Refreshed() => Copy(Display is null ? Session.Fore : Display.Fore, Output, Source, Depth, null);

    private CommandContext Copy(Window? window, List<string>? output, CommandSource source, int depth, CommandInvocation? invocation) =>
        new(Session, Display, window, source)
        {
            User = User,
            Client = Client,
            Output = output,
            Depth = depth,
            Definition = invocation?.Definition ?? Definition,
            Name = invocation?.Name ?? Name,
            Arguments = invocation?.Arguments ?? Arguments,
            IsQuiet = invocation?.IsQuiet ?? IsQuiet,
        };
}
