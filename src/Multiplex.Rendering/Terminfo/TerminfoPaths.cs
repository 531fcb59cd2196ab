namespace Multiplex.Rendering.Terminfo;

/// <summary>Where a compiled entry may lie, terminfo(5) "Fetching Compiled Descriptions"; the caller reads the files.</summary>
public static class TerminfoPaths
{
    private static readonly string[] s_system =
        ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/local/share/terminfo", "/usr/lib/terminfo"];

    /// <summary>Candidate files in the order in which they are tried; the first that can be read holds.</summary>
    /// <param name="term">$TERM; a name with a slash has no candidates.</param>
    /// <param name="terminfo">$TERMINFO or null.</param>
    /// <param name="home">$HOME or null.</param>
    /// <param name="terminfoDirs">$TERMINFO_DIRS or null.</param>
    public static IEnumerable<string> Candidates(string term, string? terminfo, string? home, string? terminfoDirs)
    {
        ArgumentNullException.ThrowIfNull(term);
        if (term.Length == 0 || term.Contains('/', StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (string directory in Directories(terminfo, home, terminfoDirs))
        {
            yield return $"{directory}/{term[0]}/{term}";

            // Systems whose file names ignore case use the letter's code in hexadecimal.
            yield return $"{directory}/{(int)term[0]:x}/{term}";
        }
    }

    private static IEnumerable<string> Directories(string? terminfo, string? home, string? terminfoDirs)
    {
        if (!string.IsNullOrEmpty(terminfo))
        {
            yield return terminfo;
        }

        if (!string.IsNullOrEmpty(home))
        {
            yield return home + "/.terminfo";
        }

        foreach (string directory in (terminfoDirs ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return directory;
        }

        foreach (string directory in s_system)
        {
            yield return directory;
        }
    }
}
