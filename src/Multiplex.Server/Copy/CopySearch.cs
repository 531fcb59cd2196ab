using System.Text.RegularExpressions;

namespace Multiplex.Server.Copy;

/// <summary>A match in a line.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">First column.</param>
/// <param name="End">One past the last column.</param>
internal readonly record struct CopyMatch(int Line, int Column, int End);

/// <summary>
/// Searches the text for a pattern. A pattern means itself, as in screen; when it is found nowhere so and is a regular expression, it is searched as one.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="ignoreCase"><c>ignorecase</c>.</param>
internal sealed class CopySearch(CopyText text, bool ignoreCase)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(500);

    private Regex? _regex;

    /// <summary>The pattern, empty before the first search.</summary>
    public string Pattern { get; private set; } = string.Empty;

    private StringComparison Comparison => ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Sets the pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    public void Set(string pattern)
    {
        Pattern = pattern;
        _regex = null;
    }

    /// <summary>Looks for the pattern.</summary>
    /// <param name="from">Where the search begins.</param>
    /// <param name="isForward">Towards the end of the text.</param>
    /// <param name="includesStart">A match at the beginning counts too.</param>
    /// <returns>The match, or null.</returns>
    public CopyMatch? Find(CopyPosition from, bool isForward, bool includesStart)
    {
        if (Pattern.Length == 0)
        {
            return null;
        }

        if (Scan(from, isForward, includesStart) is { } match)
        {
            return match;
        }

        return _regex is null && TryMakeRegex() ? Scan(from, isForward, includesStart) : null;
    }

    /// <summary>Adds the matches of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="matches">Receives them; it is not cleared.</param>
    public void MatchesIn(int line, List<CopyMatch> matches)
    {
        if (Pattern.Length == 0)
        {
            return;
        }

        string content = text.Text(line, out IReadOnlyList<int> columns);
        int start = 0;
        while (start < content.Length && Match(content, start) is (>= 0, > 0) found)
        {
            int end = found.Index + found.Length;
            int last = end < columns.Count ? columns[end] : text.Columns;
            matches.Add(new CopyMatch(line, columns[found.Index], last));
            start = Math.Max(found.Index + 1, end);
        }
    }

    private CopyMatch? Scan(CopyPosition from, bool isForward, bool includesStart)
    {
        var matches = new List<CopyMatch>();
        int step = isForward ? 1 : -1;
        for (int line = from.Line; line >= 0 && line < text.LineCount; line += step)
        {
            matches.Clear();
            MatchesIn(line, matches);
            for (int index = 0; index < matches.Count; index++)
            {
                CopyMatch match = matches[isForward ? index : matches.Count - 1 - index];
                int order = new CopyPosition(match.Line, match.Column).CompareTo(from) * step;
                if (order > 0 || (order == 0 && includesStart))
                {
                    return match;
                }
            }
        }

        return null;
    }

    private (int Index, int Length) Match(string content, int start)
    {
        if (_regex is null)
        {
            return (content.IndexOf(Pattern, start, Comparison), Pattern.Length);
        }

        try
        {
            Match match = _regex.Match(content, start);
            return match.Success ? (match.Index, match.Length) : (-1, 0);
        }
        catch (RegexMatchTimeoutException)
        {
            return (-1, 0);
        }
    }

    private bool TryMakeRegex()
    {
        if (Regex.Escape(Pattern) == Pattern)
        {
            return false;
        }

        try
        {
            RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            _regex = new Regex(Pattern, ignoreCase ? options | RegexOptions.IgnoreCase : options, TimeLimit);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
