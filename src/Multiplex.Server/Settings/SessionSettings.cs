namespace Multiplex.Server.Settings;

/// <summary>The settings of a session; their names, types and defaults stand in the setting table.</summary>
internal sealed partial class SessionSettings
{
    /// <summary><c>autodetach</c>: a lost connection detaches.</summary>
    public bool AutoDetach { get; set; } = true;

    /// <summary><c>startup_message</c>.</summary>
    public bool StartupMessage { get; set; } = true;

    /// <summary><c>msgwait</c>: how long a message is shown.</summary>
    public TimeSpan MessageWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary><c>msgminwait</c>: how long a message stays at least when a key is typed or another one waits.</summary>
    public TimeSpan MessageMinimumWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary><c>vbell</c>.</summary>
    public bool VisualBell { get; set; }

    /// <summary><c>vbell_msg</c>.</summary>
    public string VisualBellMessage { get; set; } = "   Wuff,  Wuff!!  ";

    /// <summary><c>vbellwait</c>.</summary>
    public TimeSpan VisualBellWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary><c>bell_msg</c>, a status string; empty for none.</summary>
    public string BellMessage { get; set; } = "Bell in window %n";

    /// <summary><c>activity</c>, a status string.</summary>
    public string ActivityMessage { get; set; } = "Activity in window %n";

    /// <summary><c>silencewait</c>, seconds.</summary>
    public int SilenceWaitSeconds { get; set; } = 30;

    /// <summary><c>pow_detach_msg</c>.</summary>
    public string PowerDetachMessage { get; set; } = string.Empty;

    /// <summary><c>password</c>: the hash of what whoever attaches is asked for; empty for nothing.</summary>
    public string Password { get; set; } = string.Empty;

    /// <summary><c>hardstatus</c>: where status text goes.</summary>
    public HardstatusMode Hardstatus { get; set; } = HardstatusMode.Message;

    /// <summary><c>hardstatus on</c>: use the terminal's own status line when it has one.</summary>
    public bool UseTerminalStatusLine { get; set; } = true;

    /// <summary><c>hardstatus string</c>.</summary>
    public string HardstatusString { get; set; } = "%h";

    /// <summary><c>caption always|splitonly</c>.</summary>
    public CaptionMode Caption { get; set; } = CaptionMode.SplitOnly;

    /// <summary><c>caption top</c>: captions stand above their regions.</summary>
    public bool CaptionOnTop { get; set; }

    /// <summary><c>caption string</c>.</summary>
    public string CaptionString { get; set; } = "%4n %t";

    /// <summary><c>windowlist string</c>.</summary>
    public string WindowListString { get; set; } = "%4n %t%=%f";

    /// <summary><c>windowlist title</c>.</summary>
    public string WindowListTitle { get; set; } = " Num Name%=Flags";

    /// <summary><c>time</c>'s string.</summary>
    public string TimeString { get; set; } = "%c:%s %M %d %H%? %l%?";

    /// <summary><c>status</c>: messages in the first line instead of the last.</summary>
    public bool StatusOnTop { get; set; }

    /// <summary><c>status</c>: messages at the right.</summary>
    public bool StatusAtRight { get; set; }

    /// <summary><c>sorendition</c>: how messages, captions and selections are drawn; empty for standout.</summary>
    public string StandoutRendition { get; set; } = string.Empty;

    /// <summary><c>rendition bell</c>.</summary>
    public string BellRendition { get; set; } = string.Empty;

    /// <summary><c>rendition monitor</c>.</summary>
    public string MonitorRendition { get; set; } = string.Empty;

    /// <summary><c>rendition silence</c>.</summary>
    public string SilenceRendition { get; set; } = string.Empty;

    /// <summary><c>attrcolor</c>: modifiers by the attribute's letter.</summary>
    public SortedDictionary<char, string> AttributeColors { get; } = [];

    /// <summary><c>truecolor</c>: pass 24-bit colours through.</summary>
    public bool TrueColor { get; set; } = true;

    /// <summary><c>ignorecase</c>.</summary>
    public bool IgnoreCase { get; set; }

    /// <summary><c>crlf</c>: copied lines end in CR LF.</summary>
    public bool CrLf { get; set; }

    /// <summary><c>pastefont</c>.</summary>
    public bool PasteFont { get; set; } = true;

    /// <summary>Copies reach the outer terminal's clipboard by OSC 52 (<c>clipboard</c>, mux's own).</summary>
    public bool Clipboard { get; set; } = true;

    /// <summary>Programs may read the outer terminal's clipboard by OSC 52 (<c>clipboardquery</c>, mux's own).</summary>
    public bool ClipboardQuery { get; set; }

    /// <summary><c>markkeys</c>: pairs of a key and the copy-mode key that it stands for.</summary>
    public string MarkKeys { get; set; } = string.Empty;

    /// <summary><c>bufferfile</c>.</summary>
    public string BufferFile { get; set; } = DefaultBufferFile;

    /// <summary>The exchange file's default place.</summary>
    public const string DefaultBufferFile = "/tmp/screen-exchange";

    /// <summary><c>altscreen</c>. On, unlike in screen: an editor gives the shell's screen back when it ends, as it does outside.</summary>
    public bool AlternateScreen { get; set; } = true;

    /// <summary><c>cjkwidth</c>: ambiguous characters are wide.</summary>
    public bool WideAmbiguous { get; set; }

    /// <summary><c>maptimeout</c>.</summary>
    public TimeSpan MapTimeout { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary><c>focusminsize</c>, columns: 0 for off, -1 for max.</summary>
    public int FocusMinimumColumns { get; set; }

    /// <summary><c>focusminsize</c>, rows: 0 for off, -1 for max.</summary>
    public int FocusMinimumRows { get; set; }

    /// <summary><c>layout autosave</c>.</summary>
    public bool LayoutAutosave { get; set; } = true;

    /// <summary><c>idle</c>: seconds without a key, 0 for off.</summary>
    public int IdleSeconds { get; set; }

    /// <summary><c>idle</c>: the command line that runs then.</summary>
    public string IdleCommand { get; set; } = "blanker";

    /// <summary><c>blankerprg</c>: a command line, or empty.</summary>
    public string BlankerProgram { get; set; } = string.Empty;

    /// <summary><c>printcmd</c>, or empty.</summary>
    public string PrintCommand { get; set; } = string.Empty;

    /// <summary><c>verbose</c>.</summary>
    public bool Verbose { get; set; }

    /// <summary><c>maxwin</c>: how many windows a session may have; the holder's table is the ceiling.</summary>
    public int MaximumWindows { get; set; } = 100;

    /// <summary>What a holder can keep.</summary>
    public const int MaximumWindowsCeiling = 1024;

    /// <summary><c>zombie</c>: the key that removes a dead window, or null when dead windows go away at once.</summary>
    public char? ZombieDestroyKey { get; set; }

    /// <summary><c>zombie</c>: the key that starts a dead window's program again, or null.</summary>
    public char? ZombieResurrectKey { get; set; }

    /// <summary><c>zombie … onerror</c>: keep only windows whose program failed.</summary>
    public bool ZombieOnError { get; set; }

    /// <summary><c>zombie_timeout</c>: seconds after which a dead window's program is started again, 0 for never.</summary>
    public int ZombieTimeoutSeconds { get; set; }
}
