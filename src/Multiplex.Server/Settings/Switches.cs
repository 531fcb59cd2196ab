using System.Globalization;
using System.Text;
using Multiplex.Server.Commands;
using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Settings;

/// <summary>Reads the arguments of setting commands, with screen's words for what is wrong.</summary>
internal static class Switches
{
    /// <summary>Reads <c>on</c> or <c>off</c> from the first argument; without one the value turns over.</summary>
    /// <param name="context">The command.</param>
    /// <param name="current">The value now.</param>
    /// <param name="value">The value that is wanted.</param>
    /// <returns>Null, or the failure.</returns>
    public static CommandResult? Parse(CommandContext context, bool current, out bool value)
    {
        value = !current;
        return context.Argument(0) is { } argument ? ParseOnOff(context, argument, out value) : null;
    }

    /// <summary>Reads <c>on</c> or <c>off</c>.</summary>
    /// <param name="context">The command.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null, or the failure.</returns>
    public static CommandResult? ParseOnOff(CommandContext context, string argument, out bool value)
    {
        value = argument.Equals("on", StringComparison.OrdinalIgnoreCase);
        return value || argument.Equals("off", StringComparison.OrdinalIgnoreCase)
            ? null
            : context.Misuse("invalid argument. Give 'on' or 'off'");
    }

    /// <summary>Reads a number that is not negative.</summary>
    /// <param name="context">The command.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="value">The number.</param>
    /// <returns>Null, or the failure.</returns>
    public static CommandResult? ParseNumber(CommandContext context, string argument, out int value) =>
        int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            ? null
            : context.Misuse("invalid argument. Give numeric argument.");

    /// <summary>Reads seconds, to a thousandth, up to a day.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="time">The time.</param>
    public static bool TrySeconds(string text, out TimeSpan time)
    {
        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
        time = TimeSpan.FromMilliseconds(Math.Round(Math.Min(seconds, 86400) * 1000));
        return isNumber;
    }

    /// <summary>Changes something that outlives the daemon, and says so to someone who sits at a display.</summary>
    /// <param name="context">The command.</param>
    /// <param name="change">What to do.</param>
    /// <param name="confirmation">What is said, or null.</param>
    public static CommandResult Applied(CommandContext context, Action change, string? confirmation)
    {
        change();
        foreach (Window window in context.Session.Windows)
        {
            TerminalChoices.Apply(window);
        }

        foreach (Display display in context.Session.Displays)
        {
            context.Session.Host.Invalidate(display);
        }

        context.Session.Host.StateChanged(context.Session);
        return confirmation is null ? CommandResult.Success : Confirm(context, confirmation);
    }

    /// <summary>Says what a command did, but only to someone who typed it: an rc file and <c>-X</c> stay silent.</summary>
    /// <param name="context">The command.</param>
    /// <param name="text">One line.</param>
    public static CommandResult Confirm(CommandContext context, string text) =>
        context.Display is not null && context.Source.Kind is SourceKind.Key or SourceKind.Prompt
            ? context.Message(text)
            : CommandResult.Success;

    /// <summary>Text with control characters in caret notation, as screen shows values.</summary>
    /// <param name="text">The text.</param>
    public static string Caret(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            shown.Append(c switch
            {
                < ' ' => $"^{(char)(c + '@')}",
                '\x7f' => "^?",
                _ => c.ToString(),
            });
        }

        return shown.ToString();
    }
}
