namespace Multiplex.Server.Model;

/// <summary>Changes the size of a window: its emulated terminal and its pty go together.</summary>
internal static class WindowSize
{
    /// <summary>Largest width and height that a window may have.</summary>
    public const int Maximum = 10_000;

    /// <summary>Sets a window's size; nothing happens when it has it already.</summary>
    /// <param name="window">The window.</param>
    /// <param name="columns">Width, clamped to 1..10000.</param>
    /// <param name="rows">Height, clamped to 1..10000.</param>
    public static void Set(Window window, int columns, int rows)
    {
        columns = Math.Clamp(columns, 1, Maximum);
        rows = Math.Clamp(rows, 1, Maximum);
        if (window.Terminal is not { } terminal || (terminal.Columns == columns && terminal.Rows == rows))
        {
            return;
        }

        terminal.Resize(columns, rows);
        window.Process?.Resize(columns, rows);
        window.Filter?.Resize(columns, rows);
        foreach (Display display in window.Session.Displays)
        {
            if (display.Shows(window))
            {
                window.Session.Host.Invalidate(display);
            }
        }
    }
}
