using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Inserting, deleting, repeating.</summary>
internal static class EditSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("@", "ICH", "Insert Character", "ECMA-48 8.3.64; VT510 RM, ICH", static (t, p) => t.InsertCharacters(p.CountAt(0))),
        Csi("P", "DCH", "Delete Character", "ECMA-48 8.3.26; VT510 RM, DCH", static (t, p) => t.DeleteCharacters(p.CountAt(0))),
        Csi("L", "IL", "Insert Line", "ECMA-48 8.3.67; VT510 RM, IL", static (t, p) => t.InsertLines(p.CountAt(0))),
        Csi("M", "DL", "Delete Line", "ECMA-48 8.3.32; VT510 RM, DL", static (t, p) => t.DeleteLines(p.CountAt(0))),
        Csi("b", "REP", "Repeat", "ECMA-48 8.3.103", static (t, p) => t.Repeat(p.CountAt(0))),
        Csi("'}", "DECIC", "Insert Column", "VT510 RM, DECIC", static (t, p) => t.InsertOrDeleteColumns(p.CountAt(0), insert: true))
            with { Level = 4 },
        Csi("'~", "DECDC", "Delete Column", "VT510 RM, DECDC", static (t, p) => t.InsertOrDeleteColumns(p.CountAt(0), insert: false))
            with { Level = 4 },
    ];
}
