namespace Multiplex.Terminal.Modes;

/// <summary>Which modes are set, one bit each.</summary>
/// <param name="Low">Modes 0..63 of <see cref="ModeId"/>.</param>
/// <param name="High">Modes 64..127.</param>
internal readonly record struct ModeSet(ulong Low, ulong High)
{
    /// <summary>True when a mode is set.</summary>
    public bool this[ModeId id] => (((int)id < 64 ? Low : High) >> ((int)id & 63) & 1) != 0;

    /// <summary>The set with one mode changed.</summary>
    public ModeSet With(ModeId id, bool set)
    {
        ulong bit = 1ul << ((int)id & 63);
        return (int)id < 64
            ? this with { Low = set ? Low | bit : Low & ~bit }
            : this with { High = set ? High | bit : High & ~bit };
    }
}
