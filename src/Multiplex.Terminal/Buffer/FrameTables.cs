namespace Multiplex.Terminal.Buffer;

/// <summary>The tables that the ids in cells refer to: of a window, of a display, or of a client's copy of a display.</summary>
public sealed class FrameTables
{
    /// <summary>Renditions by id.</summary>
    public RenditionTable Renditions { get; } = new();

    /// <summary>Characters of several code points by id.</summary>
    public GraphemeTable Graphemes { get; } = new();

    /// <summary>OSC 8 links by id.</summary>
    public HyperlinkTable Links { get; } = new();

    /// <summary>Counts how often the tables were cleared, so that a reader of ids notices that they changed their meaning.</summary>
    public int Generation { get; private set; }

    /// <summary>Forgets all ids and begins a new generation.</summary>
    public void Clear()
    {
        Renditions.Clear();
        Graphemes.Clear();
        Links.Clear();
        Generation++;
    }
}
