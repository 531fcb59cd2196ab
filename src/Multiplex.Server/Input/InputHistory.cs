namespace Multiplex.Server.Input;

/// <summary>The history of all prompts of a session: the newest first, no line twice.</summary>
/// <param name="lines">The session's list.</param>
internal sealed class InputHistory(List<string> lines)
{
    /// <summary>Lines that are kept; a person finds nothing further back by pressing Up.</summary>
    public const int MaxLines = 100;

    private int _position = -1;
    private string _typed = string.Empty;

    /// <summary>Keeps an accepted line.</summary>
    /// <param name="line">The line; an empty one is not kept.</param>
    public void Add(string line)
    {
        _position = -1;
        if (line.Length == 0)
        {
            return;
        }

        lines.Remove(line);
        lines.Insert(0, line);
        if (lines.Count > MaxLines)
        {
            lines.RemoveRange(MaxLines, lines.Count - MaxLines);
        }
    }

    /// <summary>The line before the one shown, or null at the oldest.</summary>
    /// <param name="shown">What is shown; comes back after the newest line.</param>
    public string? Older(string shown)
    {
        if (_position + 1 >= lines.Count)
        {
            return null;
        }

        if (_position < 0)
        {
            _typed = shown;
        }

        return lines[++_position];
    }

    /// <summary>The line after the one shown, or null when nothing is newer.</summary>
    public string? Newer()
    {
        if (_position < 0)
        {
            return null;
        }

        return --_position < 0 ? _typed : lines[_position];
    }

    /// <summary>The next older line that contains a text, or null.</summary>
    /// <param name="text">What is searched.</param>
    public string? Search(string text)
    {
        for (int index = _position + 1; index < lines.Count; index++)
        {
            if (lines[index].Contains(text, StringComparison.Ordinal))
            {
                _position = index;
                return lines[index];
            }
        }

        return null;
    }
}
