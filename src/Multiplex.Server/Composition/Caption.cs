using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>The line below (or above) a region that names what it shows.</summary>
internal static class Caption
{
    /// <summary>Draws the caption of a region, if it has one.</summary>
    /// <param name="display">The display.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="region">The region.</param>
    public static void Compose(Display display, Frame frame, Region region)
    {
        if (region.CaptionRow < 0 || region.CaptionRow >= frame.Rows)
        {
            return;
        }

        int end = Math.Min(region.Area.Right, frame.Columns);
        int width = end - region.Area.Column;
        if (width <= 0)
        {
            return;
        }

        var context = new StatusContext(display.Session, display, region.Window)
        {
            Region = region,
            Width = width,
            Rendition = Standout.Of(display.Session),
        };
        StatusRow.Compose(display, frame, region.CaptionRow, region.Area.Column, end, display.Session.Settings.CaptionString, context);
    }
}

/// <summary>Draws an expanded status string over a row; the rest of the row is blank in the line's first rendition.</summary>
internal static class StatusRow
{
    /// <summary>Expands and draws.</summary>
    /// <param name="display">The display; its next refresh is brought forward when the string shows a time.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">First column.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="format">The string.</param>
    /// <param name="context">What it speaks about.</param>
    public static void Compose(
        Display display, Frame frame, int row, int column, int end, string format, in StatusContext context)
    {
        DisplayComposition state = display.Composition;
        StatusString.Expand(format, context, state.Line);
        int after = CellText.Write(frame, row, column, end, state.Line);
        CellText.Blank(frame, row, after, end, CellText.Intern(frame, context.Rendition.ToRendition()));
        if (state.Line.NextRefresh is { } next && (state.NextRefresh is null || next < state.NextRefresh))
        {
            state.NextRefresh = next;
        }
    }
}
