namespace Multiplex.Protocol;

/// <summary>
/// The versions this build speaks. There is no refusal for a different version: unknown kinds and trailing fields are
/// ignored and missing ones take their defaults, so the numbers only tell a peer what it may leave out.
/// </summary>
public static class ProtocolVersion
{
    /// <summary>The oldest version whose meaning this build still knows.</summary>
    public const ushort Minimum = 1;

    /// <summary>The version of the messages in this build.</summary>
    public const ushort Maximum = 1;

    /// <summary>The version two peers use: the highest that both know, else the lower of both maxima.</summary>
    /// <param name="peerMaximum">What the peer said in Hello or Welcome.</param>
    public static ushort Common(ushort peerMaximum) => Math.Min(peerMaximum, Maximum);
}
