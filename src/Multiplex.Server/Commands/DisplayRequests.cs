using System.Globalization;
using System.Text;
using Multiplex.Server.Composition;
using Multiplex.Server.Input;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;

namespace Multiplex.Server.Commands;

/// <summary>What commands ask of a display: questions, lists, pages.</summary>
internal static class DisplayRequests
{
    /// <summary>Asks for a line of text.</summary>
    /// <param name="display">Whom.</param>
    /// <param name="label">The question.</param>
    /// <param name="initial">An answer to begin with.</param>
    /// <param name="accept">Receives the answer and who gave it: questions outlive a detach. Not called when the prompt is left.</param>
    public static void Ask(Display display, string label, string initial, Action<Display, string> accept) =>
        PromptLayer.Ask(display, label, initial, PromptCompletion.None, accept);

    /// <summary>Asks for a password, which is neither shown nor remembered.</summary>
    /// <param name="display">Whom.</param>
    /// <param name="label">The question.</param>
    /// <param name="accept">Receives the answer and who gave it.</param>
    public static void AskHidden(Display display, string label, Action<Display, string> accept) =>
        PromptLayer.Ask(display, label, string.Empty, PromptCompletion.None, accept, isHidden: true);

    /// <summary>The colon prompt.</summary>
    /// <param name="display">Whom.</param>
    /// <param name="initial">A line to begin with.</param>
    /// <param name="accept">Receives the line and who typed it.</param>
    public static void AskCommand(Display display, string initial, Action<Display, string> accept) =>
        PromptLayer.Ask(display, ":", initial, PromptCompletion.Command, accept);

    /// <summary>Asks for a single key, such as a register's.</summary>
    /// <param name="display">Whom.</param>
    /// <param name="label">The question.</param>
    /// <param name="accept">Receives a string of one character and who typed it.</param>
    public static void AskKey(Display display, string label, Action<Display, string> accept)
    {
        display.MessageLine.Show(label);
        display.Keys.AskNext((asked, key) =>
        {
            asked.MessageLine.Clear();
            if (key is >= ' ' and < 0x100 and not 0x7f)
            {
                accept(asked, ((char)key).ToString());
            }
        });
    }

    /// <summary>Asks for the two characters of a digraph, or for a number after <c>0</c>, <c>0x</c> or <c>U+</c>.</summary>
    /// <param name="display">Whom.</param>
    /// <param name="initial">What is typed already.</param>
    /// <param name="accept">Receives the character and who typed it.</param>
    public static void AskDigraph(Display display, string initial, Action<Display, string> accept) => PromptLayer.Ask(
        display,
        "Enter digraph: ",
        initial,
        PromptCompletion.None,
        (asked, answer) =>
        {
            if (asked.Session.Digraphs.Find(answer) is { } rune)
            {
                accept(asked, rune.ToString());
            }
        },
        isComplete: Digraphs.IsComplete);

    /// <summary>Asks for yes or no.</summary>
    /// <param name="display">Whom.</param>
    /// <param name="text">The question.</param>
    /// <param name="yes">What to do on <c>y</c>, and who typed it.</param>
    public static void Confirm(Display display, string text, Action<Display> yes) => ConfirmLayer.Ask(display, text, yes);

    /// <summary>Opens the list of displays.</summary>
    /// <param name="display">Where.</param>
    public static void ShowDisplays(Display display) => DisplaysLayer.Open(display);

    /// <summary>Opens the list of windows.</summary>
    /// <param name="display">Where.</param>
    /// <param name="fromBlank"><c>-b</c>.</param>
    /// <param name="byUse"><c>-m</c>.</param>
    /// <param name="isNested"><c>-g</c>.</param>
    public static void ShowWindowList(Display display, bool fromBlank, bool byUse, bool isNested) =>
        WindowListLayer.Open(display, new WindowListOptions(fromBlank, byUse, isNested));

    /// <summary>Shows the key bindings.</summary>
    /// <param name="display">Where.</param>
    /// <param name="className">The class, or null.</param>
    public static void ShowHelp(Display display, string? className) => HelpLayer.Open(display, className);

    /// <summary>Shows the licence.</summary>
    /// <param name="display">Where.</param>
    public static void ShowLicense(Display display) => TextPageLayer.Open(display, LicenseText.Paragraphs);

    /// <summary>Shows a table of <c>bindkey</c>.</summary>
    /// <param name="display">Where.</param>
    /// <param name="table"><c>u</c>, <c>d</c> or <c>m</c>.</param>
    public static void ShowBindKeys(Display display, char table)
    {
        KeyMaps keys = display.Session.Keys;
        (string title, SequenceTable bindings) = table switch
        {
            'd' => ("Default key bindings", keys.Default),
            'm' => ("Edit mode key bindings", keys.CopyMode),
            _ => ("User key bindings", keys.User),
        };
        List<string> lines = [];

        // As in screen: what keys do in application mode comes behind what they do otherwise, and sequences come last.
        AddLines(lines, bindings.Bindings.Where(static binding => binding.Key is not null), isApplication: false);
        AddLines(lines, bindings.Bindings.Where(static binding => binding.Key is not null), isApplication: true);
        AddLines(lines, bindings.Bindings.Where(static binding => binding.Key is null), isApplication: false);

        ListPageLayer.Open(display, title, lines);
    }

    private static void AddLines(List<string> lines, IEnumerable<SequenceBinding> bindings, bool isApplication)
    {
        foreach (SequenceBinding binding in bindings)
        {
            if ((isApplication ? binding.Application : binding.Command) is { } command)
            {
                string key = binding.Key is { } name ? $":{name}:" : KeySyntax.Show(binding.Sequence);
                string mark = isApplication ? "[A] " : binding.HasTimeout || binding.Key is not null ? "    " : "[T] ";
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{key,-14} {mark}-> {Describe(command)}"));
            }
        }
    }

    /// <summary>A command as the pages of <c>bindkey</c> show it: control characters as <c>^X</c>, others in octal.</summary>
    private static string Describe(CommandInvocation? command) => command is null
        ? string.Empty
        : string.Join(
            ' ',
            command.Arguments.Select(static argument => KeySyntax.Show(CommandText.ToBytes(argument))).Prepend(command.Name));

    /// <summary>Enters copy mode in the focused region.</summary>
    /// <param name="display">Where.</param>
    public static void EnterCopyMode(Display display)
    {
        if (display.Regions.Focus.Layer is null or CopyLayer)
        {
            CopyLayer.Enter(display);
        }
        else
        {
            display.MessageLine.Show("Must be on a window layer");
        }
    }

    /// <summary>Hides a display until a key is typed.</summary>
    /// <param name="display">Where.</param>
    public static void Blank(Display display)
    {
        CommandLine.Parse(display.Session.Settings.BlankerProgram, static _ => null, out List<string> program);
        BlankLayer.Open(display, program);
    }

    /// <summary>Draws a display from nothing.</summary>
    /// <param name="display">Where.</param>
    public static void Redraw(Display display)
    {
        display.Regions.Arrange();
        display.Session.Host.Redraw(display);
    }

    /// <summary><c>sorendition</c>'s answer: the attributes' bits, and the colours, background first, 9 for the default.</summary>
    /// <param name="session">The session.</param>
    public static string DescribeStandout(Session session)
    {
        StatusRendition standout = Standout.Of(session);
        var text = new StringBuilder("Standout attributes 0x");
        text.Append(((byte)standout.Attributes).ToString("x2", CultureInfo.InvariantCulture)).Append("  color 0x");
        return text.Append(Digit(standout.Background)).Append(Digit(standout.Foreground)).ToString();
    }

    private static char Digit(Terminal.Buffer.Color color) => color.IsDefault ? '9' : "01234567"[color.Index & 7];
}
