using Multiplex.Server.Layers;

namespace Multiplex.Server.Model;

/// <content>Layers that wait with their window while it is not shown.</content>
internal sealed partial class RegionTree
{
    /// <summary>Takes the layers of a region away before its window changes; copy mode waits with its window.</summary>
    /// <param name="region">The region.</param>
    public void Park(Region region) => Part(region, static layer => layer.StaysWithWindow);

    /// <summary>Puts the layers back that waited for the region's window; a group has the list of its windows.</summary>
    /// <param name="region">The region.</param>
    public void Unpark(Region region)
    {
        if (region.Window is { IsGroup: true } group)
        {
            region.Push(WindowListLayer.Of(Display, group));
        }
        else if (region.Window is { Waiting: { } layer } window)
        {
            window.Waiting = null;
            region.Layer = layer;
            layer.Resize(Display, region.Area);
        }
    }

    /// <summary>
    /// The display leaves. As in screen, copy mode and questions are the window's: they go on where else it is shown, or wait for whoever shows it
    /// next.
    /// </summary>
    public void Release()
    {
        foreach (Region region in _all)
        {
            Part(region, static layer => layer.IsShared);
        }

        foreach (Display other in Display.Session.Displays)
        {
            foreach (Region region in other.Regions.All)
            {
                if (!ReferenceEquals(other, Display) && region is { Layer: null, Window.Waiting: not null })
                {
                    other.Regions.Unpark(region);
                }
            }
        }
    }

    private void Part(Region region, Predicate<Layer> stays)
    {
        bool isGone = region.Window is null || !Display.Session.Windows.Contains(region.Window);
        while (region.Layer is { } layer && (isGone || !stays(layer)))
        {
            region.Pop(layer);
        }

        if (region.Layer is { } staying && region.Window is { } window)
        {
            window.Waiting = staying;
            region.Layer = null;
        }
    }
}
