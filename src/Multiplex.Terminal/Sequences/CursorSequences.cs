using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Cursor movement.</summary>
internal static class CursorSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("A", "CUU", "Cursor Up", "ECMA-48 8.3.22; VT510 RM, CUU", static (t, p) => t.CursorUp(p.CountAt(0))),
        Csi("B", "CUD", "Cursor Down", "ECMA-48 8.3.19; VT510 RM, CUD", static (t, p) => t.CursorDown(p.CountAt(0))),
        Csi("C", "CUF", "Cursor Forward", "ECMA-48 8.3.20; VT510 RM, CUF", static (t, p) => t.CursorForward(p.CountAt(0))),
        Csi("D", "CUB", "Cursor Backward", "ECMA-48 8.3.18; VT510 RM, CUB", static (t, p) => t.CursorBackward(p.CountAt(0))),
        Csi("E", "CNL", "Cursor Next Line", "ECMA-48 8.3.12; VT510 RM, CNL", static (t, p) =>
        {
            t.CursorDown(p.CountAt(0));
            t.CarriageReturn();
        }),
        Csi("F", "CPL", "Cursor Previous Line", "ECMA-48 8.3.13; VT510 RM, CPL", static (t, p) =>
        {
            t.CursorUp(p.CountAt(0));
            t.CarriageReturn();
        }),
        Csi("G", "CHA", "Cursor Horizontal Absolute", "ECMA-48 8.3.9; VT510 RM, CHA", static (t, p) => t.MoveToColumn(p.CountAt(0) - 1)),
        Csi("H", "CUP", "Cursor Position", "ECMA-48 8.3.21; VT510 RM, CUP",
            static (t, p) => t.MoveToOrigin(p.CountAt(0) - 1, p.CountAt(1) - 1)),
        Csi("f", "HVP", "Horizontal and Vertical Position", "ECMA-48 8.3.63; VT510 RM, HVP",
            static (t, p) => t.MoveToOrigin(p.CountAt(0) - 1, p.CountAt(1) - 1)),
        Csi("`", "HPA", "Horizontal Position Absolute", "ECMA-48 8.3.57; VT510 RM, HPA", static (t, p) => t.MoveToColumn(p.CountAt(0) - 1)),
        Csi("a", "HPR", "Horizontal Position Relative", "ECMA-48 8.3.59; VT510 RM, HPR",
            static (t, p) => t.MoveToColumn(t.Column - t.OriginColumn + p.CountAt(0))),
        Csi("j", "HPB", "Horizontal Position Backward", "ECMA-48 8.3.58", static (t, p) => t.CursorBackward(p.CountAt(0))),
        Csi("d", "VPA", "Vertical Position Absolute", "ECMA-48 8.3.158; VT510 RM, VPA", static (t, p) => t.MoveToRow(p.CountAt(0) - 1)),
        Csi("e", "VPR", "Vertical Position Relative", "ECMA-48 8.3.160; VT510 RM, VPR",
            static (t, p) => t.MoveToRow(t.Row - t.OriginRow + p.CountAt(0))),
        Csi("k", "VPB", "Vertical Position Backward", "ECMA-48 8.3.159", static (t, p) => t.CursorUp(p.CountAt(0))),
        Esc("7", "DECSC", "Save Cursor", "VT510 RM, DECSC", static t => t.SaveCursor()),
        Esc("8", "DECRC", "Restore Cursor", "VT510 RM, DECRC", static t => t.RestoreCursor()),
        Csi("u", "SCORC", "Restore Cursor, SCO", "xterm ctlseqs, SCORC", static (t, p) =>
        {
            if (p.IsNone)
            {
                t.RestoreCursor();
            }
        }),
        Csi(" q", "DECSCUSR", "Set Cursor Style", "VT520 RM, DECSCUSR; xterm ctlseqs", static (t, p) => t.SetCursorShape(p[0])),
    ];
}
