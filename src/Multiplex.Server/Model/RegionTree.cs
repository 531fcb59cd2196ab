using Multiplex.Server.Layers;

namespace Multiplex.Server.Model;

/// <summary>The regions of a display and which one has the focus.</summary>
internal sealed class RegionTree
{
    private readonly Display _display;

    /// <summary>One region that fills the display.</summary>
    /// <param name="display">The display.</param>
    public RegionTree(Display display)
    {
        _display = display;
        Focus = new Region { Area = new Rectangle(0, 0, display.Rows, display.Columns) };
        All = [Focus];
    }

    /// <summary>The region that takes the keys.</summary>
    public Region Focus { get; set; }

    /// <summary>All regions in the order in which focus goes round.</summary>
    public IReadOnlyList<Region> All { get; private set; }

    /// <summary>True when some region shows the window.</summary>
    /// <param name="window">The window.</param>
    public bool Shows(Window window)
    {
        for (int index = 0; index < All.Count; index++)
        {
            if (ReferenceEquals(All[index].Window, window))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lays the regions out again after the display's size, the captions or the hardstatus line changed.</summary>
    public void Arrange() => Focus.Area = new Rectangle(0, 0, _display.Rows, _display.Columns);
}
