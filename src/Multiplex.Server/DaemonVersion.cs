using Multiplex.Platform;
using Multiplex.Protocol;

namespace Multiplex.Server;

/// <summary>The version of the program, as the build gives it.</summary>
internal static class DaemonVersion
{
    /// <summary>Digits and dots.</summary>
    public static string Text { get; } = FaultInjection.Version(BuildVersion.Number);
}
