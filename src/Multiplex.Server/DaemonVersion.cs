namespace Multiplex.Server;

/// <summary>The version of the program, as the build gives it.</summary>
internal static class DaemonVersion
{
    /// <summary>Digits and dots.</summary>
    public static string Text { get; } = typeof(DaemonVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
