using Multiplex.Server.Layers;

namespace Multiplex.Server.Model;

/// <summary>A rectangle of a display that shows a window, or nothing (the blank window), beneath an optional layer such as copy mode.</summary>
internal sealed class Region
{
    /// <summary>The window shown, or null for the blank window.</summary>
    public Window? Window { get; set; }

    /// <summary>Copy mode or another layer over the window, or null.</summary>
    public Layer? Layer { get; set; }

    /// <summary>Where the region's content lies, caption excluded.</summary>
    public Rectangle Area { get; set; }

    /// <summary>Row of the region's caption, or -1 when it has none.</summary>
    public int CaptionRow { get; set; } = -1;

    /// <summary>The window's column shown at the region's left edge, when the window is wider than the region.</summary>
    public int ColumnOffset { get; set; }

    /// <summary>The window's row shown at the region's top, when the window is higher than the region.</summary>
    public int RowOffset { get; set; }
}
