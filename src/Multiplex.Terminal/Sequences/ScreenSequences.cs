using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>GNU screen's own sequences, and strings that belong to nobody else.</summary>
internal static class ScreenSequences
{
    private const string Manual = "GNU screen manual, Control Sequences";

    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Esc("g", "-", "Visual bell", Manual, static t => t.Events.VisualBell()),
        Other("k", "-", "Title of the window", Manual, static (t, r) => t.Events.ScreenTitle(TerminalCore.CleanText(r.Text))),
        Other("!", "-", "Global message", Manual, static (t, r) => t.Events.Message(TerminalCore.CleanText(r.Text))),
        Other("^", "PM", "Privacy Message: a message", Manual + "; ECMA-48 8.3.94",
            static (t, r) => t.Events.Message(TerminalCore.CleanText(r.Text))),
        Other("_", "APC", "Application Program Command: the hardstatus; kitty's graphics (G and a key)",
            Manual + "; ECMA-48 8.3.2; kitty graphics protocol", PictureSequences.ProgramCommand),
        Decline(SequenceKind.OtherString, "X", "SOS", "Start of String", "ECMA-48 8.3.128", "Its meaning is private."),
        Other("P ESC", "DCS", "Text for the outer terminal, unchanged", Manual, static (t, r) => t.Events.PassThrough(r.Text)),
        Other("P tmux;", "DCS", "Text for the outer terminal, its ESCs doubled", "tmux FAQ, passthrough",
            static (t, r) => t.Events.PassThrough(r.Text)),
    ];

    private static SequenceDefinition Other(string identifier, string mnemonic, string name, string clause, StringHandler handler) =>
        new(SequenceKind.OtherString, identifier, mnemonic, name, clause) { String = handler };
}
