using System.Globalization;
using Multiplex.Server.Model;

namespace Multiplex.Server.Settings;

/// <summary>
/// Parts of the state whose commands stand in the families, because they set several things or show them in their own way.
/// </summary>
internal static class KeptSettingEntries
{
    /// <summary>The entries.</summary>
    public static IReadOnlyList<SettingDefinition> Entries { get; } =
    [
        SettingKinds.Kept("hardstatus.mode", static s => s.Hardstatus.ToString(), static (s, t) => s.Hardstatus = Parse(t, s.Hardstatus)),
        SettingKinds.KeptSwitch("hardstatus.terminal", static s => s.UseTerminalStatusLine, static (s, v) => s.UseTerminalStatusLine = v),
        SettingKinds.Kept("hardstatus.string", static s => s.HardstatusString, static (s, t) => s.HardstatusString = t),
        SettingKinds.Kept("caption.mode", static s => s.Caption.ToString(), static (s, t) => s.Caption = Parse(t, s.Caption)),
        SettingKinds.KeptSwitch("caption.top", static s => s.CaptionOnTop, static (s, v) => s.CaptionOnTop = v),
        SettingKinds.Kept("caption.string", static s => s.CaptionString, static (s, t) => s.CaptionString = t),
        SettingKinds.Kept("windowlist.string", static s => s.WindowListString, static (s, t) => s.WindowListString = t),
        SettingKinds.Kept("windowlist.title", static s => s.WindowListTitle, static (s, t) => s.WindowListTitle = t),
        SettingKinds.Kept("time.string", static s => s.TimeString, static (s, t) => s.TimeString = t),
        SettingKinds.KeptSwitch("status.top", static s => s.StatusOnTop, static (s, v) => s.StatusOnTop = v),
        SettingKinds.KeptSwitch("status.right", static s => s.StatusAtRight, static (s, v) => s.StatusAtRight = v),
        SettingKinds.Kept("rendition.so", static s => s.StandoutRendition, static (s, t) => s.StandoutRendition = t),
        SettingKinds.Kept("rendition.bell", static s => s.BellRendition, static (s, t) => s.BellRendition = t),
        SettingKinds.Kept("rendition.monitor", static s => s.MonitorRendition, static (s, t) => s.MonitorRendition = t),
        SettingKinds.Kept("rendition.silence", static s => s.SilenceRendition, static (s, t) => s.SilenceRendition = t),
        SettingKinds.Kept("attrcolor", Colors, RestoreColors),
        SettingKinds.Kept("markkeys", static s => s.MarkKeys, static (s, t) => s.MarkKeys = t),
        SettingKinds.Kept("bufferfile", static s => s.BufferFile, static (s, t) => s.BufferFile = t),
        SettingKinds.KeptNumber(
            "maptimeout", static s => (int)s.MapTimeout.TotalMilliseconds, static (s, v) => s.MapTimeout = TimeSpan.FromMilliseconds(v)),
        SettingKinds.KeptNumber("focusminsize.columns", static s => s.FocusMinimumColumns, static (s, v) => s.FocusMinimumColumns = v),
        SettingKinds.KeptNumber("focusminsize.rows", static s => s.FocusMinimumRows, static (s, v) => s.FocusMinimumRows = v),
        SettingKinds.KeptSwitch("layout.autosave", static s => s.LayoutAutosave, static (s, v) => s.LayoutAutosave = v),
        SettingKinds.KeptNumber("idle.seconds", static s => s.IdleSeconds, static (s, v) => s.IdleSeconds = v),
        SettingKinds.Kept("idle.command", static s => s.IdleCommand, static (s, t) => s.IdleCommand = t),
        SettingKinds.Kept("blankerprg", static s => s.BlankerProgram, static (s, t) => s.BlankerProgram = t),
        SettingKinds.Kept("password", static s => s.Password, static (s, t) => s.Password = t),
        SettingKinds.Kept("printcmd", static s => s.PrintCommand, static (s, t) => s.PrintCommand = t),
        SettingKinds.KeptSwitch("verbose", static s => s.Verbose, static (s, v) => s.Verbose = v),
        SettingKinds.KeptNumber("maxwin", static s => s.MaximumWindows, static (s, v) => s.MaximumWindows = v),
        SettingKinds.Kept("zombie.destroy", static s => $"{s.ZombieDestroyKey}", static (s, t) => s.ZombieDestroyKey = Key(t)),
        SettingKinds.Kept("zombie.resurrect", static s => $"{s.ZombieResurrectKey}", static (s, t) => s.ZombieResurrectKey = Key(t)),
        SettingKinds.KeptSwitch("zombie.onerror", static s => s.ZombieOnError, static (s, v) => s.ZombieOnError = v),
        SettingKinds.KeptNumber("defsilence", static s => s.DefaultSilenceSeconds, static (s, v) => s.DefaultSilenceSeconds = v),
        SettingKinds.Kept("deflogin", static s => s.DefaultLogin, static (s, t) => s.DefaultLogin = t),
        SettingKinds.Kept("defflow", static s => s.DefaultFlow.ToString(), static (s, t) => s.DefaultFlow = Parse(t, s.DefaultFlow)),
        SettingKinds.Kept("defencoding", static s => s.DefaultEncoding, static (s, t) => s.DefaultEncoding = t),
        SettingKinds.KeptNumber("defmode", static s => s.TerminalMode, static (s, v) => s.TerminalMode = v),
        SettingKinds.Kept(
            "defwritelock", static s => s.DefaultWriteLock.ToString(), static (s, t) => s.DefaultWriteLock = Parse(t, s.DefaultWriteLock)),
        SettingKinds.KeptNumber("defbreaktype", static s => s.DefaultBreakType, static (s, v) => s.DefaultBreakType = v),
        SettingKinds.KeptNumber("defnonblock", static s => s.DefaultNonBlockSeconds, static (s, v) => s.DefaultNonBlockSeconds = v),
        SettingKinds.Kept("zmodem", static s => s.Zmodem, static (s, t) => s.Zmodem = t),
        SettingKinds.Kept("zmodem.send", static s => s.ZmodemSend, static (s, t) => s.ZmodemSend = t),
        SettingKinds.Kept("zmodem.receive", static s => s.ZmodemReceive, static (s, t) => s.ZmodemReceive = t),
        SettingKinds.Kept("logfile", static s => s.LogFile, static (s, t) => s.LogFile = t),
        SettingKinds.KeptNumber("logfile.flush", static s => s.LogFlushSeconds, static (s, v) => s.LogFlushSeconds = v),
        SettingKinds.KeptSwitch("logtstamp", static s => s.LogTimestamp, static (s, v) => s.LogTimestamp = v),
        SettingKinds.KeptNumber("logtstamp.after", static s => s.LogTimestampSeconds, static (s, v) => s.LogTimestampSeconds = v),
        SettingKinds.Kept("logtstamp.string", static s => s.LogTimestampString, static (s, t) => s.LogTimestampString = t),
        SettingKinds.Kept("hardcopydir", static s => s.HardcopyDirectory, static (s, t) => s.HardcopyDirectory = t),
        SettingKinds.Kept("aclumask", static s => string.Join(' ', s.AccessMasks), RestoreMasks),

        SettingKinds.KeptInWindow("title", static w => w.Title, static (w, t) => w.Title = t),
        SettingKinds.KeptInWindow("title.initial", static w => w.InitialTitle, static (w, t) => w.InitialTitle = t),
        SettingKinds.KeptInWindow("hstatus", static w => w.Hardstatus, static (w, t) => w.Hardstatus = t),
        SettingKinds.KeptInWindow("monitor", static w => SettingKinds.Text(w.Monitor), static (w, t) => w.Monitor = t == "on"),
        SettingKinds.KeptInWindow("activity.seen", static w => SettingKinds.Text(w.HasActivity), static (w, t) => w.HasActivity = t == "on"),
        SettingKinds.KeptInWindow("bell.seen", static w => SettingKinds.Text(w.HasBell), static (w, t) => w.HasBell = t == "on"),
        SettingKinds.KeptInWindow(
            "silence", static w => Number(w.SilenceSeconds), static (w, t) => SettingKinds.Restore(t, v => w.SilenceSeconds = v)),
        SettingKinds.KeptInWindow("flow", static w => w.Flow.ToString(), static (w, t) => w.Flow = Parse(t, w.Flow)),
        SettingKinds.KeptInWindow("stopped", static w => SettingKinds.Text(w.IsStopped), static (w, t) => w.IsStopped = t == "on"),
        SettingKinds.KeptInWindow("dynamictitle", static w => SettingKinds.Text(w.DynamicTitle), static (w, t) => w.DynamicTitle = t == "on"),
        SettingKinds.KeptInWindow(
            "slowpaste",
            static w => Number(w.SlowPasteMilliseconds),
            static (w, t) => SettingKinds.Restore(t, v => w.SlowPasteMilliseconds = v)),
        SettingKinds.KeptInWindow("encoding", static w => w.Encoding, static (w, t) => w.Encoding = t),
        SettingKinds.KeptInWindow("charset", static w => w.Settings.Charset, static (w, t) => w.Settings.Charset = t),
        SettingKinds.KeptInWindow("partial", static w => SettingKinds.Text(w.Settings.Partial), static (w, t) => w.Settings.Partial = t == "on"),
        SettingKinds.KeptInWindow("login", static w => w.Settings.Login.ToString(), static (w, t) => w.Settings.Login = Parse(t, w.Settings.Login)),
        SettingKinds.KeptInWindow("loggedin", static w => SettingKinds.Text(w.Settings.IsLoggedIn), static (w, t) => w.Settings.IsLoggedIn = t == "on"),
        SettingKinds.KeptInWindow(
            "breaktype",
            static w => Number(w.Settings.BreakType),
            static (w, t) => SettingKinds.Restore(t, v => w.Settings.BreakType = v)),
        SettingKinds.KeptInWindow(
            "multiinput", static w => SettingKinds.Text(w.Settings.MultiInput), static (w, t) => w.Settings.MultiInput = t == "on"),
        SettingKinds.KeptInWindow(
            "writelock",
            static w => w.Settings.WriteLock.ToString(),
            static (w, t) => w.Settings.WriteLock = Parse(t, w.Settings.WriteLock)),
        SettingKinds.KeptInWindow("zombie", static w => SettingKinds.Text(w.IsZombie), static (w, t) => w.IsZombie = t == "on"),
        SettingKinds.KeptInWindow(
            "exit", static w => w.ExitStatus is { } status
                ? Number(status)
                : string.Empty, static (w, t) => SettingKinds.Restore(t, v => w.ExitStatus = v)),
        SettingKinds.KeptInWindow(
            "started",
            static w => w.Started.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            RestoreStart),
    ];

    private static T Parse<T>(string text, T otherwise)
        where T : struct, Enum => Enum.TryParse(text, out T value) ? value : otherwise;

    private static char? Key(string text) => text.Length > 0 ? text[0] : null;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void RestoreStart(Window window, string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds < 253_402_300_800_000)
        {
            window.Started = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
    }

    private static string Colors(SessionSettings settings) =>
        string.Join('\n', settings.AttributeColors.Select(static pair => $"{pair.Key}{pair.Value}"));

    private static void RestoreColors(SessionSettings settings, string text)
    {
        settings.AttributeColors.Clear();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            settings.AttributeColors[line[0]] = line[1..];
        }
    }

    private static void RestoreMasks(SessionSettings settings, string text)
    {
        settings.AccessMasks.Clear();
        settings.AccessMasks.AddRange(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
