using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Tab stops.</summary>
internal static class TabSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Esc("H", "HTS", "Horizontal Tab Set", "ECMA-48 8.3.62; VT510 RM, HTS", static t => t.Tabs.Set(t.Column)),
        Csi("I", "CHT", "Cursor Horizontal Tab", "ECMA-48 8.3.10; VT510 RM, CHT", static (t, p) => t.ForwardTabs(p.CountAt(0))),
        Csi("Z", "CBT", "Cursor Backward Tab", "ECMA-48 8.3.7; VT510 RM, CBT", static (t, p) => t.BackwardTabs(p.CountAt(0))),
        Csi("g", "TBC", "Tab Clear", "ECMA-48 8.3.154; VT510 RM, TBC", static (t, p) =>
        {
            if (p[0] == 0)
            {
                t.Tabs.Clear(t.Column);
            }
            else if (p[0] == 3)
            {
                t.Tabs.ClearAll();
            }
        }),
        Csi("?W", "DECST8C", "Set Tab at Every 8 Columns", "VT510 RM, DECST8C", static (t, p) =>
        {
            if (p[0] is 0 or 5)
            {
                t.Tabs.Reset();
            }
        }) with { Level = 5 },
    ];
}
