using Multiplex.Server.Input;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>What a frame says besides its cells: cursor, titles, modes, mouse and keyboard of the window with the focus.</summary>
internal static class FrameState
{
    /// <summary>Modes that tell how keys are sent; a layer reads keys in their default form.</summary>
    private const FrameModes KeyModes =
        FrameModes.ApplicationCursorKeys | FrameModes.ApplicationKeypad | FrameModes.BracketedPaste | FrameModes.FocusEvents |
        FrameModes.BackarrowSendsBackspace | FrameModes.AlternateScroll;

    /// <summary>Fills in the state.</summary>
    /// <param name="display">The display.</param>
    /// <param name="frame">Its next frame.</param>
    public static void Compose(Display display, Frame frame)
    {
        Region focus = display.Regions.Focus;
        Layer? layer = SharedLayers.Target(display, out _);
        TerminalEmulator? terminal = focus.Window?.Terminal;
        ComposeModes(display, frame, layer, terminal);
        frame.DefaultForeground = terminal?.DefaultForeground ?? Color.Default;
        frame.DefaultBackground = terminal?.DefaultBackground ?? Color.Default;
        frame.CursorColor = layer is null ? terminal?.CursorColor ?? Color.Default : Color.Default;
        frame.Title = NullIfEmpty(terminal?.Title);
        frame.IconTitle = NullIfEmpty(terminal?.IconTitle);
        CursorPlace cursor = layer is null ? WindowCursor(focus, terminal) : layer.Cursor(display, AreaOf(display, focus, layer));
        if (display.Overlay is null && display.MessageLine.Cursor(frame) is { } behind)
        {
            cursor = behind;
        }

        frame.CursorRow = Math.Clamp(cursor.Row, 0, frame.Rows - 1);
        frame.CursorColumn = Math.Clamp(cursor.Column, 0, frame.Columns - 1);
        frame.CursorVisible = cursor.IsVisible;
        frame.CursorShape = cursor.Shape;
    }

    private static void ComposeModes(Display display, Frame frame, Layer? layer, TerminalEmulator? terminal)
    {
        FrameModes modes = terminal?.Modes ?? FrameModes.None;
        MouseTracking tracking = terminal?.MouseTracking ?? MouseTracking.None;
        if (layer is not null)
        {
            modes = (modes & ~KeyModes) | (layer.WantsPaste ? FrameModes.BracketedPaste : FrameModes.None);
            tracking = MouseTracking.None;
        }

        if (display.MouseTrack && tracking < MouseTracking.ButtonEvent)
        {
            tracking = MouseTracking.ButtonEvent;
        }

        frame.Modes = modes;
        frame.MouseTracking = tracking;
        frame.MouseEncoding = tracking == MouseTracking.None ? MouseEncoding.X10 : MouseEncoding.Sgr;
        (frame.KittyKeyboardFlags, frame.ModifyOtherKeys) = layer is null ? OuterKeyboard.Wanted(display, terminal) : ((byte)0, (byte)0);
    }

    private static Rectangle AreaOf(Display display, Region focus, Layer layer) =>
        ReferenceEquals(layer, display.Overlay) ? new Rectangle(0, 0, display.Rows, display.Columns) : focus.Area;

    private static CursorPlace WindowCursor(Region focus, TerminalEmulator? terminal)
    {
        if (terminal is null)
        {
            return new CursorPlace(focus.Area.Row, focus.Area.Column, IsVisible: true);
        }

        int row = terminal.CursorRow - focus.RowOffset + focus.Area.Row;
        int column = terminal.CursorColumn - focus.ColumnOffset + focus.Area.Column;
        bool isInside = focus.Area.Contains(row, column);
        return new CursorPlace(row, column, terminal.CursorVisible && isInside, terminal.CursorShape);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
