using System.Globalization;
using System.Text;

namespace Multiplex.Server.Input;

/// <summary>Characters made of two (<c>digraph</c>): a table for Latin letters after RFC 1345, and what the user defined.</summary>
internal sealed class Digraphs
{
    /// <summary>Most digraphs that a user may define.</summary>
    public const int MaxDefined = 512;

    // Each letter is followed by the sign that changes it; the order of the two does not matter. After the first signs come the names of
    // RFC 1345 and the keys of the German variant of ASCII, all as screen has them; Eu is the euro, for which screen gives its place in
    // ISO 8859-15.
    private const string Table =
        "  \u00a0|!!\u00a1|c|\u00a2|$$\u00a3|ox\u00a4|Y-\u00a5|||\u00a6|pa\u00a7|\"\"\u00a8|cO\u00a9|a-\u00aa|<<\u00ab|-,\u00ac|--\u00ad|rO\u00ae|-=\u00af"
        + "|~o\u00b0|+-\u00b1|22\u00b2|33\u00b3|''\u00b4|ju\u00b5|pp\u00b6|~.\u00b7|,,\u00b8|11\u00b9|o-\u00ba|>>\u00bb|14\u00bc|12\u00bd|34\u00be|??\u00bf"
        + "|A`\u00c0|A'\u00c1|A^\u00c2|A~\u00c3|A\"\u00c4|A@\u00c5|AE\u00c6|C,\u00c7|E`\u00c8|E'\u00c9|E^\u00ca|E\"\u00cb|I`\u00cc|I'\u00cd|I^\u00ce|I\"\u00cf"
        + "|D-\u00d0|N~\u00d1|O`\u00d2|O'\u00d3|O^\u00d4|O~\u00d5|O\"\u00d6|/\\\u00d7|O/\u00d8|U`\u00d9|U'\u00da|U^\u00db|U\"\u00dc|Y'\u00dd|Ip\u00de|ss\u00df"
        + "|a`\u00e0|a'\u00e1|a^\u00e2|a~\u00e3|a\"\u00e4|a@\u00e5|ae\u00e6|c,\u00e7|e`\u00e8|e'\u00e9|e^\u00ea|e\"\u00eb|i`\u00ec|i'\u00ed|i^\u00ee|i\"\u00ef"
        + "|d-\u00f0|n~\u00f1|o`\u00f2|o'\u00f3|o^\u00f4|o~\u00f5|o\"\u00f6|:-\u00f7|o/\u00f8|u`\u00f9|u'\u00fa|u^\u00fb|u\"\u00fc|y'\u00fd|ip\u00fe|y\"\u00ff"
        + "|e=\u20ac|->\u2192|<-\u2190|a:\u00e4|o:\u00f6|u:\u00fc|A:\u00c4|O:\u00d6|U:\u00dc|oe\u0153|OE\u0152|s<\u0161|S<\u0160|z<\u017e|Z<\u017d"
        + "|NS\u00a0|~!\u00a1|!I\u00a1|ct\u00a2|Pd\u00a3|Cu\u00a4|Eu\u20ac|Ye\u00a5|BB\u00a6|SE\u00a7|':\u00a8|Co\u00a9|NO\u00ac"
        + "|Rg\u00ae|'m\u00af|DG\u00b0|2S\u00b2|3S\u00b3|My\u00b5|PI\u00b6|.M\u00b7|',\u00b8|1S\u00b9|~?\u00bf|?I\u00bf|A!\u00c0"
        + "|A>\u00c2|A?\u00c3|AA\u00c5|E!\u00c8|E>\u00ca|E:\u00cb|I!\u00cc|I>\u00ce|I:\u00cf|N?\u00d1|O!\u00d2|O>\u00d4|O?\u00d5"
        + "|*x\u00d7|U!\u00d9|U>\u00db|TH\u00de|s\"\u00df|a!\u00e0|a>\u00e2|a?\u00e3|aa\u00e5|e!\u00e8|e>\u00ea|e:\u00eb|i!\u00ec"
        + "|i>\u00ee|i:\u00ef|n?\u00f1|o!\u00f2|o>\u00f4|o?\u00f5|u!\u00f9|u>\u00fb|th\u00fe|y:\u00ff|\"[\u00c4|\"\\\u00d6|\"]\u00dc"
        + "|\"{\u00e4|\"|\u00f6|\"}\u00fc|\"~\u00df";

    private static readonly Dictionary<string, Rune> Known = Read();

    private readonly SortedDictionary<string, Rune> _defined = new(StringComparer.Ordinal);

    /// <summary>What the user defined, by the two characters.</summary>
    public IReadOnlyDictionary<string, Rune> Defined => _defined;

    /// <summary>Defines a digraph, or forgets one.</summary>
    /// <param name="first">The first character.</param>
    /// <param name="second">The second one.</param>
    /// <param name="code">The code point; 0 forgets, and anything that is no character is ignored.</param>
    public void Define(char first, char second, int code)
    {
        string pair = $"{first}{second}";
        if (code == 0)
        {
            _defined.Remove(pair);
        }
        else if (Rune.IsValid(code) && (_defined.Count < MaxDefined || _defined.ContainsKey(pair)))
        {
            _defined[pair] = new Rune(code);
        }
    }

    /// <summary>The character that was asked for: by two characters, <c>0ooo</c>, <c>0xhh</c> or <c>U+hhhh</c>.</summary>
    /// <param name="text">What was typed.</param>
    public Rune? Find(string text)
    {
        if (text.Length == 2)
        {
            string swapped = $"{text[1]}{text[0]}";
            return _defined.TryGetValue(text, out Rune rune)
                || _defined.TryGetValue(swapped, out rune)
                || Known.TryGetValue(text, out rune)
                || Known.TryGetValue(swapped, out rune)
                ? rune
                : null;
        }

        return text.Length > 2 && TryCode(text, out int code) && Rune.IsValid(code) && code > 0 ? new Rune(code) : null;
    }

    /// <summary>True when no more is to be typed: two characters, <c>0ooo</c>, <c>0xhh</c> or <c>U+hhhh</c>.</summary>
    /// <param name="text">What was typed.</param>
    public static bool IsComplete(string text)
    {
        bool isCode = text.Length > 0 && (text[0] == '0' || text.StartsWith("U+", StringComparison.Ordinal));
        return text.Length == (!isCode ? 2 : text[0] == '0' ? 4 : 6);
    }

    /// <summary>Reads a code point: <c>U+hhhh</c>, <c>0xhh</c>, <c>0ooo</c>, decimal, or a character itself.</summary>
    /// <param name="text">The text.</param>
    /// <param name="code">The code point.</param>
    public static bool TryCode(string text, out int code)
    {
        code = 0;
        if (text.StartsWith("U+", StringComparison.OrdinalIgnoreCase) || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
        }

        if (text.Length > 1 && text[0] == '0' && !text.AsSpan().ContainsAnyExceptInRange('0', '7') && text.Length <= 8)
        {
            code = Convert.ToInt32(text, 8);
            return true;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code))
        {
            return true;
        }

        bool isCharacter = Rune.TryGetRuneAt(text + '\0', 0, out Rune rune) && rune.Utf16SequenceLength == text.Length;
        code = isCharacter ? rune.Value : 0;
        return isCharacter;
    }

    private static Dictionary<string, Rune> Read()
    {
        var known = new Dictionary<string, Rune>(StringComparer.Ordinal);
        for (int at = 0; at + 2 < Table.Length; at += 4)
        {
            known[Table.Substring(at, 2)] = new Rune(Table[at + 2]);
        }

        return known;
    }
}
