using Multiplex.Server.Layers;

namespace Multiplex.Server.Model;

/// <summary>
/// A node of the tree of regions: a region, or a row or a column of further nodes. A node's size includes the caption below (or above) it and the
/// border at its right, as screen counts in <c>resize</c>; beyond the last one a border is thought to stand outside.
/// </summary>
internal sealed class RegionNode
{
    /// <summary>The node that holds this one, or null at the root.</summary>
    public RegionNode? Parent { get; set; }

    /// <summary>The region of a leaf, else null.</summary>
    public Region? Region { get; set; }

    /// <summary>The parts, from the top or the left; empty in a leaf.</summary>
    public List<RegionNode> Children { get; } = [];

    /// <summary>True when the parts stand side by side (<c>split -v</c>).</summary>
    public bool IsSideBySide { get; set; }

    /// <summary>The share of the parent's extent, against its siblings'.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>Rows or columns along the parent's direction.</summary>
    public int Size { get; set; }

    /// <summary>True for a region.</summary>
    public bool IsLeaf => Region is not null;

    /// <summary>Adds a part.</summary>
    /// <param name="index">Where.</param>
    /// <param name="child">The part.</param>
    public void Insert(int index, RegionNode child)
    {
        child.Parent = this;
        Children.Insert(index, child);
    }

    /// <summary>Adds the regions of the tree in the order in which focus goes round.</summary>
    /// <param name="regions">Receives them.</param>
    public void Collect(List<Region> regions)
    {
        if (Region is not null)
        {
            regions.Add(Region);
        }

        foreach (RegionNode child in Children)
        {
            child.Collect(regions);
        }
    }

    /// <summary>The leaf of a region, or null.</summary>
    /// <param name="region">The region.</param>
    public RegionNode? Find(Region region)
    {
        if (ReferenceEquals(Region, region))
        {
            return this;
        }

        foreach (RegionNode child in Children)
        {
            if (child.Find(region) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The least size along a direction in which every region keeps a row or column of its own; captions and borders count.</summary>
    /// <param name="sideBySide">True for columns.</param>
    /// <param name="captionRows">Rows of a caption, 0 or 1.</param>
    public int Minimum(bool sideBySide, int captionRows)
    {
        if (IsLeaf)
        {
            return sideBySide ? 2 : 1 + captionRows;
        }

        int sum = 0;
        int most = 0;
        foreach (RegionNode child in Children)
        {
            int minimum = child.Minimum(sideBySide, captionRows);
            sum += minimum;
            most = Math.Max(most, minimum);
        }

        return sideBySide == IsSideBySide ? sum : most;
    }

    /// <summary>Gives all parts the same share.</summary>
    /// <param name="sideBySide">Only rows of this direction.</param>
    public void Equalize(bool sideBySide)
    {
        foreach (RegionNode child in Children)
        {
            if (IsSideBySide == sideBySide)
            {
                child.Weight = 1;
            }

            child.Equalize(sideBySide);
        }
    }

    /// <summary>Lays the node out.</summary>
    /// <param name="slice">Its rectangle with captions and borders.</param>
    /// <param name="captionRows">Rows of a caption, 0 or 1.</param>
    /// <param name="captionOnTop">Captions stand above.</param>
    /// <param name="border">Column of the border at its right, or -1.</param>
    public void Arrange(Rectangle slice, int captionRows, bool captionOnTop, int border)
    {
        if (Region is { } region)
        {
            int rows = Math.Max(slice.Rows - captionRows, 0);
            bool hasCaption = captionRows > 0 && slice.Rows > 0;
            region.Area = new Rectangle(slice.Row + (captionOnTop && hasCaption ? 1 : 0), slice.Column, rows, slice.Columns);
            region.CaptionRow = !hasCaption ? -1 : captionOnTop ? slice.Row : slice.Bottom - 1;
            region.BorderColumn = border;
            return;
        }

        Distribute(IsSideBySide ? slice.Columns + 1 : slice.Rows, captionRows);
        int at = IsSideBySide ? slice.Column : slice.Row;
        for (int index = 0; index < Children.Count; index++)
        {
            RegionNode child = Children[index];
            if (IsSideBySide)
            {
                bool isLast = index == Children.Count - 1;
                int columns = Math.Max(Math.Min(child.Size, slice.Right + 1 - at) - 1, 0);
                child.Arrange(
                    new Rectangle(slice.Row, at, slice.Rows, columns), captionRows, captionOnTop, isLast ? border : at + columns);
            }
            else
            {
                child.Arrange(new Rectangle(at, slice.Column, child.Size, slice.Columns), captionRows, captionOnTop, border);
            }

            at += child.Size;
        }
    }

    /// <summary>Shares an extent among the parts by their weights; what rounding leaves goes to the last ones. None falls below its least size if another can give.</summary>
    private void Distribute(int extent, int captionRows)
    {
        double weights = 0;
        foreach (RegionNode child in Children)
        {
            weights += child.Weight;
        }

        int left = extent;
        foreach (RegionNode child in Children)
        {
            child.Size = weights > 0 ? Math.Clamp((int)((left * child.Weight / weights) + 1e-9), 0, left) : 0;
            left -= child.Size;
            weights -= child.Weight;
        }

        for (int index = 0; index < Children.Count; index++)
        {
            RegionNode child = Children[index];
            int missing = child.Minimum(IsSideBySide, captionRows) - child.Size;
            child.Size += missing > 0 ? Take(index, missing, captionRows) : 0;
        }
    }

    /// <summary>Takes rows or columns from the siblings of a part, the following ones first.</summary>
    /// <param name="index">The part that grows.</param>
    /// <param name="wanted">How many it would like.</param>
    /// <param name="captionRows">Rows of a caption, 0 or 1.</param>
    /// <returns>How many could be taken.</returns>
    public int Take(int index, int wanted, int captionRows)
    {
        int taken = 0;
        for (int step = 1; step < Children.Count && taken < wanted; step++)
        {
            int at = index + step < Children.Count ? index + step : Children.Count - 1 - step;
            RegionNode giver = Children[at];
            int spare = giver.Size - giver.Minimum(IsSideBySide, captionRows);
            int given = Math.Clamp(spare, 0, wanted - taken);
            giver.Size -= given;
            taken += given;
        }

        return taken;
    }

    /// <summary>Makes the present sizes the weights, so that they keep their proportion when the display changes.</summary>
    public void KeepSizes()
    {
        foreach (RegionNode child in Children)
        {
            child.Weight = Math.Max(child.Size, 0);
        }
    }
}
