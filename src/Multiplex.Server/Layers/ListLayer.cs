using Multiplex.Server.Composition;
using Multiplex.Server.Input;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>A list with a title line, an empty row and lines of which one is chosen; it scrolls when it is longer than the region.</summary>
internal abstract class ListLayer : Layer
{
    /// <summary>The title and an empty row.</summary>
    protected const int TitleRows = 2;

    /// <summary>Rows at the bottom that no line takes.</summary>
    protected const int FooterRows = 1;

    private int _rows = 1;

    /// <summary>The chosen line.</summary>
    public int Selected { get; protected set; }

    /// <summary>The line shown at the top.</summary>
    public int Top { get; private set; }

    /// <summary>Number of lines.</summary>
    protected abstract int Count { get; }

    /// <summary>Rows above the lines.</summary>
    protected virtual int HeaderRows => TitleRows;

    /// <summary>Lines that are drawn.</summary>
    private int Shown => Math.Max(_rows - HeaderRows - FooterRows, 1);

    /// <summary>Lines among which the chosen one is kept: as in screen one less, so that there is one more to see below it.</summary>
    private int Kept => Math.Max(Shown - 1, 1);

    private int Page => Math.Max(Kept - 1, 1);

    /// <inheritdoc/>
    public override void HandleKey(Display display, KeyPress key)
    {
        if (!Move(key))
        {
            HandleOther(display, key);
        }

        Keep();
        display.Session.Host.Invalidate(display);
    }

    /// <inheritdoc/>
    public override bool HandleMouse(Display display, in OuterMouse mouse, Rectangle area)
    {
        if (!mouse.IsPress || mouse.IsMotion)
        {
            return true;
        }

        int line = Top + mouse.Row - area.Row - HeaderRows;
        if (mouse.IsWheel)
        {
            Selected += mouse.IsWheelUp ? -1 : 1;
        }
        else if (mouse.Button == 0 && line >= Top && line < Count)
        {
            Selected = line;
        }

        Keep();
        display.Session.Host.Invalidate(display);
        return true;
    }

    /// <inheritdoc/>
    public override void Resize(Display display, Rectangle area)
    {
        _rows = area.Rows;
        Keep();
    }

    /// <inheritdoc/>
    public override void Compose(Display display, Frame frame, Rectangle area)
    {
        _rows = area.Rows;
        CellText.Clear(frame, area);
        Refresh(display);
        Keep();
        ComposeTitle(display, frame, area);
        for (int line = Top; line < Math.Min(Count, Top + Shown); line++)
        {
            int row = area.Row + HeaderRows + line - Top;
            if (row < area.Bottom)
            {
                ComposeLine(display, frame, line, row, area);
            }
        }
    }

    /// <inheritdoc/>
    public override CursorPlace Cursor(Display display, Rectangle area) =>
        new(Math.Clamp(area.Row + HeaderRows + Selected - Top, area.Row, Math.Max(area.Bottom - 1, area.Row)), area.Column, IsVisible: true);

    /// <summary>Brings the lines up to date; the list is live.</summary>
    /// <param name="display">The display.</param>
    protected abstract void Refresh(Display display);

    /// <summary>Draws the title line.</summary>
    /// <param name="display">The display.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="area">The layer's area.</param>
    protected abstract void ComposeTitle(Display display, Frame frame, Rectangle area);

    /// <summary>Draws a line.</summary>
    /// <param name="display">The display.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="line">Which.</param>
    /// <param name="row">Its row.</param>
    /// <param name="area">The layer's area.</param>
    protected abstract void ComposeLine(Display display, Frame frame, int line, int row, Rectangle area);

    /// <summary>Handles a key that does not move the choice.</summary>
    /// <param name="display">The display.</param>
    /// <param name="key">The key.</param>
    protected abstract void HandleOther(Display display, KeyPress key);

    /// <summary>Chooses a line that was asked for by what it is, and not by a movement.</summary>
    /// <param name="line">The line.</param>
    protected void JumpTo(int line)
    {
        Selected = line;
        Keep(isJump: true);
    }

    private bool Move(KeyPress key)
    {
        int? to = key.Name switch
        {
            NamedKey.Up => Selected - 1,
            NamedKey.Down => Selected + 1,
            NamedKey.Home => 0,
            NamedKey.End => Count - 1,
            NamedKey.PageUp => Selected - Page,
            NamedKey.PageDown => Selected + Page,
            _ => key.Code switch
            {
                'k' or 'P' & 0x1F => Selected - 1,
                'j' or 'N' & 0x1F => Selected + 1,
                'A' & 0x1F => 0,
                'E' & 0x1F => Count - 1,
                'U' & 0x1F => Selected - Math.Max(Page / 2, 1),
                'D' & 0x1F => Selected + Math.Max(Page / 2, 1),
                'B' & 0x1F => Selected - Page,
                'F' & 0x1F => Selected + Page,
                _ => null,
            },
        };
        Selected = to ?? Selected;
        return to is not null;
    }

    /// <summary>As in screen, a line above the first one that is shown becomes the last one of a page, and one that was asked for by its number the first.</summary>
    private void Keep(bool isJump = false)
    {
        Selected = Math.Clamp(Selected, 0, Math.Max(Count - 1, 0));
        if (Selected < Top)
        {
            Top = isJump ? Selected : Selected - Kept + 1;
        }

        Top = Math.Max(Top, Selected - Kept + 1);
        Top = Math.Clamp(Top, 0, Math.Max(Count - Kept, 0));
    }
}
