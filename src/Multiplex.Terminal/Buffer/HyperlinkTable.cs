namespace Multiplex.Terminal.Buffer;

/// <summary>One OSC 8 hyperlink: the text that identifies it among cells and the address.</summary>
/// <param name="Id">The <c>id=</c> parameter, or an identity made up for a link without one.</param>
/// <param name="Uri">The address, free of control characters.</param>
public readonly record struct Hyperlink(string Id, string Uri);

/// <summary>Interned OSC 8 hyperlinks; id 0 is "no link". Ids keep their meaning until <see cref="Clear"/>.</summary>
public sealed class HyperlinkTable
{
    /// <summary>A window keeps at most this many different links; further ones are drawn as plain text.</summary>
    public const int Capacity = 5_000;

    private readonly Dictionary<Hyperlink, ushort> _ids = [];
    private readonly List<Hyperlink> _links = [default];

    /// <summary>One more than the highest id.</summary>
    public int Count => _links.Count;

    /// <summary>The link of an id.</summary>
    /// <param name="id">1..Count-1.</param>
    public Hyperlink this[ushort id] => _links[id];

    /// <summary>Forgets all links.</summary>
    public void Clear()
    {
        _ids.Clear();
        _links.Clear();
        _links.Add(default);
    }

    /// <summary>Finds or makes the id of a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="id">Its id, 0 when the table is full.</param>
    /// <returns>False when the table is full.</returns>
    public bool TryIntern(in Hyperlink link, out ushort id)
    {
        if (_ids.TryGetValue(link, out id))
        {
            return true;
        }

        if (_links.Count >= Capacity)
        {
            return false;
        }

        id = (ushort)_links.Count;
        _links.Add(link);
        _ids.Add(link, id);
        return true;
    }
}
