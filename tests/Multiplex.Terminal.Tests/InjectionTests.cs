using System.Text;
using System.Text.RegularExpressions;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>
/// No query makes the terminal type what a program's output chose (CVE-2003-0063, CVE-2008-2383, CVE-2022-41322, CVE-2024-56803).
/// </summary>
public sealed partial class InjectionTests
{
    private const string Marker = "rm -rf EVIL";
    private const string ControlSequence = """(\e\[|\x9b)[<-?]?[0-9;:A-F]*[ -/]{0,2}[@-~]""";
    private const string DeviceControl = """(\eP|\x90)[0-9]*[$!>+*]*[|~a-z{]?[^\e\x9c\r\n]*(\e\\|\x9c)""";
    private const string SystemCommand = """(\e\]|\x9d)([0-9]+;)*(rgb:[0-9a-f/]+|[lL]|(allow[A-Z][A-Za-z]+,?)+)?(\a|\e\\|\x9c)""";

    private static readonly string[] Planted =
    [
        $"\e]0;{Marker}\a", $"\e]1;{Marker}\a", $"\e]2;{Marker}\a", $"\ek{Marker}\e\\", $"\e!{Marker}\e\\", $"\e_{Marker}\e\\",
        $"\e]7;{Marker}\a",
        $"\e]8;id={Marker};{Marker}\a", $"\e]52;c;{Marker}\a", $"\e]50;{Marker}\a", $"\e]4;1;{Marker}\a", $"\e]10;{Marker}\a",
        $"\e]12;{Marker}\a",
        $"\e]777;notify;{Marker};{Marker}\a", $"\e]1337;{Marker}\a", $"\eP0;1|17/{Marker}\e\\", $"\eP1;1;1{{{Marker}\e\\", Marker,
        $"\e]22;{Marker}\a", $"\eP0!u{Marker}\e\\", "\eP0;1|17/726D202D7266204556494C\e\\",
    ];

    private static readonly string[] Queries =
    [
        "\e[c", "\e[>c", "\e[=c", "\eZ", "\x05", "\e[5n", "\e[6n", "\e[?6n", "\e[?15n", "\e[?25n", "\e[?26n", "\e[?53n", "\e[?55n",
        "\e[?56n",
        "\e[?62n", "\e[?63;7n", "\e[?75n", "\e[?85n", "\e[?996n", "\e[11t", "\e[13t", "\e[14t", "\e[15t", "\e[16t", "\e[18t", "\e[19t",
        "\e[20t",
        "\e[21t", "\e['|", "\eP$q>t\e\\", "\eP$q>4m\e\\",
        "\e[x", "\e[1x", "\e[>q", "\e[?u", "\e[?4m", "\e[1$w", "\e[2$w", "\e[\"v", "\e[&u", "\e[4$p", "\e[?7$p", "\e[?99999$p",
        $"\eP$q{Marker}\e\\", "\eP$qm\e\\", "\eP$qr\e\\", "\eP$q\"p\e\\", "\eP$q q\e\\", $"\eP+q{Marker}\e\\", "\eP+q544e\e\\",
        "\eP+q6e616d65\e\\",
        "\eP+q524742\e\\", "\eP+q7a7a\e\\", "\e]4;1;?\a", "\e]10;?\a", "\e]11;?\a", "\e]12;?\a", "\e]52;c;?\a", "\e]50;?\a",
        "\e]7;?\a", "\e]60\a",
        "\e[1;1;1;1;1;1*y", "\e[1;1;1;4#|", "\e[?1;1;0S", "\e[#R", "\e[#S", $"\e]{Marker};?\a", $"\e_Gi=1,a=q;{Marker}\e\\",
        "\e[?2048h", "\e[?2031h", "\e[?1m", "\e[?4g", "\eP$q t\e\\", "\eP$q u\e\\", "\eP$q#y\e\\", "\eP$q>s\e\\", "\e[1'z\e['|",
        "\eP+q4d73;536d756c78;5463\e\\",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Feed_of_any_query_is_answered_in_a_fixed_grammar_only(bool utf8)
    {
        var events = new EventRecorder();
        var terminal = new TerminalEmulator(new TerminalOptions { Utf8 = utf8 }, events);
        foreach (string planted in Planted)
        {
            terminal.Feed(Encoding.UTF8.GetBytes(planted));
        }

        foreach (string query in Queries)
        {
            terminal.Feed(Encoding.UTF8.GetBytes(query));
            string reply = Encoding.Latin1.GetString(events.TakeReplies());
            Assert.True(Grammar().IsMatch(reply), $"the answer to {query[1..]} is {reply.Replace('\e', '^')}");
            Assert.DoesNotContain("EVIL", reply, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.ASCII.GetBytes("EVIL")), reply, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Feed_of_random_grammar_is_answered_in_a_fixed_grammar_only()
    {
        for (int i = 0; i < 200; i++)
        {
            int seed = Seeds.Of($"injection {i}");
            var subject = new EventRecorder();
            var terminal = new TerminalEmulator(new TerminalOptions { Columns = 40, Rows = 10 }, subject);
            terminal.Feed(new ByteGrammar(seed).Next(4096));
            string reply = Encoding.Latin1.GetString(subject.TakeReplies());
            Assert.True(Grammar().IsMatch(reply), $"seed {seed}: {reply.Replace('\e', '^')}");
        }
    }

    /// <summary>Sequences of digits and fixed words: CSI, DCS, OSC or a VT52's ESC / Z, in 7 or 8 bits, without CR, LF or free text.</summary>
    [GeneratedRegex($"^({ControlSequence}|{DeviceControl}|{SystemCommand}|\e/Z)*$")]
    private static partial Regex Grammar();
}
