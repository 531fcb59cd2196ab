using System.Runtime.InteropServices;

namespace Multiplex.Terminal.Buffer;

/// <summary>
/// Interned renditions: a cell keeps a 16-bit id, id 0 is always <see cref="Rendition.Default"/>.
/// Ids are dense and never change their meaning until <see cref="Clear"/>.
/// </summary>
public sealed class RenditionTable
{
    /// <summary>Ids fit in 16 bits; past this many different renditions <see cref="TryIntern"/> refuses and the owner compacts or clears.</summary>
    public const int Capacity = 65_535;

    private readonly Dictionary<Rendition, ushort> _ids = [];
    private readonly List<Rendition> _renditions = [];
    private Rendition _lastRendition;
    private ushort _lastId;

    /// <summary>An empty table that holds only the default rendition.</summary>
    public RenditionTable() => Clear();

    /// <summary>How many ids are in use: ids are 0..Count-1.</summary>
    public int Count => _renditions.Count;

    /// <summary>All renditions by id, borrowed until the table changes.</summary>
    public ReadOnlySpan<Rendition> Renditions => CollectionsMarshal.AsSpan(_renditions);

    /// <summary>The rendition of an id.</summary>
    /// <param name="id">0..Count-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id was never given out.</exception>
    public Rendition this[ushort id] => _renditions[id];

    /// <summary>Forgets all ids but 0.</summary>
    public void Clear()
    {
        _ids.Clear();
        _renditions.Clear();
        _renditions.Add(Rendition.Default);
        _ids.Add(Rendition.Default, 0);
        _lastRendition = Rendition.Default;
        _lastId = 0;
    }

    /// <summary>Finds or makes the id of a rendition; allocates only for one that was never seen.</summary>
    /// <param name="rendition">The rendition to look up.</param>
    /// <param name="id">Its id, or 0 when the table is full.</param>
    /// <returns>False when the table is full and the rendition is not in it.</returns>
    public bool TryIntern(in Rendition rendition, out ushort id)
    {
        if (rendition == _lastRendition)
        {
            id = _lastId;
            return true;
        }

        if (!_ids.TryGetValue(rendition, out id))
        {
            if (_renditions.Count >= Capacity)
            {
                return false;
            }

            id = (ushort)_renditions.Count;
            _renditions.Add(rendition);
            _ids.Add(rendition, id);
        }

        _lastRendition = rendition;
        _lastId = id;
        return true;
    }
}
