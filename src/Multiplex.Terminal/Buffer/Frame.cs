namespace Multiplex.Terminal.Buffer;

/// <summary>The cursor's shapes (DECSCUSR).</summary>
public enum CursorShape : byte
{
    /// <summary>Whatever the terminal's owner chose (DECSCUSR 0).</summary>
    Default = 0,

    /// <summary>DECSCUSR 1.</summary>
    BlinkingBlock = 1,

    /// <summary>DECSCUSR 2.</summary>
    SteadyBlock = 2,

    /// <summary>DECSCUSR 3.</summary>
    BlinkingUnderline = 3,

    /// <summary>DECSCUSR 4.</summary>
    SteadyUnderline = 4,

    /// <summary>DECSCUSR 5.</summary>
    BlinkingBar = 5,

    /// <summary>DECSCUSR 6.</summary>
    SteadyBar = 6,
}

/// <summary>What mouse events a program asked for (xterm ctlseqs, "Mouse Tracking").</summary>
public enum MouseTracking : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Mode 9.</summary>
    X10 = 1,

    /// <summary>Mode 1000.</summary>
    Normal = 2,

    /// <summary>Mode 1002.</summary>
    ButtonEvent = 3,

    /// <summary>Mode 1003.</summary>
    AnyEvent = 4,
}

/// <summary>How mouse events are encoded.</summary>
public enum MouseEncoding : byte
{
    /// <summary>One byte each.</summary>
    X10 = 0,

    /// <summary>Mode 1005.</summary>
    Utf8 = 1,

    /// <summary>Mode 1006.</summary>
    Sgr = 2,

    /// <summary>Mode 1015.</summary>
    Urxvt = 3,

    /// <summary>Mode 1016.</summary>
    SgrPixels = 4,
}

/// <summary>Modes of the outer terminal that follow the window with the focus.</summary>
[Flags]
public enum FrameModes : uint
{
    /// <summary>None set.</summary>
    None = 0,

    /// <summary>DECCKM, mode 1.</summary>
    ApplicationCursorKeys = 1 << 0,

    /// <summary>DECKPAM, mode 66.</summary>
    ApplicationKeypad = 1 << 1,

    /// <summary>Mode 2004.</summary>
    BracketedPaste = 1 << 2,

    /// <summary>Mode 1004.</summary>
    FocusEvents = 1 << 3,

    /// <summary>DECSCNM, mode 5.</summary>
    ReverseVideo = 1 << 4,

    /// <summary>Mode 2031.</summary>
    ColorSchemeReports = 1 << 5,

    /// <summary>DECBKM, mode 67.</summary>
    BackarrowSendsBackspace = 1 << 6,

    /// <summary>Mode 1007.</summary>
    AlternateScroll = 1 << 7,
}

/// <summary>
/// The cells, cursor, title and modes of one rectangle at one moment: what Server composes, Protocol carries and Rendering draws.
/// A frame owns its tables; ids in its cells refer to them. Two frames that are compared share the same table instances.
/// </summary>
public sealed class Frame
{
    private Cell[] _cells;

    /// <summary>An empty frame.</summary>
    /// <param name="columns">1..10000.</param>
    /// <param name="rows">1..10000.</param>
    /// <param name="tables">The tables its cells refer to.</param>
    public Frame(int columns, int rows, FrameTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        Columns = columns;
        Rows = rows;
        Tables = tables;
        _cells = new Cell[columns * rows];
    }

    /// <summary>Width in cells.</summary>
    public int Columns { get; private set; }

    /// <summary>Height in lines.</summary>
    public int Rows { get; private set; }

    /// <summary>The tables that the ids in the cells refer to.</summary>
    public FrameTables Tables { get; set; }

    /// <summary>Zero-based row of the cursor.</summary>
    public int CursorRow { get; set; }

    /// <summary>Zero-based column of the cursor, 0..Columns-1.</summary>
    public int CursorColumn { get; set; }

    /// <summary>DECTCEM.</summary>
    public bool CursorVisible { get; set; } = true;

    /// <summary>DECSCUSR.</summary>
    public CursorShape CursorShape { get; set; }

    /// <summary>OSC 12; default when the program set none.</summary>
    public Color CursorColor { get; set; }

    /// <summary>OSC 10 of the focused window; default when the program set none.</summary>
    public Color DefaultForeground { get; set; }

    /// <summary>OSC 11 of the focused window; default when the program set none.</summary>
    public Color DefaultBackground { get; set; }

    /// <summary>OSC 2's text for the outer terminal, or null to leave its title alone.</summary>
    public string? Title { get; set; }

    /// <summary>OSC 1's text for the outer terminal, or null to leave it alone.</summary>
    public string? IconTitle { get; set; }

    /// <summary>Modes that follow the focused window.</summary>
    public FrameModes Modes { get; set; }

    /// <summary>Mouse events asked for by the focused window or by mux itself.</summary>
    public MouseTracking MouseTracking { get; set; }

    /// <summary>How the outer terminal shall encode mouse events.</summary>
    public MouseEncoding MouseEncoding { get; set; }

    /// <summary>Kitty keyboard protocol's progressive enhancement flags, 0..31.</summary>
    public byte KittyKeyboardFlags { get; set; }

    /// <summary>xterm's modifyOtherKeys, 0..3.</summary>
    public byte ModifyOtherKeys { get; set; }

    /// <summary>All cells, row after row; <c>Columns × Rows</c> of them. Borrowed until <see cref="Resize"/>.</summary>
    public Span<Cell> Cells => _cells.AsSpan(0, Columns * Rows);

    /// <summary>The cells of a row. Borrowed until <see cref="Resize"/>.</summary>
    /// <param name="row">0..Rows-1.</param>
    public Span<Cell> Row(int row) => _cells.AsSpan(row * Columns, Columns);

    /// <summary>Changes the size and empties all cells; allocates only when it grows.</summary>
    /// <param name="columns">1..10000.</param>
    /// <param name="rows">1..10000.</param>
    public void Resize(int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (_cells.Length < columns * rows || _cells.Length > 4 * columns * rows)
        {
            _cells = new Cell[columns * rows];
        }

        Columns = columns;
        Rows = rows;
        Cells.Clear();
    }

    /// <summary>Makes this frame equal to another one; the tables are shared, the cells copied.</summary>
    /// <param name="other">The frame to copy.</param>
    public void CopyFrom(Frame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Columns != Columns || other.Rows != Rows)
        {
            Resize(other.Columns, other.Rows);
        }

        other.Cells.CopyTo(Cells);
        Tables = other.Tables;
        CopyStateFrom(other);
    }

    /// <summary>Copies everything but size, tables and cells.</summary>
    /// <param name="other">The frame to copy.</param>
    public void CopyStateFrom(Frame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        CursorRow = other.CursorRow;
        CursorColumn = other.CursorColumn;
        CursorVisible = other.CursorVisible;
        CursorShape = other.CursorShape;
        CursorColor = other.CursorColor;
        DefaultForeground = other.DefaultForeground;
        DefaultBackground = other.DefaultBackground;
        Title = other.Title;
        IconTitle = other.IconTitle;
        Modes = other.Modes;
        MouseTracking = other.MouseTracking;
        MouseEncoding = other.MouseEncoding;
        KittyKeyboardFlags = other.KittyKeyboardFlags;
        ModifyOtherKeys = other.ModifyOtherKeys;
    }
}
