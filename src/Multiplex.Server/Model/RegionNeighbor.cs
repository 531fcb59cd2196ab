using Multiplex.Server.Layers;

namespace Multiplex.Server.Model;

/// <summary>Which region lies above, below or beside another one.</summary>
internal static class RegionNeighbor
{
    /// <summary>The nearest region in a direction that shares rows or columns with the given one; of several the one at the point.</summary>
    /// <param name="regions">All regions.</param>
    /// <param name="from">Where the search begins.</param>
    /// <param name="direction">Up, Down, Left or Right.</param>
    /// <param name="point">A cell of the display that decides between several.</param>
    /// <returns>The region, or null at the display's edge.</returns>
    public static Region? Find(List<Region> regions, Region from, FocusDirection direction, (int Row, int Column) point)
    {
        Region? best = null;
        int bestGap = int.MaxValue;
        bool bestHolds = false;
        bool isVertical = direction is FocusDirection.Up or FocusDirection.Down;
        foreach (Region region in regions)
        {
            Rectangle area = region.Area;
            int gap = Gap(from.Area, area, direction);
            bool overlaps = isVertical
                ? area.Column < from.Area.Right && area.Right > from.Area.Column
                : area.Row < from.Area.Bottom && area.Bottom > from.Area.Row;
            if (ReferenceEquals(region, from) || gap < 0 || !overlaps)
            {
                continue;
            }

            bool holds = isVertical
                ? point.Column >= area.Column && point.Column < area.Right
                : point.Row >= area.Row && point.Row < area.Bottom;
            if (gap < bestGap || (gap == bestGap && holds && !bestHolds))
            {
                (best, bestGap, bestHolds) = (region, gap, holds);
            }
        }

        return best;
    }

    private static int Gap(Rectangle from, Rectangle to, FocusDirection direction) => direction switch
    {
        FocusDirection.Up => from.Row - to.Bottom,
        FocusDirection.Down => to.Row - from.Bottom,
        FocusDirection.Left => from.Column - to.Right,
        _ => to.Column - from.Right,
    };
}
