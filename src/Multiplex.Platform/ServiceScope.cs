namespace Multiplex.Platform;

/// <summary>
/// Where systemd keeps a login session's processes together it ends them together. A scope of the user's own service manager (systemd.scope(5)) is no
/// part of the login session.
/// </summary>
public static class ServiceScope
{
    private const string Program = "systemd-run";

    /// <summary>
    /// The words to be put in front of a command so that it runs in a scope of its own; systemd-run becomes the command, with the same process id. It may
    /// still fail: then the command is to be started without them.
    /// <para>
    /// None where no service manager of the user runs. None either where logind leaves processes alone and the user does not linger: there the manager
    /// is what ends at the last logout, and the login session's processes are those that stay.
    /// </para>
    /// </summary>
    /// <param name="description">What <c>systemctl --user status</c> is to say of it.</param>
    public static IReadOnlyList<string> Prefix(string description)
    {
        string runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } named ? named : $"/run/user/{ProcessContext.EffectiveUserId}";
        if (!Path.Exists(Path.Combine(runtime, "systemd/private")))
        {
            return [];
        }

        LogoutPolicy policy = LogoutPolicy.Look(UserDatabase.Find(ProcessContext.UserId)?.Name ?? string.Empty);
        return policy.HasSystemd && (policy.Lingers || policy.KillsProcesses) && Find() is { } program
            ? [program, "--user", "--scope", "--quiet", "--collect", "--description", description, "-p", "SendSIGHUP=yes", "-p", "TimeoutStopSec=10", "--"]
            : [];
    }

    private static string? Find()
    {
        foreach (string directory in (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string candidate = Path.Combine(directory, Program);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
