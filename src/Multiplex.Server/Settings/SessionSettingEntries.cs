using Multiplex.Server.Commands;

namespace Multiplex.Server.Settings;

/// <summary>The settings of the session whose commands follow from their kind, in the order of their names.</summary>
internal static class SessionSettingEntries
{
    /// <summary>The entries.</summary>
    public static IReadOnlyList<SettingDefinition> Entries { get; } =
    [
        SettingKinds.TextOf(
            "activity", Arity.One, "message", "Set the text shown when a monitored window prints.",
            static s => s.ActivityMessage, static (s, v) => s.ActivityMessage = v),
        SettingKinds.Toggle(
            "altscreen", "Let programs switch to an alternate screen.",
            static s => s.AlternateScreen, static (s, v) => s.AlternateScreen = v,
            "Will do alternate screen switching", "Will not do alternate screen switching"),
        SettingKinds.Switch(
            "auth", "Ask for the account's password on attach.",
            static s => s.Authenticate, static (s, v) => s.Authenticate = v,
            "Authentication: enabled", "Authentication: disabled")
            .Unless(static context => context.Settings.Authenticate || AccountCheck.IsPossible || context.Argument(0) is not "on"
                ? null
                : context.Misuse("the account's password cannot be checked on this machine")),
        SettingKinds.Switch(
            "autodetach", "Detach when the connection is lost, instead of ending the session.",
            static s => s.AutoDetach, static (s, v) => s.AutoDetach = v),
        SettingKinds.TextOf(
            "bell_msg", Arity.ZeroOrOne, "[message]", "Show or set the text shown when a window in the background rings the bell.",
            static s => s.BellMessage, static (s, v) => s.BellMessage = v, "bell_msg is '{0}'").Called("bell"),
        SettingKinds.Toggle(
            "cjkwidth", "Treat characters of ambiguous width as wide.",
            static s => s.WideAmbiguous, static (s, v) => s.WideAmbiguous = v,
            "Treat ambiguous width characters as full width", "Treat ambiguous width characters as half width"),
        SettingKinds.Toggle(
            "clipboard", "Let copied text reach the outer terminal's clipboard.",
            static s => s.Clipboard, static (s, v) => s.Clipboard = v,
            "Copies reach the terminal's clipboard", "Copies stay out of the terminal's clipboard").Own(),
        SettingKinds.Switch(
            "clipboardquery", "Let programs read the outer terminal's clipboard.",
            static s => s.ClipboardQuery, static (s, v) => s.ClipboardQuery = v).Own(),
        SettingKinds.Toggle(
            "compacthist", "Leave blank lines out of the scrollback.",
            static s => s.CompactHistory, static (s, v) => s.CompactHistory = v,
            "compacting history lines", "not compacting history lines"),
        SettingKinds.Toggle(
            "crlf", "End copied lines with carriage return and line feed.",
            static s => s.CrLf, static (s, v) => s.CrLf = v, null, null),
        SettingKinds.Switch(
            "defautonuke", "Set autonuke for new displays.",
            static s => s.DefaultAutoNuke, static (s, v) => s.DefaultAutoNuke = v),
        SettingKinds.Switch("defbce", "Set bce for new windows.", static s => s.DefaultBce, static (s, v) => s.DefaultBce = v),
        SettingKinds.Switch("defc1", "Set c1 for new windows.", static s => s.DefaultC1, static (s, v) => s.DefaultC1 = v),
        SettingKinds.TextOf(
            "defcharset", Arity.ZeroOrOne, "[set]", "Show or set the character sets of new windows.",
            static s => s.DefaultCharset, static (s, v) => s.DefaultCharset = v, "default charset is '{0}'"),
        SettingKinds.Switch(
            "defdynamictitle", "Set dynamictitle for new windows.",
            static s => s.DefaultDynamicTitle, static (s, v) => s.DefaultDynamicTitle = v),
        SettingKinds.Switch("defgr", "Set gr for new windows.", static s => s.DefaultGr, static (s, v) => s.DefaultGr = v),
        SettingKinds.TextOf(
            "defhstatus", Arity.ZeroOrOne, "[status]", "Show or set the hardstatus of new windows.",
            static s => s.DefaultHardstatus, static (s, v) => s.DefaultHardstatus = v, "default hstatus is '{0}'"),
        SettingKinds.Switch("deflog", "Log the output of new windows.", static s => s.DefaultLog, static (s, v) => s.DefaultLog = v),
        SettingKinds.Switch(
            "defmonitor", "Monitor new windows for activity.", static s => s.DefaultMonitor, static (s, v) => s.DefaultMonitor = v),
        SettingKinds.Switch(
            "defmousetrack", "Set mousetrack for new displays.", static s => s.DefaultMouseTrack, static (s, v) => s.DefaultMouseTrack = v),
        SettingKinds.Number(
            "defobuflimit", "bytes", "Set obuflimit for new displays.",
            static s => s.DefaultOutputLimit, static (s, v) => s.DefaultOutputLimit = v, "Default limit set to {0}"),
        SettingKinds.Number(
            "defscrollback", "lines", "Set how many lines of scrollback new windows have.",
            static s => s.DefaultScrollback, static (s, v) => s.DefaultScrollback = v),
        SettingKinds.Number(
            "defslowpaste", "msec", "Set slowpaste for new windows.",
            static s => s.DefaultSlowPaste, static (s, v) => s.DefaultSlowPaste = v),
        SettingKinds.Switch("defwrap", "Set wrap for new windows.", static s => s.DefaultWrap, static (s, v) => s.DefaultWrap = v),
        SettingKinds.Switch(
            "hardcopy_append", "Append to hardcopy files instead of replacing them.",
            static s => s.HardcopyAppend, static (s, v) => s.HardcopyAppend = v),
        SettingKinds.Toggle(
            "ignorecase", "Ignore case in searches of copy mode.",
            static s => s.IgnoreCase, static (s, v) => s.IgnoreCase = v,
            "Will ignore case in searches", "Will not ignore case in searches"),
        SettingKinds.Seconds(
            "msgminwait", "sec", "Set how long a message stays at least.",
            static s => s.MessageMinimumWait, static (s, v) => s.MessageMinimumWait = v,
            "msgminwait set to {0} seconds"),
        SettingKinds.Seconds(
            "msgwait", "sec", "Set how long a message is shown.",
            static s => s.MessageWait, static (s, v) => s.MessageWait = v,
            "msgwait set to {0} seconds"),
        SettingKinds.Switch("nethack", "Accept screen's switch for joke messages.", static s => s.Nethack, static (s, v) => s.Nethack = v)
            .Noticed("mux has no joke messages."),
        SettingKinds.Toggle(
            "pastefont", "Keep font switches in the paste buffer.",
            static s => s.PasteFont, static (s, v) => s.PasteFont = v,
            "Will paste font settings", "Will not paste font settings")
            .Partly("kept; the paste buffer holds plain text"),
        SettingKinds.TextOf(
            "pow_detach_msg", Arity.ZeroOrOne, "[message]", "Show or set the line printed after a power detach.",
            static s => s.PowerDetachMessage, static (s, v) => s.PowerDetachMessage = v),
        SettingKinds.Switch("setsid", "Give each window a session of its own.", static s => s.SetSid, static (s, v) => s.SetSid = v)
            .Partly("kept; a window always has a session of its own"),
        SettingKinds.TextOf(
            "shell", Arity.One, "command", "Set the program of new windows; a leading dash makes login shells.",
            static s => s.Shell, static (s, v) => s.Shell = v).Called("defshell"),
        SettingKinds.TextOf(
            "shelltitle", Arity.One, "title|search|name", "Set the title of windows with a shell, or how it is found behind the prompt.",
            static s => s.ShellTitle, static (s, v) => s.ShellTitle = v),
        SettingKinds.Number(
            "silencewait", "sec", "Set how long a window must be silent to be reported.",
            static s => s.SilenceWaitSeconds, static (s, v) => s.SilenceWaitSeconds = v, "silencewait set to {0} seconds"),
        SettingKinds.Switch(
            "startup_message", "Show the licence when mux is started without arguments.",
            static s => s.StartupMessage, static (s, v) => s.StartupMessage = v),
        SettingKinds.TextOf(
            "term", Arity.One, "term", "Set $TERM of new windows.", static s => s.Term, static (s, v) => s.Term = v),
        SettingKinds.Switch(
            "truecolor", "Pass 24-bit colours through.", static s => s.TrueColor, static (s, v) => s.TrueColor = v),
        SettingKinds.Toggle(
            "vbell", "Show a message instead of ringing the bell.",
            static s => s.VisualBell, static (s, v) => s.VisualBell = v,
            "switched to visual bell.", "switched to audible bell.").On("^G"),
        SettingKinds.TextOf(
            "vbell_msg", Arity.ZeroOrOne, "[message]", "Show or set the text of the visual bell.",
            static s => s.VisualBellMessage, static (s, v) => s.VisualBellMessage = v),
        SettingKinds.Number(
            "vbellwait", "sec", "Set how long the text of the visual bell is shown.",
            static s => (int)s.VisualBellWait.TotalSeconds, static (s, v) => s.VisualBellWait = TimeSpan.FromSeconds(v),
            "vbellwait set to {0} seconds"),
        SettingKinds.Number(
            "zombie_timeout", "sec", "Start the program of a dead window again after that time.",
            static s => s.ZombieTimeoutSeconds, static (s, v) => s.ZombieTimeoutSeconds = v),
    ];

    private static SettingDefinition With(this SettingDefinition setting, Func<CommandDefinition, CommandDefinition> change) =>
        setting with { Command = setting.Command is { } command ? change(command) : null };

    private static SettingDefinition On(this SettingDefinition setting, string key) =>
        setting.With(command => command with { Keys = [key] });

    private static SettingDefinition Called(this SettingDefinition setting, string alias) =>
        setting.With(command => command with { Aliases = [alias] });

    private static SettingDefinition Own(this SettingDefinition setting) =>
        setting.With(static command => command with { State = CommandState.Own });

    private static SettingDefinition Partly(this SettingDefinition setting, string note) =>
        setting.With(command => command with { State = CommandState.Partial, Note = note });

    /// <summary>Lets the command fail first.</summary>
    private static SettingDefinition Unless(this SettingDefinition setting, Func<CommandContext, CommandResult?> failure) =>
        setting.With(command => command with { Handler = context => failure(context) ?? command.Handler(context) });

    private static SettingDefinition Noticed(this SettingDefinition setting, string note) =>
        setting.With(command => command with { State = CommandState.Notice, Note = note });
}
