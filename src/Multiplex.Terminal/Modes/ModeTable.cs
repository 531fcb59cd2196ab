using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Modes;

/// <summary>
/// The single list of modes (VT510 RM, chapter 5; xterm ctlseqs, "SM" and "DECSET"). SM, RM, DECSET, DECRST, DECRQM, XTSAVE, XTRESTORE,
/// resets and the published list are derived from it.
/// </summary>
internal sealed class ModeTable
{
    private const int DirectNumbers = 128;

    private static readonly ModeDefinition[] _definitions =
    [
        new(ModeId.KeyboardAction, 2, false, "KAM", "Keyboard action", false),
        new(ModeId.Insert, 4, false, "IRM", "Insert and replace", false, static (t, set) => t.UpdatePrinting()),
        new(ModeId.SendReceive, 12, false, "SRM", "Send and receive", true),
        new(ModeId.NewLine, 20, false, "LNM", "Line feed and new line", false),
        new(ModeId.CursorEmphasis, 34, false, "-", "GNU screen's cvvis", true),
        new(ModeId.CursorKeys, 1, true, "DECCKM", "Application cursor keys", false),
        new(ModeId.Ansi, 2, true, "DECANM", "ANSI, not VT52", true, static (t, set) => t.SetAnsiMode(set)),
        new(ModeId.Columns132, 3, true, "DECCOLM", "132 columns", false, static (t, set) => t.SetColumns(set)),
        new(ModeId.SmoothScroll, 4, true, "DECSCLM", "Smooth scroll", false),
        new(ModeId.ReverseVideo, 5, true, "DECSCNM", "Reverse video", false, static (t, set) => t.DamageAll()),
        new(ModeId.Origin, 6, true, "DECOM", "Origin", false, static (t, set) => t.CursorHome()),
        new(ModeId.AutoWrap, 7, true, "DECAWM", "Autowrap", true, static (t, set) => t.UpdatePrinting()),
        new(ModeId.AutoRepeat, 8, true, "DECARM", "Auto repeat of keys", true),
        new(ModeId.MouseX10, 9, true, "-", "X10 mouse", false, static (t, set) => t.SetMouseTracking(MouseTracking.X10, set)),
        new(ModeId.CursorBlink, 12, true, "-", "Blinking cursor", false, static (t, set) => t.SetCursorBlink(set)),
        new(ModeId.PrintFormFeed, 18, true, "DECPFF", "Print form feed", false, Reason: "There is no printer."),
        new(ModeId.PrintExtent, 19, true, "DECPEX", "Print extent", true, Reason: "There is no printer."),
        new(ModeId.CursorVisible, 25, true, "DECTCEM", "Visible cursor", true),
        new(ModeId.Allow132, 40, true, "-", "Allow DECCOLM", false),
        new(ModeId.MoreFix, 41, true, "-", "more(1) fix", false),
        new(ModeId.NationalReplacement, 42, true, "DECNRCM", "National replacement sets", false, static (t, set) => t.UpdatePrinting())
        {
            Level = 2,
        },
        new(ModeId.MarginBell, 44, true, "-", "Margin bell", false),
        new(ModeId.ReverseWrap, 45, true, "-", "Reverse wraparound", false),
        new(ModeId.Alternate47, 47, true, "-", "Alternate screen", false,
            static (t, set) => t.UseAlternateScreen(set, clear: false, saveCursor: false)),
        new(ModeId.Keypad, 66, true, "DECNKM", "Application keypad", false),
        new(ModeId.BackarrowKey, 67, true, "DECBKM", "Backarrow sends BS", false),
        new(ModeId.LeftRightMargin, 69, true, "DECLRMM", "Left and right margins", false, static (t, set) => t.SetMarginMode(set))
        {
            Level = 4,
        },
        new(ModeId.SixelDisplay, 80, true, "DECSDM", "Sixel display: pictures at the top left, no scrolling", false),
        new(ModeId.NoClearOnColumn, 95, true, "DECNCSM", "DECCOLM keeps the screen", false) { Level = 5 },
        new(ModeId.MouseNormal, 1000, true, "-", "Mouse: press and release", false,
            static (t, set) => t.SetMouseTracking(MouseTracking.Normal, set)),
        new(ModeId.MouseHighlight, 1001, true, "-", "Mouse: highlight tracking", false,
            Reason: "It stops a terminal until the program answers."),
        new(ModeId.MouseButton, 1002, true, "-", "Mouse: motion with a button", false,
            static (t, set) => t.SetMouseTracking(MouseTracking.ButtonEvent, set)),
        new(ModeId.MouseAny, 1003, true, "-", "Mouse: any motion", false,
            static (t, set) => t.SetMouseTracking(MouseTracking.AnyEvent, set)),
        new(ModeId.FocusEvents, 1004, true, "-", "Focus events", false),
        new(ModeId.MouseUtf8, 1005, true, "-", "Mouse: UTF-8 coordinates", false,
            static (t, set) => t.SetMouseEncoding(MouseEncoding.Utf8, set)),
        new(ModeId.MouseSgr, 1006, true, "-", "Mouse: SGR coordinates", false,
            static (t, set) => t.SetMouseEncoding(MouseEncoding.Sgr, set)),
        new(ModeId.AlternateScroll, 1007, true, "-", "Wheel sends cursor keys on the alternate screen", false),
        new(ModeId.ScrollOnOutput, 1010, true, "-", "Scroll to the bottom on output", false, Reason: "Copy mode decides."),
        new(ModeId.ScrollOnKey, 1011, true, "-", "Scroll to the bottom on a key", false, Reason: "Copy mode decides."),
        new(ModeId.MouseUrxvt, 1015, true, "-", "Mouse: urxvt coordinates", false,
            static (t, set) => t.SetMouseEncoding(MouseEncoding.Urxvt, set)),
        new(ModeId.MousePixels, 1016, true, "-", "Mouse: SGR pixels", false,
            static (t, set) => t.SetMouseEncoding(MouseEncoding.SgrPixels, set)),
        new(ModeId.EightBitInput, 1034, true, "-", "Meta sets the eighth bit", false, Reason: "Input is UTF-8."),
        new(ModeId.NumLock, 1035, true, "-", "Modifiers of NumLock", true, Reason: "A matter of the outer keyboard."),
        new(ModeId.MetaEscape, 1036, true, "-", "Meta sends ESC", true),
        new(ModeId.DeleteSendsDel, 1037, true, "-", "Keypad Delete sends DEL", false),
        new(ModeId.AltEscape, 1039, true, "-", "Alt sends ESC", true),
        new(ModeId.KeepSelection, 1040, true, "-", "Keep the selection", false, Reason: "The selection belongs to the outer terminal."),
        new(ModeId.ClipboardSelection, 1041, true, "-", "Use the CLIPBOARD selection", false,
            Reason: "The selection belongs to the outer terminal."),
        new(ModeId.BellUrgent, 1042, true, "-", "Bell raises urgency", false, Reason: "Window managers are the outer terminal's."),
        new(ModeId.BellPop, 1043, true, "-", "Bell raises the window", false, Reason: "Window managers are the outer terminal's."),
        new(ModeId.ReverseWrapExtended, 1045, true, "-", "Extended reverse wraparound", false),
        new(ModeId.AllowAlternate, 1046, true, "-", "Allow the alternate screen", true, static (t, set) => t.SetAllowAlternate(set)),
        new(ModeId.Alternate1047, 1047, true, "-", "Alternate screen, cleared on leaving", false,
            static (t, set) => t.UseAlternateScreen(set, clear: true, saveCursor: false)),
        new(ModeId.SaveCursor1048, 1048, true, "-", "Save the cursor as DECSC", false, static (t, set) => t.SaveOrRestoreCursor(set)),
        new(ModeId.Alternate1049, 1049, true, "-", "Alternate screen with saved cursor", false,
            static (t, set) => t.UseAlternateScreen(set, clear: true, saveCursor: true)),
        new(ModeId.TerminfoKeys, 1050, true, "-", "Function keys as terminfo has them", false, Reason: "Keys follow TERM."),
        new(ModeId.SunKeys, 1051, true, "-", "Sun function keys", false, Reason: "Keys follow TERM."),
        new(ModeId.HpKeys, 1052, true, "-", "HP function keys", false, Reason: "Keys follow TERM."),
        new(ModeId.ScoKeys, 1053, true, "-", "SCO function keys", false, Reason: "Keys follow TERM."),
        new(ModeId.LegacyKeys, 1060, true, "-", "X11R6 keyboard", false, Reason: "Keys follow TERM."),
        new(ModeId.VtKeys, 1061, true, "-", "VT220 keyboard", false, Reason: "Keys follow TERM."),
        new(ModeId.BracketedPaste, 2004, true, "-", "Bracketed paste", false),
        new(ModeId.SynchronizedOutput, 2026, true, "-", "Synchronized output", false, static (t, set) => t.SynchronizedOutputChanged()),
        new(ModeId.GraphemeClusters, 2027, true, "-", "Grapheme clusters", false),
        new(ModeId.ColorSchemeReports, 2031, true, "-", "Reports of the colour scheme", false),
        new(ModeId.SixelScrollsRight, 8452, true, "-", "Sixel leaves the cursor at the right", false),
        new(ModeId.InBandResize, 2048, true, "-", "In-band reports of the size", false, static (t, set) => t.ReportSizeInBand(set)),
        .. FixedModes.Definitions,
    ];

    private readonly byte[] _direct = new byte[2 * DirectNumbers];

    private ModeTable()
    {
        for (int index = 0; index < _definitions.Length; index++)
        {
            ModeDefinition mode = _definitions[index];
            if (mode.Number < DirectNumbers)
            {
                _direct[mode.Number + (mode.IsDec ? DirectNumbers : 0)] = (byte)(index + 1);
            }

            if (mode.IsSetByDefault)
            {
                Defaults = Defaults.With(mode.Id, true);
            }
        }
    }

    /// <summary>The table.</summary>
    public static ModeTable Instance { get; } = new();

    /// <summary>All modes in the order of <see cref="ModeId"/>.</summary>
    public static ReadOnlySpan<ModeDefinition> Definitions => _definitions;

    /// <summary>What is set after a reset.</summary>
    public ModeSet Defaults { get; }

    /// <summary>Finds a mode by its number.</summary>
    /// <returns>Null when it is not known.</returns>
    public ModeDefinition? Find(int number, bool isDec)
    {
        if (number < DirectNumbers)
        {
            int index = _direct[number + (isDec ? DirectNumbers : 0)];
            return index == 0 ? null : _definitions[index - 1];
        }

        foreach (ModeDefinition mode in _definitions)
        {
            if (mode.Number == number && mode.IsDec == isDec)
            {
                return mode;
            }
        }

        return null;
    }
}
