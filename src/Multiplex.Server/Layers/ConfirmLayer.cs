using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>A question in the last row of the focused region: <c>y</c> is yes, every other key is no and is said nothing about.</summary>
/// <param name="text">The question, with its <c>[y/n]</c>.</param>
/// <param name="yes">What to do.</param>
internal sealed class ConfirmLayer(string text, Action<Display> yes) : Layer
{
    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override bool IsTransparent => true;

    /// <summary>The question.</summary>
    public string Text => text;

    /// <summary>Asks.</summary>
    /// <param name="display">Whom.</param>
    /// <param name="text">The question, with its <c>[y/n]</c>.</param>
    /// <param name="yes">What to do.</param>
    public static void Ask(Display display, string text, Action<Display> yes)
    {
        display.MessageLine.Clear();
        display.Regions.Focus.Push(new ConfirmLayer(text, yes));
    }

    /// <inheritdoc/>
    public override void HandleKey(Display display, KeyPress key)
    {
        Close(display);
        if (key.Code is 'y' or 'Y')
        {
            yes(display);
        }
    }

    /// <inheritdoc/>
    public override void Compose(Display display, Frame frame, Rectangle area)
    {
        if (area.Rows > 0)
        {
            ushort rendition = CellText.Intern(frame, Standout.Of(display.Session).ToRendition());
            CellText.Blank(frame, area.Bottom - 1, area.Column, area.Right, 0);
            CellText.Write(frame, area.Bottom - 1, area.Column, area.Right, text, rendition);
        }
    }

    /// <inheritdoc/>
    public override CursorPlace Cursor(Display display, Rectangle area) =>
        new(Math.Max(area.Bottom - 1, 0), Math.Min(area.Column + CellText.Columns(text), Math.Max(area.Right - 1, 0)), true);
}
