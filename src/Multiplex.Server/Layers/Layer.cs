using Multiplex.Server.Input;
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

/// <summary>A key that has no character of its own.</summary>
internal enum NamedKey : byte
{
    /// <summary>A character.</summary>
    None,

    /// <summary>Arrow up.</summary>
    Up,

    /// <summary>Arrow down.</summary>
    Down,

    /// <summary>Arrow left.</summary>
    Left,

    /// <summary>Arrow right.</summary>
    Right,

    /// <summary>Home.</summary>
    Home,

    /// <summary>End.</summary>
    End,

    /// <summary>Page up.</summary>
    PageUp,

    /// <summary>Page down.</summary>
    PageDown,

    /// <summary>Delete.</summary>
    Delete,

    /// <summary>Insert.</summary>
    Insert,

    /// <summary>Shift-Tab.</summary>
    BackTab,

    /// <summary>A key that no layer knows.</summary>
    Other,
}

/// <summary>A key as a layer sees it.</summary>
/// <param name="Code">The character, controls included; 0 for a named key.</param>
/// <param name="Name">The named key.</param>
internal readonly record struct KeyPress(int Code, NamedKey Name = NamedKey.None)
{
    /// <summary>Escape.</summary>
    public const int Escape = 0x1B;

    /// <summary>Delete (what most Backspace keys send).</summary>
    public const int Delete = 0x7F;

    /// <summary>The code of a letter with Control.</summary>
    /// <param name="letter">The letter.</param>
    public static int Control(char letter) => letter & 0x1F;
}

/// <summary>
/// What a region (or the whole display, as <see cref="Display.Overlay"/>) shows and what takes its keys: copy mode, a list, a page of help, a prompt,
/// nothing. screen's word. A layer never stops the program beneath it: the window is read on.
/// </summary>
internal abstract class Layer
{
    /// <summary>The layer that this one lies over, or null when that is the window.</summary>
    public Layer? Beneath { get; set; }

    /// <summary>True when the layer leaves what is beneath it visible (a prompt on the last line).</summary>
    public virtual bool IsTransparent => false;

    /// <summary>True when the layer waits with its window while another window is shown (copy mode).</summary>
    public virtual bool StaysWithWindow => false;

    /// <summary>True when the layer is seen, and takes keys, wherever its window is shown.</summary>
    public virtual bool IsShared => false;

    /// <summary>True when pasted text shall come in one piece (a prompt).</summary>
    public virtual bool WantsPaste => false;

    /// <summary>Takes a key that no binding consumed.</summary>
    /// <param name="display">Where it was typed.</param>
    /// <param name="key">The key.</param>
    public abstract void HandleKey(Display display, KeyPress key);

    /// <summary>Takes pasted text; without an own answer it is typed.</summary>
    /// <param name="display">Where it was pasted.</param>
    /// <param name="text">The text, control characters included.</param>
    public virtual void HandlePaste(Display display, ReadOnlySpan<char> text)
    {
    }

    /// <summary>Takes a mouse event within the layer's area.</summary>
    /// <param name="display">The display.</param>
    /// <param name="mouse">The event.</param>
    /// <param name="area">The layer's area.</param>
    /// <returns>False when the layer has no use for it.</returns>
    public virtual bool HandleMouse(Display display, in OuterMouse mouse, Rectangle area) => false;

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

    /// <summary>Takes the layer away from the display, wherever it lies.</summary>
    /// <param name="display">The display.</param>
    protected void Close(Display display)
    {
        if (ReferenceEquals(display.Overlay, this))
        {
            display.Overlay = null;
            Leave(display);
            display.Session.Host.Invalidate(display);
            return;
        }

        foreach (Region region in display.Regions.All)
        {
            region.Pop(this);
        }
    }
}
