using Multiplex.Server.Commands;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Hides a display until a key is pressed (<c>blanker</c>).</summary>
internal static class Blanker
{
    /// <summary>Blanks a display.</summary>
    /// <param name="display">The display.</param>
    public static CommandResult Start(Display display)
    {
        display.IsBlanked = true;
        display.Session.Host.Invalidate(display);
        return CommandResult.Success;
    }
}
