using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Composition;

/// <summary>What status lines read from the services beside the windows.</summary>
internal static class ServiceText
{
    /// <summary>The last line that a backtick's program gave.</summary>
    /// <param name="backtick">The backtick.</param>
    public static string Of(Backtick backtick) => backtick.Text;

    /// <summary>The name of a window's open log file, or nothing.</summary>
    /// <param name="window">The window, or null.</param>
    public static string LogName(Window? window) => window?.Log?.Name ?? string.Empty;
}
