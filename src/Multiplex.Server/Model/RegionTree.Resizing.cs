using Multiplex.Server.Settings;

namespace Multiplex.Server.Model;

/// <content>Sizes: <c>resize</c>, <c>focusminsize</c>, borders dragged by the mouse.</content>
internal sealed partial class RegionTree
{
    /// <summary>Resizes the region with the focus.</summary>
    /// <param name="request">How.</param>
    /// <returns>False when there is only one region.</returns>
    public bool Resize(in ResizeRequest request)
    {
        RegionNode leaf = FocusNode();
        if (leaf.Parent is null)
        {
            return false;
        }

        EnsureArranged();
        bool own = leaf.Parent.IsSideBySide;
        bool columns = request.Columns || (!request.Rows && own != request.IsPerpendicular);
        bool rows = request.Rows || (!request.Columns && own == request.IsPerpendicular);
        if (columns)
        {
            Resize(leaf, request, sideBySide: true);
        }

        if (rows)
        {
            Resize(leaf, request, sideBySide: false);
        }

        Arrange();
        return true;
    }

    /// <summary>Moves the border below or beside a region (dragging it with the mouse).</summary>
    /// <param name="region">The region above or left of the border.</param>
    /// <param name="sideBySide">The border at the right; else the one below.</param>
    /// <param name="size">The region's new size with its caption or border.</param>
    public void MoveBorder(Region region, bool sideBySide, int size)
    {
        RegionNode? node = Root.Find(region);
        while (node is { Parent: { } up } && (up.IsSideBySide != sideBySide || ReferenceEquals(up.Children[^1], node)))
        {
            node = up;
        }

        if (node is not { Parent: { } parent })
        {
            return;
        }

        int index = parent.Children.IndexOf(node);
        RegionNode next = parent.Children[index + 1];
        int least = node.Minimum(sideBySide, CaptionRows);
        int most = node.Size + next.Size - next.Minimum(sideBySide, CaptionRows);
        int wanted = Math.Clamp(size, Math.Min(least, most), most);
        next.Size += node.Size - wanted;
        node.Size = wanted;
        parent.KeepSizes();
        Arrange();
    }

    private void Resize(RegionNode leaf, in ResizeRequest request, bool sideBySide)
    {
        RegionNode node = leaf;
        while (node.Parent is { } up && up.IsSideBySide != sideBySide)
        {
            node = up;
        }

        if (node.Parent is not { } parent)
        {
            return;
        }

        if (request.Kind == ResizeKind.Equal)
        {
            (request.IsLocal ? parent : Root).Equalize(sideBySide);
            return;
        }

        int index = parent.Children.IndexOf(node);
        int whole = sideBySide ? Display.Columns : Space().Rows;
        int local = 0;
        parent.Children.ForEach(child => local += child.Size);
        int target = Math.Max(request.Target(node.Size, request.IsLocal ? local : whole), node.Minimum(sideBySide, CaptionRows));
        if (target > node.Size)
        {
            node.Size += parent.Take(index, target - node.Size, CaptionRows);
        }
        else
        {
            Give(parent, index, node.Size - target);
            node.Size = target;
        }

        parent.KeepSizes();
    }

    private static void Give(RegionNode parent, int index, int rest)
    {
        int others = parent.Children.Count - 1;
        for (int at = 0; at < parent.Children.Count; at++)
        {
            if (at != index)
            {
                int share = rest / others--;
                parent.Children[at].Size += share;
                rest -= share;
            }
        }
    }

    /// <summary>Gives the region with the focus its least size (<c>focusminsize</c>).</summary>
    private void Widen()
    {
        SessionSettings settings = Display.Session.Settings;
        if (FocusNode().Parent is null || (settings.FocusMinimumColumns == 0 && settings.FocusMinimumRows == 0))
        {
            return;
        }

        Widen(settings.FocusMinimumColumns, _focus.Area.Columns, columns: true);
        Widen(settings.FocusMinimumRows, _focus.Area.Rows, columns: false);
    }

    private void Widen(int minimum, int present, bool columns)
    {
        if (minimum < 0)
        {
            Resize(new ResizeRequest(ResizeKind.Maximum, 0) { Columns = columns, Rows = !columns });
        }
        else if (present < minimum)
        {
            Resize(new ResizeRequest(ResizeKind.Add, minimum - present) { Columns = columns, Rows = !columns });
        }
    }
}
