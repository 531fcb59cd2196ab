namespace Multiplex.Cli.Options;

/// <summary>The outcome of reading a command line.</summary>
/// <param name="Options">What was read; complete only without an error.</param>
/// <param name="ShowUsage">True when the usage text is to be shown.</param>
/// <param name="Error">What follows the usage text, or null.</param>
internal readonly record struct ParseResult(ParsedOptions Options, bool ShowUsage, string? Error);

/// <summary>
/// Reads a command line as screen does: letters may be joined, most arguments are words of their own, and the first word that is neither an
/// option nor an argument of one begins the program or command. Nothing happens here; options are only stored.
/// </summary>
/// <param name="table">The options.</param>
internal sealed class OptionParser(OptionDefinition[] table)
{
    private readonly OptionDefinition[] _table = table;
    private readonly ParsedOptions _options = new();
    private string[] _words = [];
    private int _next;
    private bool _showUsage;

    /// <summary>A question is answered whatever follows; the daemon has options of its own.</summary>
    private bool IsAnswered => _showUsage || _options.Question is not (Question.None or Question.Daemon);

    /// <summary>Reads the words behind the program's name.</summary>
    /// <param name="words">All of them.</param>
    public static ParseResult Parse(string[] words) => new OptionParser(OptionTable.Create()).Read(words);

    private ParseResult Read(string[] words)
    {
        _words = words;
        _options.IsEmpty = words.Length == 0;
        string? error = null;
        while (error is null && !IsAnswered && _next < words.Length && words[_next].StartsWith('-'))
        {
            string word = words[_next++];
            if (word == "--")
            {
                break;
            }

            error = word.StartsWith("--", StringComparison.Ordinal) ? ReadLong(word) : ReadLetters(word);
        }

        _options.Arguments = words[_next..];
        if (_options is { SessionFromDetach: true, IgnoreInside: true, ResumeLevel: 0 })
        {
            // "mux -dm job": -d saw a single last word and took it for a session, but a new session has none to detach.
            _options.Arguments = [_options.Session!];
            _options.Session = null;
        }

        return new ParseResult(_options, _showUsage || error is not null, error);
    }

    private string? ReadLong(string word)
    {
        foreach (OptionDefinition definition in _table)
        {
            if (definition.IsLong && definition.Name == word)
            {
                int end = word.Length;
                return ReadOption(definition, word, ref end);
            }
        }

        return $"Unknown option {word}";
    }

    private string? ReadLetters(string word)
    {
        int at = 1;
        string? error = null;
        while (error is null && !IsAnswered && at < word.Length)
        {
            OptionDefinition? definition = Find(word.AsSpan(at));
            if (definition is null)
            {
                // Screen shows the rest of the word together with the character before it.
                return $"Unknown option {word[(at - 1)..]}";
            }

            at = definition.IsWord ? word.Length : at + 1;
            error = ReadOption(definition, word, ref at);
        }

        return error;
    }

    /// <summary>Finds the option that stands at the start of some letters.</summary>
    private OptionDefinition? Find(ReadOnlySpan<char> letters)
    {
        OptionDefinition? found = null;
        foreach (OptionDefinition definition in _table)
        {
            if (definition.IsLong)
            {
                continue;
            }

            ReadOnlySpan<char> name = definition.Name.AsSpan(1);
            if (definition.IsWord ? Fits(definition, name, letters) : letters[0] == name[0] && found is null)
            {
                found = definition;
            }
        }

        return found;
    }

    /// <summary>Lists are known by their first two letters, as in screen; the other words must be complete.</summary>
    private static bool Fits(OptionDefinition definition, ReadOnlySpan<char> name, ReadOnlySpan<char> letters) =>
        name[0] == 'l' && definition.Argument == OptionArgument.Match ? letters.StartsWith(name[..2]) : letters.SequenceEqual(name);

    private string? ReadOption(OptionDefinition definition, string word, ref int at)
    {
        string? argument = string.Empty;
        switch (definition.Argument)
        {
            case OptionArgument.Next:
                // "mux -dmS train": -d saw a single last word and took it for its session; it is the name that -S asks for.
                argument = TakeNext() ?? (definition.Name == "-S" && _options.SessionFromDetach ? _options.Session : null);
                break;
            case OptionArgument.SessionName:
                argument = _options.Session ?? TakeNext();
                break;
            case OptionArgument.Attached when at < word.Length:
                argument = word[at..];
                at = word.Length;
                break;
            case OptionArgument.Attached:
                argument = TakeNext();
                break;
            case OptionArgument.Letter when at < word.Length:
                argument = word[at++..][..1];
                break;
            case OptionArgument.Session or OptionArgument.Match when HasSession():
            case OptionArgument.LastSession when _words.Length - _next == 1 && HasSession():
                argument = TakeNext();
                break;
        }

        if (argument is null)
        {
            _showUsage = true;
            return definition.Missing;
        }

        return definition.Apply(_options, argument);
    }

    private bool HasSession() => _next < _words.Length && !_words[_next].StartsWith('-') && _options.Session is null;

    private string? TakeNext() => _next < _words.Length ? _words[_next++] : null;
}
