using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Everything that answers.</summary>
internal static class ReportSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("c", "DA1", "Primary Device Attributes", "ECMA-48 8.3.24; VT510 RM, DA1", static (t, p) =>
        {
            if (p[0] == 0)
            {
                t.Reply("\e[?64;1;2;6;9;15;18;21;22;28c"u8);
            }
        }),
        Csi("n", "DSR", "Device Status Report", "ECMA-48 8.3.35; VT510 RM, DSR", static (t, p) =>
        {
            if (p[0] == 5)
            {
                t.Reply("\e[0n"u8);
            }
            else if (p[0] == 6)
            {
                t.ReplyNumbers("\e["u8, t.Row - t.OriginRow + 1, t.Column - t.OriginColumn + 1, "R"u8);
            }
        }),
    ];
}
