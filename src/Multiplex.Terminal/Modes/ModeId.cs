namespace Multiplex.Terminal.Modes;

/// <summary>Every mode known, in the order of <see cref="ModeTable"/>; the value is its bit in a <see cref="ModeSet"/>.</summary>
internal enum ModeId : byte
{
    /// <summary>Keyboard action.</summary>
    KeyboardAction = 0,

    /// <summary>Insert and replace.</summary>
    Insert = 1,

    /// <summary>Send and receive.</summary>
    SendReceive = 2,

    /// <summary>Line feed and new line.</summary>
    NewLine = 3,

    /// <summary>GNU screen's cvvis.</summary>
    CursorEmphasis = 4,

    /// <summary>Application cursor keys.</summary>
    CursorKeys = 5,

    /// <summary>ANSI, not VT52.</summary>
    Ansi = 6,

    /// <summary>132 columns.</summary>
    Columns132 = 7,

    /// <summary>Smooth scroll.</summary>
    SmoothScroll = 8,

    /// <summary>Reverse video.</summary>
    ReverseVideo = 9,

    /// <summary>Origin.</summary>
    Origin = 10,

    /// <summary>Autowrap.</summary>
    AutoWrap = 11,

    /// <summary>Auto repeat of keys.</summary>
    AutoRepeat = 12,

    /// <summary>X10 mouse.</summary>
    MouseX10 = 13,

    /// <summary>Blinking cursor.</summary>
    CursorBlink = 14,

    /// <summary>Print form feed.</summary>
    PrintFormFeed = 15,

    /// <summary>Print extent.</summary>
    PrintExtent = 16,

    /// <summary>Visible cursor.</summary>
    CursorVisible = 17,

    /// <summary>Allow DECCOLM.</summary>
    Allow132 = 18,

    /// <summary>more(1) fix.</summary>
    MoreFix = 19,

    /// <summary>National replacement sets.</summary>
    NationalReplacement = 20,

    /// <summary>Margin bell.</summary>
    MarginBell = 21,

    /// <summary>Reverse wraparound.</summary>
    ReverseWrap = 22,

    /// <summary>Alternate screen.</summary>
    Alternate47 = 23,

    /// <summary>Application keypad.</summary>
    Keypad = 24,

    /// <summary>Backarrow sends BS.</summary>
    BackarrowKey = 25,

    /// <summary>Left and right margins.</summary>
    LeftRightMargin = 26,

    /// <summary>Sixel display.</summary>
    SixelDisplay = 27,

    /// <summary>DECCOLM keeps the screen.</summary>
    NoClearOnColumn = 28,

    /// <summary>Mouse: press and release.</summary>
    MouseNormal = 29,

    /// <summary>Mouse: highlight tracking.</summary>
    MouseHighlight = 30,

    /// <summary>Mouse: motion with a button.</summary>
    MouseButton = 31,

    /// <summary>Mouse: any motion.</summary>
    MouseAny = 32,

    /// <summary>Focus events.</summary>
    FocusEvents = 33,

    /// <summary>Mouse: UTF-8 coordinates.</summary>
    MouseUtf8 = 34,

    /// <summary>Mouse: SGR coordinates.</summary>
    MouseSgr = 35,

    /// <summary>Wheel sends cursor keys on the alternate screen.</summary>
    AlternateScroll = 36,

    /// <summary>Scroll to the bottom on output.</summary>
    ScrollOnOutput = 37,

    /// <summary>Scroll to the bottom on a key.</summary>
    ScrollOnKey = 38,

    /// <summary>Mouse: urxvt coordinates.</summary>
    MouseUrxvt = 39,

    /// <summary>Mouse: SGR pixels.</summary>
    MousePixels = 40,

    /// <summary>Meta sets the eighth bit.</summary>
    EightBitInput = 41,

    /// <summary>Modifiers of NumLock.</summary>
    NumLock = 42,

    /// <summary>Meta sends ESC.</summary>
    MetaEscape = 43,

    /// <summary>Keypad Delete sends DEL.</summary>
    DeleteSendsDel = 44,

    /// <summary>Alt sends ESC.</summary>
    AltEscape = 45,

    /// <summary>Keep the selection.</summary>
    KeepSelection = 46,

    /// <summary>Use the CLIPBOARD selection.</summary>
    ClipboardSelection = 47,

    /// <summary>Bell raises urgency.</summary>
    BellUrgent = 48,

    /// <summary>Bell raises the window.</summary>
    BellPop = 49,

    /// <summary>Extended reverse wraparound.</summary>
    ReverseWrapExtended = 50,

    /// <summary>Allow the alternate screen.</summary>
    AllowAlternate = 51,

    /// <summary>Alternate screen, cleared on leaving.</summary>
    Alternate1047 = 52,

    /// <summary>Save the cursor as DECSC.</summary>
    SaveCursor1048 = 53,

    /// <summary>Alternate screen with saved cursor.</summary>
    Alternate1049 = 54,

    /// <summary>Function keys as terminfo has them.</summary>
    TerminfoKeys = 55,

    /// <summary>Sun function keys.</summary>
    SunKeys = 56,

    /// <summary>HP function keys.</summary>
    HpKeys = 57,

    /// <summary>SCO function keys.</summary>
    ScoKeys = 58,

    /// <summary>X11R6 keyboard.</summary>
    LegacyKeys = 59,

    /// <summary>VT220 keyboard.</summary>
    VtKeys = 60,

    /// <summary>Bracketed paste.</summary>
    BracketedPaste = 61,

    /// <summary>Synchronized output.</summary>
    SynchronizedOutput = 62,

    /// <summary>Grapheme clusters.</summary>
    GraphemeClusters = 63,

    /// <summary>Reports of the colour scheme.</summary>
    ColorSchemeReports = 64,

    /// <summary>In-band reports of the size.</summary>
    InBandResize = 65,

    /// <summary>Sixel leaves the cursor at the right of a picture.</summary>
    SixelScrollsRight = 120,

    /// <summary>A mode that cannot be set; its bit never is.</summary>
    None = 127,
}
