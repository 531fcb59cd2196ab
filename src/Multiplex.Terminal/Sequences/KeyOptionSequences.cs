using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>xterm's options of what keys send with modifiers, and in which form.</summary>
internal static class KeyOptionSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi(">m", "XTMODKEYS", "Set key modifier options", "xterm ctlseqs, XTMODKEYS", static (t, p) =>
        {
            if (p.IsNone)
            {
                t.Keyboard.ResetOptions();
            }
            else
            {
                t.Keyboard.SetModify(p[0], p.OrOmitted(1, KeyboardState.Initial(p[0])));
            }
        }),
        Csi(">n", "XTMODKEYS", "Disable key modifier options", "xterm ctlseqs, XTMODKEYS",
            static (t, p) => t.Keyboard.SetModify(p.OrOmitted(0, KeyboardState.FunctionKeys), KeyboardState.Disabled)),
        Csi("?m", "XTQMODKEYS", "Query key modifier options", "xterm ctlseqs, XTQMODKEYS", static (t, p) =>
            Answer(t, p, "m"u8, static (keyboard, resource) => Math.Max(keyboard.Modify(resource), 0))),
        Csi(">f", "XTFMTKEYS", "Set key format options", "xterm ctlseqs, XTFMTKEYS",
            static (t, p) => t.Keyboard.SetFormat(p[0], p.IsNone ? 0 : p[1])),
        Csi("?g", "XTQFMTKEYS", "Query key format options", "xterm ctlseqs, XTQFMTKEYS", static (t, p) =>
            Answer(t, p, "f"u8, static (keyboard, resource) => keyboard.Format(resource))),
        Csi(">s", "XTSHIFTESCAPE", "Set shift-escape options", "xterm ctlseqs, XTSHIFTESCAPE", static (t, p) =>
        {
            if (p[0] <= 3)
            {
                t.Settings.ShiftEscape = (byte)p[0];
            }
        }),
    ];

    private static void Answer(TerminalCore terminal, SequenceParameters parameters, ReadOnlySpan<byte> end,
        Func<KeyboardState, int, int> read)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (KeyboardState.IsResource(parameters[i]))
            {
                terminal.ReplyNumbers("\e[>"u8, [parameters[i], read(terminal.Keyboard, parameters[i])], end);
            }
        }
    }
}
