namespace Multiplex.Cli.Options;

/// <summary>What the shell may offer behind an option.</summary>
internal enum CompletionKind
{
    /// <summary>Nothing in particular.</summary>
    None,

    /// <summary>Names of files.</summary>
    File,

    /// <summary>Names of sessions.</summary>
    Session,

    /// <summary>Programs in PATH.</summary>
    Program,

    /// <summary>A command of mux and its arguments.</summary>
    Command,

    /// <summary>The shells that completions exist for.</summary>
    ShellName,
}

/// <summary>
/// One option of the command line. Parsing, usage text, manual and completions are all derived from it.
/// </summary>
/// <param name="Name">The spelling with its dashes: one letter, one of screen's words (<c>-wipe</c>), or a long option.</param>
/// <param name="Argument">How the argument is taken.</param>
/// <param name="ArgumentName">The argument's name for people, or empty.</param>
/// <param name="Summary">What it does, one sentence.</param>
/// <param name="Apply">Stores it; the text is the argument, empty when it was left out. Returns the usage error, or null.</param>
internal sealed record OptionDefinition(
    string Name,
    OptionArgument Argument,
    string ArgumentName,
    string Summary,
    Func<ParsedOptions, string, string?> Apply)
{
    /// <summary>What is said when the argument is missing; null shows the usage alone and succeeds, as screen's -h does.</summary>
    public string? Missing { get; init; }

    /// <summary>The usage column, when it is not simply the name and the argument.</summary>
    public string? Synopsis { get; init; }

    /// <summary>What a shell may complete behind it.</summary>
    public CompletionKind Completion { get; init; }

    /// <summary>False for what users have no use for: it is parsed but not shown.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>A paragraph for the manual, when the summary does not say it all.</summary>
    public string? Details { get; init; }

    /// <summary>True for the options that screen does not have.</summary>
    public bool IsLong => Name.StartsWith("--", StringComparison.Ordinal);

    /// <summary>True for screen's options of more than one letter, such as <c>-wipe</c>.</summary>
    public bool IsWord => !IsLong && Name.Length > 2;

    /// <summary>The column that the usage text and the manual show.</summary>
    public string Form => Synopsis ?? (ArgumentName.Length == 0 ? Name : $"{Name} {ArgumentName}");
}
