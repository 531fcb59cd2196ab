using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal;

/// <content>The rendition of further characters, and the tables that ids refer to.</content>
internal sealed partial class TerminalCore
{
    private const ulong ProtectedBit = 1ul << 26;

    private PackedRendition _pen;
    private bool _isPenStale;
    private bool _isProtected;
    private ulong _penBits;
    private Cell _blank;
    private int _refusals;

    /// <summary>The rendition of further characters.</summary>
    public Rendition Pen
    {
        get => _pen.ToRendition();
        set
        {
            _pen = new PackedRendition(value);
            _isPenStale = true;
        }
    }

    /// <summary>DECSCA or SPA: further characters are protected.</summary>
    public bool IsProtected
    {
        get => _isProtected;
        set
        {
            _isProtected = value;
            _isPenStale = true;
        }
    }

    /// <summary>The protection is ISO's (SPA), which ED and EL respect, and not DEC's (DECSCA), which only DECSED and DECSEL do
    /// (xterm).</summary>
    public bool IsIsoProtection { get; set; }

    /// <summary>What a written cell has besides its character.</summary>
    public ulong PenBits
    {
        get
        {
            if (_isPenStale)
            {
                UpdatePen();
            }

            return _penBits;
        }
    }

    /// <summary>What an erased cell is: empty, with the current background when the owner wants that (BCE).</summary>
    public Cell Blank
    {
        get
        {
            if (_isPenStale)
            {
                UpdatePen();
            }

            return _blank;
        }
    }

    /// <summary>Changes the rendition in place.</summary>
    public ref PackedRendition ChangePen()
    {
        _isPenStale = true;
        return ref _pen;
    }

    /// <summary>Finds the id of a rendition; when the tables are full they are compacted, and failing that the default is taken.</summary>
    public ushort Intern(in Rendition rendition) => Intern(new PackedRendition(rendition));

    private ushort Intern(in PackedRendition rendition) =>
        Tables.Renditions.TryIntern(rendition, out ushort id) ? id : InternCompacted(rendition);

    private ushort InternCompacted(PackedRendition rendition)
    {
        // Compacting costs a walk over all cells; when it helps little it is not tried at every miss.
        if (_refusals++ % 4096 == 0)
        {
            CompactTables();
        }

        return Tables.Renditions.TryIntern(rendition, out ushort id) ? id : (ushort)0;
    }

    private void UpdatePen()
    {
        _isPenStale = false;
        ushort id = Intern(_pen);
        ushort erased = 0;
        if (!_pen.Background.IsDefault && Options.BackgroundColorErase)
        {
            erased = Intern(new Rendition(default, _pen.Background, default, RenditionAttributes.None, UnderlineStyle.None, 0));
            id = Intern(_pen);
        }

        _isPenStale = false;
        _penBits = ((ulong)id << 32) | (_isProtected ? ProtectedBit : 0);
        _blank = Cell.Erased(erased);
    }

    private void ResetRendition()
    {
        Pen = Rendition.Default;
        IsProtected = false;
        IsIsoProtection = false;
        RenditionStack.Clear();
    }

    /// <summary>OSC 8: further characters belong to a link, or to none. Past the table's capacity they are plain.</summary>
    public void SetLink(in Hyperlink link)
    {
        ushort id = 0;
        bool isLink = link.Uri is { Length: > 0 };
        if (isLink && !Tables.Links.TryIntern(link, out id) && _refusals++ % 4096 == 0)
        {
            CompactTables();
            _ = Tables.Links.TryIntern(link, out id);
        }

        Pen = Pen with { Link = id };
    }

    /// <summary>Tries again to intern a grapheme after unused ones were forgotten.</summary>
    public bool TryCompactAndIntern(ReadOnlySpan<char> text, out int id)
    {
        id = 0;
        if (text.Length > GraphemeTable.MaxLength || _refusals++ % 4096 != 0)
        {
            return false;
        }

        CompactTables();
        return Tables.Graphemes.TryIntern(text, out id);
    }

    /// <summary>Forgets renditions, graphemes and links that no cell uses; ids in cells are rewritten, the generation goes up.</summary>
    public void CompactTables()
    {
        TableCompaction.Run(Tables, Primary, _alternate, this);
        _isPenStale = true;
        Damage.MarkAll();
    }

    /// <summary>Gives the joined character under the cursor its width, when there is room (mode 2027).</summary>
    public void FitCluster(int column, CellWidth width)
    {
        Line line = Screen.Lines[Row];
        Cell cell = line.Cells[column];
        if (cell.Width == width)
        {
            return;
        }

        int limit = Math.Min(column < Right ? Right : Columns, ColumnsOf(Row));
        if (width == CellWidth.Wide)
        {
            if (column + 2 > limit)
            {
                return;
            }

            WideCharacters.SplitAt(line, column + 2, Blank);
            line.Cells[column] = new Cell(cell.Bits | (1ul << 24));
            line.Cells[column + 1] = Cell.Tail(cell.Rendition, cell.IsProtected);
            line.MayHaveWide = true;
            line.Occupy(column + 2);
            MoveTo(Row, column + 2);
            if (column + 2 >= limit)
            {
                Column = limit - 1;
                PendingWrap = true;
            }
        }
        else
        {
            line.Cells[column] = new Cell(cell.Bits & ~(3ul << 24));
            line.Cells[column + 1] = Cell.Erased(cell.Rendition);
            MoveTo(Row, column + 1);
        }
    }
}
