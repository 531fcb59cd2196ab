using Multiplex.Server.Model;
using Multiplex.Server.Settings;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>The status of the whole display: on a line of its own, or as a message whenever it changes.</summary>
internal static class Hardstatus
{
    /// <summary>Draws the hardstatus line, or shows the hardstatus as a message when it has changed.</summary>
    /// <param name="display">The display.</param>
    /// <param name="frame">The frame.</param>
    public static void Compose(Display display, Frame frame)
    {
        int row = display.Regions.HardstatusRow;
        if (row >= 0 && row < frame.Rows)
        {
            StatusContext context = ContextOf(display, frame.Columns);
            StatusRow.Compose(display, frame, row, 0, frame.Columns, display.Session.Settings.HardstatusString, context);
        }
        else if (display.Session.Settings.Hardstatus == HardstatusMode.Message)
        {
            ShowAsMessage(display);
        }
    }

    /// <summary>The window whose entry on the hardstatus line covers a column, or null.</summary>
    /// <param name="display">The display.</param>
    /// <param name="column">Zero-based column.</param>
    public static Window? WindowAt(Display display, int column)
    {
        StatusLine line = display.Composition.Line;
        StatusString.Expand(display.Session.Settings.HardstatusString, ContextOf(display, display.Columns), line);
        int number = line.WindowAt(column);
        return number < 0 ? null : display.Session.Windows.Find(number);
    }

    private static StatusContext ContextOf(Display display, int width) => new(display.Session, display, display.Fore)
    {
        Width = width,
        // Beside captions, which are in standout, screen writes the hardstatus plainly.
        Rendition = display.Regions.HasCaptions ? default : Standout.Of(display.Session),
    };

    private static void ShowAsMessage(Display display)
    {
        if (display.Fore is not { Hardstatus.Length: > 0 })
        {
            return;
        }

        DisplayComposition state = display.Composition;
        StatusString.Expand(display.Session.Settings.HardstatusString, ContextOf(display, display.Columns), state.Line);
        if (!state.Line.TextEquals(state.LastHardstatus))
        {
            state.LastHardstatus = state.Line.ToString();
            if (state.LastHardstatus.Length > 0)
            {
                display.MessageLine.Show(state.LastHardstatus.TrimEnd());
            }
        }
    }
}
