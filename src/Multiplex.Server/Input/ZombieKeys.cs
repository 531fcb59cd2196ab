using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Input;

/// <summary>What keys do in the window of a dead program (<c>zombie</c>).</summary>
internal static class ZombieKeys
{
    /// <summary>Removes the window, starts its program again, or says which keys do so.</summary>
    /// <param name="display">Where the key was typed.</param>
    /// <param name="window">The dead window.</param>
    /// <param name="bytes">The keys; the first decides.</param>
    public static void Handle(Display display, Window window, ReadOnlySpan<byte> bytes)
    {
        char? destroy = display.Session.Settings.ZombieDestroyKey;
        char? resurrect = display.Session.Settings.ZombieResurrectKey;
        if (destroy is { } first && bytes[0] == first)
        {
            WindowSwitching.Close(window);
        }
        else if (resurrect is { } second && bytes[0] == second)
        {
            display.Session.Host.Resurrect(window);
        }
        else if (destroy is not null)
        {
            string text = resurrect is null ? $"Press {destroy} to destroy window" : $"Press {destroy} to destroy or {resurrect} to resurrect window";
            display.MessageLine.Show(text);
        }
    }
}
