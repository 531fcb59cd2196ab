using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// Brings cells into the one form in which the drawing code compares and writes them: reduced to what the terminal shows, wide characters
/// whole, blanks alike however they came about, nothing that could command the terminal. The ids in the result are of the normalizer's own
/// tables, so they outlive the tables of the frames.
/// </summary>
internal sealed class CellNormalizer
{
    private const int Replacement = 0xFFFD;

    /// <summary>The abilities on which it depends how a cell looks.</summary>
    private const TerminalAbilities Shown = TerminalAbilities.Utf8
        | TerminalAbilities.Bold
        | TerminalAbilities.Faint
        | TerminalAbilities.Italic
        | TerminalAbilities.Underline
        | TerminalAbilities.Blink
        | TerminalAbilities.Inverse
        | TerminalAbilities.Invisible
        | TerminalAbilities.CrossedOut
        | TerminalAbilities.Overline
        | TerminalAbilities.StyledUnderline
        | TerminalAbilities.UnderlineColor
        | TerminalAbilities.Hyperlinks;

    private TerminalProfile _profile;
    private readonly RenditionTable _renditions = new();
    private readonly GraphemeTable _graphemes = new();
    private readonly HyperlinkTable _links = new();
    private FrameTables? _source;
    private int _generation;
    private int[] _textIds = [];
    private int[] _blankIds = [];
    private int[] _graphemeIds = [];
    private int[] _blankOfOwn = [];

    /// <summary>A normalizer for a terminal.</summary>
    /// <param name="profile">What the terminal shows.</param>
    public CellNormalizer(TerminalProfile profile) => _profile = profile;

    /// <summary>The cell that an erased screen is full of.</summary>
    public static Cell Blank { get; } = Cell.FromCodePoint(' ', CellWidth.Narrow, 0);

    /// <summary>True when a table is full and cells had to be simplified: clear and draw everything again.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The rendition of an id in a normalized cell; its link is an id for <see cref="Link"/>.</summary>
    /// <param name="id">Id of a normalized cell.</param>
    public Rendition Rendition(ushort id) => _renditions[id];

    /// <summary>The link of an id.</summary>
    /// <param name="id">1 or more.</param>
    public Hyperlink Link(ushort id) => _links[id];

    /// <summary>The text of a normalized cell that is a grapheme.</summary>
    /// <param name="id">The cell's content.</param>
    public string Grapheme(int id) => _graphemes[id];

    /// <summary>The rendition of the blank that a space shows when it is written in a rendition.</summary>
    /// <param name="id">Id of a normalized cell.</param>
    /// <returns>Id of a normalized blank.</returns>
    public ushort BlankRendition(ushort id)
    {
        Grow(ref _blankOfOwn, _renditions.Count);
        int blank = _blankOfOwn[id];
        if (blank < 0)
        {
            blank = Intern(ReduceBlank(_renditions[id]));
            _blankOfOwn[id] = blank;
        }

        return (ushort)blank;
    }

    /// <summary>Forgets all ids; whatever was normalized before has no meaning any more.</summary>
    public void Clear()
    {
        _renditions.Clear();
        _graphemes.Clear();
        _links.Clear();
        _blankOfOwn.AsSpan().Fill(-1);
        _source = null;
        IsFull = false;
    }

    /// <summary>Goes on with another profile.</summary>
    /// <param name="profile">What the terminal shows.</param>
    /// <returns>False when cells look different now: all ids were forgotten.</returns>
    public bool TryChange(TerminalProfile profile)
    {
        bool isAlike = profile.ColorDepth == _profile.ColorDepth
            && ((profile.Abilities ^ _profile.Abilities) & Shown) == TerminalAbilities.None;
        _profile = profile;
        if (!isAlike)
        {
            Clear();
        }

        return isAlike;
    }

    /// <summary>Normalizes a row.</summary>
    /// <param name="source">Cells of a frame.</param>
    /// <param name="tables">The frame's tables.</param>
    /// <param name="target">As many cells.</param>
    public void Normalize(ReadOnlySpan<Cell> source, FrameTables tables, Span<Cell> target)
    {
        SetSource(tables);
        for (int column = 0; column < source.Length; column++)
        {
            Cell cell = source[column];
            if (cell.Width == CellWidth.Wide && column + 1 < source.Length && source[column + 1].Width == CellWidth.WideTail)
            {
                Cell head = NormalizeCharacter(cell, CellWidth.Wide);
                target[column++] = head;
                target[column] = head.Width == CellWidth.Wide ? Cell.Tail(head.Rendition) : head;
            }
            else if (cell.Width == CellWidth.Narrow && !cell.IsEmpty)
            {
                target[column] = NormalizeCharacter(cell, CellWidth.Narrow);
            }
            else
            {
                // Empty, or half of a wide character whose other half is missing.
                target[column] = BlankOf(cell.Rendition);
            }
        }
    }

    private void SetSource(FrameTables tables)
    {
        if (!ReferenceEquals(_source, tables) || _generation != tables.Generation)
        {
            _source = tables;
            _generation = tables.Generation;
            _textIds.AsSpan().Fill(-1);
            _blankIds.AsSpan().Fill(-1);
            _graphemeIds.AsSpan().Fill(-1);
        }

        Grow(ref _textIds, tables.Renditions.Count);
        Grow(ref _blankIds, tables.Renditions.Count);
        Grow(ref _graphemeIds, tables.Graphemes.Count);
    }

    private static void Grow(ref int[] ids, int count)
    {
        if (ids.Length < count)
        {
            int known = ids.Length;
            Array.Resize(ref ids, Math.Max(count, 2 * known));
            ids.AsSpan(known).Fill(-1);
        }
    }

    private Cell NormalizeCharacter(Cell cell, CellWidth width)
    {
        bool isHidden = _source!.Renditions[cell.Rendition].Has(RenditionAttributes.Invisible)
            && !_profile.Can(TerminalAbilities.Invisible);
        if (isHidden || (!cell.IsGrapheme && cell.Content == ' '))
        {
            return BlankOf(cell.Rendition);
        }

        ushort rendition = TextId(cell.Rendition);
        if (!_profile.Can(TerminalAbilities.Utf8))
        {
            int ascii = cell.IsGrapheme ? AsciiForm.Of(_source.Graphemes[cell.Content][0]) : AsciiForm.Of(cell.Content);
            return Cell.FromCodePoint(ascii, CellWidth.Narrow, rendition);
        }

        if (cell.IsGrapheme)
        {
            return GraphemeCell(cell.Content, width, rendition);
        }

        bool isControl = cell.Content < 0x20 || cell.Content is (>= 0x7F and < 0xA0) or (>= 0xD800 and < 0xE000) or > 0x10FFFF;
        return Cell.FromCodePoint(isControl ? Replacement : cell.Content, isControl ? CellWidth.Narrow : width, rendition);
    }

    private Cell GraphemeCell(int sourceId, CellWidth width, ushort rendition)
    {
        int id = _graphemeIds[sourceId];
        if (id < 0)
        {
            string text = _source!.Graphemes[sourceId];
            if (!_graphemes.TryIntern(text, out id))
            {
                IsFull = true;
                return Cell.FromCodePoint(Replacement, CellWidth.Narrow, rendition);
            }

            _graphemeIds[sourceId] = id;
        }

        return Cell.FromGrapheme(id, width, rendition);
    }

    private Cell BlankOf(ushort rendition)
    {
        int id = _blankIds[rendition];
        if (id < 0)
        {
            id = Intern(ReduceBlank(Reduce(_source!.Renditions[rendition])));
            _blankIds[rendition] = id;
        }

        return Cell.FromCodePoint(' ', CellWidth.Narrow, (ushort)id);
    }

    private ushort TextId(ushort rendition)
    {
        int id = _textIds[rendition];
        if (id < 0)
        {
            id = Intern(Reduce(_source!.Renditions[rendition]));
            _textIds[rendition] = id;
        }

        return (ushort)id;
    }

    private int Intern(in Rendition rendition)
    {
        IsFull |= !_renditions.TryIntern(rendition, out ushort id);
        return id;
    }

    private Rendition Reduce(in Rendition r)
    {
        ColorDepth depth = _profile.ColorDepth;
        UnderlineStyle underline = !_profile.Can(TerminalAbilities.Underline) ? UnderlineStyle.None
            : r.Underline > UnderlineStyle.Single && !_profile.Can(TerminalAbilities.StyledUnderline) ? UnderlineStyle.Single
            : r.Underline;
        bool hasUnderlineColor = underline != UnderlineStyle.None && _profile.Can(TerminalAbilities.UnderlineColor);
        RenditionAttributes attributes = Reduce(r.Attributes);
        if (depth == ColorDepth.Colors8
            && r.Foreground is { Kind: ColorKind.Indexed, Index: >= 8 and < 16 }
            && _profile.Can(TerminalAbilities.Bold))
        {
            // Terminals with eight colours show the bright ones as bold.
            attributes |= RenditionAttributes.Bold;
        }

        return new Rendition(
            ColorReducer.Reduce(r.Foreground, depth),
            ColorReducer.Reduce(r.Background, depth),
            hasUnderlineColor ? ColorReducer.Reduce(r.UnderlineColor, depth) : Color.Default,
            attributes,
            underline,
            ReduceLink(r.Link));
    }

    private RenditionAttributes Reduce(RenditionAttributes attributes)
    {
        RenditionAttributes reduced = RenditionAttributes.None;
        Keep(RenditionAttributes.Bold, TerminalAbilities.Bold);
        Keep(RenditionAttributes.Faint, TerminalAbilities.Faint);
        Keep(RenditionAttributes.Italic, TerminalAbilities.Italic);
        Keep(RenditionAttributes.Blink, TerminalAbilities.Blink);
        Keep(RenditionAttributes.Inverse, TerminalAbilities.Inverse);
        Keep(RenditionAttributes.Invisible, TerminalAbilities.Invisible);
        Keep(RenditionAttributes.CrossedOut, TerminalAbilities.CrossedOut);
        Keep(RenditionAttributes.Overline, TerminalAbilities.Overline);
        return reduced;

        void Keep(RenditionAttributes attribute, TerminalAbilities ability)
        {
            if ((attributes & attribute) != 0 && _profile.Can(ability))
            {
                reduced |= attribute;
            }
        }
    }

    private ushort ReduceLink(ushort link)
    {
        if (link == 0 || !_profile.Can(TerminalAbilities.Hyperlinks))
        {
            return 0;
        }

        // A full table only costs the links that came too late.
        return _links.TryIntern(_source!.Links[link], out ushort id) ? id : (ushort)0;
    }

    /// <summary>What of a rendition a blank shows: the background; with a line or inverse video all of it.</summary>
    private static Rendition ReduceBlank(in Rendition r)
    {
        const RenditionAttributes Visible = RenditionAttributes.Inverse | RenditionAttributes.CrossedOut | RenditionAttributes.Overline;
        return (r.Attributes & Visible) != 0 || r.Underline != UnderlineStyle.None
            ? r
            : new Rendition(Color.Default, r.Background, Color.Default, RenditionAttributes.None, UnderlineStyle.None, r.Link);
    }
}
