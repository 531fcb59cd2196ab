namespace Multiplex.Terminal.Modes;

/// <summary>One mode.</summary>
/// <param name="Id">Its bit.</param>
/// <param name="Number">The parameter of SM or DECSET.</param>
/// <param name="IsDec">DECSET (<c>CSI ?</c>), not SM.</param>
/// <param name="Mnemonic">The standard's short name, or "-".</param>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="IsSetByDefault">Its state after a reset.</param>
/// <param name="Effect">What else setting or resetting it does, after the bit changed.</param>
/// <param name="Reason">When given, the mode keeps its default state, DECRQM says so, and this is why.</param>
internal sealed record ModeDefinition(
    ModeId Id,
    int Number,
    bool IsDec,
    string Mnemonic,
    string Name,
    bool IsSetByDefault,
    Action<TerminalCore, bool>? Effect = null,
    string? Reason = null)
{
    /// <summary>The conformance level (DECSCL) from which on it is known, 1..5.</summary>
    public byte Level { get; init; } = 1;

    /// <summary>The state cannot be changed.</summary>
    public bool IsPermanent => Reason is not null;
}
