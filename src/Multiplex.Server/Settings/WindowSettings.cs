using Multiplex.Server.Services;

namespace Multiplex.Server.Settings;

/// <summary>What a command switches in one window besides what the model itself keeps.</summary>
internal sealed class WindowSettings
{
    /// <summary><c>wrap</c>: DECAWM as the user set it; null when only the program decides.</summary>
    public bool? Wrap { get; set; }

    /// <summary><c>c1</c>.</summary>
    public bool C1 { get; set; } = true;

    /// <summary><c>gr</c>.</summary>
    public bool Gr { get; set; }

    /// <summary><c>bce</c>.</summary>
    public bool Bce { get; set; } = true;

    /// <summary><c>charset</c>.</summary>
    public string Charset { get; set; } = string.Empty;

    /// <summary><c>partial</c>.</summary>
    public bool Partial { get; set; }

    /// <summary><c>login</c>: whether the window is to stand in the system's list of logins.</summary>
    public LoginWish Login { get; set; }

    /// <summary>True when it stands there.</summary>
    public bool IsLoggedIn { get; set; }

    /// <summary><c>console</c>.</summary>
    public bool Console { get; set; }

    /// <summary><c>breaktype</c>.</summary>
    public int BreakType { get; set; } = 2;

    /// <summary><c>multiinput</c>: keys typed elsewhere reach this window too.</summary>
    public bool MultiInput { get; set; }

    /// <summary><c>writelock</c>.</summary>
    public WriteLockMode WriteLock { get; set; }

    /// <summary><c>flow … interrupt</c>.</summary>
    public bool FlowInterrupt { get; set; }
}

/// <summary>What a command switches on one display besides what the model itself keeps.</summary>
internal sealed class DisplaySettings
{
    /// <summary><c>allpartial</c>.</summary>
    public bool AllPartial { get; set; }

    /// <summary><c>autonuke</c>.</summary>
    public bool AutoNuke { get; set; }

    /// <summary><c>nonblock</c>, seconds; 0 for blocking.</summary>
    public int NonBlockSeconds { get; set; }

    /// <summary><c>obuflimit</c>.</summary>
    public int OutputLimit { get; set; } = 256;
}
