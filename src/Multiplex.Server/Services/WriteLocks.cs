using Multiplex.Server.Model;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Services;

/// <summary><c>writelock auto</c>: a window is its first visitor's while nobody else has it, until that user looks at another one.</summary>
internal static class WriteLocks
{
    /// <summary>A display shows a window.</summary>
    /// <param name="display">The display.</param>
    /// <param name="window">The window, or null.</param>
    public static void Enter(Display display, Window? window)
    {
        if (window is { WriteLock: null } && window.Settings.WriteLock == WriteLockMode.Auto)
        {
            window.WriteLock = display.User;
        }
    }

    /// <summary>A display no longer shows a window.</summary>
    /// <param name="display">The display.</param>
    /// <param name="window">The window, or null.</param>
    public static void Leave(Display display, Window? window)
    {
        if (window is not { WriteLock: { } owner } || window.Settings.WriteLock != WriteLockMode.Auto || owner.Name != display.User?.Name)
        {
            return;
        }

        foreach (Display other in window.Session.Displays)
        {
            if (!ReferenceEquals(other, display) && other.User?.Name == owner.Name && ReferenceEquals(other.Fore, window))
            {
                return;
            }
        }

        window.WriteLock = null;
    }
}
