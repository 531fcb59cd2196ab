using Multiplex.Terminal.Modes;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>What a VT52 obeys (DECANM reset), and nothing else.</summary>
internal static class Vt52Sequences
{
    private const string Clause = "VT100 UG, VT52 Compatible Mode; xterm ctlseqs, VT52 Mode";

    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Vt52("A", "Cursor up", Clause, static (t, _) => t.CursorUp(1)),
        Vt52("B", "Cursor down", Clause, static (t, _) => t.CursorDown(1)),
        Vt52("C", "Cursor right", Clause, static (t, _) => t.CursorForward(1)),
        Vt52("D", "Cursor left", Clause, static (t, _) => t.CursorBackward(1)),
        Vt52("F", "Graphics", Clause, static (t, _) => t.ShiftLeft(1)),
        Vt52("G", "No graphics", Clause, static (t, _) => t.ShiftLeft(0)),
        Vt52("H", "Cursor home", Clause, static (t, _) => t.CursorHome()),
        Vt52("I", "Reverse line feed", Clause, static (t, _) => t.ReverseIndex()),
        Vt52("J", "Erase to the end of the screen", Clause, static (t, _) => t.EraseInDisplay(0, selective: false)),
        Vt52("K", "Erase to the end of the line", Clause, static (t, _) => t.EraseInLine(0, selective: false)),
        Vt52("Y", "Cursor to a row and a column", Clause, static (t, p) => t.MoveToOrigin(p[0], p[1])),
        Vt52("Z", "Identify", Clause, static (t, _) => t.Reply("\e/Z"u8)),
        Vt52("=", "Alternate keypad", Clause, static (t, _) => t.SetBit(ModeId.Keypad, true)),
        Vt52(">", "No alternate keypad", Clause, static (t, _) => t.SetBit(ModeId.Keypad, false)),
        Vt52("<", "ANSI mode", Clause, static (t, _) => t.LeaveVt52()),
    ];
}
