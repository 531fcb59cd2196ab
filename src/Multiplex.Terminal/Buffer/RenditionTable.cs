using System.Runtime.CompilerServices;

namespace Multiplex.Terminal.Buffer;

/// <summary>
/// Interned renditions: a cell keeps a 16-bit id, id 0 is always <see cref="Rendition.Default"/>.
/// Ids are dense and never change their meaning until <see cref="Clear"/>.
/// </summary>
public sealed class RenditionTable
{
    /// <summary>Ids fit in 16 bits; past this many different renditions <see cref="TryIntern(in Rendition, out ushort)"/> refuses and the
    /// owner compacts or clears.</summary>
    public const int Capacity = 65_535;

    private const int SmallestSlots = 16;

    private PackedRendition[] _keys = new PackedRendition[SmallestSlots / 2];

    // What scrollback writes for each, worked out once: it is asked for at every change of colour in every line.
    private ulong[] _encoded = new ulong[SmallestSlots / 2];

    // Open addressing with linear probing at most half full; a slot holds an id plus one.
    private ushort[] _slots = new ushort[SmallestSlots];
    private int _shift = 64 - 4;

    /// <summary>An empty table that holds only the default rendition.</summary>
    public RenditionTable() => Clear();

    /// <summary>How many ids are in use: ids are 0..Count-1.</summary>
    public int Count { get; private set; }

    /// <summary>All renditions by id, in an array of the caller's own.</summary>
    public Rendition[] ToArray()
    {
        var renditions = new Rendition[Count];
        for (int id = 0; id < renditions.Length; id++)
        {
            renditions[id] = _keys[id].ToRendition();
        }

        return renditions;
    }

    /// <summary>All renditions by id, borrowed until the table changes.</summary>
    internal ReadOnlySpan<PackedRendition> Packed => _keys.AsSpan(0, Count);

    /// <summary>All renditions by id as <see cref="RenditionCodec.Short"/> has them, borrowed until the table changes.</summary>
    internal ReadOnlySpan<ulong> Encoded => _encoded.AsSpan(0, Count);

    /// <summary>The rendition of an id.</summary>
    /// <param name="id">0..Count-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id was never given out.</exception>
    public Rendition this[ushort id]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
            return _keys[id].ToRendition();
        }
    }

    /// <summary>Forgets all ids but 0.</summary>
    public void Clear()
    {
        Count = 0;
        if (_slots.Length > 16 * SmallestSlots)
        {
            _keys = new PackedRendition[SmallestSlots / 2];
            _encoded = new ulong[SmallestSlots / 2];
            _slots = new ushort[SmallestSlots];
            _shift = 64 - 4;
        }

        _slots.AsSpan().Clear();
        _ = TryIntern(Rendition.Default, out _);
    }

    /// <summary>Finds or makes the id of a rendition; allocates only for one that was never seen.</summary>
    /// <param name="rendition">The rendition to look up.</param>
    /// <param name="id">Its id, or 0 when the table is full.</param>
    /// <returns>False when the table is full and the rendition is not in it.</returns>
    public bool TryIntern(in Rendition rendition, out ushort id) => TryIntern(new PackedRendition(rendition), out id);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryIntern(in PackedRendition key, out ushort id)
    {
        int slot = (int)(key.Hash() >> _shift);
        int entry = _slots[slot];
        if (entry != 0 && _keys[entry - 1].Equals(key))
        {
            id = (ushort)(entry - 1);
            return true;
        }

        return TryInternFrom(slot, key, out id);
    }

    private bool TryInternFrom(int slot, in PackedRendition key, out ushort id)
    {
        ushort[] slots = _slots;
        int mask = slots.Length - 1;
        while (true)
        {
            int entry = slots[slot];
            if (entry == 0)
            {
                return TryAdd(key, out id);
            }

            if (_keys[entry - 1].Equals(key))
            {
                id = (ushort)(entry - 1);
                return true;
            }

            slot = (slot + 1) & mask;
        }
    }

    private bool TryAdd(in PackedRendition key, out ushort id)
    {
        id = 0;
        if (Count >= Capacity)
        {
            return false;
        }

        if (Count == _keys.Length)
        {
            Grow();
        }

        id = (ushort)Count;
        _keys[Count] = key;
        _encoded[Count] = RenditionCodec.Short(key);
        Count++;
        Place(id);
        return true;
    }

    private void Grow()
    {
        Array.Resize(ref _keys, _keys.Length * 2);
        Array.Resize(ref _encoded, _encoded.Length * 2);
        _slots = new ushort[_slots.Length * 2];
        _shift--;
        for (int id = 0; id < Count; id++)
        {
            Place((ushort)id);
        }
    }

    private void Place(ushort id)
    {
        int slot = (int)(_keys[id].Hash() >> _shift);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = (ushort)(id + 1);
    }
}
