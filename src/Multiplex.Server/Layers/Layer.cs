using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>A rectangle of a display, half open.</summary>
/// <param name="Row">Top row.</param>
/// <param name="Column">Left column.</param>
/// <param name="Rows">Height, at least 0.</param>
/// <param name="Columns">Width, at least 0.</param>
internal readonly record struct Rectangle(int Row, int Column, int Rows, int Columns)
{
    /// <summary>One past the last row.</summary>
    public int Bottom => Row + Rows;

    /// <summary>One past the last column.</summary>
    public int Right => Column + Columns;

    /// <summary>True when the cell lies inside.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    public bool Contains(int row, int column) => row >= Row && row < Bottom && column >= Column && column < Right;
}

/// <summary>Where a layer wants the cursor, in coordinates of the display.</summary>
/// <param name="Row">Row.</param>
/// <param name="Column">Column.</param>
/// <param name="IsVisible">DECTCEM.</param>
/// <param name="Shape">DECSCUSR.</param>
internal readonly record struct CursorPlace(int Row, int Column, bool IsVisible, CursorShape Shape = CursorShape.Default);

/// <summary>
/// What a region (or the whole display, as <see cref="Display.Overlay"/>) shows and what takes its keys: a window, copy mode, a list, a page of help, a prompt,
/// nothing. screen's word. A layer never stops the program beneath it: the window is read on.
/// </summary>
internal abstract class Layer
{
    /// <summary>True when the layer leaves what is beneath it visible (a prompt on the message line).</summary>
    public virtual bool IsTransparent => false;

    /// <summary>Takes bytes that the user typed and that no key binding consumed; they may hold pieces of several keys.</summary>
    /// <param name="display">Where they were typed.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    public abstract void HandleInput(Display display, ReadOnlySpan<byte> bytes);

    /// <summary>Draws the layer's cells into the display's next frame. Ids of cells are the frame's tables'.</summary>
    /// <param name="display">The display.</param>
    /// <param name="frame">The frame to write to.</param>
    /// <param name="area">Where, already clipped to the frame.</param>
    public abstract void Compose(Display display, Frame frame, Rectangle area);

    /// <summary>Where the cursor stands when the layer has the focus.</summary>
    /// <param name="display">The display.</param>
    /// <param name="area">The layer's area.</param>
    public abstract CursorPlace Cursor(Display display, Rectangle area);

    /// <summary>The area has changed.</summary>
    /// <param name="display">The display.</param>
    /// <param name="area">The new area.</param>
    public virtual void Resize(Display display, Rectangle area)
    {
    }

    /// <summary>The layer is taken away, by itself or from outside.</summary>
    /// <param name="display">The display.</param>
    public virtual void Leave(Display display)
    {
    }
}
