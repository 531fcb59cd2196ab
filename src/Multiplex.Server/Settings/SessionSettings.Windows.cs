using Multiplex.Server.Model;

namespace Multiplex.Server.Settings;

/// <summary>The defaults of new windows and displays, and what is written to files.</summary>
internal sealed partial class SessionSettings
{
    /// <summary><c>shell</c>: a program; empty for $SHELL. A leading <c>-</c> makes login shells.</summary>
    public string Shell { get; set; } = string.Empty;

    /// <summary><c>shelltitle</c>: a title, or <c>search|title</c>; empty for the program's name.</summary>
    public string ShellTitle { get; set; } = string.Empty;

    /// <summary><c>term</c>: $TERM inside windows.</summary>
    public string Term { get; set; } = "screen-256color";

    /// <summary><c>defscrollback</c>, lines.</summary>
    public int DefaultScrollback { get; set; } = 100;

    /// <summary><c>compacthist</c>.</summary>
    public bool CompactHistory { get; set; }

    /// <summary><c>defmonitor</c>.</summary>
    public bool DefaultMonitor { get; set; }

    /// <summary><c>defsilence</c>, seconds; 0 for off.</summary>
    public int DefaultSilenceSeconds { get; set; }

    /// <summary><c>deflog</c>.</summary>
    public bool DefaultLog { get; set; }

    /// <summary><c>deflogin</c>, as it was given.</summary>
    public string DefaultLogin { get; set; } = "on";

    /// <summary><c>defflow</c>.</summary>
    public FlowControl DefaultFlow { get; set; } = FlowControl.Auto;

    /// <summary><c>defwrap</c>.</summary>
    public bool DefaultWrap { get; set; } = true;

    /// <summary><c>defc1</c>.</summary>
    public bool DefaultC1 { get; set; } = true;

    /// <summary><c>defbce</c>. On, unlike in screen: programs draw for xterm, which erases with the background colour.</summary>
    public bool DefaultBce { get; set; } = true;

    /// <summary><c>defgr</c>.</summary>
    public bool DefaultGr { get; set; }

    /// <summary><c>defcharset</c>.</summary>
    public string DefaultCharset { get; set; } = string.Empty;

    /// <summary><c>defencoding</c>.</summary>
    public string DefaultEncoding { get; set; } = "UTF-8";

    /// <summary><c>defhstatus</c>; its escape character is C-e.</summary>
    public string DefaultHardstatus { get; set; } = string.Empty;

    /// <summary><c>defmode</c>: permissions of new ttys, octal digits' value.</summary>
    public int TerminalMode { get; set; }

    /// <summary><c>defdynamictitle</c>.</summary>
    public bool DefaultDynamicTitle { get; set; } = true;

    /// <summary><c>defslowpaste</c>, milliseconds.</summary>
    public int DefaultSlowPaste { get; set; }

    /// <summary><c>defwritelock</c>.</summary>
    public WriteLockMode DefaultWriteLock { get; set; }

    /// <summary><c>defbreaktype</c>: 0 TIOCSBRK, 1 TCSBRK, 2 tcsendbreak.</summary>
    public int DefaultBreakType { get; set; } = 2;

    /// <summary><c>setsid</c>.</summary>
    public bool SetSid { get; set; } = true;

    /// <summary><c>defmousetrack</c>.</summary>
    public bool DefaultMouseTrack { get; set; }

    /// <summary><c>defautonuke</c>.</summary>
    public bool DefaultAutoNuke { get; set; }

    /// <summary><c>defobuflimit</c>.</summary>
    public int DefaultOutputLimit { get; set; } = 256;

    /// <summary><c>defnonblock</c>, seconds; 0 for blocking. A display never blocks mux.</summary>
    public int DefaultNonBlockSeconds { get; set; }

    /// <summary><c>nethack</c>.</summary>
    public bool Nethack { get; set; }

    /// <summary><c>auth</c>.</summary>
    public bool Authenticate { get; set; }

    /// <summary><c>zmodem</c>.</summary>
    public string Zmodem { get; set; } = "off";

    /// <summary><c>zmodem sendcmd</c>.</summary>
    public string ZmodemSend { get; set; } = "!!! sz -vv -b ";

    /// <summary><c>zmodem recvcmd</c>.</summary>
    public string ZmodemReceive { get; set; } = "!!! rz -vv -b -E ";

    /// <summary><c>termcap</c>, <c>termcapinfo</c> and <c>terminfo</c> lines in their order: terminals, tweaks, window tweaks.</summary>
    public List<(string Terminals, string Tweaks, string WindowTweaks)> TerminalTweaks { get; } = [];

    /// <summary><c>logfile</c>, a status string.</summary>
    public string LogFile { get; set; } = "screenlog.%n";

    /// <summary><c>logfile flush</c>, seconds.</summary>
    public int LogFlushSeconds { get; set; } = 10;

    /// <summary><c>logtstamp</c>.</summary>
    public bool LogTimestamp { get; set; }

    /// <summary><c>logtstamp after</c>, seconds.</summary>
    public int LogTimestampSeconds { get; set; } = 120;

    /// <summary><c>logtstamp string</c>, a status string.</summary>
    public string LogTimestampString { get; set; } = "-- %n:%t -- time-stamp -- %M/%d/%y %c:%s --\n";

    /// <summary><c>hardcopydir</c>; empty for the session's directory.</summary>
    public string HardcopyDirectory { get; set; } = string.Empty;

    /// <summary><c>hardcopy_append</c>.</summary>
    public bool HardcopyAppend { get; set; }

    /// <summary>
    /// <c>umask</c> of new windows set by <c>aclumask</c>: the rights given to other users on them, such as <c>guest-w</c>.
    /// </summary>
    public List<string> AccessMasks { get; } = [];
}
