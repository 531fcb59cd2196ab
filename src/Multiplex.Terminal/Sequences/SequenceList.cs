using System.Globalization;
using System.Text;
using Multiplex.Terminal.Modes;

namespace Multiplex.Terminal.Sequences;

/// <summary>The published list of what the engine obeys and what it declines and why, made from the tables.</summary>
internal static class SequenceList
{
    /// <summary>The list in Markdown.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder(
            """
            # Sequences

            Generated from the tables of `Sequences/` and `Modes/`; a test holds this file to them.
            What is not listed is ignored and counted.

            """);
        foreach ((SequenceKind kind, string title) in (ReadOnlySpan<(SequenceKind, string)>)
            [
                (SequenceKind.Escape, "Escape sequences (ESC …)"),
                (SequenceKind.ControlSequence, "Control sequences (CSI …)"),
                (SequenceKind.DeviceControl, "Device control strings (DCS … ST)"),
                (SequenceKind.OperatingSystemCommand, "Operating system commands (OSC … ST or BEL)"),
                (SequenceKind.OtherString, "Other strings (ESC … ST)"),
                (SequenceKind.Vt52, "Escape sequences of a VT52 (ESC …, with DECANM reset)"),
            ])
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| Bytes | Mnemonic | Name | Source | |\n|---|---|---|---|---|\n");
            foreach (SequenceDefinition entry in SequenceTable.Definitions)
            {
                if (entry.Kind == kind)
                {
                    string state = entry.Declined is null ? Level(entry.Level) : "declined: " + entry.Declined;
                    text.Append(CultureInfo.InvariantCulture, $"| {Code(entry.Identifier)} | {entry.Mnemonic} | {entry.Name} |")
                        .Append(CultureInfo.InvariantCulture, $" {entry.Clause} | {state} |\n");
                }
            }
        }

        text.Append("\n`ESC (`, `)`, `*`, `+`, `-`, `.`, `/` and a final designate character sets (SCS).\n");
        text.Append("\n## Modes\n\n| Number | Mnemonic | Name | At reset | |\n|---|---|---|---|---|\n");
        foreach (ModeDefinition mode in ModeTable.Definitions)
        {
            string state = mode.Reason is null ? Level(mode.Level) : "permanent: " + mode.Reason;
            text.Append(CultureInfo.InvariantCulture, $"| {(mode.IsDec ? "?" : "")}{mode.Number} | {mode.Mnemonic} | {mode.Name} |")
                .Append(CultureInfo.InvariantCulture, $" {(mode.IsSetByDefault ? "set" : "reset")} | {state} |\n");
        }

        return text.ToString();
    }

    private static string Level(byte level) =>
        level == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"from level {level} on");

    private static string Code(string identifier) =>
        identifier.Contains('`', StringComparison.Ordinal) ? "`` " + identifier + " ``" : "`" + identifier.Replace("|", "\\|",
            StringComparison.Ordinal) + "`";
}
