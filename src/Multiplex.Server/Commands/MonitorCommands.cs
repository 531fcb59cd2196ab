using System.Globalization;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>Watching windows: activity, silence, and programs that have ended.</summary>
internal static class MonitorCommands
{
    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new("defsilence", Arity.One, Needs.None, "on|off|secs", "Set silence for new windows.", DefaultSilence),
        new("monitor", Arity.ZeroOrOne, Needs.Window, "[on|off]", "Report output in the window while it is not shown.", Monitor)
        {
            Keys = ["M"], Completion = CompletionKind.Switch, Access = CommandAccess.CommandWindow,
        },
        new(
            "silence", Arity.ZeroOrOne, Needs.Window, "[on|off|sec]",
            "Report when the window has been silent for a while.", Silence)
        { Keys = ["_"], Access = CommandAccess.CommandWindow },
        new(
            "zombie", Arity.UpToTwo, Needs.None, "[keys [onerror]]",
            "Keep windows whose program has ended, with keys to remove or restart them.", Zombie),
    ];

    private static CommandResult DefaultSilence(CommandContext context) =>
        TrySeconds(context, context.Settings.DefaultSilenceSeconds, out int seconds)
            ? Switches.Applied(context, () => context.Settings.DefaultSilenceSeconds = seconds, null)
            : context.Misuse("invalid argument. Give 'on' or 'off'");

    private static CommandResult Monitor(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (Switches.Parse(context, window.Monitor, out bool value) is { } failure)
        {
            return failure;
        }

        window.HasActivity &= value;
        string text = value ? "is now being monitored for all activity." : "is no longer being monitored for activity.";
        return Switches.Applied(context, () => window.Monitor = value, $"Window {window.Number} ({window.Title}) {text}");
    }

    private static CommandResult Silence(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (!TrySeconds(context, window.SilenceSeconds, out int seconds))
        {
            return context.Misuse("invalid argument. Give 'on' or 'off'");
        }

        SilenceMonitor.Start(window, seconds);
        return Switches.Confirm(
            context,
            seconds > 0
                ? $"The window is now being monitored for {seconds} sec. silence."
                : "The window is no longer being monitored for silence.");
    }

    /// <summary>Reads <c>on</c>, <c>off</c> or seconds; without an argument the value turns over.</summary>
    private static bool TrySeconds(CommandContext context, int current, out int seconds)
    {
        int wait = context.Settings.SilenceWaitSeconds;
        seconds = current > 0 ? 0 : wait;
        switch (context.Argument(0))
        {
            case null:
                return true;
            case "on":
                seconds = wait;
                return true;
            case "off":
                seconds = 0;
                return true;
            case { } text:
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
        }
    }

    private static CommandResult Zombie(CommandContext context)
    {
        string keys = context.Argument(0) ?? string.Empty;
        if (context.Argument(0) is not null && (keys.Length is < 1 or > 2))
        {
            return CommandResult.Failure($"{(context.Source.Kind == SourceKind.RcFile ? string.Empty : ":")}zombie: one or two characters expected.");
        }

        if (context.Argument(1) is { } mode && mode != "onerror")
        {
            return context.Misuse("usage: zombie [keys [onerror]]");
        }

        SessionSettings settings = context.Settings;
        return Switches.Applied(
            context,
            () =>
            {
                settings.ZombieDestroyKey = keys.Length > 0 ? keys[0] : null;
                settings.ZombieResurrectKey = keys.Length > 1 ? keys[1] : null;
                settings.ZombieOnError = context.Count > 1;
            },
            null);
    }
}
