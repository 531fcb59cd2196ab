using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>
/// Writes the system's list of logins (utmp(5)) by the helper of libutempter, which may do so for terminals of whoever starts it: it gets the master of the
/// window's terminal, and finds out by itself whose it is.
/// </summary>
internal static class LoginRecord
{
    private static readonly string[] s_programs =
    [
        "/usr/lib/x86_64-linux-gnu/utempter/utempter",
        "/usr/lib/aarch64-linux-gnu/utempter/utempter",
        "/usr/libexec/utempter/utempter",
        "/usr/lib/utempter/utempter",
    ];

    private static readonly string[] s_lists = ["/run/utmp", "/var/run/utmp"];

    /// <summary>The helper, or null where there is none, or no list.</summary>
    public static string? Program { get; } = Array.Exists(s_lists, File.Exists) ? Array.Find(s_programs, File.Exists) : null;

    /// <summary>Adds a terminal to the list, or removes it.</summary>
    /// <param name="reaper">Takes the helper's end.</param>
    /// <param name="program">As <see cref="Program"/>.</param>
    /// <param name="master">The terminal's master; stays the caller's, and may be closed as soon as this returns.</param>
    /// <param name="isIn">Whether to add it.</param>
    /// <param name="host">Where the login comes from.</param>
    /// <param name="answered">Told whether it was done, in a later turn.</param>
    public static void Start(ChildReaper reaper, string program, FileDescriptor master, bool isIn, string host, Action<bool> answered)
    {
        List<string> arguments = isIn ? [program, "add", host] : [program, "del"];
        int processId = ProcessStarter.Start(
            new ProcessStart(program, arguments) { Environment = [], Directory = "/", Input = master, Output = master });
        reaper.Add(processId, status => answered(status == 0));
    }
}
