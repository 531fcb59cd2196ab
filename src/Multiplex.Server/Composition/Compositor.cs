using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>Draws a display: regions with their layers, captions, hardstatus, overlay and message line.</summary>
internal static class Compositor
{
    /// <summary>Fills <see cref="Display.Next"/> with what the display shows now; allocates nothing in the steady state.</summary>
    /// <param name="display">The display.</param>
    public static void Compose(Display display)
    {
        Frame frame = display.Next;
        if (frame.Columns != display.Columns || frame.Rows != display.Rows)
        {
            frame.Resize(display.Columns, display.Rows);
            display.Regions.Arrange();
        }

        display.Composition.Pictures.Begin(display.TerminalInfo);
        if (!Draw(display, frame))
        {
            // The tables are full of renditions that were shown once: forget them all and draw again, which needs only those on show.
            frame.Tables.Clear();
            _ = Draw(display, frame);
        }

        FrameState.Compose(display, frame);
        StatusTimer.Restart(display);
    }

    private static bool Draw(Display display, Frame frame)
    {
        DisplayComposition state = display.Composition;
        state.NextRefresh = null;
        state.Rules.Update(display.Session.Settings);
        var whole = new Rectangle(0, 0, frame.Rows, frame.Columns);
        bool isComplete = frame.Tables.Renditions.Count < RenditionTable.Capacity - 256;
        if (display.Overlay is { IsTransparent: false } overlay)
        {
            overlay.Compose(display, frame, whole);
            return isComplete;
        }

        frame.Cells.Clear();
        for (int index = 0; index < display.Regions.All.Count; index++)
        {
            isComplete &= DrawRegion(display, frame, display.Regions.All[index]);
        }

        Hardstatus.Compose(display, frame);
        display.Overlay?.Compose(display, frame, whole);
        display.MessageLine.Compose(frame);
        return isComplete;
    }

    private static bool DrawRegion(Display display, Frame frame, Region region)
    {
        Rectangle area = Clip(region.Area, frame);
        bool isComplete = true;
        if (area is { Rows: > 0, Columns: > 0 })
        {
            isComplete = DrawContent(display, frame, region, area);
        }

        DrawBorder(display, frame, region);
        Caption.Compose(display, frame, region);
        return isComplete;
    }

    private static bool DrawContent(Display display, Frame frame, Region region, Rectangle area)
    {
        Layer? top = SharedLayers.Of(display, region, out _);
        Layer? opaque = top;
        while (opaque is { IsTransparent: true })
        {
            opaque = opaque.Beneath;
        }

        bool isComplete = true;
        if (opaque is not null)
        {
            opaque.Compose(display, frame, area);
        }
        else if (region.Window is { Terminal: { } terminal } window && Rights.MaySee(display, window))
        {
            Follow(terminal, region);
            TerminalPainter painter = display.Composition.PainterOf(window);
            bool isWhole = area.Column == 0 && area.Columns == frame.Columns;
            painter.Paint(terminal, frame, area, region.RowOffset, region.ColumnOffset, display.Composition.Rules,
                isWhole ? display.Composition.Pictures : null);
            isComplete = !painter.IsOverflowing;
        }

        DrawTransparent(top, display, frame, area);
        return isComplete;
    }

    private static void DrawTransparent(Layer? layer, Display display, Frame frame, Rectangle area)
    {
        if (layer is { IsTransparent: true })
        {
            DrawTransparent(layer.Beneath, display, frame, area);
            layer.Compose(display, frame, area);
        }
    }

    private static void DrawBorder(Display display, Frame frame, Region region)
    {
        if (region.BorderColumn < 0 || region.BorderColumn >= frame.Columns)
        {
            return;
        }

        ushort rendition = CellText.Intern(frame, Standout.Of(display.Session).ToRendition());
        int top = region.CaptionRow >= 0 ? Math.Min(region.CaptionRow, region.Area.Row) : region.Area.Row;
        int bottom = Math.Max(region.CaptionRow + 1, region.Area.Bottom);
        for (int row = top; row < Math.Min(bottom, frame.Rows); row++)
        {
            frame.Row(row)[region.BorderColumn] = Cell.FromCodePoint(' ', CellWidth.Narrow, rendition);
        }
    }

    /// <summary>Chooses the part of a window larger than its region so that the cursor is in view.</summary>
    private static void Follow(TerminalEmulator terminal, Region region)
    {
        region.RowOffset = Follow(region.RowOffset, terminal.CursorRow, terminal.Rows, region.Area.Rows);
        region.ColumnOffset = Follow(region.ColumnOffset, terminal.CursorColumn, terminal.Columns, region.Area.Columns);
    }

    private static int Follow(int offset, int cursor, int size, int shown)
    {
        if (cursor < offset)
        {
            offset = cursor;
        }
        else if (cursor >= offset + shown)
        {
            offset = cursor - shown + 1;
        }

        return Math.Clamp(offset, 0, Math.Max(size - shown, 0));
    }

    private static Rectangle Clip(Rectangle area, Frame frame) => new(
        area.Row, area.Column, Math.Min(area.Rows, frame.Rows - area.Row), Math.Min(area.Columns, frame.Columns - area.Column));
}
