namespace Multiplex.Server.Input;

/// <summary>Key bindings of a session: the command key, the bindings after it by class, the tables of <c>bindkey</c>.</summary>
internal sealed class KeyMaps
{
    /// <summary>The command key, C-a unless <c>escape</c> changed it.</summary>
    public byte Command { get; set; } = 1;

    /// <summary>The key that types the command key after it.</summary>
    public byte Literal { get; set; } = (byte)'a';
}
