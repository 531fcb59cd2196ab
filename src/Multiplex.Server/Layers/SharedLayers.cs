using Multiplex.Server.Model;

namespace Multiplex.Server.Layers;

/// <summary>
/// A layer over a window (copy mode, a prompt) is seen wherever that window is: in other regions and on other displays, whose keys reach it too,
/// as in screen. Lists and pages belong to their region alone.
/// </summary>
internal static class SharedLayers
{
    /// <summary>What lies over the window of a region.</summary>
    /// <param name="display">The region's display.</param>
    /// <param name="region">The region.</param>
    /// <param name="owner">The display that the layer belongs to.</param>
    /// <returns>The topmost layer, or null when the window itself is seen.</returns>
    public static Layer? Of(Display display, Region region, out Display owner)
    {
        owner = display;
        if (region.Layer is not null || region.Window is not { } window)
        {
            return region.Layer;
        }

        List<Display> displays = display.Session.Displays;
        for (int index = 0; index < displays.Count; index++)
        {
            IReadOnlyList<Region> regions = displays[index].Regions.All;
            for (int place = 0; place < regions.Count; place++)
            {
                Region other = regions[place];
                if (ReferenceEquals(other.Window, window) && other.Layer is { IsShared: true } layer)
                {
                    owner = displays[index];
                    return layer;
                }
            }
        }

        return null;
    }

    /// <summary>What takes the keys of a display.</summary>
    /// <param name="display">The display.</param>
    /// <param name="owner">The display that the layer belongs to.</param>
    /// <returns>The layer, or null when keys go to the window.</returns>
    public static Layer? Target(Display display, out Display owner)
    {
        owner = display;
        return display.Overlay ?? Of(display, display.Regions.Focus, out owner);
    }

    /// <summary>True when keys of a display may go to a layer of another one: what is answered there happens with that one's rights.</summary>
    /// <param name="display">Where a key was typed.</param>
    /// <param name="owner">Whose layer it is.</param>
    public static bool MayOperate(Display display, Display owner) =>
        ReferenceEquals(display, owner) || display.User?.Name == owner.User?.Name;
}
