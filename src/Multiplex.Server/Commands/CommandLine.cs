using System.Buffers;
using System.Text;

namespace Multiplex.Server.Commands;

/// <summary>
/// The language of rc files and of the colon prompt: words, two kinds of quotes, <c>$VAR</c>, <c>^x</c>, octal and backslash escapes,
/// comments
/// (screen's manual, "Customization" and "Command Summary").
/// </summary>
internal static class CommandLine
{
    /// <summary>Most words in a line; screen's own limit is 64, and <c>eval</c> lines of today need more.</summary>
    public const int MaxWords = 256;

    /// <summary>Longest line in bytes; far above screen's 2,048.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>What the name of a variable begins with that is a capability of the outer terminal (<c>$:xx:</c>).</summary>
    public const char CapabilityMark = ':';

    private static readonly SearchValues<char> NeedQuotes =
        SearchValues.Create([.. " #$\\^'\"\x7f", .. Enumerable.Range(0, ' ').Select(static code => (char)code)]);

    /// <summary>Splits a line into words.</summary>
    /// <param name="line">The line, without its line feed or with it.</param>
    /// <param name="variables">Values of <c>$NAME</c>, and of <c>$:xx:</c> by a name with <see cref="CapabilityMark"/> before it; null for one that is not set.</param>
    /// <param name="words">The words; empty for a blank line or a comment.</param>
    /// <returns>Null, or screen's words for what is wrong.</returns>
    public static string? Parse(string line, Func<string, string?> variables, out List<string> words)
    {
        words = [];
        byte[] bytes = CommandText.ToBytes(line);
        if (bytes.Length > MaxLength)
        {
            return "too many tokens.";
        }

        var reader = new Reader(bytes, variables);
        string? error = null;
        while (error is null && reader.SkipBlanks())
        {
            // "!" abbreviates exec (screen's manual, "exec").
            if (words.Count == 0 && reader.Take((byte)'!'))
            {
                words.Add("exec");
                continue;
            }

            if (words.Count == MaxWords)
            {
                return "too many tokens.";
            }

            error = reader.ReadWord(out string word);
            words.Add(word);
        }

        return error;
    }

    /// <summary>
    /// Expands one argument of <c>-X</c>: escapes and variables work as inside double quotes, blanks and quotes stand for themselves.
    /// </summary>
    /// <param name="argument">As the shell gave it.</param>
    /// <param name="variables">Values of <c>$NAME</c>.</param>
    /// <param name="word">The expanded argument.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Expand(string argument, Func<string, string?> variables, out string word) =>
        new Reader(CommandText.ToBytes(argument), variables).ReadAll(out word);

    /// <summary>
    /// Puts words back into a line that <see cref="Parse"/> reads as the same words; for the help page, layouts and <c>at</c>.
    /// </summary>
    /// <param name="words">The words.</param>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(QuoteWord));

    private static string QuoteWord(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAny(NeedQuotes))
        {
            return word;
        }

        var quoted = new StringBuilder("\"");
        foreach (char c in word)
        {
            quoted.Append(c switch
            {
                < ' ' or '\x7f' => $"\\{Convert.ToString(c, 8).PadLeft(3, '0')}",
                '"' or '\\' or '$' or '^' => $"\\{c}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private sealed class Reader(byte[] line, Func<string, string?> variables)
    {
        private readonly ArrayBufferWriter<byte> _word = new(64);
        private int _at;

        private byte Current => _at < line.Length ? line[_at] : (byte)0;

        private byte Next => _at + 1 < line.Length ? line[_at + 1] : (byte)0;

        private bool IsAtEnd => _at >= line.Length;

        /// <summary>Skips blanks; false at the end of the line or at a comment.</summary>
        public bool SkipBlanks()
        {
            while (!IsAtEnd && Current is (byte)' ' or (byte)'\t')
            {
                _at++;
            }

            return !IsAtEnd && Current is not ((byte)'#' or (byte)'\n' or 0);
        }

        public bool Take(byte expected)
        {
            bool taken = !IsAtEnd && Current == expected;
            _at += taken ? 1 : 0;
            return taken;
        }

        public string? ReadWord(out string word)
        {
            byte quote = 0;
            _word.ResetWrittenCount();
            word = string.Empty;
            while (!IsAtEnd && (quote != 0 || Current is not ((byte)' ' or (byte)'\t' or (byte)'\n')))
            {
                byte current = Current;
                if (quote == 0 && (current is (byte)'\'' or (byte)'"'))
                {
                    quote = current;
                    _at++;
                }
                else if (quote != 0 && current == quote)
                {
                    quote = 0;
                    _at++;
                }
                else if (quote == '\'')
                {
                    Put(current);
                    _at++;
                }
                else if (ReadPiece() is { } error)
                {
                    return error;
                }
            }

            word = CommandText.FromBytes(_word.WrittenSpan);
            return quote == 0 ? null : $"Missing {(char)quote} quote.";
        }

        public string? ReadAll(out string word)
        {
            string? error = null;
            while (!IsAtEnd && error is null)
            {
                error = ReadPiece();
            }

            word = CommandText.FromBytes(_word.WrittenSpan);
            return error;
        }

        /// <summary>Reads an escape, a variable or a plain byte outside single quotes.</summary>
        private string? ReadPiece()
        {
            byte current = Current;
            byte next = Next;
            if (current == '\\' && "nrt^$#'\"\\01234567"u8.Contains(next))
            {
                _at++;
                ReadEscape();
                return null;
            }

            if (current == '$' && (next is (byte)'{' or (byte)':' || IsNameByte(next)))
            {
                return ReadVariable();
            }

            if (current == '^' && next != 0)
            {
                Put(next == '?' ? (byte)0x7f : (byte)(next & 0x1f));
                _at += 2;
                return null;
            }

            Put(current);
            _at++;
            return null;
        }

        private void ReadEscape()
        {
            if (Current is < (byte)'0' or > (byte)'7')
            {
                Put(Current switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', byte other => other });
                _at++;
                return;
            }

            int value = 0;
            for (int digits = 0; digits < 3 && Current is >= (byte)'0' and <= (byte)'7'; digits++)
            {
                value = (value << 3) | (Current - '0');
                _at++;
            }

            Put((byte)value);
        }

        private string? ReadVariable()
        {
            _at++;
            byte close = Current switch { (byte)'{' => (byte)'}', (byte)CapabilityMark => (byte)CapabilityMark, _ => 0 };
            int start = close == CapabilityMark ? _at : _at + (close != 0 ? 1 : 0);
            _at += close != 0 ? 1 : 0;
            while (!IsAtEnd && (close != 0 ? Current != close : IsNameByte(Current)))
            {
                _at++;
            }

            if (close != 0 && IsAtEnd)
            {
                return "bad variable name.";
            }

            string name = Encoding.ASCII.GetString(line, start, _at - start);
            _at += close != 0 ? 1 : 0;
            if (variables(name) is { } value)
            {
                _word.Write(CommandText.ToBytes(value));
            }

            return null;
        }

        private void Put(byte value)
        {
            _word.GetSpan(1)[0] = value;
            _word.Advance(1);
        }

        private static bool IsNameByte(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == '_';
    }
}
