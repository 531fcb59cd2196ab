using Multiplex.Server.Layers;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Model;

/// <summary>Where <c>focus</c> goes.</summary>
internal enum FocusDirection : byte
{
    /// <summary>The next region, round to the first.</summary>
    Next,

    /// <summary>The one before, round to the last.</summary>
    Previous,

    /// <summary>The region above.</summary>
    Up,

    /// <summary>The region below.</summary>
    Down,

    /// <summary>The region on the left.</summary>
    Left,

    /// <summary>The region on the right.</summary>
    Right,

    /// <summary>The first region.</summary>
    Top,

    /// <summary>The last region.</summary>
    Bottom,
}

/// <summary>The regions of a display and which one has the focus.</summary>
internal sealed partial class RegionTree
{
    private readonly List<Region> _all = [];
    private Region _focus;
    private bool _isArranged;

    /// <summary>One region that fills the display.</summary>
    /// <param name="display">The display.</param>
    public RegionTree(Display display)
    {
        Display = display;
        _focus = new Region(this) { Area = new Rectangle(0, 0, display.Rows, display.Columns) };
        Root = new RegionNode { Region = _focus };
        _all.Add(_focus);
    }

    /// <summary>The display.</summary>
    public Display Display { get; }

    /// <summary>The tree.</summary>
    public RegionNode Root { get; private set; }

    /// <summary>The region that takes the keys.</summary>
    public Region Focus
    {
        get => _focus;
        set
        {
            _focus = value;
            Widen();
            Changed();
        }
    }

    /// <summary>All regions in the order in which focus goes round.</summary>
    public IReadOnlyList<Region> All => _all;

    /// <summary>Row of the hardstatus line, or -1 when there is none.</summary>
    public int HardstatusRow { get; private set; } = -1;

    /// <summary>True when the regions have captions.</summary>
    public bool HasCaptions => _all.Count > 1 || Display.Session.Settings.Caption == CaptionMode.Always;

    private int CaptionRows => HasCaptions ? 1 : 0;

    /// <summary>True when some region shows the window.</summary>
    /// <param name="window">The window.</param>
    public bool Shows(Window window)
    {
        for (int index = 0; index < _all.Count; index++)
        {
            if (ReferenceEquals(_all[index].Window, window))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The region at a cell of the display, its caption included, or null.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    public Region? At(int row, int column)
    {
        foreach (Region region in _all)
        {
            Rectangle area = region.Area;
            if (area.Contains(row, column) || (row == region.CaptionRow && column >= area.Column && column < area.Right))
            {
                return region;
            }
        }

        return null;
    }

    /// <summary>Lays the regions out again after the display's size, the captions or the hardstatus line changed, and fits windows shown nowhere else.</summary>
    public void Arrange()
    {
        Rectangle space = Space();
        Root.Arrange(space, CaptionRows, Display.Session.Settings.CaptionOnTop, -1);
        _isArranged = true;
        foreach (Region region in _all)
        {
            for (Layer? layer = region.Layer; layer is not null; layer = layer.Beneath)
            {
                layer.Resize(Display, region.Area);
            }

            FitIfAlone(region);
        }

        Display.Overlay?.Resize(Display, new Rectangle(0, 0, Display.Rows, Display.Columns));
        Changed();
    }

    /// <summary>Splits the region with the focus; the new one is blank and comes after it. All regions of the row or column get the same size.</summary>
    /// <param name="sideBySide">True for <c>split -v</c>.</param>
    /// <returns>False when there is no room.</returns>
    public bool Split(bool sideBySide)
    {
        RegionNode leaf = FocusNode();
        var added = new RegionNode { Region = new Region(this) };
        RegionNode? parent = leaf.Parent;
        if (parent is null || parent.IsSideBySide != sideBySide)
        {
            parent = Wrap(leaf, sideBySide);
        }

        parent.Insert(parent.Children.IndexOf(leaf) + 1, added);
        if (!HasRoom())
        {
            Detach(added);
            Rebuild();
            return false;
        }

        parent.Children.ForEach(static child => child.Weight = 1);
        Rebuild();
        return true;
    }

    /// <summary>Removes the region with the focus; its window lives on. The last region stays.</summary>
    public void Remove()
    {
        if (_all.Count < 2)
        {
            return;
        }

        RegionNode leaf = FocusNode();
        Region removed = _focus;
        int index = _all.IndexOf(removed);
        RegionNode parent = leaf.Parent!;

        // screen goes to the region before, but stays in a row or column whose first region goes while two others are left.
        bool isFirstOfMany = parent.Children.Count > 2 && ReferenceEquals(parent.Children[0], leaf);
        removed.PopAll();
        Detach(leaf);
        parent.Children.ForEach(static child => child.Weight = 1);
        _all.RemoveAt(index);
        _focus = _all[isFirstOfMany ? index : Math.Max(index - 1, 0)];
        Rebuild();
    }

    /// <summary>Removes all regions but the one with the focus.</summary>
    public void Only()
    {
        Region kept = _focus;
        foreach (Region region in _all)
        {
            if (!ReferenceEquals(region, kept))
            {
                region.PopAll();
            }
        }

        Root = new RegionNode { Region = kept };
        Rebuild();
    }

    /// <summary>Makes the focused region's window as large as the region, however many displays show it (<c>fit</c>).</summary>
    public void Fit()
    {
        if (_focus.Window is { } window)
        {
            WindowSize.Set(window, _focus.Area.Columns, _focus.Area.Rows);
        }
    }

    /// <summary>Moves the focus.</summary>
    /// <param name="direction">Where to.</param>
    public void MoveFocus(FocusDirection direction)
    {
        int index = _all.IndexOf(_focus);
        Focus = direction switch
        {
            FocusDirection.Next => _all[(index + 1) % _all.Count],
            FocusDirection.Previous => _all[(index + _all.Count - 1) % _all.Count],
            FocusDirection.Top => _all[0],
            FocusDirection.Bottom => _all[^1],
            _ => RegionNeighbor.Find(_all, _focus, direction, FocusPoint()) ?? _focus,
        };
    }

    /// <summary>Replaces the whole tree (layouts).</summary>
    /// <param name="root">The new tree, made of regions of this display.</param>
    /// <param name="focus">The region that gets the focus, or null for the first.</param>
    public void Replace(RegionNode root, Region? focus)
    {
        foreach (Region region in _all)
        {
            region.Window = null;
        }

        Root = root;
        _all.Clear();
        Root.Collect(_all);
        _focus = focus ?? _all[0];
        Rebuild();
    }

    /// <summary>Something shown has changed.</summary>
    public void Changed() => Display.Session.Host?.Invalidate(Display);

    /// <summary>Shows a window in the region with the focus.</summary>
    /// <param name="window">The window, or null for the blank one.</param>
    public void ShowInFocus(Window? window) => _focus.Window = window;

    /// <summary>Fits the window of a region when no other region of the session shows it.</summary>
    /// <param name="region">The region.</param>
    public void FitIfAlone(Region region)
    {
        EnsureArranged();
        if (region.Window is not { } window || region.Area.Rows < 1 || region.Area.Columns < 1)
        {
            return;
        }

        int shown = 0;
        foreach (Display display in Display.Session.Displays)
        {
            foreach (Region other in display.Regions.All)
            {
                shown += ReferenceEquals(other.Window, window) && !ReferenceEquals(other, region) ? 1 : 0;
            }
        }

        if (shown == 0)
        {
            WindowSize.Set(window, region.Area.Columns, region.Area.Rows);
        }
    }

    private void EnsureArranged()
    {
        if (!_isArranged)
        {
            _isArranged = true;
            Root.Arrange(Space(), CaptionRows, Display.Session.Settings.CaptionOnTop, -1);
        }
    }

    private Rectangle Space()
    {
        HardstatusRow = Display.Session.Settings.Hardstatus switch
        {
            HardstatusMode.LastLine or HardstatusMode.AlwaysLastLine when Display.Rows > 1 => Display.Rows - 1,
            HardstatusMode.AlwaysFirstLine when Display.Rows > 1 => 0,
            _ => -1,
        };
        int rows = Display.Rows - (HardstatusRow >= 0 ? 1 : 0);
        return new Rectangle(HardstatusRow == 0 ? 1 : 0, 0, rows, Display.Columns);
    }

    private RegionNode FocusNode() => Root.Find(_focus)!;

    private void Rebuild()
    {
        _all.Clear();
        Root.Collect(_all);
        Arrange();
    }

    private bool HasRoom()
    {
        Rectangle space = Space();
        return Root.Minimum(sideBySide: false, 1) <= space.Rows && Root.Minimum(sideBySide: true, 1) <= space.Columns + 1;
    }

    private RegionNode Wrap(RegionNode leaf, bool sideBySide)
    {
        var container = new RegionNode { IsSideBySide = sideBySide, Weight = leaf.Weight, Size = leaf.Size, Parent = leaf.Parent };
        if (leaf.Parent is { } parent)
        {
            parent.Children[parent.Children.IndexOf(leaf)] = container;
        }
        else
        {
            Root = container;
        }

        leaf.Weight = 1;
        container.Insert(0, leaf);
        return container;
    }

    /// <summary>Takes a leaf out of the tree; a row or column of one part dissolves, and its parts join a row or column of their own direction.</summary>
    private void Detach(RegionNode leaf)
    {
        RegionNode parent = leaf.Parent!;
        parent.Children.Remove(leaf);
        if (parent.Children.Count != 1)
        {
            return;
        }

        RegionNode rest = parent.Children[0];
        rest.Weight = parent.Weight;
        rest.Size = parent.Size;
        rest.Parent = parent.Parent;
        if (parent.Parent is not { } above)
        {
            Root = rest;
            return;
        }

        int index = above.Children.IndexOf(parent);
        above.Children.RemoveAt(index);
        if (rest.IsLeaf || rest.IsSideBySide != above.IsSideBySide)
        {
            above.Insert(index, rest);
            return;
        }

        foreach (RegionNode child in rest.Children)
        {
            above.Insert(index++, child);
        }
    }

    private (int Row, int Column) FocusPoint()
    {
        Rectangle area = _focus.Area;
        return (area.Row, area.Column);
    }
}
