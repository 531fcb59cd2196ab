using System.Globalization;
using Multiplex.Cli.Listing;
using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Cli.Checks;

/// <summary>The checks of <c>--doctor</c>, one line each: what could keep mux from working here, or a job from living on, and what to do.</summary>
internal static class Doctor
{
    /// <summary>Windows need two descriptors each, and a thousand windows are promised.</summary>
    private const long WantedFiles = 2 * 1000 + 64;

    /// <summary>Free ptys below which the next windows may not start.</summary>
    private const long WantedTerminals = 16;

    /// <summary>Looks at everything.</summary>
    /// <param name="environs">The surroundings.</param>
    /// <param name="userName">The user's login name.</param>
    public static IReadOnlyList<Finding> Examine(IEnvirons environs, string userName) =>
    [
        SocketDirectoryOf(SocketDirectory.Locate()),
        Holder(),
        OpenFiles(environs.Text("/proc/self/limits")),
        Terminals(environs.Text("/proc/sys/kernel/pty/max"), environs.Text("/proc/sys/kernel/pty/nr")),
        Logout(environs, userName),
        Term(environs),
        WindowTerm(environs),
        Locale(environs),
    ];

    /// <summary>All lines together, and what to exit with.</summary>
    /// <param name="findings">What was found.</param>
    public static (string Text, int ExitCode) Report(IReadOnlyList<Finding> findings)
    {
        string text = string.Empty;
        int exitCode = ExitCode.Success;
        foreach (Finding finding in findings)
        {
            text += finding.Line;
            exitCode = finding.Advice is null ? exitCode : ExitCode.Failure;
        }

        return (text, exitCode);
    }

    /// <summary>The limit on open files, as /proc/self/limits shows it.</summary>
    /// <param name="limits">The file's text.</param>
    internal static Finding OpenFiles(string limits)
    {
        foreach (string line in limits.Split('\n'))
        {
            if (line.StartsWith("Max open files", StringComparison.Ordinal))
            {
                string[] words = line[14..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                bool isNumber = long.TryParse(words.Length > 1 ? words[1] : string.Empty, NumberStyles.None, CultureInfo.InvariantCulture, out long hard);
                return new Finding("open files", isNumber ? $"at most {hard}" : "not limited", isNumber && hard < WantedFiles
                    ? $"a session can have {Math.Max(0, (hard - 64) / 2)} windows: raise the hard limit (ulimit -Hn, /etc/security/limits.conf)"
                    : null);
            }
        }

        return new Finding("open files", "limit not known", null);
    }

    /// <summary>The number of ptys that are left.</summary>
    /// <param name="maximum">/proc/sys/kernel/pty/max.</param>
    /// <param name="used">/proc/sys/kernel/pty/nr.</param>
    internal static Finding Terminals(string maximum, string used)
    {
        if (!long.TryParse(maximum.AsSpan().Trim(), out long most) || !long.TryParse(used.AsSpan().Trim(), out long taken))
        {
            return new Finding("terminals", "number not known", null);
        }

        return new Finding("terminals", $"{taken} of {most} in use", most - taken < WantedTerminals ? "raise the sysctl kernel.pty.max" : null);
    }

    /// <summary>Whether the system ends a user's processes at logout.</summary>
    /// <param name="environs">The surroundings.</param>
    /// <param name="userName">The user's login name.</param>
    internal static Finding Logout(IEnvirons environs, string userName)
    {
        const string Subject = "logout";
        if (!environs.Exists("/run/systemd/system"))
        {
            return new Finding(Subject, "no systemd: nothing ends a user's processes", null);
        }

        if (environs.Exists($"/var/lib/systemd/linger/{userName}"))
        {
            return new Finding(Subject, "lingering is on: sessions outlive it", null);
        }

        return KillsUserProcesses(environs)
            ? new Finding(Subject, "systemd ends all of your processes", $"turn lingering on: loginctl enable-linger {userName}")
            : new Finding(Subject, "sessions outlive it (KillUserProcesses is off)", null);
    }

    /// <summary>The terminal outside.</summary>
    /// <param name="environs">The surroundings.</param>
    internal static Finding Term(IEnvirons environs)
    {
        string term = environs.Variable("TERM");
        return term.Length == 0 ? new Finding("TERM", "not set", "set it to the type of your terminal, such as xterm-256color")
            : HasEntry(environs, term) ? new Finding("TERM", term, null)
            : new Finding("TERM", $"{term} is not in the terminfo database", "mux draws as for an xterm; other programs may not: install its entry (ncurses-term)");
    }

    /// <summary>The terminal type that windows have.</summary>
    /// <param name="environs">The surroundings.</param>
    internal static Finding WindowTerm(IEnvirons environs) => HasEntry(environs, "screen-256color")
        ? new Finding("terminfo", "screen-256color is known", null)
        : new Finding("terminfo", "screen-256color is missing", "install it (Debian: ncurses-base, ncurses-term), or put 'term screen' into ~/.muxrc");

    /// <summary>The character set of the locale.</summary>
    /// <param name="environs">The surroundings.</param>
    internal static Finding Locale(IEnvirons environs)
    {
        string locale = string.Empty;
        foreach (string name in (ReadOnlySpan<string>)["LC_ALL", "LC_CTYPE", "LANG"])
        {
            locale = locale.Length == 0 ? environs.Variable(name) : locale;
        }

        bool isUtf8 = locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
        return new Finding("locale", locale.Length == 0 ? "not set" : locale, isUtf8 ? null : "for characters beyond ASCII set LANG=C.UTF-8, or call mux -U");
    }

    private static Finding SocketDirectoryOf(string path)
    {
        string? complaint = DirectoryCheck.Complaint(path);
        if (complaint is null && SocketDirectory.TryWrite(path) is not 0 and int error)
        {
            complaint = $"{path} cannot be written: {Errno.Describe(error)}";
        }

        return new Finding("socket directory", complaint ?? path, complaint is null ? null : "mend it, or set MUXDIR to a directory of mode 700 of your own");
    }

    private static Finding Holder()
    {
        try
        {
            string path = Path.GetFullPath(HolderLauncher.FindExecutable());
            return File.Exists(path)
                ? new Finding("mux-holder", path, null)
                : new Finding("mux-holder", $"{path} does not exist", "install it there, or set MUX_HOLDER to its path");
        }
        catch (PosixException exception)
        {
            return new Finding("mux-holder", exception.Message, "install it beside mux, or set MUX_HOLDER to its path");
        }
    }

    /// <summary>logind's setting; the last file that names it counts, and without one most distributions leave it off.</summary>
    private static bool KillsUserProcesses(IEnvirons environs)
    {
        bool kills = LogoutPolicy.Kills(environs.Text(LogoutPolicy.ConfigurationFile)) ?? false;
        foreach (string directory in LogoutPolicy.ConfigurationDirectories)
        {
            foreach (string file in environs.Files(directory, ".conf"))
            {
                kills = LogoutPolicy.Kills(environs.Text(file)) ?? kills;
            }
        }

        return kills;
    }

    private static bool HasEntry(IEnvirons environs, string term)
    {
        if (term.Contains('/', StringComparison.Ordinal))
        {
            return false;
        }

        string own = environs.Variable("TERMINFO");
        string entry = $"{term[0]}/{term}";
        return (own.Length > 0 && environs.Exists($"{own}/{entry}"))
            || environs.Exists($"{environs.Variable("HOME")}/.terminfo/{entry}")
            || environs.Exists($"/etc/terminfo/{entry}")
            || environs.Exists($"/lib/terminfo/{entry}")
            || environs.Exists($"/usr/share/terminfo/{entry}")
            || environs.Exists($"/usr/share/terminfo/{(int)term[0]:x}/{term}");
    }
}
