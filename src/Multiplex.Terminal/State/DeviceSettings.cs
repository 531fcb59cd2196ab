namespace Multiplex.Terminal.State;

/// <summary>How loud a bell is (DECSWBV, DECSMBV). The values are those that a report gives.</summary>
internal enum BellVolume : byte
{
    /// <summary>Silent.</summary>
    Off = 1,

    /// <summary>Low.</summary>
    Low = 4,

    /// <summary>High.</summary>
    High = 8,
}

/// <summary>What XTCHECKSUM changes in the sums of DECRQCRA (xterm ctlseqs).</summary>
[Flags]
internal enum ChecksumOptions : byte
{
    /// <summary>As by default.</summary>
    None = 0,

    /// <summary>The sum is not negated.</summary>
    Positive = 1,

    /// <summary>Attributes do not count.</summary>
    NoAttributes = 2,

    /// <summary>Blanks at the ends of lines and cells that were never written count as blanks.</summary>
    NoTrim = 4,

    /// <summary>Cells that were never written count as blanks.</summary>
    Undrawn = 8,

    /// <summary>Combining characters count not.</summary>
    Bytes = 16,
}

/// <summary>Settings of the device that no mode and no table holds.</summary>
internal sealed class DeviceSettings
{
    /// <summary>Longest name of a pointer's shape.</summary>
    public const int MaxPointerShape = 64;

    /// <summary>DECSWBV.</summary>
    public BellVolume WarningBell { get; set; } = BellVolume.High;

    /// <summary>DECSMBV.</summary>
    public BellVolume MarginBell { get; set; } = BellVolume.High;

    /// <summary>The row in which the margin bell will ring, -1 when it is not armed.</summary>
    public int MarginBellRow { get; set; } = -1;

    /// <summary>XTSHIFTESCAPE, 0..3.</summary>
    public byte ShiftEscape { get; set; }

    /// <summary>XTCHECKSUM.</summary>
    public ChecksumOptions Checksum { get; set; }

    /// <summary>OSC 22; empty for the usual one.</summary>
    public string PointerShape { get; set; } = string.Empty;

    /// <summary>DECAUPSS: the set that <c>&lt;</c> designates.</summary>
    public ushort PreferredSet { get; set; } = CharacterSets.DecSupplemental;

    /// <summary>As after power-up.</summary>
    public void Reset()
    {
        WarningBell = BellVolume.High;
        MarginBell = BellVolume.High;
        MarginBellRow = -1;
        ShiftEscape = 0;
        Checksum = ChecksumOptions.None;
        PointerShape = string.Empty;
        PreferredSet = CharacterSets.DecSupplemental;
    }
}
