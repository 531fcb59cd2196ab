using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>
/// Translates the ids in a window's cells into ids of a display's tables. Each id is looked up once; the map is forgotten when either side's tables
/// begin a new generation.
/// </summary>
internal sealed class TableMap
{
    private const ushort Unknown = 0;

    private ushort[] _renditions = new ushort[64];
    private int[] _graphemes = new int[16];
    private FrameTables? _source;
    private FrameTables? _target;
    private int _sourceGeneration;
    private int _targetGeneration;
    private int _rule;

    /// <summary>True when the display's tables had no room for an id: they must be cleared and everything drawn again.</summary>
    public bool IsOverflowing { get; private set; }

    /// <summary>The pictures that cells may refer to, or null when placeholders stand for them.</summary>
    public DisplayPictures? Pictures { get; set; }

    /// <summary>Makes the map fit both tables.</summary>
    /// <param name="source">The window's tables.</param>
    /// <param name="target">The display's tables.</param>
    /// <param name="rule">Changes when renditions shall be translated in another way (<c>attrcolor</c>).</param>
    public void Bind(FrameTables source, FrameTables target, int rule)
    {
        IsOverflowing = false;
        if (ReferenceEquals(source, _source) && ReferenceEquals(target, _target) && rule == _rule &&
            source.Generation == _sourceGeneration && target.Generation == _targetGeneration)
        {
            return;
        }

        _source = source;
        _target = target;
        _sourceGeneration = source.Generation;
        _targetGeneration = target.Generation;
        _rule = rule;
        Array.Clear(_renditions);
        Array.Clear(_graphemes);
    }

    /// <summary>Copies cells and translates their ids.</summary>
    /// <param name="cells">Cells of the window.</param>
    /// <param name="destination">Cells of the display, at least as many.</param>
    /// <param name="rules">What stands in for attributes.</param>
    public void Copy(ReadOnlySpan<Cell> cells, Span<Cell> destination, AttributeRules rules)
    {
        // Most cells are in the default rendition and of one code point: they mean the same in both tables.
        const ulong Translated = 0xFFFF_FFFF_F880_0000;
        for (int index = 0; index < cells.Length; index++)
        {
            Cell cell = cells[index];
            destination[index] = (cell.Bits & Translated) == 0 ? cell : Translate(cell, rules);
        }
    }

    private Cell Translate(Cell cell, AttributeRules rules)
    {
        if (cell.PictureId != 0 && Pictures?.IdFor(cell.PictureId) is > 0 and int picture)
        {
            return Translate(cell.WithoutPicture, rules).WithPicture(picture, cell.PictureRow);
        }

        cell = cell.WithoutPicture;
        ushort rendition = cell.Rendition == 0 ? (ushort)0 : Rendition(cell.Rendition, rules);
        if (!cell.IsGrapheme)
        {
            return cell.WithRendition(rendition);
        }

        int id = Grapheme(cell.Content);
        return id == 0
            ? Cell.FromCodePoint(char.ConvertToUtf32(_source!.Graphemes[cell.Content], 0), cell.Width, rendition)
            : Cell.FromGrapheme(id, cell.Width, rendition);
    }

    private ushort Rendition(ushort id, AttributeRules rules)
    {
        if (id >= _renditions.Length)
        {
            Array.Resize(ref _renditions, Math.Max(id + 1, _renditions.Length * 2));
        }

        ushort known = _renditions[id];
        if (known != Unknown)
        {
            return (ushort)(known - 1);
        }

        Rendition rendition = rules.Apply(_source!.Renditions[id]);
        if (rendition.Link != 0)
        {
            IsOverflowing |= !_target!.Links.TryIntern(_source.Links[rendition.Link], out ushort link);
            rendition = rendition with { Link = link };
        }

        if (!_target!.Renditions.TryIntern(rendition, out ushort mapped))
        {
            IsOverflowing = true;
        }

        // Stored one higher, so that zero means "not looked up yet"; the last id of a full table is looked up each time.
        _renditions[id] = (ushort)(mapped + 1);
        return mapped;
    }

    private int Grapheme(int id)
    {
        if (id >= _graphemes.Length)
        {
            Array.Resize(ref _graphemes, Math.Max(id + 1, _graphemes.Length * 2));
        }

        if (_graphemes[id] == 0)
        {
            IsOverflowing |= !_target!.Graphemes.TryIntern(_source!.Graphemes[id], out int mapped);
            _graphemes[id] = mapped;
        }

        return _graphemes[id];
    }
}
