using System.Globalization;
using System.Text;
using Multiplex.Platform;
using Multiplex.Server.Model;

namespace Multiplex.Server.Commands;

/// <summary>Serial lines: breaks, and what <c>info</c> tells of their signals.</summary>
internal static class LineCommands
{
    /// <summary>Longest break in quarters of a second; no device needs more, and the line is of no use meanwhile.</summary>
    private const int MaxBreak = 40;

    /// <summary>What tells the program of a telnet window to send its break, which has no duration: SIGUSR1.</summary>
    private static readonly int BreakSignal = OperatingSystem.IsMacOS() ? 30 : 10;

    private static readonly TimeSpan _quarter = TimeSpan.FromMilliseconds(250);

    /// <summary><c>break</c> and <c>pow_break</c>: for a quarter of a second, or some.</summary>
    /// <param name="context">The command.</param>
    public static CommandResult Break(CommandContext context)
    {
        int quarters = 1;
        if (context.Argument(0) is { } argument && !int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out quarters))
        {
            return context.Misuse($"{CommandText.Printable(argument)}: invalid argument. Give numeric argument.");
        }

        IWindowProcess? line = context.RequiredWindow.Process;
        if (context.RequiredWindow.Request.Arguments is [_, "--telnet", _] && line is not null)
        {
            line.Signal(BreakSignal);
            return CommandResult.Success;
        }

        if (line is null || !line.TryBreak(isOn: true))
        {
            return context.Message("This window is no serial line: nothing to break.");
        }

        context.Session.Host.StartTimer(_quarter * Math.Clamp(quarters, 1, MaxBreak), () => line.TryBreak(isOn: false));
        return CommandResult.Success;
    }

    /// <summary>The signals as <c>info</c> shows them: those that are low have an exclamation mark, braces say that nobody looks at them.</summary>
    /// <param name="signals">The signals.</param>
    public static string Describe(in LineSignals signals)
    {
        var text = new StringBuilder();
        text.Append(signals.IsLocal ? "{" : string.Empty);
        Append(text, signals.RequestToSend, "RTS");
        Append(text, signals.ClearToSend, signals.HasHardwareFlow ? "(CTS)" : "CTS");
        Append(text, signals.DataTerminalReady, "DTR");
        Append(text, signals.DataSetReady, "DSR");
        Append(text, signals.Carrier, "CD");
        Append(text, signals.Ring, "RI");
        return text.Append(signals.IsLocal ? "}" : string.Empty).ToString();
    }

    private static void Append(StringBuilder text, bool isHigh, string name)
    {
        text.Append(text.Length > 1 ? " " : string.Empty).Append(isHigh ? string.Empty : "!").Append(name);
    }
}
