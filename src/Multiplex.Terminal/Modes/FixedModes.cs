namespace Multiplex.Terminal.Modes;

/// <summary>
/// Modes that xterm or the VT500 has and that mean nothing here: DECRQM answers that they are reset for good, from the conformance level
/// on that knows them. None has a bit of its own, because none can be set.
/// </summary>
internal static class FixedModes
{
    private const string Keyboard = "The keyboard is the outer terminal's.";
    private const string Blocks = "Text is sent as it is typed.";
    private const string Pages = "There is one page.";
    private const string Device = "There is no such device.";
    private const string Colors = "SGR says what is shown.";
    private const string Layout = "Text runs from left to right.";
    private const string Outer = "It is the outer terminal's matter.";
    private const string Pictures = "Sixels are drawn by the terminal outside, with registers of its own.";

    /// <summary>The modes.</summary>
    public static ModeDefinition[] Definitions { get; } =
    [
        Ansi(1, "GATM", "Guarded area transfer", Blocks),
        Ansi(3, "CRM", "Show control characters", "Control characters act."),
        Ansi(5, "SRTM", "Status reporting transfer", Blocks),
        Ansi(7, "VEM", "Vertical editing", "Lines open downwards."),
        Ansi(10, "HEM", "Horizontal editing", "Cells open to the right."),
        Ansi(11, "PUM", "Positioning unit", "The unit is a cell."),
        Ansi(13, "FEAM", "Format effector action", "Format effectors act."),
        Ansi(14, "FETM", "Format effector transfer", Blocks),
        Ansi(15, "MATM", "Multiple area transfer", Blocks),
        Ansi(16, "TTM", "Transfer termination", Blocks),
        Ansi(17, "SATM", "Selected area transfer", Blocks),
        Ansi(18, "TSM", "Tabulation stop", "Tab stops hold for all lines."),
        Ansi(19, "EBM", "Editing boundary", Pages),
        Dec(10, 3, "DECEDM", "Editing; rxvt's tool bar", Blocks),
        Dec(11, 3, "DECLTM", "Line transmit", Blocks),
        Dec(13, 1, "-", "Blinking of the cursor as the owner chose", Outer),
        Dec(14, 1, "-", "Blinking of the cursor by either or by both", Outer),
        Dec(30, 1, "-", "rxvt's scroll bar", Outer),
        Dec(34, 5, "DECRLM", "Right to left", Layout),
        Dec(35, 1, "-", "rxvt's change of font; DECHEBM", Outer),
        Dec(36, 5, "DECHEM", "Hebrew encoding", Layout),
        Dec(38, 1, "DECTEK", "Tektronix 4014", "There is no Tektronix screen."),
        Dec(43, 1, "DECGEPM", "Graphics expanded print", Device),
        Dec(46, 1, "-", "Logging", "A program must not choose files to write."),
        Dec(53, 3, "DEC131TM", "VT131 transmit", Blocks),
        Dec(55, 3, "DECEKEM", "Edit key execution", Blocks),
        Dec(57, 5, "DECNAKB", "Greek or North American keyboard", Keyboard),
        Dec(58, 5, "DECIPEM", "IBM ProPrinter emulation", Device),
        Dec(59, 3, "DECKKDM", "Kanji or Katakana display", "Text is UTF-8."),
        Dec(60, 3, "DECHCCM", "Horizontal cursor coupling", Pages),
        Dec(61, 3, "DECVCCM", "Vertical cursor coupling", Pages),
        Dec(64, 3, "DECPCCM", "Page cursor coupling", Pages),
        Dec(68, 3, "DECKBUM", "Keyboard usage", Keyboard),
        Dec(73, 3, "DECXRLM", "Transmit rate limiting", Device),
        Dec(81, 4, "DECKPM", "Key position", Keyboard),
        Dec(96, 5, "DECRLCM", "Right-to-left copy", Layout),
        Dec(97, 5, "DECCRTSM", "CRT saver", Outer),
        Dec(98, 5, "DECARSM", "Auto resize", Outer),
        Dec(99, 5, "DECMCM", "Modem control", Device),
        Dec(100, 5, "DECAAM", "Auto answerback", Device),
        Dec(101, 5, "DECCANSM", "Conceal answerback", Device),
        Dec(102, 5, "DECNULM", "Ignore NUL", "NUL is ignored always."),
        Dec(103, 5, "DECHDPXM", "Half duplex", Device),
        Dec(104, 5, "DECESKM", "Secondary keyboard language", Keyboard),
        Dec(106, 5, "DECOSCNM", "Overscan", Outer),
        Dec(108, 5, "DECNUMLK", "Num lock", Keyboard),
        Dec(109, 5, "DECCAPSLK", "Caps lock", Keyboard),
        Dec(110, 5, "DECKLHIM", "Keyboard LED host indicator", Keyboard),
        Dec(111, 5, "DECFWM", "Framed windows", Outer),
        Dec(112, 5, "DECRPL", "Review previous lines", "Copy mode shows them."),
        Dec(113, 5, "DECHWUM", "Host wake-up", Outer),
        Dec(114, 5, "DECATCUM", "Alternate text colour underline", Colors),
        Dec(115, 5, "DECATCBM", "Alternate text colour blink", Colors),
        Dec(116, 5, "DECBBSM", "Bold and blink style", Colors),
        Dec(117, 5, "DECECM", "Erase colour", Colors),
        Dec(1014, 1, "-", "Fast scroll", Outer),
        Dec(1044, 1, "-", "Keep the clipboard", Outer),
        Dec(1070, 1, "-", "Private colour registers", Pictures),
        Dec(2001, 1, "-", "Click moves the cursor", Outer),
        Dec(2002, 1, "-", "Paste moves the cursor", Outer),
        Dec(2003, 1, "-", "Double click deletes", Outer),
        Dec(2005, 1, "-", "Quote pasted characters", Outer),
        Dec(2006, 1, "-", "Paste newlines as they are", Outer),
    ];

    private static ModeDefinition Ansi(int number, string mnemonic, string name, string reason) =>
        new(ModeId.None, number, false, mnemonic, name, false, Reason: reason);

    private static ModeDefinition Dec(int number, byte level, string mnemonic, string name, string reason) =>
        new(ModeId.None, number, true, mnemonic, name, false, Reason: reason) { Level = level };
}
