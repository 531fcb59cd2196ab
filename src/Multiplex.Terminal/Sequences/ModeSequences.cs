using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Setting, resetting and keeping modes, driven by <see cref="ModeTable"/>.</summary>
internal static class ModeSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("h", "SM", "Set Mode", "ECMA-48 8.3.125; VT510 RM, SM", static (t, p) => Change(t, p, isDec: false, set: true)),
        Csi("l", "RM", "Reset Mode", "ECMA-48 8.3.106; VT510 RM, RM", static (t, p) => Change(t, p, isDec: false, set: false)),
        Csi("?h", "DECSET", "Set Private Mode", "VT510 RM, SM; xterm ctlseqs", static (t, p) => Change(t, p, isDec: true, set: true)),
        Csi("?l", "DECRST", "Reset Private Mode", "VT510 RM, RM; xterm ctlseqs", static (t, p) => Change(t, p, isDec: true, set: false)),
        Csi("?s", "XTSAVE", "Save Private Modes", "xterm ctlseqs, XTSAVE", Save),
        Csi("?r", "XTRESTORE", "Restore Private Modes", "xterm ctlseqs, XTRESTORE", Restore),
        Esc("=", "DECKPAM", "Keypad Application Mode", "VT510 RM, DECKPAM", static t => t.SetBit(ModeId.Keypad, true)),
        Esc(">", "DECKPNM", "Keypad Numeric Mode", "VT510 RM, DECKPNM", static t => t.SetBit(ModeId.Keypad, false)),
        Csi("!p", "DECSTR", "Soft Terminal Reset", "VT510 RM, DECSTR", static (t, _) => t.SoftReset()),
        Esc("c", "RIS", "Reset to Initial State", "ECMA-48 8.3.105; VT510 RM, RIS", static t => t.HardReset()),
    ];

    private static void Change(TerminalCore terminal, SequenceParameters parameters, bool isDec, bool set)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            ModeDefinition? mode = ModeTable.Instance.Find(parameters[i], isDec);
            if (mode is null)
            {
                terminal.UnknownSequences++;
            }
            else
            {
                terminal.SetMode(mode, set);
            }
        }
    }

    private static void Save(TerminalCore terminal, SequenceParameters parameters)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            ModeDefinition? mode = ModeTable.Instance.Find(parameters[i], isDec: true);
            if (mode is not null)
            {
                terminal.SavedModes = terminal.SavedModes.With(mode.Id, terminal.Modes[mode.Id]);
            }
        }
    }

    private static void Restore(TerminalCore terminal, SequenceParameters parameters)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            ModeDefinition? mode = ModeTable.Instance.Find(parameters[i], isDec: true);
            if (mode is not null && terminal.Modes[mode.Id] != terminal.SavedModes[mode.Id])
            {
                terminal.SetMode(mode, terminal.SavedModes[mode.Id]);
            }
        }
    }
}
