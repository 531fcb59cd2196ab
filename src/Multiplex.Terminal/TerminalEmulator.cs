using System.Buffers;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal;

/// <summary>
/// A terminal as complete as an xterm at VT525 level, without a window: bytes in, cells and events out. It does no I/O, reads no clock
/// and is not safe for several threads. No input makes it fail. Rows and columns are zero-based.
/// </summary>
/// <example>
/// What a program printed, and what it gets for a key:
/// <code>
/// var terminal = new TerminalEmulator(columns: 80, rows: 24);
/// terminal.Feed("\e[1mhello\e[m, world\r\n");
/// string line = terminal.TextOf(row: 0);
/// bool isBold = terminal.RenditionOf(terminal.Row(0)[0]).Has(RenditionAttributes.Bold);
/// var keys = new ArrayBufferWriter&lt;byte&gt;();
/// KeyEncoder.Encode(terminal, new KeyEvent(TerminalKey.Up), keys);
/// </code>
/// </example>
public sealed partial class TerminalEmulator
{
    private readonly TerminalCore _core;
    private readonly VtParser<CoreSink> _parser;

    /// <summary>A terminal after power-up.</summary>
    /// <param name="options">The owner's choices; kept and read at each use.</param>
    /// <param name="events">Who is told; kept.</param>
    public TerminalEmulator(TerminalOptions options, ITerminalEvents events)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(events);
        _core = new TerminalCore(options, events);
        _parser = new VtParser<CoreSink>(new CoreSink(_core));
    }

    /// <summary>A terminal after power-up, otherwise as <see cref="TerminalOptions"/> begins.</summary>
    /// <param name="columns">Width in cells, clamped to 1..10000.</param>
    /// <param name="rows">Height in lines, clamped to 1..10000.</param>
    /// <param name="events">Who is told, or null for nobody.</param>
    public TerminalEmulator(int columns, int rows, ITerminalEvents? events = null)
        : this(new TerminalOptions { Columns = columns, Rows = rows }, events ?? new NullTerminalEvents())
    {
    }

    internal TerminalEmulator(TerminalCore core)
    {
        _core = core;
        _parser = new VtParser<CoreSink>(new CoreSink(_core));
    }

    /// <summary>The owner's choices.</summary>
    public TerminalOptions Options => _core.Options;

    /// <summary>Width in cells.</summary>
    public int Columns => _core.Columns;

    /// <summary>Height in lines.</summary>
    public int Rows => _core.Rows;

    /// <summary>The tables that ids in cells refer to. When <see cref="FrameTables.Generation"/> changes all ids got new
    /// meanings.</summary>
    public FrameTables Tables => _core.Tables;

    /// <summary>Rows that changed since <see cref="TakeDamage"/>.</summary>
    public Damage Damage => _core.Damage;

    /// <summary>Zero-based row of the cursor.</summary>
    public int CursorRow => _core.Row;

    /// <summary>Zero-based column of the cursor as it is shown, 0..Columns-1: in a line of double width every second one.</summary>
    public int CursorColumn => _core.ShownColumn;

    /// <summary>The cursor is in the last column and the next character first wraps.</summary>
    public bool PendingWrap => _core.PendingWrap;

    /// <summary>DECTCEM.</summary>
    public bool CursorVisible => _core.Modes[ModeId.CursorVisible];

    /// <summary>DECSCUSR.</summary>
    public CursorShape CursorShape => _core.CursorShape;

    /// <summary>The rendition of further characters.</summary>
    public Rendition CurrentRendition => _core.Pen;

    /// <summary>Modes that the outer terminal follows while the window has the focus.</summary>
    public FrameModes Modes
    {
        get
        {
            ModeSet modes = _core.Modes;
            return (modes[ModeId.CursorKeys] ? FrameModes.ApplicationCursorKeys : 0)
                | (modes[ModeId.Keypad] ? FrameModes.ApplicationKeypad : 0)
                | (modes[ModeId.BracketedPaste] ? FrameModes.BracketedPaste : 0)
                | (modes[ModeId.FocusEvents] ? FrameModes.FocusEvents : 0)
                | (modes[ModeId.ReverseVideo] ? FrameModes.ReverseVideo : 0)
                | (modes[ModeId.ColorSchemeReports] ? FrameModes.ColorSchemeReports : 0)
                | (modes[ModeId.BackarrowKey] ? FrameModes.BackarrowSendsBackspace : 0)
                | (modes[ModeId.AlternateScroll] ? FrameModes.AlternateScroll : 0);
        }
    }

    /// <summary>What mouse events the program wants; for DEC's locator all of them, so that its place is known.</summary>
    public MouseTracking MouseTracking => _core.Locator.IsEnabled ? MouseTracking.AnyEvent : _core.MouseTracking;

    /// <summary>How it wants them.</summary>
    public MouseEncoding MouseEncoding => _core.MouseEncoding;

    /// <summary>The kitty keyboard protocol's flags, 0..31.</summary>
    public byte KittyKeyboardFlags => _core.Keyboard.Flags(_core.IsAlternate);

    /// <summary>xterm's modifyOtherKeys, 0..3.</summary>
    public byte ModifyOtherKeys => _core.Keyboard.ModifyOtherKeys;

    /// <summary>xterm's formatOtherKeys: 1 for CSI … u, 0 for CSI 27 … ~.</summary>
    public byte FormatOtherKeys => (byte)_core.Keyboard.Format(State.KeyboardState.OtherKeys);

    /// <summary>DECANM is reset: the terminal is a VT52.</summary>
    public bool IsVt52 => _core.IsVt52;

    /// <summary>The program changed what keys send by more than the modes in <see cref="Modes"/>, <see cref="KittyKeyboardFlags"/> and
    /// <see cref="ModifyOtherKeys"/> tell: they must come from <see cref="Input.KeyEncoder"/>.</summary>
    public bool HasUnusualKeys => _core.IsVt52 || _core.Keyboard.HasUnusualOptions || _core.UserKeys.Texts.Count != 0;

    /// <summary>The shape that the program wants the mouse pointer to have (OSC 22): a name of CSS or X; empty for the usual one.</summary>
    public string PointerShape => _core.Settings.PointerShape;

    /// <summary>xterm's shiftEscape, 0..3 (XTSHIFTESCAPE): whether Shift may hide mouse events from the program.</summary>
    public byte ShiftEscape => _core.Settings.ShiftEscape;

    /// <summary>Tells that the user typed a key, for the margin bell (mode 44), which rings for what is typed and not for what is
    /// printed.</summary>
    /// <returns>True when the bell is to ring now.</returns>
    public bool Typed() => _core.Typed();

    /// <summary>The alternate screen is shown.</summary>
    public bool IsAlternateScreen => _core.IsAlternate;

    /// <summary>Mode 2026: the owner draws nothing until it ends or a time-out.</summary>
    public bool SynchronizedOutput => _core.Modes[ModeId.SynchronizedOutput];

    /// <summary>IRM.</summary>
    public bool IsInsertMode => _core.InsertMode;

    /// <summary>DECOM.</summary>
    public bool IsOriginMode => _core.OriginMode;

    /// <summary>DECAWM.</summary>
    public bool IsAutoWrap => _core.AutoWrap;

    /// <summary>LNM: Return shall send CR LF.</summary>
    public bool IsNewLineMode => _core.NewLineMode;

    /// <summary>First row of the scroll region.</summary>
    public int MarginTop => _core.Top;

    /// <summary>One past the last row of the scroll region.</summary>
    public int MarginBottom => _core.Bottom;

    /// <summary>First column of the scroll region.</summary>
    public int MarginLeft => _core.Left;

    /// <summary>One past the last column of the scroll region.</summary>
    public int MarginRight => _core.Right;

    /// <summary>The input is UTF-8.</summary>
    public bool IsUtf8 => _core.Utf8;

    /// <summary>Which of G0..G3 is in GL.</summary>
    public int CharacterSetLeft => _core.Sets.Left;

    /// <summary>Which of G0..G3 is in GR.</summary>
    public int CharacterSetRight => _core.Sets.Right;

    /// <summary>The final byte of the set designated to G0..G3, as in SCS.</summary>
    /// <param name="index">0..3.</param>
    public char CharacterSet(int index) => (char)(byte)_core.Sets[index];

    /// <summary>The title (OSC 0 and 2), at most 1024 UTF-16 units, free of control characters.</summary>
    public string Title => _core.Title;

    /// <summary>The icon title (OSC 0 and 1).</summary>
    public string IconTitle => _core.IconTitle;

    /// <summary>screen's hardstatus of the window (ESC _).</summary>
    public string Hardstatus => _core.Hardstatus;

    /// <summary>The address that OSC 7 gave, often file://host/path; empty at first.</summary>
    public string WorkingDirectory => _core.WorkingDirectory;

    /// <summary>OSC 12; default when the program set none.</summary>
    public Color CursorColor => _core.CursorColor;

    /// <summary>OSC 10; default when the program set none.</summary>
    public Color DefaultForeground => _core.DefaultForeground;

    /// <summary>OSC 11; default when the program set none.</summary>
    public Color DefaultBackground => _core.DefaultBackground;

    /// <summary>Sequences that were not known, since the start.</summary>
    public long UnknownSequences => _core.UnknownSequences;

    /// <summary>Lines that ever left the screen at its top, kept or not; copy mode holds its view still by it.</summary>
    public long ScrollCount => _core.Scrollback.TotalCount;

    /// <summary>Lines of scrollback that can be read.</summary>
    public int ScrollbackCount => _core.Scrollback.Count;

    /// <summary>Most lines of scrollback that are kept; lowering it forgets the oldest.</summary>
    public int ScrollbackLimit
    {
        get => _core.Scrollback.Limit;
        set => _core.Scrollback.Limit = Math.Max(0, value);
    }

    /// <summary>The program's own colour of a palette entry (OSC 4).</summary>
    /// <param name="index">0..255.</param>
    /// <returns>Default when the program set none.</returns>
    public Color PaletteColor(int index) => _core.Colors[index];

    /// <summary>Cells of the screens may be covered by pictures (<see cref="Cell.PictureId"/>).</summary>
    public bool MayHavePictures => _core.MayHavePictures;

    /// <summary>The picture of a cell's <see cref="Cell.PictureId"/>.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Null when it was given up; the cells hold its placeholder.</returns>
    public Pictures.Picture? Picture(int id) => _core.FindPicture(id);

    /// <summary>Forgets pictures of which no cell is left. Call it when a screen with pictures is drawn.</summary>
    public void ForgetUnseenPictures() => _core.SweepPictures();

    /// <summary>Reads a program's output; any split of the same bytes gives the same result.</summary>
    /// <param name="data">The next bytes.</param>
    public void Feed(ReadOnlySpan<byte> data) => _parser.Parse(data);

    /// <summary>Reads a program's output that is at hand as text, in UTF-8.</summary>
    /// <param name="text">The next characters, whole: a surrogate pair is not split.</param>
    public void Feed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> rest = text;
        Span<byte> bytes = stackalloc byte[512];
        while (!rest.IsEmpty)
        {
            System.Text.Unicode.Utf8.FromUtf16(rest, bytes, out int read, out int written);
            Feed(bytes[..written]);
            rest = rest[read..];
        }
    }

    /// <summary>The state of a mode.</summary>
    /// <param name="number">As in SM or DECSET.</param>
    /// <param name="isDec">DECSET (CSI ? … h), not SM.</param>
    /// <returns>Null when the mode is not known.</returns>
    public bool? IsModeSet(int number, bool isDec = true) =>
        ModeTable.Instance.Find(number, isDec) is { } mode ? _core.Modes[mode.Id] || (mode.IsPermanent && mode.IsSetByDefault) : null;

    /// <summary>Changes the size. Wrapped lines of the primary screen are joined and laid out anew; the cursor stays on its
    /// character.</summary>
    /// <param name="columns">Width in cells, clamped to 1..10000.</param>
    /// <param name="rows">Height in lines, clamped to 1..10000.</param>
    public void Resize(int columns, int rows) => _core.Resize(columns, rows);

    /// <summary>Resets as the user asks for it.</summary>
    /// <param name="hard">RIS, which clears the screen; else DECSTR.</param>
    public void Reset(bool hard)
    {
        _parser.Reset();
        if (hard)
        {
            _core.HardReset();
        }
        else
        {
            _core.SoftReset();
        }
    }

    /// <summary>The cells of a row, exactly <see cref="Columns"/>. Borrowed until the emulator is next fed, resized or reset. In a line of
    /// double width (<see cref="LineSizeOf"/>) each character has a blank after it, so that it takes twice its cells.</summary>
    /// <param name="row">0..Rows-1.</param>
    public ReadOnlySpan<Cell> Row(int row) => _core.Screen.Shown(row);

    /// <summary>How large the characters of a row are (DECDWL, DECDHL).</summary>
    /// <param name="row">0..Rows-1.</param>
    public LineSize LineSizeOf(int row) => _core.Screen.Lines[row].Size;

    /// <summary>True when the text of a row goes on in the next row: it was wrapped, not ended.</summary>
    /// <param name="row">0..Rows-1.</param>
    public bool IsWrapped(int row) => _core.Screen.Lines[row].IsWrapped;

    /// <summary>Forgets what changed; call it after drawing.</summary>
    public void TakeDamage() => _core.Damage.Clear();

    /// <summary>Ends synchronized output because the program let the owner wait too long.</summary>
    public void EndSynchronizedOutput()
    {
        if (SynchronizedOutput)
        {
            _core.SetBit(ModeId.SynchronizedOutput, false);
        }
    }

    /// <summary>Reads a line of scrollback. May make ids in <see cref="Tables"/>.</summary>
    /// <param name="index">0 is the oldest.</param>
    /// <param name="destination">Filled with its cells and empty ones; what does not fit is left out.</param>
    /// <param name="wrapped">The text goes on in the next line.</param>
    /// <returns>How many cells the line has, which may be more than fitted.</returns>
    public int ReadScrollbackLine(int index, Span<Cell> destination, out bool wrapped)
    {
        int count = _core.Scrollback.Read(index, destination, out wrapped, out LineSize size);
        if (size == LineSize.Single)
        {
            return count;
        }

        DoubleWidth.Spread(destination, destination);
        return 2 * count;
    }

    /// <summary>Forgets all scrollback.</summary>
    public void ClearScrollback() => _core.Scrollback.Clear();

    /// <summary>Writes the whole state, versioned. Scrollback is written too unless its storage is persistent.</summary>
    /// <param name="destination">Where to.</param>
    public void Save(IBufferWriter<byte> destination) => Snapshot.Save(this, destination);

    /// <summary>Makes an emulator in a state that was saved.</summary>
    /// <param name="snapshot">What <see cref="Save"/> wrote, also by an older version.</param>
    /// <param name="options">The owner's choices; size comes from the snapshot.</param>
    /// <param name="events">Who is told.</param>
    /// <param name="emulator">The emulator.</param>
    /// <returns>False when the snapshot is damaged or of a later version.</returns>
    public static bool TryLoad(
        ReadOnlySpan<byte> snapshot,
        TerminalOptions options,
        ITerminalEvents events,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TerminalEmulator? emulator) =>
        Snapshot.TryLoad(snapshot, options, events, out emulator);

    internal TerminalCore Core => _core;

    internal VtParser<CoreSink> Parser => _parser;
}
