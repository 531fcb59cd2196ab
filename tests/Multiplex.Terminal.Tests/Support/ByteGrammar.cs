using System.Text;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>
/// Random terminal output with a seed: text, wide and combining characters, sequences with likely and unlikely parameters, broken bytes.
/// </summary>
internal sealed class ByteGrammar
{
    private static readonly string[] Texts =
        ["a", "Hello, world ", "x", "0123456789", "\t", " ", "ab", "The quick brown fox jumps over the lazy dog. "];
    private static readonly string[] WideTexts = ["中", "日本語", "한글", "ｆｕｌｌ", "😀", "🚀x", "漢字漢字漢字漢字漢字漢", "한국어漢字かな漢字，終"];
    private static readonly string[] Combining =
        ["e\u0301", "\u0302", "a\u0323\u0302", "👩\u200d💻", "🇩🇪", "❤\ufe0f", "👍🏽", "\u200d", "\u1112\u1161\u11ab"];
    private static readonly string[] Strings =
    [
        "\e]0;title\a", "\e]2;t\e\\", "\e]8;;http://a.b/c\e\\", "\e]8;;\a", "\e]4;1;#102030\a", "\e]104\a", "\e]10;?\a", "\ektitle\e\\",
        "\eP$qm\e\\", "\eP+q436f\e\\", "\ePq#0!10~-\e\\", "\e_Gf=24;AAAA\e\\", "\e^pm\e\\", "\eXsos\e\\", "\e!msg\e\\", "\e]52;c;aGk=\a",
        "\e]133;A\a", "\e]9;4;1;50\a", "\e]777;notify;a;b\a", "\e]1337;x\a", "\eP2$t3/9/40\e\\",
        "\e]99;i=1:d=0;one \e\\", "\e]99;i=1:p=body;two\e\\", "\e]99;e=1;SGk=\a", "\e]lsun\a", "\e]Lsun\e\\", "\e]60\a", "\e[5ipage\e[4i",
        "\e[5i\e[1mopen", "\e[4i", "\e[61\"p", "\e[62\"p", "\e[63;1\"p", "\e[65;1\"p", "\e[65;1\"p", "\e[65;1\"p", "\e[#S", "\e['|",
        "\e[?2l", "\eY%%", "\e<", "\e<", "\e<", "\e<\e[65;1\"p", "\e[1'z", "\e[2;1'z", "\e[1;3'{", "\e[1;1;3;4'w", "\e[0'z", "\e[1 t",
        "\e[8 t", "\e[2 u",
        "\e[5#y", "\e[>2s", "\e]22;text\a", "\eP1!uA\e\\", "\eP0!u%0\e\\", "\eP1;1|17/41;18/42\e\\", "\e[>1;3m", "\e[>4;1f", "\e[?1;4m",
        "\e[?4g", "\e[>2n", "\eP+q436f;4d73\e\\", "\e[&u",
    ];

    private static readonly int[] Modes =
    [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 25, 40, 41, 42, 44, 45, 47, 66, 67, 69, 95, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016,
        1034, 1045, 1046, 1047,
        1048, 1049, 2004, 2026, 2027, 2031, 2048, 99999,
    ];

    private static readonly string[] Escapes =
    [
        "7", "8", "D", "E", "M", "H", "c", "=", ">", "#8", "6", "9", "(0", "(B", ")0", ")B", "*A", "+<", "-A", "n", "o", "|", "}", "~",
        "N", "O", " F", " G", " L", " M", " N", "(>", "(5", ".A",
        "g", "Z", "l", "m", "V", "W", "%G", "(K", "#3", "#4", "#5", "#6", "#6", "<", "Y", "A", "B", "C", "F", "G", "I", "J", "K",
        "(\"?", "(%0", ")&4", "(\">", "(<",
    ];

    private readonly Random _random;
    private readonly List<byte> _bytes = [];

    public ByteGrammar(int seed) => _random = new Random(seed);

    /// <summary>Some bytes of output: at least <paramref name="atLeast"/>, ending where it happens to.</summary>
    public byte[] Next(int atLeast)
    {
        _bytes.Clear();
        while (_bytes.Count < atLeast)
        {
            AddAny();
        }

        return [.. _bytes];
    }

    private void AddAny()
    {
        switch (_random.Next(24))
        {
            case < 6:
                Add(One(Texts));
                break;
            case < 8:
                Add(One(WideTexts));
                break;
            case 8:
                Add(One(Combining));
                break;
            case < 11:
                Add(One(["\r", "\n", "\r\n", "\b", "\t", "\v", "\f", "\a", "\x0e", "\x0f", "\0", "\x7f"]));
                break;
            case < 18:
                AddControlSequence();
                break;
            case 18:
                AddMode();
                break;
            case 19:
                Add("\e" + One(Escapes));
                break;
            case 20:
                Add(One(Strings));
                break;
            case 21:
                AddRendition();
                break;
            case 22:
                AddBroken();
                break;
            default:
                Add(((char)_random.Next(0x20, 0x3000)).ToString());
                break;
        }
    }

    /// <summary>Any final byte with any prefix, intermediates and parameters.</summary>
    private void AddControlSequence()
    {
        string prefix = One(["", "", "", "", "", "?", ">", "=", "<"]);
        string intermediates = One(["", "", "", "", "", "", "$", "*", "'", "\"", "#", "!", " ", "&"]);
        Add($"\e[{prefix}{Parameters()}{intermediates}{(char)_random.Next(0x40, 0x7F)}");
    }

    private string Parameters()
    {
        var builder = new StringBuilder();
        int count = _random.Next(8) switch { < 2 => 0, < 5 => 1, < 7 => 2, _ => _random.Next(12) };
        for (int i = 0; i < count; i++)
        {
            builder.Append(i == 0 ? "" : _random.Next(20) == 0 ? ":" : ";").Append(Parameter());
        }

        return builder.ToString();
    }

    private string Parameter() => _random.Next(16) switch
    {
        < 10 => _random.Next(30).ToString(System.Globalization.CultureInfo.InvariantCulture),
        < 13 => _random.Next(120).ToString(System.Globalization.CultureInfo.InvariantCulture),
        13 => "",
        14 => _random.Next(int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => One(["65535", "65536", "2147483648", "4294967297", "99999999999999999999999"]),
    };

    private void AddMode() =>
        Add($"\e[{One(["?", "?", "?", ""])}{Modes[_random.Next(Modes.Length)]}{One(["h", "l", "h", "l", "s", "r", "$p"])}");

    private void AddRendition() => Add(One(
    [
        "\e[m", "\e[1m", "\e[4:3m", "\e[7m", $"\e[3{_random.Next(8)}m", $"\e[48;5;{_random.Next(256)}m", "\e[1\"q", "\e[0\"q",
        $"\e[38;2;{_random.Next(256)};{_random.Next(256)};{_random.Next(256)}m", $"\e[58:2::{_random.Next(256)}:1:2m", "\e[#{", "\e[#}",
    ]));

    /// <summary>Bytes that are no text and sequences that end too soon.</summary>
    private void AddBroken()
    {
        switch (_random.Next(4))
        {
            case 0:
                for (int i = _random.Next(6); i >= 0; i--)
                {
                    _bytes.Add((byte)_random.Next(256));
                }

                break;
            case 1:
                Add(One(["\e[", "\e[1;", "\e]2;ab", "\eP$q", "\e", "\e(", "\e_", "\e[?", "\e[1:2:"]));
                break;
            case 2:
                Add(One(["\x18", "\x1a", "\e\\", "\e\e", "\u0084", "\u0085", "\u009b5n", "\u0090", "\u009c", "\u008d"]));
                break;
            default:
                byte[] whole = Encoding.UTF8.GetBytes(One(WideTexts));
                _bytes.AddRange(whole.AsSpan(0, _random.Next(1, whole.Length + 1)));
                break;
        }
    }

    private void Add(string text) => _bytes.AddRange(Encoding.UTF8.GetBytes(text));

    private string One(string[] choices) => choices[_random.Next(choices.Length)];
}
