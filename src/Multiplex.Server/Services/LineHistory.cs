using Multiplex.Terminal;

namespace Multiplex.Server.Services;

/// <summary><c>history</c>: finds an earlier line that begins like the one with the cursor.</summary>
internal static class LineHistory
{
    /// <summary>What is to be typed to complete the line before the cursor from an earlier line; null when none fits.</summary>
    /// <param name="terminal">The window's terminal.</param>
    public static string? Completion(TerminalEmulator terminal)
    {
        string line = terminal.TextOf(terminal.CursorRow);
        string typed = line.Length > terminal.CursorColumn ? line[..terminal.CursorColumn] : line;
        if (typed.Trim().Length == 0)
        {
            return null;
        }

        for (int row = terminal.CursorRow - 1; row >= 0; row--)
        {
            string earlier = terminal.TextOf(row);
            if (earlier.Length > typed.Length && earlier.StartsWith(typed, StringComparison.Ordinal))
            {
                return earlier[typed.Length..];
            }
        }

        return null;
    }
}
