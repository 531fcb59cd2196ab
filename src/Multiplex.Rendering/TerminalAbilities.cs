namespace Multiplex.Rendering;

/// <summary>How many colours a terminal shows.</summary>
public enum ColorDepth : byte
{
    /// <summary>None: attributes only.</summary>
    Mono = 0,

    /// <summary>SGR 30–37 and 40–47.</summary>
    Colors8 = 1,

    /// <summary>SGR 90–97 and 100–107 as well.</summary>
    Colors16 = 2,

    /// <summary>SGR 38;5 and 48;5.</summary>
    Colors256 = 3,

    /// <summary>SGR 38;2 and 48;2.</summary>
    TrueColor = 4,
}

/// <summary>
/// What a terminal can do beyond cursor addressing and erasing (ECMA-48 CUP, ED, EL). The numbers travel in TerminalInfo and never
/// change.
/// </summary>
[Flags]
public enum TerminalAbilities : ulong
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The terminal shows UTF-8.</summary>
    Utf8 = 1ul << 0,

    /// <summary>ECH.</summary>
    EraseCharacters = 1ul << 1,

    /// <summary>REP.</summary>
    RepeatCharacter = 1ul << 2,

    /// <summary>Erasing and scrolling fill with the current background (terminfo bce).</summary>
    BackColorErase = 1ul << 3,

    /// <summary>DECSTBM.</summary>
    ScrollRegion = 1ul << 4,

    /// <summary>IL and DL.</summary>
    InsertDeleteLine = 1ul << 5,

    /// <summary>SU and SD.</summary>
    ScrollUpDown = 1ul << 6,

    /// <summary>DECSLRM under mode 69.</summary>
    LeftRightMargins = 1ul << 7,

    /// <summary>ICH and DCH.</summary>
    InsertDeleteCharacter = 1ul << 8,

    /// <summary>CHA.</summary>
    ColumnAbsolute = 1ul << 9,

    /// <summary>VPA.</summary>
    RowAbsolute = 1ul << 10,

    /// <summary>Writing the last column leaves the cursor there until the next character (terminfo xenl).</summary>
    DeferredWrap = 1ul << 11,

    /// <summary>DECSC and DECRC.</summary>
    SaveCursor = 1ul << 12,

    /// <summary>SGR 22 to 29 switch single attributes off.</summary>
    PartialReset = 1ul << 13,

    /// <summary>SGR 1.</summary>
    Bold = 1ul << 14,

    /// <summary>SGR 2.</summary>
    Faint = 1ul << 15,

    /// <summary>SGR 3.</summary>
    Italic = 1ul << 16,

    /// <summary>SGR 4.</summary>
    Underline = 1ul << 17,

    /// <summary>SGR 5.</summary>
    Blink = 1ul << 18,

    /// <summary>SGR 7.</summary>
    Inverse = 1ul << 19,

    /// <summary>SGR 8.</summary>
    Invisible = 1ul << 20,

    /// <summary>SGR 9.</summary>
    CrossedOut = 1ul << 21,

    /// <summary>SGR 53.</summary>
    Overline = 1ul << 22,

    /// <summary>SGR 4:2 to 4:5 (terminfo Smulx).</summary>
    StyledUnderline = 1ul << 23,

    /// <summary>SGR 58 (terminfo Setulc).</summary>
    UnderlineColor = 1ul << 24,

    /// <summary>OSC 8.</summary>
    Hyperlinks = 1ul << 25,

    /// <summary>Mode 2026.</summary>
    SynchronizedOutput = 1ul << 26,

    /// <summary>Mode 25.</summary>
    CursorVisibility = 1ul << 27,

    /// <summary>DECSCUSR.</summary>
    CursorShape = 1ul << 28,

    /// <summary>OSC 10, 11, 12 and 110, 111, 112; OSC 4 and 104.</summary>
    DynamicColors = 1ul << 29,

    /// <summary>OSC 0, 1 and 2.</summary>
    Title = 1ul << 30,

    /// <summary>XTWINOPS 22 and 23.</summary>
    TitleStack = 1ul << 31,

    /// <summary>Modes 1000 to 1006.</summary>
    Mouse = 1ul << 32,

    /// <summary>Mode 1004.</summary>
    FocusEvents = 1ul << 33,

    /// <summary>Mode 2004.</summary>
    BracketedPaste = 1ul << 34,

    /// <summary>Kitty's keyboard protocol.</summary>
    KittyKeyboard = 1ul << 35,

    /// <summary>xterm's modifyOtherKeys.</summary>
    ModifyOtherKeys = 1ul << 36,

    /// <summary>Mode 1049.</summary>
    AlternateScreen = 1ul << 37,

    /// <summary>OSC 52.</summary>
    Clipboard = 1ul << 38,

    /// <summary>Mode 2027: characters are as wide as their grapheme clusters.</summary>
    GraphemeClusters = 1ul << 39,

    /// <summary>DECCKM and DECKPAM.</summary>
    ApplicationKeys = 1ul << 40,

    /// <summary>Modes 5, 7, 1007, 2031 and other private modes are ignored when unknown, not shown.</summary>
    PrivateModes = 1ul << 41,

    /// <summary>Sixel graphics.</summary>
    Sixel = 1ul << 42,

    /// <summary>Kitty's graphics protocol.</summary>
    KittyGraphics = 1ul << 43,

    /// <summary>OSC strings that are not known are ignored, not shown: notifications, progress and directories may be sent.</summary>
    OperatingSystemCommands = 1ul << 44,

    /// <summary>Mode 2048: the terminal tells its size by itself.</summary>
    InBandResize = 1ul << 45,

    /// <summary>XTVERSION, DECRQM and other queries are answered or ignored, not shown.</summary>
    Queries = 1ul << 46,

    /// <summary>The same for questions in DCS strings: screen shows what stands in those that it does not know.</summary>
    StringQueries = 1ul << 47,
}
