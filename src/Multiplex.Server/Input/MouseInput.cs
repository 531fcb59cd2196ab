using Multiplex.Server.Model;

namespace Multiplex.Server.Input;

/// <summary>What the mouse of the outer terminal does.</summary>
/// <param name="display">The display.</param>
internal sealed class MouseInput(Display display)
{
    /// <summary>Handles an event.</summary>
    /// <param name="mouse">The event.</param>
    public void Handle(in OuterMouse mouse) => display.Regions.Focus.Layer?.HandleMouse(display, mouse, display.Regions.Focus.Area);
}
