namespace Multiplex.Terminal.Buffer;

/// <summary>
/// Interned characters of more than one code point (base and combining marks, emoji sequences). Ids are dense from 1; id 0 is never given
/// out.
/// An id keeps its meaning until <see cref="Clear"/>.
/// </summary>
public sealed class GraphemeTable
{
    /// <summary>Cells hold 21 bits; this cap keeps a hostile program to a few MB. When it is reached a character keeps only its
    /// base.</summary>
    public const int Capacity = 65_535;

    /// <summary>Longest text kept for one cell, in UTF-16 units; further marks are dropped (CVE-2021-26937's class).</summary>
    public const int MaxLength = 32;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [string.Empty];

    /// <summary>One more than the highest id.</summary>
    public int Count => _texts.Count;

    /// <summary>The text of an id.</summary>
    /// <param name="id">1..Count-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id was never given out.</exception>
    public string this[int id] => _texts[id];

    /// <summary>Forgets all ids.</summary>
    public void Clear()
    {
        _ids.Clear();
        _texts.Clear();
        _texts.Add(string.Empty);
    }

    /// <summary>Finds or makes the id of a text; allocates only for one that was never seen.</summary>
    /// <param name="text">1..MaxLength UTF-16 units.</param>
    /// <param name="id">Its id, 0 on failure.</param>
    /// <returns>False when the table is full or the text is empty or too long.</returns>
    public bool TryIntern(ReadOnlySpan<char> text, out int id)
    {
        id = 0;
        if (text.IsEmpty || text.Length > MaxLength)
        {
            return false;
        }

        if (_ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out id))
        {
            return true;
        }

        if (_texts.Count >= Capacity)
        {
            id = 0;
            return false;
        }

        string owned = text.ToString();
        id = _texts.Count;
        _texts.Add(owned);
        _ids.Add(owned, id);
        return true;
    }
}
