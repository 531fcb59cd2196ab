namespace Multiplex.Server.Settings;

/// <summary>Where status text is shown (<c>hardstatus</c>).</summary>
internal enum HardstatusMode : byte
{
    /// <summary>As a message: <c>hardstatus message</c>; what screen does on a terminal without a status line.</summary>
    Message,

    /// <summary>
    /// In the last line, only while there is a window's hardstatus (<c>lastline</c> behaves as always on such terminals).
    /// </summary>
    LastLine,

    /// <summary>Always in the last line.</summary>
    AlwaysLastLine,

    /// <summary>Always in the first line.</summary>
    AlwaysFirstLine,

    /// <summary>Nowhere.</summary>
    Ignore,
}

/// <summary>When regions have captions (<c>caption</c>).</summary>
internal enum CaptionMode : byte
{
    /// <summary>When there is more than one region.</summary>
    SplitOnly,

    /// <summary>Always.</summary>
    Always,
}

/// <summary><c>writelock</c> and <c>defwritelock</c>.</summary>
internal enum WriteLockMode : byte
{
    /// <summary>Everyone may type.</summary>
    Off,

    /// <summary>One user has the window.</summary>
    On,

    /// <summary>Whoever shows the window first has it.</summary>
    Auto,
}
