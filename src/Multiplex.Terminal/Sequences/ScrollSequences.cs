using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Scrolling and margins.</summary>
internal static class ScrollSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Esc("D", "IND", "Index", "VT510 RM, IND", static t => t.Index()),
        Esc("M", "RI", "Reverse Index", "ECMA-48 8.3.104; VT510 RM, RI", static t => t.ReverseIndex()),
        Esc("E", "NEL", "Next Line", "ECMA-48 8.3.86; VT510 RM, NEL", static t =>
        {
            t.Index();
            t.CarriageReturn();
        }),
        Esc("6", "DECBI", "Back Index", "VT510 RM, DECBI", static t => t.BackIndex()) with { Level = 4 },
        Esc("9", "DECFI", "Forward Index", "VT510 RM, DECFI", static t => t.ForwardIndex()) with { Level = 4 },
        Csi("S", "SU", "Scroll Up", "ECMA-48 8.3.147; VT510 RM, SU", static (t, p) => t.ScrollUp(p.CountAt(0))),
        Csi("T", "SD", "Scroll Down", "ECMA-48 8.3.113; VT510 RM, SD", static (t, p) =>
        {
            // With five parameters it is xterm's highlight mouse tracking, which is declined, and 0 ends that.
            if (p.Count == 1 && (p.IsNone || p[0] != 0))
            {
                t.ScrollDown(p.CountAt(0));
            }
        }),
        Csi("^", "SD", "Scroll Down", "ECMA-48 (1986) misprint; xterm ctlseqs", static (t, p) => t.ScrollDown(p.CountAt(0))),
        Csi(" @", "SL", "Scroll Left", "ECMA-48 8.3.121", static (t, p) => t.ShiftRegion(p.CountAt(0), insert: false)),
        Csi(" A", "SR", "Scroll Right", "ECMA-48 8.3.135", static (t, p) => t.ShiftRegion(p.CountAt(0), insert: true)),
        Csi("r", "DECSTBM", "Set Top and Bottom Margins", "VT510 RM, DECSTBM; xterm ctlseqs",
            static (t, p) => t.SetVerticalMargins(p.CountAt(0) - 1, p.OrDefault(1, t.Rows))),
        Csi("s", "DECSLRM", "Set Left and Right Margins; SCOSC where DECLRMM is reset", "VT510 RM, DECSLRM; xterm ctlseqs",
            SideMarginsOrSave),
    ];

    private static void SideMarginsOrSave(TerminalCore terminal, SequenceParameters parameters)
    {
        if (terminal.Modes[ModeId.LeftRightMargin])
        {
            terminal.SetSideMargins(parameters.CountAt(0) - 1, parameters.OrDefault(1, terminal.Columns));
        }
        else if (parameters.IsNone)
        {
            terminal.SaveCursor();
        }
    }
}
