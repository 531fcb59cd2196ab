using System.Buffers;
using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Operating system commands but for colours and notifications.</summary>
internal static class OperatingSystemCommands
{
    private static readonly SearchValues<byte> _base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

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
        new(SequenceKind.OperatingSystemCommand, "l", "OSC", "Set title, Sun's form", "xterm ctlseqs, OSC l")
        {
            String = static (t, r) => t.SetTitle(r.Text),
        },
        new(SequenceKind.OperatingSystemCommand, "L", "OSC", "Set icon title, Sun's form", "xterm ctlseqs, OSC L")
        {
            String = static (t, r) => t.SetIconTitle(r.Text),
        },
        Osc(7, "Set working directory", "VTE, OSC 7", static (t, r) => t.SetWorkingDirectory(r.Text)),
        Osc(8, "Hyperlink", "OSC 8 hyperlinks (Koblinger)", Link),
        Osc(52, "Set or query a selection", "xterm ctlseqs, OSC 52", Clipboard),
        Osc(133, "Shell integration marks", "FinalTerm semantic prompts, OSC 133", static (t, r) =>
        {
            if (!r.Text.IsEmpty && r.Text[0] is > 0x20 and < 0x7F)
            {
                t.Events.ShellIntegration((char)r.Text[0], TerminalCore.CleanText(r.Text[Math.Min(2, r.Text.Length)..]));
            }
        }),
        Refuse(3, "Set X property", "xterm ctlseqs, OSC 3", "There is no window system."),
        Refuse(6, "Set tab colour or special colour modes", "iTerm2; xterm ctlseqs, OSC 6",
            "There are no tabs, and special colours are not modes here."),
        Refuse(30, "Set tab title", "Konsole, OSC 30", "OSC 2 serves."),
        Refuse(46, "Change log file", "xterm ctlseqs, OSC 46", "A program must not choose files to write (CVE-2003-0063's class)."),
        Refuse(50, "Set font", "xterm ctlseqs, OSC 50", "Fonts are the outer terminal's, and answers leaked text (CVE-2022-45063)."),
        Refuse(51, "Emacs shell", "xterm ctlseqs, OSC 51", "It is reserved for Emacs."),
        Osc(60, "Query allowed features", "xterm ctlseqs, OSC 60", static (t, r) => t.Reply(
            r.TerminatedByBell ? "\e]60;allowColorOps,allowMouseOps,allowTitleOps\a"u8
                : "\e]60;allowColorOps,allowMouseOps,allowTitleOps\e\\"u8)),
        Refuse(61, "Query disallowed features", "xterm ctlseqs, OSC 61", "Features are the owner's settings."),
        Refuse(66, "Text sizing", "kitty text sizing, OSC 66", "All cells have one size."),
        Refuse(83, "Run a command of GNU screen", "GNU screen manual, Control Sequences", "A program's output must not run commands."),
        Refuse(1337, "iTerm2's own commands", "iTerm2 proprietary escape codes", "Images and remote control are declined."),
    ];

    private static SequenceDefinition Refuse(int number, string name, string clause, string reason) => Decline(
        SequenceKind.OperatingSystemCommand, number.ToString(System.Globalization.CultureInfo.InvariantCulture), "OSC", name, clause,
            reason);

    /// <summary>OSC 8 ; key=value:… ; address.</summary>
    private static void Link(TerminalCore terminal, StringRequest request)
    {
        int separator = request.Text.IndexOf((byte)';');
        if (separator < 0)
        {
            return;
        }

        ReadOnlySpan<byte> address = request.Text[(separator + 1)..];
        if (address.IsEmpty || address.Length > ParserLimits.MaxLinkLength)
        {
            terminal.SetLink(default);
            return;
        }

        string id = string.Empty;
        ReadOnlySpan<byte> parameters = request.Text[..separator];
        foreach (Range range in parameters.Split((byte)':'))
        {
            ReadOnlySpan<byte> parameter = parameters[range];
            if (parameter.StartsWith("id="u8) && parameter.Length <= ParserLimits.MaxLinkIdLength)
            {
                id = TerminalCore.CleanText(parameter[3..]);
            }
        }

        terminal.SetLink(new Hyperlink(id, CleanAddress(address)));
    }

    private static string CleanAddress(ReadOnlySpan<byte> address)
    {
        string text = Encoding.UTF8.GetString(address);
        return text.AsSpan().ContainsAnyInRange('\0', '\x1F') || text.AsSpan().ContainsAnyInRange('\x7F', '\x9F')
            ? TerminalCore.CleanText(address)
            : text;
    }

    private static void Clipboard(TerminalCore terminal, StringRequest request)
    {
        int separator = request.Text.IndexOf((byte)';');
        if (separator < 0)
        {
            return;
        }

        Span<char> letters = stackalloc char[16];
        int count = 0;
        foreach (byte letter in request.Text[..separator])
        {
            if ("cpqs01234567"u8.Contains(letter) && count < letters.Length)
            {
                letters[count++] = (char)letter;
            }
        }

        string selection = new(letters[..count]);
        ReadOnlySpan<byte> text = request.Text[(separator + 1)..];
        if (!text.SequenceEqual("?"u8))
        {
            // xterm: what is not base64 clears the selection.
            terminal.Events.Clipboard(selection, text.ContainsAnyExcept(_base64) ? [] : text);
        }
        else if (terminal.Options.ClipboardReport)
        {
            terminal.Events.ClipboardQuery(selection);
        }
    }
}
