using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Operating system commands.</summary>
internal static class OperatingSystemCommands
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Osc(0, "Set icon title and title", "xterm ctlseqs, OSC 0", static (t, r) =>
        {
            t.SetIconTitle(r.Text);
            t.SetTitle(r.Text);
        }),
        Osc(1, "Set icon title", "xterm ctlseqs, OSC 1", static (t, r) => t.SetIconTitle(r.Text)),
        Osc(2, "Set title", "xterm ctlseqs, OSC 2", static (t, r) => t.SetTitle(r.Text)),
    ];
}
