namespace Multiplex.Server.Commands;

/// <summary>What a command must be given besides its arguments.</summary>
[Flags]
internal enum Needs : byte
{
    /// <summary>Nothing: it works on the session.</summary>
    None = 0,

    /// <summary>A window.</summary>
    Window = 1,

    /// <summary>An attached display.</summary>
    Display = 2,

    /// <summary>A display or a window (screen's layer).</summary>
    Layer = 4,
}

/// <summary>Who may run a command in a multiuser session, beyond the <c>x</c> right on the command itself.</summary>
internal enum CommandAccess : byte
{
    /// <summary>Everyone who may run commands.</summary>
    Anyone,

    /// <summary>Whoever may write to the window.</summary>
    WriteWindow,

    /// <summary>Whoever may command the window (its <c>x</c> right).</summary>
    CommandWindow,

    /// <summary>The session's owner.</summary>
    Owner,
}

/// <summary>What a shell or the colon prompt can propose for a command's arguments.</summary>
internal enum CompletionKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>on</c> and <c>off</c>.</summary>
    Switch,

    /// <summary>The words that <see cref="CommandDefinition.Usage"/> lists.</summary>
    Words,

    /// <summary>A file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A window's number or title.</summary>
    Window,

    /// <summary>A layout's number or title.</summary>
    Layout,

    /// <summary>Another command.</summary>
    Command,

    /// <summary>A register's key.</summary>
    Register,

    /// <summary>A user of the session.</summary>
    User,

    /// <summary>A variable of the environment.</summary>
    Variable,
}

/// <summary>How far a command of screen is followed.</summary>
internal enum CommandState : byte
{
    /// <summary>It does what screen's does.</summary>
    Full,

    /// <summary>It works in part; <see cref="CommandDefinition.Note"/> says what is left out.</summary>
    Partial,

    /// <summary>It is accepted and answered with <see cref="CommandDefinition.Note"/>.</summary>
    Notice,

    /// <summary>mux's own; screen has no such command.</summary>
    Own,
}

/// <summary>A key of the default key map: what follows the command key, and the arguments that the binding gives.</summary>
/// <param name="Key">A character, <c>^x</c>, or a termcap name of two letters.</param>
/// <param name="Argument">The single argument, or null.</param>
internal readonly record struct DefaultKey(string Key, string? Argument)
{
    /// <summary>A key without an argument.</summary>
    /// <param name="key">The key.</param>
    public static implicit operator DefaultKey(string key) => new(key, null);

    /// <summary>A key with an argument.</summary>
    /// <param name="binding">Key and argument.</param>
    public static implicit operator DefaultKey((string Key, string Argument) binding) => new(binding.Key, binding.Argument);
}

/// <summary>
/// One command. Dispatch, the default key map, the help page, <c>-X</c> and <c>-Q</c>, rights, completion and the published list are
/// all derived from it.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Arity">How many arguments it takes.</param>
/// <param name="Needs">What it works on.</param>
/// <param name="Usage">Its arguments, in the manual's notation; empty for none.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Handler">What it does; called with everything checked.</param>
internal sealed record CommandDefinition(
    string Name,
    Arity Arity,
    Needs Needs,
    string Usage,
    string Summary,
    Func<CommandContext, CommandResult> Handler)
{
    /// <summary>What is said about a wrong number of arguments; screen 4.9's words where the command takes more than it did.</summary>
    public string Requirement { get; init; } = Arity.Requirement;

    /// <summary>Other names of the same command.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Its keys after the command key.</summary>
    public IReadOnlyList<DefaultKey> Keys { get; init; } = [];

    /// <summary>Who may run it.</summary>
    public CommandAccess Access { get; init; }

    /// <summary>True when <c>-Q</c> may ask it.</summary>
    public bool IsQueryable { get; init; }

    /// <summary>What completes its arguments.</summary>
    public CompletionKind Completion { get; init; }

    /// <summary>How far screen's command is followed.</summary>
    public CommandState State { get; init; }

    /// <summary>What is left out or different, or the notice of an obsolete command; empty when there is nothing to say.</summary>
    public string Note { get; init; } = string.Empty;
}
