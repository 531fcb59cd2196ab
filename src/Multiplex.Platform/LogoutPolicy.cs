namespace Multiplex.Platform;

/// <summary>What happens to a user's processes at the last logout where systemd-logind keeps the books (logind.conf(5), loginctl(1)).</summary>
/// <param name="HasSystemd">Whether systemd runs this machine.</param>
/// <param name="Lingers">Whether the user's service manager stays (<c>loginctl enable-linger</c>).</param>
/// <param name="KillsProcesses">Whether what the user has started in a login session is ended with it.</param>
public readonly record struct LogoutPolicy(bool HasSystemd, bool Lingers, bool KillsProcesses)
{
    private const string Setting = "KillUserProcesses=";

    /// <summary>True when no process of the user, wherever it was started, outlives the last logout.</summary>
    public bool EndsEverything => HasSystemd && KillsProcesses && !Lingers;

    /// <summary>Where logind's settings stand; what comes later counts more.</summary>
    public static IReadOnlyList<string> ConfigurationDirectories { get; } = ["/usr/lib/systemd/logind.conf.d", "/etc/systemd/logind.conf.d"];

    /// <summary>The main file of logind's settings, which counts least.</summary>
    public static string ConfigurationFile => "/etc/systemd/logind.conf";

    /// <summary>Looks at this machine.</summary>
    /// <param name="userName">The user's login name.</param>
    public static LogoutPolicy Look(string userName)
    {
        if (!Directory.Exists(FaultInjection.Root("/run/systemd/system")))
        {
            return default;
        }

        bool kills = Kills(Text(FaultInjection.Root(ConfigurationFile))) ?? false;
        foreach (string directory in ConfigurationDirectories)
        {
            string place = FaultInjection.Root(directory);
            string[] files = Directory.Exists(place) ? Directory.GetFiles(place, "*.conf") : [];
            Array.Sort(files, StringComparer.Ordinal);
            foreach (string file in files)
            {
                kills = Kills(Text(file)) ?? kills;
            }
        }

        return new LogoutPolicy(true, File.Exists(FaultInjection.Root($"/var/lib/systemd/linger/{userName}")), kills);
    }

    /// <summary>What one file of settings says.</summary>
    /// <param name="text">The file's text.</param>
    /// <returns>Null when it says nothing.</returns>
    public static bool? Kills(string text)
    {
        bool? kills = null;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> setting = line.Trim();
            if (setting.StartsWith(Setting, StringComparison.Ordinal))
            {
                kills = setting[Setting.Length..].Trim() is "yes" or "true" or "on" or "1";
            }
        }

        return kills;
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
