using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>The sizes of windows: a window has the size of the region that showed it last, as in screen.</summary>
internal static class WindowSize
{
    /// <summary>Shows a window in a region; it takes the region's size unless another region shows it too.</summary>
    /// <param name="display">The display of the region.</param>
    /// <param name="region">The region.</param>
    /// <param name="window">The window, or null for the blank one.</param>
    public static void Place(Display display, Region region, Window? window)
    {
        region.Layer?.Leave(display);
        region.Layer = null;
        region.Window = window;
        region.ColumnOffset = 0;
        region.RowOffset = 0;
        if (window is not null && !IsShownElsewhere(window, region))
        {
            Fit(window, region);
        }

        display.Session.Host.Invalidate(display);
    }

    /// <summary>Gives a window the size of a region.</summary>
    /// <param name="window">The window.</param>
    /// <param name="region">The region.</param>
    public static void Fit(Window window, Region region) => Set(window, region.Area.Columns, region.Area.Rows);

    /// <summary>Gives a window's screen and its program a size.</summary>
    /// <param name="window">The window.</param>
    /// <param name="columns">Width; less than 1 changes nothing.</param>
    /// <param name="rows">Height; less than 1 changes nothing.</param>
    public static void Set(Window window, int columns, int rows)
    {
        if (columns < 1 || rows < 1 || window.Terminal is not { } terminal || (terminal.Columns == columns && terminal.Rows == rows))
        {
            return;
        }

        terminal.Resize(columns, rows);
        window.Process?.Resize(columns, rows);
        window.Session.Host.StateChanged(window.Session);
    }

    private static bool IsShownElsewhere(Window window, Region region)
    {
        foreach (Display display in window.Session.Displays)
        {
            foreach (Region other in display.Regions.All)
            {
                if (!ReferenceEquals(other, region) && ReferenceEquals(other.Window, window))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
