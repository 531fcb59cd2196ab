namespace Multiplex.Cli.Actions;

/// <summary>What the decision depends on besides the command line.</summary>
/// <param name="Inside">$STY: the session that mux was called in, or empty.</param>
/// <param name="Window">$WINDOW: the window that it was called in, or -1.</param>
/// <param name="HasTerminal">Whether standard input is a terminal.</param>
/// <param name="Term">$TERM, or empty.</param>
internal readonly record struct Surroundings(string Inside, int Window, bool HasTerminal, string Term);
