using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Device control strings.</summary>
internal static class DeviceControlStrings
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Dcs("$q", "DECRQSS", "Request Selection or Setting", "VT510 RM, DECRQSS; xterm ctlseqs", Setting),
        Dcs("+q", "XTGETTCAP", "Request termcap or terminfo string", "xterm ctlseqs, XTGETTCAP", Capabilities.Answer),
        Dcs("$t", "DECRSPS", "Restore Presentation State", "VT510 RM, DECRSPS", PresentationState.Restore),
        Decline(SequenceKind.DeviceControl, "+Q", "XTGETXRES", "Request resource values", "xterm ctlseqs, XTGETXRES",
            "There are no X resources."),
        Dcs("q", "Sixel", "Sixel graphics: kept as they are for the terminal outside, else a placeholder", "VT340 GPM",
            PictureSequences.Sixel),
        Decline(SequenceKind.DeviceControl, "p", "ReGIS", "ReGIS graphics", "VT340 GPM",
            "No decoder runs on a program's pictures; they are swallowed."),
        Decline(SequenceKind.DeviceControl, "{", "DECDLD", "Dynamically Redefinable Character Set", "VT510 RM, DECDLD",
            "Fonts are the outer terminal's."),
        Decline(SequenceKind.DeviceControl, "!z", "DECDMAC", "Define Macro", "VT510 RM, DECDMAC",
            "Macros multiply a program's output without bound."),
        Decline(SequenceKind.DeviceControl, "+p", "XTSETTCAP", "Set termcap or terminfo data", "xterm ctlseqs, XTSETTCAP",
            "Keys follow TERM."),
        Decline(SequenceKind.DeviceControl, "=s", "-", "Synchronized updates, old form", "iTerm2", "Mode 2026 serves."),
    ];

    private static void Setting(TerminalCore terminal, StringRequest request)
    {
        if (terminal.Level < 2 && request.Text.SequenceEqual("\"p"u8))
        {
            // A VT100 does not know the question (xterm).
            return;
        }

        var reply = new ReplyBuilder(stackalloc byte[ParserLimits.MaxReplyBytes]);
        reply.Add("\eP1$r"u8);
        if (!TryAddSetting(terminal, request.Text, ref reply))
        {
            terminal.Reply("\eP0$r\e\\"u8);
            return;
        }

        reply.Add("\e\\"u8);
        terminal.Reply(reply.Written);
    }

    private static bool TryAddSetting(TerminalCore t, ReadOnlySpan<byte> setting, ref ReplyBuilder reply)
    {
        switch (setting)
        {
            case [(byte)'m']:
                RenditionReport.Write(ref reply, t.Pen);
                reply.Add('m');
                return true;
            case [(byte)'r']:
                return AddPair(ref reply, t.Top + 1, t.Bottom, "r"u8);
            case [(byte)'s'] when t.Level >= 4:
                return AddPair(ref reply, t.Left + 1, t.Right, "s"u8);
            case [(byte)'t']:
                return AddOne(ref reply, t.Rows, "t"u8);
            case [(byte)' ', (byte)'q']:
                int shape = t.CursorShape == CursorShape.Default ? (t.Modes[ModeId.CursorBlink] ? 1 : 2) : (int)t.CursorShape;
                return AddOne(ref reply, shape, " q"u8);
            case [(byte)'"', (byte)'q']:
                return AddOne(ref reply, t.IsProtected && !t.IsIsoProtection ? 1 : 0, "\"q"u8);
            case [(byte)'"', (byte)'p']:
                return AddPair(ref reply, t.ConformanceLevel, t.EightBitAnswers ? 0 : 1, "\"p"u8);
            case [(byte)'*', (byte)'x']:
                return AddOne(ref reply, t.IsRectangularExtent ? 2 : 1, "*x"u8);
            case [(byte)'*', (byte)'|']:
                return AddOne(ref reply, t.Rows, "*|"u8);
            case [(byte)'$', (byte)'|']:
                return AddOne(ref reply, t.Columns, "$|"u8);
            case [(byte)'$', (byte)'}']:
                return AddOne(ref reply, 0, "$}"u8);
            case [(byte)'$', (byte)'~']:
                return AddOne(ref reply, 0, "$~"u8);
            case [(byte)' ', (byte)'t']:
                return AddOne(ref reply, (int)t.Settings.WarningBell, " t"u8);
            case [(byte)' ', (byte)'u']:
                return AddOne(ref reply, (int)t.Settings.MarginBell, " u"u8);
            case [(byte)'#', (byte)'y']:
                return AddOne(ref reply, (int)t.Settings.Checksum, "#y"u8);
            case [(byte)'>', (byte)'s']:
                reply.Add('>');
                return AddOne(ref reply, t.Settings.ShiftEscape, "s"u8);
            case [(byte)'>', >= (byte)'0' and <= (byte)'7', (byte)'m' or (byte)'f']:
                return AddKeyOption(ref reply, t.Keyboard, setting[1] - '0', setting[2] == (byte)'m');
            case [(byte)'>', .. ReadOnlySpan<byte> modes, (byte)'t']:
                return AddTitleModes(ref reply, t.TitleModes, modes);
            default:
                return false;
        }
    }

    private static bool AddKeyOption(ref ReplyBuilder reply, KeyboardState keyboard, int resource, bool isModify)
    {
        reply.Add('>');
        reply.Add(resource);
        reply.Add(';');
        return KeyboardState.IsResource(resource)
            && AddOne(ref reply, isModify ? Math.Max(keyboard.Modify(resource), 0) : keyboard.Format(resource), isModify ? "m"u8 : "f"u8);
    }

    /// <summary>XTSMTITLE: all modes, or the one that is asked for, each as 1 or 0.</summary>
    private static bool AddTitleModes(ref ReplyBuilder reply, int modes, ReadOnlySpan<byte> which)
    {
        if (which.Length > 1 || (which.Length == 1 && which[0] is < (byte)'0' or > (byte)'3'))
        {
            return false;
        }

        int first = which.IsEmpty ? 0 : which[0] - '0';
        int last = which.IsEmpty ? 3 : first;
        reply.Add('>');
        for (int mode = first; mode <= last; mode++)
        {
            reply.Add(mode == first ? ""u8 : ";"u8);
            reply.Add(modes >> mode & 1);
        }

        return AddOne(ref reply, "t"u8);
    }

    private static bool AddOne(ref ReplyBuilder reply, ReadOnlySpan<byte> end)
    {
        reply.Add(end);
        return true;
    }

    private static bool AddOne(ref ReplyBuilder reply, int value, ReadOnlySpan<byte> end)
    {
        reply.Add(value);
        reply.Add(end);
        return true;
    }

    private static bool AddPair(ref ReplyBuilder reply, int first, int second, ReadOnlySpan<byte> end)
    {
        reply.Add(first);
        reply.Add(';');
        return AddOne(ref reply, second, end);
    }
}
