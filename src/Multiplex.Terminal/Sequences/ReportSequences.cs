using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Everything that answers, but for colours and control strings.</summary>
internal static class ReportSequences
{
    /// <summary>VT420 with 132 columns, selective erase, national sets, technical characters, locator port, state interrogation, user
    /// windows, horizontal scrolling, colour, rectangles, text locator.</summary>
    private static ReadOnlySpan<byte> PrimaryAttributes => "\e[?64;1;6;9;15;16;17;18;21;22;28;29c"u8;

    /// <summary>The same with sixel graphics.</summary>
    private static ReadOnlySpan<byte> AttributesWithSixel => "\e[?64;1;4;6;9;15;16;17;18;21;22;28;29c"u8;

    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("c", "DA1", "Primary Device Attributes", "ECMA-48 8.3.24; VT510 RM, DA1", static (t, p) => IfZero(t, p, AttributesOf(t))),
        Csi(">c", "DA2", "Secondary Device Attributes", "VT510 RM, DA2; xterm ctlseqs", SecondaryAttributes),
        Csi("=c", "DA3", "Tertiary Device Attributes", "VT510 RM, DA3", static (t, p) => IfZero(t, p, "\eP!|00000000\e\\"u8))
            with { Level = 4 },
        Esc("Z", "DECID", "Return Terminal ID", "VT510 RM, DECID", static t => t.Reply(AttributesOf(t))),
        Csi("n", "DSR", "Device Status Report", "ECMA-48 8.3.35; VT510 RM, DSR", Status),
        Csi("?n", "DSR", "Device Status Report, DEC", "VT510 RM, DSR; xterm ctlseqs", PrivateStatus),
        Csi("x", "DECREQTPARM", "Request Terminal Parameters", "VT100 UG, DECREQTPARM", static (t, p) =>
        {
            if (p[0] <= 1)
            {
                t.ReplyNumbers("\e["u8, [p[0] + 2, 1, 1, 128, 128, 1, 0], "x"u8);
            }
        }),
        Csi("$p", "DECRQM", "Request Mode, ANSI", "VT510 RM, DECRQM", static (t, p) => Mode(t, p[0], isDec: false)) with { Level = 3 },
        Csi("?$p", "DECRQM", "Request Mode, DEC", "VT510 RM, DECRQM", static (t, p) => Mode(t, p[0], isDec: true)) with { Level = 3 },
        Csi(">q", "XTVERSION", "Report name and version", "xterm ctlseqs, XTVERSION", Version),
        Csi("\"v", "DECRQDE", "Request Displayed Extent", "VT420 RM, DECRQDE",
            static (t, _) => t.ReplyNumbers("\e["u8, [t.Rows, t.Columns, 1, 1, 1], "\"w"u8)) with { Level = 3 },
        Csi("$w", "DECRQPSR", "Request Presentation State Report", "VT510 RM, DECRQPSR",
            static (t, p) => PresentationState.Report(t, p[0])) with { Level = 3 },
        Csi("?S", "XTSMGRAPHICS", "Set or request graphics attribute", "xterm ctlseqs, XTSMGRAPHICS",
            static (t, p) => PictureSequences.ReportAttribute(t, p)),
        Csi("i", "MC", "Media Copy: text up to CSI 4 i is for the printer, where the owner has one", "ECMA-48 8.3.82; VT510 RM, MC",
            static (t, p) => t.IsPrinterRequested = p[0] == 5 && t.Options.Printer),
        Decline(SequenceKind.ControlSequence, "?i", "MC", "Media Copy, DEC", "VT510 RM, MC", "Lines are not printed as they are shown."),
        Decline(SequenceKind.ControlSequence, "q", "DECLL", "Load LEDs", "VT510 RM, DECLL", "The keyboard is the outer terminal's."),
        Decline(SequenceKind.ControlSequence, ">p", "XTSMPOINTER", "Set pointer mode", "xterm ctlseqs",
            "The pointer is the outer terminal's."),
        Decline(SequenceKind.ControlSequence, "$}", "DECSASD", "Select Active Status Display", "VT510 RM, DECSASD",
            "There is no status line, as DECRQSS tells; the hardstatus serves."),
        Decline(SequenceKind.ControlSequence, "$~", "DECSSDT", "Select Status Line Type", "VT510 RM, DECSSDT",
            "There is no status line, as DECRQSS tells; the hardstatus serves."),
        Decline(SequenceKind.ControlSequence, "y", "DECTST", "Invoke Confidence Test", "VT510 RM, DECTST", "There is no hardware to test."),
        Decline(SequenceKind.ControlSequence, ",~", "DECPS", "Play Sound", "VT520 RM, DECPS", "The bell is the outer terminal's."),
        Decline(SequenceKind.ControlSequence, ",q", "DECTID", "Select Terminal ID", "VT520 RM, DECTID",
            "Programs would be told of a terminal that this is not."),
        Decline(SequenceKind.ControlSequence, ",|", "DECAC", "Assign Color", "VT520 RM, DECAC", "OSC 10 and 11 serve."),
        Decline(SequenceKind.ControlSequence, ",}", "DECATC", "Alternate Text Color", "VT520 RM, DECATC", "SGR serves."),
        Decline(SequenceKind.ControlSequence, "){", "DECSTGLT", "Select Color Look-Up Table", "VT520 RM, DECSTGLT",
            "Text has the colours of SGR."),
    ];

    private static ReadOnlySpan<byte> AttributesOf(TerminalCore terminal) =>
        terminal.Options.Sixel ? AttributesWithSixel : PrimaryAttributes;

    private static void IfZero(TerminalCore terminal, SequenceParameters parameters, ReadOnlySpan<byte> reply)
    {
        if (parameters[0] == 0)
        {
            terminal.Reply(reply);
        }
    }

    /// <summary>VT420 (41); the version's digits as one number, as xterm gives its patch level.</summary>
    private static void SecondaryAttributes(TerminalCore terminal, SequenceParameters parameters)
    {
        if (parameters[0] != 0)
        {
            return;
        }

        int version = 0;
        foreach (string part in terminal.Options.Version.Split('.'))
        {
            version = (version * 100) + (int.TryParse(part, out int number) ? Math.Clamp(number, 0, 99) : 0);
        }

        terminal.ReplyNumbers("\e[>"u8, [41, version, 0], "c"u8);
    }

    private static void Status(TerminalCore terminal, SequenceParameters parameters)
    {
        if (parameters[0] == 5)
        {
            terminal.Reply("\e[0n"u8);
        }
        else if (parameters[0] == 6)
        {
            terminal.ReplyNumbers("\e["u8, [terminal.Row - terminal.OriginRow + 1, terminal.Column - terminal.OriginColumn + 1], "R"u8);
        }
    }

    /// <summary>DEC's own status reports, each from the level on that has what it is about (xterm).</summary>
    private static void PrivateStatus(TerminalCore terminal, SequenceParameters parameters)
    {
        int level = terminal.Level;
        switch (parameters[0])
        {
            case 6:
                ReadOnlySpan<int> place = [terminal.Row - terminal.OriginRow + 1, terminal.Column - terminal.OriginColumn + 1, 1];
                terminal.ReplyNumbers("\e[?"u8, level >= 4 ? place : place[..2], "R"u8);
                break;
            case 15 when level >= 2:
                terminal.Reply(terminal.Options.Printer ? "\e[?10n"u8 : "\e[?13n"u8);
                break;
            case 25 when level >= 2:
                terminal.Reply(terminal.Options.UserDefinedKeys && !terminal.UserKeys.IsLocked ? "\e[?20n"u8 : "\e[?21n"u8);
                break;
            case 26 when level >= 2:
                terminal.Reply(level >= 4 ? "\e[?27;1;0;0n"u8 : level == 3 ? "\e[?27;1;0n"u8 : "\e[?27;1n"u8);
                break;
            case 53 or 55 when level >= 3:
                terminal.Reply("\e[?53n"u8);
                break;
            case 56 when level >= 3:
                terminal.Reply("\e[?57;1n"u8);
                break;
            case 62 when level >= 4:
                terminal.Reply("\e[0000*{"u8);
                break;
            case 63 when level >= 4:
                terminal.ReplyNumbers("\eP"u8, [parameters[1]], "!~0000\e\\"u8);
                break;
            case 75 when level >= 4:
                terminal.Reply("\e[?70n"u8);
                break;
            case 85 when level >= 4:
                terminal.Reply("\e[?83n"u8);
                break;
            case 996:
                terminal.ReportColorScheme();
                break;
            default:
                break;
        }
    }

    private static void Mode(TerminalCore terminal, int number, bool isDec)
    {
        ModeDefinition? mode = ModeTable.Instance.Find(number, isDec);
        int state = mode is null || mode.Level > terminal.Level ? 0
            : mode.IsPermanent ? (mode.IsSetByDefault ? 3 : 4) : terminal.Modes[mode.Id] ? 1 : 2;
        terminal.ReplyNumbers(isDec ? "\e[?"u8 : "\e["u8, [number, state], "$y"u8);
    }

    private static void Version(TerminalCore terminal, SequenceParameters parameters)
    {
        if (parameters[0] != 0)
        {
            return;
        }

        Span<byte> reply = stackalloc byte[ParserLimits.MaxReplyBytes];
        if (System.Text.Encoding.UTF8.TryGetBytes($"\eP>|{terminal.Options.Name}({terminal.Options.Version})\e\\", reply, out int length))
        {
            terminal.Reply(reply[..length]);
        }
    }
}
