using Multiplex.Server.Layers;

namespace Multiplex.Server.Model;

/// <summary>A rectangle of a display that shows a window, or nothing (the blank window), beneath an optional layer such as copy mode.</summary>
/// <param name="tree">The regions that it is one of.</param>
internal sealed class Region(RegionTree tree)
{
    private Window? _window;

    /// <summary>
    /// The window shown, or null for the blank window. Setting it takes the layers of the former window away (copy mode waits with its window) and
    /// fits the window when no other region shows it.
    /// </summary>
    public Window? Window
    {
        get => _window;
        set
        {
            if (ReferenceEquals(_window, value))
            {
                return;
            }

            tree.Park(this);
            _window = value;
            tree.Unpark(this);
            ColumnOffset = 0;
            RowOffset = 0;
            tree.FitIfAlone(this);
            tree.Changed();
        }
    }

    /// <summary>Copy mode or another layer over the window, or null. It may itself lie over another one (<see cref="Layer.Beneath"/>).</summary>
    public Layer? Layer { get; set; }

    /// <summary>Where the region's content lies, caption excluded.</summary>
    public Rectangle Area { get; set; }

    /// <summary>Row of the region's caption, or -1 when it has none.</summary>
    public int CaptionRow { get; set; } = -1;

    /// <summary>Column of the border at the region's right, or -1 when it has none.</summary>
    public int BorderColumn { get; set; } = -1;

    /// <summary>The window's column shown at the region's left edge, when the window is wider than the region.</summary>
    public int ColumnOffset { get; set; }

    /// <summary>The window's row shown at the region's top, when the window is higher than the region.</summary>
    public int RowOffset { get; set; }

    /// <summary>Puts a layer over what the region shows.</summary>
    /// <param name="layer">A layer that is shown nowhere.</param>
    public void Push(Layer layer)
    {
        layer.Beneath = Layer;
        Layer = layer;
        layer.Resize(tree.Display, Area);
        tree.Changed();
    }

    /// <summary>Takes a layer away, wherever it lies in the pile.</summary>
    /// <param name="layer">A layer of the region.</param>
    public void Pop(Layer layer)
    {
        if (ReferenceEquals(Layer, layer))
        {
            Layer = layer.Beneath;
        }
        else
        {
            Layer? above = Layer;
            while (above is not null && !ReferenceEquals(above.Beneath, layer))
            {
                above = above.Beneath;
            }

            if (above is null)
            {
                return;
            }

            above.Beneath = layer.Beneath;
        }

        layer.Beneath = null;
        layer.Leave(tree.Display);
        tree.Changed();
    }

    /// <summary>Takes all layers away.</summary>
    public void PopAll()
    {
        while (Layer is { } layer)
        {
            Pop(layer);
        }
    }
}
