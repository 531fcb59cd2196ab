namespace Multiplex.Terminal.Parsing;

/// <summary>Every cap on what a program's output may make the engine keep, each with its reason.</summary>
internal static class ParserLimits
{
    /// <summary>Values saturate here: no screen is larger, and every loop over a count is clamped to the grid besides (CVE-2015-6806's
    /// class).</summary>
    public const int MaxParameterValue = 65_535;

    /// <summary>xterm keeps 30; a sequence with more parameters is ignored as a whole (CVE-2020-27347's class).</summary>
    public const int MaxParameters = 32;

    /// <summary>SCS uses two intermediates at most (DEC STD 070); a sequence with more is ignored.</summary>
    public const int MaxIntermediates = 2;

    /// <summary>Longest OSC, APC, PM, DCS or title that is kept; the rest is swallowed and the string has no effect.</summary>
    public const int MaxStringBytes = 4 * 1024;

    /// <summary>Longest OSC 52 and longest passed-through string: a clipboard of 768 KiB in base64, and tmux's own limit.</summary>
    public const int MaxLargeStringBytes = 1024 * 1024;

    /// <summary>Longest sixel or kitty picture that is kept; a screen of 2500 by 1600 pixels takes some 2 MB as sixels. A longer one is swallowed.</summary>
    public const int MaxPictureBytes = 4 * 1024 * 1024;

    /// <summary>All pictures of a window together: two of the longest. The oldest goes, and its placeholder stays.</summary>
    public const int MaxWindowPictureBytes = 8 * 1024 * 1024;

    /// <summary>Pictures on a window's screens at one time; more than fit side by side.</summary>
    public const int MaxPictures = 256;

    /// <summary>Longest page for the printer that is kept; a longer one is printed in parts.</summary>
    public const int MaxPageBytes = 1024 * 1024;

    /// <summary>Longest title in UTF-16 units; longer ones are cut.</summary>
    public const int MaxTitleLength = 1024;

    /// <summary>Titles that CSI 22 t keeps (xterm's own limit); the oldest is forgotten.</summary>
    public const int MaxTitleStack = 10;

    /// <summary>Renditions that XTPUSHSGR keeps (xterm's own limit); further pushes are counted out as xterm does.</summary>
    public const int MaxRenditionStack = 10;

    /// <summary>Entries of the kitty keyboard stack; the oldest is forgotten.</summary>
    public const int MaxKeyboardStack = 16;

    /// <summary>Combining characters kept for one cell (CVE-2021-26937's class).</summary>
    public const int MaxCombiningMarks = 8;

    /// <summary>Longest OSC 8 address in bytes; a longer one makes no link.</summary>
    public const int MaxLinkLength = 2048;

    /// <summary>Longest id of an OSC 8 link in bytes; a longer one is no id.</summary>
    public const int MaxLinkIdLength = 256;

    /// <summary>Longest reply that is ever sent at once.</summary>
    public const int MaxReplyBytes = 512;

    /// <summary>Largest screen that an owner may ask for in each direction.</summary>
    public const int MaxSize = 10_000;
}
