using System.Globalization;
using Multiplex.Server.Commands;
using Multiplex.Server.Model;

namespace Multiplex.Server.Settings;

/// <summary>What a setting belongs to.</summary>
internal enum SettingScope : byte
{
    /// <summary>The session.</summary>
    Session,

    /// <summary>One window.</summary>
    Window,

    /// <summary>One display; it goes when the display leaves.</summary>
    Display,
}

/// <summary>Where a setting is read or written: the parts that its scope needs are there.</summary>
/// <param name="Session">The session.</param>
/// <param name="Window">The window, for <see cref="SettingScope.Window"/>.</param>
/// <param name="Display">The display, for <see cref="SettingScope.Display"/>.</param>
internal readonly record struct SettingTarget(Session Session, Window? Window = null, Display? Display = null)
{
    /// <summary>The window, which the scope promises.</summary>
    /// <exception cref="InvalidOperationException">The setting is not a window's.</exception>
    public Window RequiredWindow => Window ?? throw new InvalidOperationException("The setting belongs to a window.");

    /// <summary>The display, which the scope promises.</summary>
    /// <exception cref="InvalidOperationException">The setting is not a display's.</exception>
    public Display RequiredDisplay => Display ?? throw new InvalidOperationException("The setting belongs to a display.");
}

/// <summary>
/// One setting: how it is kept as text, which is how it outlives the daemon, and the command that changes it when that follows from its
/// kind.
/// </summary>
/// <param name="Name">The command's name, or one made of it for parts of a command that sets several things.</param>
/// <param name="Scope">What it belongs to.</param>
/// <param name="Get">Its value as text.</param>
/// <param name="Set">Restores a value that <see cref="Get"/> gave; a text that is not understood changes nothing.</param>
internal sealed record SettingDefinition(string Name, SettingScope Scope, Func<SettingTarget, string> Get, Action<SettingTarget, string> Set)
{
    /// <summary>The command that follows from the setting's kind, or null when a family has it.</summary>
    public CommandDefinition? Command { get; init; }
}

/// <summary>The kinds of settings: from a getter and a setter each makes the stored form, the command and its messages.</summary>
internal static class SettingKinds
{
    /// <summary>Arguments of a switch.</summary>
    public const string SwitchUsage = "on|off";

    /// <summary>A switch of the session that must be given: <c>on</c> or <c>off</c>.</summary>
    /// <param name="name">The command.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    /// <param name="on">What is said when it is switched on, or null.</param>
    /// <param name="off">What is said when it is switched off, or null.</param>
    public static SettingDefinition Switch(
        string name, string summary, Func<SessionSettings, bool> get, Action<SessionSettings, bool> set, string? on = null, string? off = null) =>
        Session(name, context => ApplySwitch(context, get, set, on, off), Arity.One, SwitchUsage, summary, CompletionKind.Switch)
            .Stored(target => Text(get(target.Session.Settings)), (target, text) => set(target.Session.Settings, text == "on"));

    /// <summary>A switch of the session that turns over when nothing is given.</summary>
    /// <param name="name">The command.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    /// <param name="on">What is said when it is on now, or null.</param>
    /// <param name="off">What is said when it is off now, or null.</param>
    public static SettingDefinition Toggle(
        string name, string summary, Func<SessionSettings, bool> get, Action<SessionSettings, bool> set, string? on, string? off) =>
        Session(name, context => ApplySwitch(context, get, set, on, off), Arity.ZeroOrOne, $"[{SwitchUsage}]", summary, CompletionKind.Switch)
            .Stored(target => Text(get(target.Session.Settings)), (target, text) => set(target.Session.Settings, text == "on"));

    /// <summary>A switch of a window that turns over when nothing is given.</summary>
    /// <param name="name">The command.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    /// <param name="on">What is said when it is on now.</param>
    /// <param name="off">What is said when it is off now.</param>
    public static SettingDefinition WindowToggle(
        string name, string summary, Func<Window, bool> get, Action<Window, bool> set, string? on, string? off)
    {
        var command = new CommandDefinition(name, Arity.ZeroOrOne, Needs.Window, $"[{SwitchUsage}]", summary, context =>
        {
            Window window = context.RequiredWindow;
            return Switches.Parse(context, get(window), out bool value) ?? Switches.Applied(context, () => set(window, value), value ? on : off);
        })
        { Access = CommandAccess.CommandWindow, Completion = CompletionKind.Switch };
        return new SettingDefinition(
            name,
            SettingScope.Window,
            target => Text(get(target.RequiredWindow)),
            (target, text) => set(target.RequiredWindow, text == "on"))
        { Command = command };
    }

    /// <summary>A number of the session that must be given.</summary>
    /// <param name="name">The command.</param>
    /// <param name="unit">Word for the argument.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    /// <param name="text">What is said, with the value for <c>{0}</c>; null for nothing.</param>
    public static SettingDefinition Number(
        string name, string unit, string summary, Func<SessionSettings, int> get, Action<SessionSettings, int> set, string? text = null) =>
        Session(name, context => ApplyNumber(context, set, text), Arity.One, unit, summary, CompletionKind.None)
            .Stored(
                target => get(target.Session.Settings).ToString(CultureInfo.InvariantCulture),
                (target, value) => Restore(value, number => set(target.Session.Settings, number)));

    /// <summary>A time of the session that must be given in seconds, to a thousandth.</summary>
    /// <param name="name">The command.</param>
    /// <param name="unit">Word for the argument.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    /// <param name="text">What is said, with the value for <c>{0}</c>.</param>
    public static SettingDefinition Seconds(
        string name, string unit, string summary, Func<SessionSettings, TimeSpan> get, Action<SessionSettings, TimeSpan> set, string text) =>
        Session(name, context => ApplySeconds(context, set, text), Arity.One, unit, summary, CompletionKind.None)
            .Stored(
                target => SecondsText(get(target.Session.Settings)),
                (target, value) =>
                {
                    if (Switches.TrySeconds(value, out TimeSpan time))
                    {
                        set(target.Session.Settings, time);
                    }
                });

    /// <summary>A text of the session.</summary>
    /// <param name="name">The command.</param>
    /// <param name="arity">Whether it must be given; without an argument the command shows it.</param>
    /// <param name="usage">Word for the argument.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    /// <param name="text">What is shown, with the value for <c>{0}</c>; null for <c>NAME is 'VALUE'</c>.</param>
    public static SettingDefinition TextOf(
        string name, Arity arity, string usage, string summary, Func<SessionSettings, string> get, Action<SessionSettings, string> set, string? text = null) =>
        Session(name, context => ApplyText(context, get, set, text), arity, usage, summary, CompletionKind.None)
            .Stored(target => get(target.Session.Settings), (target, value) => set(target.Session.Settings, value));

    /// <summary>A part of a session's state that a family's command sets.</summary>
    /// <param name="name">Its name in the stored state.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    public static SettingDefinition Kept(string name, Func<SessionSettings, string> get, Action<SessionSettings, string> set) =>
        new(name, SettingScope.Session, target => get(target.Session.Settings), (target, text) => set(target.Session.Settings, text));

    /// <summary>The same for a number.</summary>
    /// <param name="name">Its name in the stored state.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    public static SettingDefinition KeptNumber(string name, Func<SessionSettings, int> get, Action<SessionSettings, int> set) =>
        Kept(
            name,
            settings => get(settings).ToString(CultureInfo.InvariantCulture),
            (settings, text) => Restore(text, value => set(settings, value)));

    /// <summary>The same for a switch.</summary>
    /// <param name="name">Its name in the stored state.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    public static SettingDefinition KeptSwitch(string name, Func<SessionSettings, bool> get, Action<SessionSettings, bool> set) =>
        Kept(name, settings => Text(get(settings)), (settings, text) => set(settings, text == "on"));

    /// <summary>A part of a window's state that a family's command sets.</summary>
    /// <param name="name">Its name in the stored state.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    public static SettingDefinition KeptInWindow(string name, Func<Window, string> get, Action<Window, string> set) =>
        new(name, SettingScope.Window, target => get(target.RequiredWindow), (target, text) => set(target.RequiredWindow, text));

    /// <summary>Calls back with a stored number.</summary>
    /// <param name="text">The stored text.</param>
    /// <param name="set">Receives the number; not called for anything else.</param>
    public static void Restore(string text, Action<int> set)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            set(value);
        }
    }

    /// <summary>A switch's text.</summary>
    /// <param name="value">The switch.</param>
    public static string Text(bool value) => value ? "on" : "off";

    private static SettingDefinition Stored(this CommandDefinition command, Func<SettingTarget, string> get, Action<SettingTarget, string> set) =>
        new(command.Name, SettingScope.Session, get, set) { Command = command };

    private static CommandDefinition Session(
        string name, Func<CommandContext, CommandResult> handler, Arity arity, string usage, string summary, CompletionKind completion) =>
        new(name, arity, Needs.None, usage, summary, handler) { Completion = completion };

    private static CommandResult ApplySwitch(
        CommandContext context, Func<SessionSettings, bool> get, Action<SessionSettings, bool> set, string? on, string? off) =>
        Switches.Parse(context, get(context.Settings), out bool value)
            ?? Switches.Applied(context, () => set(context.Settings, value), value ? on : off);

    private static CommandResult ApplyNumber(CommandContext context, Action<SessionSettings, int> set, string? text) =>
        Switches.ParseNumber(context, context.Arguments[0], out int value)
            ?? Switches.Applied(
                context,
                () => set(context.Settings, value),
                text is null ? null : string.Format(CultureInfo.InvariantCulture, text, value));

    private static CommandResult ApplySeconds(CommandContext context, Action<SessionSettings, TimeSpan> set, string text) =>
        Switches.TrySeconds(context.Arguments[0], out TimeSpan time)
            ? Switches.Applied(context, () => set(context.Settings, time), string.Format(CultureInfo.InvariantCulture, text, SecondsText(time)))
            : context.Misuse("invalid argument. Give floating point argument.");

    private static string SecondsText(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static CommandResult ApplyText(
        CommandContext context, Func<SessionSettings, string> get, Action<SessionSettings, string> set, string? text)
    {
        if (context.Argument(0) is { } value)
        {
            return Switches.Applied(context, () => set(context.Settings, value), null);
        }

        string shown = Switches.Caret(get(context.Settings));
        return context.Message(text is null ? $"{context.Name} is '{shown}'" : string.Format(CultureInfo.InvariantCulture, text, shown));
    }
}
