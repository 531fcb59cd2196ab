namespace Multiplex.Server.Commands;

/// <summary>What mux calls itself.</summary>
internal static class VersionText
{
    /// <summary>The line of <c>version</c>.</summary>
    public static string Line { get; } = $"mux {Number}";

    private static string Number => typeof(VersionText).Assembly.GetName().Version is { } version
        ? $"{version.Major}.{version.Minor}.{version.Build}"
        : "0";
}
