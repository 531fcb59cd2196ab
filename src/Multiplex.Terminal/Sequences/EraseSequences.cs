using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Erasing.</summary>
internal static class EraseSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("J", "ED", "Erase in Display", "ECMA-48 8.3.39; VT510 RM, ED", static (t, p) => t.EraseInDisplay(p[0], selective: false)),
        Csi("K", "EL", "Erase in Line", "ECMA-48 8.3.41; VT510 RM, EL", static (t, p) => t.EraseInLine(p[0], selective: false)),
        Csi("X", "ECH", "Erase Character", "ECMA-48 8.3.38; VT510 RM, ECH", static (t, p) => t.EraseCharacters(p.CountAt(0))),
        Csi("?J", "DECSED", "Selective Erase in Display", "VT510 RM, DECSED", static (t, p) => t.EraseInDisplay(p[0], selective: true)),
        Csi("?K", "DECSEL", "Selective Erase in Line", "VT510 RM, DECSEL", static (t, p) => t.EraseInLine(p[0], selective: true)),
        Esc("#8", "DECALN", "Screen Alignment Pattern", "VT510 RM, DECALN", static t => t.AlignmentPattern()),
    ];
}
