using System.Collections.Frozen;
using System.Text;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.Sequences;

/// <summary>
/// What XTGETTCAP answers: what programs ask a terminal for because terminfo does not tell or is not trusted. Names and values are our own;
/// a value is as in terminfo, null of a capability that is there or not. Keys are those of screen-256color.
/// </summary>
internal static class Capabilities
{
    /// <summary>Longest name, so that longer ones need not be decoded.</summary>
    public const int MaxNameLength = 16;

    private static readonly FrozenDictionary<string, string?> _values = new Dictionary<string, string?>
    {
        ["Co"] = "256",
        ["colors"] = "256",
        ["RGB"] = "8/8/8",
        ["Tc"] = null,
        ["AX"] = null,
        ["XT"] = null,
        ["XF"] = null,
        ["Su"] = null,
        ["am"] = null,
        ["bce"] = null,
        ["km"] = null,
        ["setrgbf"] = "\e[38:2:%p1%d:%p2%d:%p3%dm",
        ["setrgbb"] = "\e[48:2:%p1%d:%p2%d:%p3%dm",
        ["setaf"] = "\e[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m",
        ["setab"] = "\e[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e48;5;%p1%d%;m",
        ["Smulx"] = "\e[4:%p1%dm",
        ["Setulc"] = "\e[58:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%dm",
        ["Smol"] = "\e[53m",
        ["Rmol"] = "\e[55m",
        ["smxx"] = "\e[9m",
        ["rmxx"] = "\e[29m",
        ["sitm"] = "\e[3m",
        ["ritm"] = "\e[23m",
        ["dim"] = "\e[2m",
        ["Se"] = "\e[0 q",
        ["Ss"] = "\e[%p1%d q",
        ["Cs"] = "\e]12;%p1%s\a",
        ["Cr"] = "\e]112\a",
        ["Ms"] = "\e]52;%p1%s;%p2%s\a",
        ["Hls"] = "\e]8;%?%p1%l%tid=%p1%s%;;%p2%s\e\\",
        ["Sync"] = "\e[?2026%?%p1%{1}%-%tl%eh%;",
        ["BE"] = "\e[?2004h",
        ["BD"] = "\e[?2004l",
        ["PS"] = "\e[200~",
        ["PE"] = "\e[201~",
        ["fe"] = "\e[?1004h",
        ["fd"] = "\e[?1004l",
        ["kxIN"] = "\e[I",
        ["kxOUT"] = "\e[O",
        ["XM"] = "\e[?1006;1000%?%p1%{1}%=%th%el%;",
        ["kmous"] = "\e[<",
        ["E3"] = "\e[3J",
        ["rep"] = "%p1%c\e[%p2%{1}%-%db",
        ["Enmg"] = "\e[?69h",
        ["Dsmg"] = "\e[?69l",
        ["Cmg"] = "\e[%i%p1%d;%p2%ds",
        ["Clmg"] = "\e[s",
        ["TS"] = "\e]0;",
        ["fsl"] = "\a",
        ["RV"] = "\e[>c",
        ["XR"] = "\e[>0q",
        ["kcuu1"] = "\eOA",
        ["kcud1"] = "\eOB",
        ["kcuf1"] = "\eOC",
        ["kcub1"] = "\eOD",
        ["ku"] = "\eOA",
        ["kd"] = "\eOB",
        ["kr"] = "\eOC",
        ["kl"] = "\eOD",
        ["khome"] = "\e[1~",
        ["kh"] = "\e[1~",
        ["kend"] = "\e[4~",
        ["@7"] = "\e[4~",
        ["kich1"] = "\e[2~",
        ["kI"] = "\e[2~",
        ["kdch1"] = "\e[3~",
        ["kD"] = "\e[3~",
        ["kpp"] = "\e[5~",
        ["kP"] = "\e[5~",
        ["knp"] = "\e[6~",
        ["kN"] = "\e[6~",
        ["kbs"] = "\x7f",
        ["kb"] = "\x7f",
        ["kcbt"] = "\e[Z",
        ["kB"] = "\e[Z",
        ["kf1"] = "\eOP",
        ["k1"] = "\eOP",
        ["kf2"] = "\eOQ",
        ["k2"] = "\eOQ",
        ["kf3"] = "\eOR",
        ["k3"] = "\eOR",
        ["kf4"] = "\eOS",
        ["k4"] = "\eOS",
        ["kf5"] = "\e[15~",
        ["k5"] = "\e[15~",
        ["kf6"] = "\e[17~",
        ["k6"] = "\e[17~",
        ["kf7"] = "\e[18~",
        ["k7"] = "\e[18~",
        ["kf8"] = "\e[19~",
        ["k8"] = "\e[19~",
        ["kf9"] = "\e[20~",
        ["k9"] = "\e[20~",
        ["kf10"] = "\e[21~",
        ["k;"] = "\e[21~",
        ["kf11"] = "\e[23~",
        ["F1"] = "\e[23~",
        ["kf12"] = "\e[24~",
        ["F2"] = "\e[24~",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>XTGETTCAP: names in hexadecimal; the answer holds only names and values of our own. The first name that is not known ends
    /// the answers (xterm).</summary>
    public static void Answer(TerminalCore terminal, StringRequest request)
    {
        ReadOnlySpan<byte> rest = request.Text;
        Span<byte> bytes = stackalloc byte[MaxNameLength];
        while (ColorCommands.TryNext(ref rest, out ReadOnlySpan<byte> text))
        {
            string name = HexText.TryDecode(text, bytes, out int length) ? Encoding.Latin1.GetString(bytes[..length]) : string.Empty;
            if (!TryFind(terminal, name, out string? value))
            {
                terminal.Reply("\eP0+r\e\\"u8);
                return;
            }

            AnswerOne(terminal, name, value);
        }
    }

    private static void AnswerOne(TerminalCore terminal, string name, string? value)
    {
        var reply = new ReplyBuilder(stackalloc byte[ParserLimits.MaxReplyBytes]);
        reply.Add("\eP1+r"u8);
        AddHex(ref reply, name);
        if (value is not null)
        {
            reply.Add('=');
            AddHex(ref reply, value);
        }

        reply.Add("\e\\"u8);
        terminal.Reply(reply.Written);
    }

    private static bool TryFind(TerminalCore terminal, string name, out string? value)
    {
        if (name is "TN" or "name")
        {
            value = terminal.Options.TerminalName;
            return true;
        }

        return _values.TryGetValue(name, out value);
    }

    private static void AddHex(ref ReplyBuilder reply, string text)
    {
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, ParserLimits.MaxReplyBytes / 4)))
        {
            reply.AddHex(character & 0x7F, 2, upper: false);
        }
    }
}
