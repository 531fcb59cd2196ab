using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Sequences;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <summary>
/// The terminal that sequences act on: screens, cursor, margins, modes, rendition. One file an aspect; what a sequence needs beyond the
/// primitives here stands in its family's file. Rows and columns are zero-based, ranges half-open.
/// </summary>
internal sealed partial class TerminalCore
{
    private readonly ModeTable _modeTable = ModeTable.Instance;
    private readonly SequenceTable _sequences = SequenceTable.Instance;
    private ScreenBuffer? _alternate;

    /// <summary>A terminal after a reset.</summary>
    public TerminalCore(TerminalOptions options, ITerminalEvents events)
        : this(options, events, options.Columns, options.Rows)
    {
    }

    /// <summary>A terminal after a reset, of a size of its own.</summary>
    public TerminalCore(TerminalOptions options, ITerminalEvents events, int columns, int rows)
    {
        Options = options;
        Events = events;
        Columns = Math.Clamp(columns, 1, Parsing.ParserLimits.MaxSize);
        Rows = Math.Clamp(rows, 1, Parsing.ParserLimits.MaxSize);
        Damage = new Damage(Rows);
        Primary = new ScreenBuffer(Columns, Rows, Damage);
        Screen = Primary;
        Scrollback = new Scrollback(options.Storage ?? new MemoryScrollbackStorage(), Tables) { Limit = options.ScrollbackLines };
        Tabs = new TabStops(Columns);
        ResetState();
    }

    /// <summary>The owner's choices.</summary>
    public TerminalOptions Options { get; }

    /// <summary>Who is told.</summary>
    public ITerminalEvents Events { get; }

    /// <summary>The tables that ids in cells refer to.</summary>
    public FrameTables Tables { get; } = new();

    /// <summary>Rows that changed.</summary>
    public Damage Damage { get; }

    /// <summary>Tab stops.</summary>
    public TabStops Tabs { get; }

    /// <summary>The screen with scrollback.</summary>
    public ScreenBuffer Primary { get; }

    /// <summary>The screen shown and written to.</summary>
    public ScreenBuffer Screen { get; private set; }

    /// <summary>Lines that left the primary screen at the top.</summary>
    public Scrollback Scrollback { get; }

    /// <summary>Width in cells.</summary>
    public int Columns { get; private set; }

    /// <summary>Height in lines.</summary>
    public int Rows { get; private set; }

    /// <summary>True when the alternate screen is shown.</summary>
    public bool IsAlternate => Screen != Primary;

    /// <summary>Puts everything but the contents of the screens, the scrollback, titles and links into the state after power-up.</summary>
    private void ResetState()
    {
        SetModes(_modeTable.Defaults.With(ModeId.AutoWrap, Options.Wrap).With(ModeId.NewLine, Options.NewLineMode)
            .With(ModeId.AllowAlternate, Options.AllowAlternateScreen));
        SavedModes = Modes;
        Top = 0;
        Bottom = Rows;
        Left = 0;
        Right = Columns;
        Row = 0;
        Column = 0;
        PendingWrap = false;
        Utf8 = Options.Utf8;
        ResetRendition();
        ResetCharacterSets();
        _savedPrimary = new SavedCursor { Sets = CharacterSets.Default };
        _savedAlternate = _savedPrimary;
        Tabs.Reset();
        ResetInputState();
        ResetReportState();
        UpdatePrinting();
    }

    /// <summary>RIS (VT510 RM): as after power-up. The scrollback stays, as in screen.</summary>
    public void HardReset()
    {
        UseScreen(alternate: false);
        _alternate = null;
        bool wasSynchronized = Modes[ModeId.SynchronizedOutput];
        ResetState();
        KeepScreen();
        Screen.EraseRows(0, Rows, Cell.Empty);
        LookForDoubleLines();
        ResetColors();
        ResetTitles();
        ResetPictures();
        if (wasSynchronized)
        {
            Events.SynchronizedOutputChanged();
        }

        Damage.MarkAll();
    }

    /// <summary>DECSTR (VT510 RM): modes, margins, rendition, sets and the saved cursor, but not the screen or the cursor's
    /// place.</summary>
    public void SoftReset()
    {
        ModeSet modes = Modes;
        foreach (ModeId id in _softResetModes)
        {
            modes = modes.With(id, _modeTable.Defaults[id]);
        }

        SetModes(modes.With(ModeId.AutoWrap, Options.Wrap));
        Top = 0;
        Bottom = Rows;
        Left = 0;
        Right = Columns;
        PendingWrap = false;
        ResetRendition();
        ResetCharacterSets();
        if (IsAlternate)
        {
            _savedAlternate = new SavedCursor { Sets = CharacterSets.Default };
        }
        else
        {
            _savedPrimary = new SavedCursor { Sets = CharacterSets.Default };
        }

        ResetInputState();
        UpdatePrinting();
    }

    private static ReadOnlySpan<ModeId> _softResetModes =>
    [
        ModeId.CursorVisible, ModeId.Insert, ModeId.Origin, ModeId.CursorKeys, ModeId.Keypad, ModeId.NationalReplacement,
        ModeId.Ansi, ModeId.LeftRightMargin, ModeId.ReverseWrap, ModeId.ReverseWrapExtended, ModeId.KeyboardAction,
    ];

    /// <summary>Shows the primary or the alternate screen; the alternate one exists only while it is in use.</summary>
    public void UseScreen(bool alternate)
    {
        if (alternate == IsAlternate)
        {
            return;
        }

        Screen = alternate ? _alternate ??= new ScreenBuffer(Columns, Rows, Damage) : Primary;
        LookForDoubleLines();
        KeepColumnInLine();
        Damage.MarkAll();
        Events.AlternateScreenChanged();
    }

    /// <summary>The alternate screen, if it exists.</summary>
    public ScreenBuffer? Alternate => _alternate;
}
