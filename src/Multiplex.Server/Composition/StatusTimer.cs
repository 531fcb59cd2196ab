using Multiplex.Server.Model;

namespace Multiplex.Server.Composition;

/// <summary>Redraws a display when a status line that it shows changes by the clock; without one no timer runs.</summary>
internal static class StatusTimer
{
    /// <summary>Starts the timer for the next change, or stops it.</summary>
    /// <param name="display">A display that was just composed.</param>
    public static void Restart(Display display)
    {
        DisplayComposition state = display.Composition;
        if (state.NextRefresh == state.RefreshAt && (state.RefreshTimer is null) == (state.NextRefresh is null))
        {
            return;
        }

        Stop(display);
        if (state.NextRefresh is { } next)
        {
            Start(display, next);
        }
    }

    /// <summary>Stops the timer: the display leaves.</summary>
    /// <param name="display">The display.</param>
    public static void Stop(Display display)
    {
        DisplayComposition state = display.Composition;
        state.RefreshTimer?.Dispose();
        state.RefreshTimer = null;
        state.RefreshAt = null;
    }

    // On its own, because the closure would be made at the start of a method that seldom needs it.
    private static void Start(Display display, DateTimeOffset next)
    {
        DisplayComposition state = display.Composition;
        state.RefreshAt = next;
        TimeSpan delay = next - display.Session.Host.Time.GetUtcNow();
        state.RefreshTimer = display.Session.Host.StartTimer(delay > TimeSpan.Zero ? delay : TimeSpan.FromMilliseconds(1), () => Refresh(display));
    }

    private static void Refresh(Display display)
    {
        Stop(display);
        display.Session.Host.Invalidate(display);
    }
}
