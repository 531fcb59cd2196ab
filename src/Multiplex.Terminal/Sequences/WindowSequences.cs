using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>What xterm's window manipulation means without a window, sizes, conformance and keyboard protocols.</summary>
internal static class WindowSequences
{
    /// <summary>Characters of a title that are reported at most.</summary>
    private const int MaxReportedTitle = 80;

    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("t", "XTWINOPS", "Window reports, size, title stack; also DECSLPP", "xterm ctlseqs, XTWINOPS; VT510 RM, DECSLPP", Manipulate),
        Csi(">t", "XTSMTITLE", "Set title modes", "xterm ctlseqs, XTSMTITLE", static (t, p) => TitleModes(t, p, set: true)),
        Csi(">T", "XTRMTITLE", "Reset title modes", "xterm ctlseqs, XTRMTITLE", static (t, p) => TitleModes(t, p, set: false)),
        Csi("#S", "XTTITLEPOS", "Report the depth of the title stack", "xterm ctlseqs, XTTITLEPOS",
            static (t, _) => t.ReplyNumbers("\e["u8, [t.TitleStack.Count, ParserLimits.MaxTitleStack], "#S"u8)),
        Csi("$|", "DECSCPP", "Select Columns per Page", "VT510 RM, DECSCPP", static (t, p) =>
        {
            if (p[0] is 0 or 80 or 132)
            {
                t.RequestResize(p.OrDefault(0, 80), t.Rows);
            }
        }) with { Level = 3 },
        Csi("*|", "DECSNLS", "Select Number of Lines per Screen", "VT510 RM, DECSNLS",
            static (t, p) => t.RequestResize(t.Columns, p.OrDefault(0, t.Rows))) with { Level = 4 },
        Csi("\"p", "DECSCL", "Select Conformance Level", "VT510 RM, DECSCL", static (t, p) =>
        {
            if (p[0] is >= 61 and <= 65)
            {
                t.SoftReset();
                t.SetConformanceLevel(p[0]);
                t.EightBitAnswers = p[0] > 61 && p[1] is (0 or 2);
            }
        }),
        Esc(" F", "S7C1T", "Send 7-bit C1 Controls", "VT510 RM, S7C1T", static t => t.EightBitAnswers = false) with { Level = 2 },
        Esc(" G", "S8C1T", "Send 8-bit C1 Controls", "VT510 RM, S8C1T", static t => t.EightBitAnswers = true) with { Level = 2 },
        Esc(" L", "ANSI", "ANSI conformance level 1", "ECMA-43; VT510 RM, ANSI Conformance Levels", static t => t.SetAnsiLevel(1))
            with { Level = 3 },
        Esc(" M", "ANSI", "ANSI conformance level 2", "ECMA-43; VT510 RM, ANSI Conformance Levels", static t => t.SetAnsiLevel(2))
            with { Level = 3 },
        Esc(" N", "ANSI", "ANSI conformance level 3", "ECMA-43; VT510 RM, ANSI Conformance Levels", static t => t.SetAnsiLevel(3))
            with { Level = 3 },
        Esc("#3", "DECDHL", "Double-Height Line, top", "VT510 RM, DECDHL", static t => t.SetLineSize(LineSize.DoubleHeightTop)),
        Esc("#4", "DECDHL", "Double-Height Line, bottom", "VT510 RM, DECDHL", static t => t.SetLineSize(LineSize.DoubleHeightBottom)),
        Esc("#5", "DECSWL", "Single-Width Line", "VT510 RM, DECSWL", static t => t.SetLineSize(LineSize.Single)),
        Esc("#6", "DECDWL", "Double-Width Line", "VT510 RM, DECDWL", static t => t.SetLineSize(LineSize.DoubleWidth)),
        Decline(SequenceKind.Escape, "<", "-", "ANSI mode", "VT100 UG", "It leaves a VT52; outside of one it has no meaning."),
        Esc("l", "-", "Memory lock: the rows above the cursor stay", "HP; xterm ctlseqs", static t => t.SetTopMargin(t.Row)),
        Esc("m", "-", "Memory unlock", "HP; xterm ctlseqs", static t => t.SetTopMargin(0)),
        Decline(SequenceKind.Escape, "\\", "ST", "String Terminator", "ECMA-48 8.3.143", "It ends strings; alone it has no meaning."),
        Csi(">u", "KKP", "Push keyboard flags", "kitty keyboard protocol", static (t, p) => t.Keyboard.Push(t.IsAlternate, p[0])),
        Csi("<u", "KKP", "Pop keyboard flags", "kitty keyboard protocol", static (t, p) => t.Keyboard.Pop(t.IsAlternate, p.CountAt(0))),
        Csi("=u", "KKP", "Set keyboard flags", "kitty keyboard protocol", SetKeyboardFlags),
        Csi("?u", "KKP", "Query keyboard flags", "kitty keyboard protocol",
            static (t, _) => t.ReplyNumbers("\e[?"u8, [t.Keyboard.Flags(t.IsAlternate)], "u"u8)),
    ];

    private static void SetKeyboardFlags(TerminalCore terminal, SequenceParameters parameters)
    {
        int flags = terminal.Keyboard.Flags(terminal.IsAlternate);
        terminal.Keyboard.SetFlags(terminal.IsAlternate, parameters.OrDefault(1, 1) switch
        {
            1 => parameters[0],
            2 => flags | parameters[0],
            3 => flags & ~parameters[0],
            _ => flags,
        });
    }

    private static void TitleModes(TerminalCore terminal, SequenceParameters parameters, bool set)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters.IsOmitted(i))
            {
                terminal.TitleModes = 0;
            }
            else if (parameters[i] <= 3)
            {
                int bit = 1 << parameters[i];
                terminal.TitleModes = set ? terminal.TitleModes | bit : terminal.TitleModes & ~bit;
            }
        }
    }

    private static void Manipulate(TerminalCore terminal, SequenceParameters parameters)
    {
        int height = terminal.Options.CellPixelHeight;
        int width = terminal.Options.CellPixelWidth;
        switch (parameters[0])
        {
            case 8:
                terminal.RequestResize(SizeAt(parameters, 2, terminal.Columns), SizeAt(parameters, 1, terminal.Rows));
                break;
            case 11:
                terminal.Reply("\e[1t"u8);
                break;
            case 13:
                terminal.Reply("\e[3;0;0t"u8);
                break;
            case 14:
                terminal.ReplyNumbers("\e[4;"u8, [terminal.Rows * height, terminal.Columns * width], "t"u8);
                break;
            case 15:
                terminal.ReplyNumbers("\e[5;"u8, [terminal.Rows * height, terminal.Columns * width], "t"u8);
                break;
            case 16:
                terminal.ReplyNumbers("\e[6;"u8, [height, width], "t"u8);
                break;
            case 18:
                terminal.ReplyNumbers("\e[8;"u8, [terminal.Rows, terminal.Columns], "t"u8);
                break;
            case 19:
                terminal.ReplyNumbers("\e[9;"u8, [terminal.Rows, terminal.Columns], "t"u8);
                break;
            case 20:
                ReportTitle(terminal, "\e]L"u8, terminal.IconTitle);
                break;
            case 21:
                ReportTitle(terminal, "\e]l"u8, terminal.Title);
                break;
            case 22:
                terminal.PushTitles(parameters[1]);
                break;
            case 23:
                terminal.PopTitles(parameters[1]);
                break;
            case >= 24:
                terminal.RequestResize(terminal.Columns, parameters[0]);
                break;
            default:
                break;
        }
    }

    /// <summary>An omitted size stays as it is; 0 is the largest there is, which here is the same.</summary>
    private static int SizeAt(SequenceParameters parameters, int index,
        int current) => parameters[index] == 0 ? current : parameters[index];

    /// <summary>The title is answered only where the owner allows it; a program's text must not be typed into a shell
    /// (CVE-2003-0063).</summary>
    private static void ReportTitle(TerminalCore terminal, ReadOnlySpan<byte> start, string title)
    {
        Span<byte> reply = stackalloc byte[ParserLimits.MaxReplyBytes];
        start.CopyTo(reply);
        int length = start.Length;
        if (terminal.Options.TitleReport)
        {
            Span<byte> bytes = stackalloc byte[MaxReportedTitle * 3];
            Encoding.UTF8.TryGetBytes(title.AsSpan(0, Math.Min(title.Length, MaxReportedTitle)), bytes, out int written);
            length += HexText.Write(bytes[..written], reply[length..^2], asHex: (terminal.TitleModes & 2) != 0);
        }

        "\e\\"u8.CopyTo(reply[length..]);
        terminal.Reply(reply[..(length + 2)]);
    }
}
