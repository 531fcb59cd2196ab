using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>Copy mode.</summary>
internal sealed class CopyLayer : Layer
{
    /// <summary>Enters copy mode in the focused region.</summary>
    /// <param name="display">The display.</param>
    public static void Enter(Display display) => display.Regions.Focus.Push(new CopyLayer());

    /// <inheritdoc/>
    public override void HandleKey(Display display, KeyPress key) => Close(display);

    /// <inheritdoc/>
    public override void Compose(Display display, Frame frame, Rectangle area)
    {
    }

    /// <inheritdoc/>
    public override CursorPlace Cursor(Display display, Rectangle area) => new(area.Row, area.Column, true);
}
