namespace Multiplex.Server.Settings;

/// <summary>The settings of a session; their names, types and defaults stand in the setting table.</summary>
internal sealed class SessionSettings
{
    /// <summary><c>defscrollback</c>, lines.</summary>
    public int DefaultScrollback { get; set; } = 100;
}
