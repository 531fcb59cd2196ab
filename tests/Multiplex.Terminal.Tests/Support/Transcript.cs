using System.Globalization;
using System.Text;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>One line of a block: a verb and what follows it, with the drawn rows that belong to it.</summary>
internal sealed record TranscriptStep(int Line, string Verb, string Text, IReadOnlyList<string> Rows);

/// <summary>
/// One behaviour: a title with the clause of its standard, and steps. A file of the language holds blocks; '#' begins one, and within it
/// <c>size</c>, <c>scrollback</c> and <c>option</c> make the terminal, <c>fill</c>, <c>feed</c> and <c>resize</c> act on it, the other
/// verbs look at it.
/// </summary>
internal sealed record TranscriptBlock(string File, int Line, string Title, IReadOnlyList<TranscriptStep> Steps)
{
    private static readonly Lazy<IReadOnlyDictionary<string, TranscriptBlock>> Loaded = new(LoadAll);

    /// <summary>All blocks of the directory by their names, which are unique.</summary>
    public static IReadOnlyDictionary<string, TranscriptBlock> All => Loaded.Value;

    public string Name => $"{File}:{Line} {Title}";

    public string? SkipReason => Steps.FirstOrDefault(static s => s.Verb == "skip")?.Text;

    /// <summary>
    /// Turns the escapes of the language into bytes: \e \a \b \t \n \v \f \r \\ \" \xHH for a raw byte and \u{H…} for a code point.
    /// </summary>
    public static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                int length = char.IsHighSurrogate(text[i]) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, length));
                i += length - 1;
                continue;
            }

            i++;
            switch (text[i])
            {
                case 'x':
                    bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 2;
                    break;
                case 'u':
                    int end = text.IndexOf('}', i);
                    bytes.AddRange(Encoding.UTF8.GetBytes(CodePoint(text[(i + 2)..end])));
                    i = end;
                    break;
                default:
                    bytes.Add((byte)Simple(text[i]));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>The text of a drawn row, in which only \u{H…} is an escape.</summary>
    public static string Row(string text)
    {
        var builder = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("\\u{"))
            {
                int end = text.IndexOf('}', i);
                builder.Append(CodePoint(text[(i + 3)..end]));
                i = end;
                continue;
            }

            builder.Append(text[i]);
        }

        return builder.ToString();
    }

    private static string CodePoint(string hex) =>
        char.ConvertFromUtf32(int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static char Simple(char letter) => letter switch
    {
        'e' => '\e',
        'a' => '\a',
        'b' => '\b',
        't' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        '\\' or '"' => letter,
        _ => throw new FormatException($"unknown escape \\{letter}"),
    };

    private static Dictionary<string, TranscriptBlock> LoadAll()
    {
        string directory = Path.Combine(AppContext.BaseDirectory, "Transcripts");
        return Directory.EnumerateFiles(directory, "*.vt")
            .Order(StringComparer.Ordinal)
            .SelectMany(static path => Parse(Path.GetFileName(path), System.IO.File.ReadAllLines(path)))
            .ToDictionary(static block => block.Name);
    }

    private static IEnumerable<TranscriptBlock> Parse(string file, string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("# ", StringComparison.Ordinal))
            {
                continue;
            }

            int start = i;
            var steps = new List<TranscriptStep>();
            while (i + 1 < lines.Length && !lines[i + 1].StartsWith("# ", StringComparison.Ordinal))
            {
                i++;
                if (lines[i].Length > 0)
                {
                    steps.Add(Step(lines, ref i));
                }
            }

            yield return new TranscriptBlock(file, start + 1, lines[start][2..], steps);
        }
    }

    /// <summary>Rows are drawn within bars, either behind the verb or on the lines after it.</summary>
    private static TranscriptStep Step(string[] lines, ref int i)
    {
        int line = i;
        string[] words = lines[i].Split(' ', 2);
        string text = words.Length > 1 ? words[1] : "";
        int bar = text.StartsWith('"') ? -1 : text.IndexOf('|');
        var rows = new List<string>();
        if (bar >= 0)
        {
            rows.AddRange(text[(bar + 1)..text.LastIndexOf('|')].Split('|'));
            text = text[..bar].TrimEnd();
        }

        while (i + 1 < lines.Length && lines[i + 1].StartsWith('|'))
        {
            i++;
            rows.Add(lines[i][1..lines[i].LastIndexOf('|')]);
        }

        return new TranscriptStep(line + 1, words[0], text, rows);
    }
}
