using CsCheck;
using Multiplex.Server.Commands;

namespace Multiplex.Server.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("echo a b", "echo|a|b")]
    [InlineData("  \t echo   a", "echo|a")]
    [InlineData("# a comment", "")]
    [InlineData("echo a # b", "echo|a")]
    [InlineData("echo a#b", "echo|a#b")]
    [InlineData("echo \\#", "echo|#")]
    [InlineData("echo \"a b\" 'c d'", "echo|a b|c d")]
    [InlineData("echo a'b c'd\"e f\"g", "echo|ab cde fg")]
    [InlineData("echo 'quoted ''name'", "echo|quoted name")]
    [InlineData("echo ''", "echo|")]
    [InlineData("echo \"it's\"", "echo|it's")]
    [InlineData("echo '\"'", "echo|\"")]
    [InlineData("echo \\101\\1011", "echo|AA1")]
    [InlineData("echo \"\\n\"", "echo|\n")]
    [InlineData("echo '\\n\\101^M$HOME'", "echo|\\n\\101^M$HOME")]
    [InlineData("echo \"\\x\\;\\:\\%\\8\"", "echo|\\x\\;\\:\\%\\8")]
    [InlineData("echo \"\\'\\\"\\\\\\^\\$HOME\"", "echo|'\"\\^$HOME")]
    [InlineData("echo ^M^?^[^^", "echo|\r\u007f\u001b\u001e")]
    [InlineData("echo $HOME ${HOME}x \"$HOME\"", "echo|/tmp/home|/tmp/homex|/tmp/home")]
    [InlineData("echo $NOPE|$ $-", "echo||$|$-")]
    [InlineData("echo $:us:", "echo|")]
    [InlineData("!", "exec")]
    [InlineData("! cat x", "exec|cat|x")]
    [InlineData("|less", "|less")]
    [InlineData("echo →", "echo|→")]
    public void Parse_splits_as_screen_does(string line, string words)
    {
        Assert.Null(CommandLine.Parse(line, Variable, out List<string> parsed));

        // "|" joins the words here; a line that holds one is compared by its parts as well.
        Assert.Equal(words, string.Join('|', parsed));
    }

    [Theory]
    [InlineData("echo \"unterminated", "Missing \" quote.")]
    [InlineData("echo 'x", "Missing ' quote.")]
    [InlineData("echo ${HOME", "bad variable name.")]
    public void Parse_tells_what_is_wrong(string line, string error) => Assert.Equal(error, CommandLine.Parse(line, Variable, out _));

    [Fact]
    public void Parse_refuses_more_words_than_it_keeps() =>
        Assert.Equal("too many tokens.", CommandLine.Parse(string.Concat(Enumerable.Repeat("a ", CommandLine.MaxWords + 1)), Variable, out _));

    [Theory]
    [InlineData("echo three\\n", "echo three\n")]
    [InlineData("echo two^M", "echo two\r")]
    [InlineData("x \"q\" 'z' $HOME", "x \"q\" 'z' /tmp/home")]
    [InlineData("\\$HOME #", "$HOME #")]
    public void Expand_treats_an_argument_as_within_double_quotes(string argument, string expected)
    {
        Assert.Null(CommandLine.Expand(argument, Variable, out string word));
        Assert.Equal(expected, word);
    }

    [Fact]
    public void Bytes_that_are_no_text_survive()
    {
        Assert.Null(CommandLine.Parse("stuff \\201\\377\\000x", Variable, out List<string> words));
        Assert.Equal([0x81, 0xff, 0, (byte)'x'], CommandText.ToBytes(words[1]));
    }

    [Fact]
    public void FromBytes_and_ToBytes_are_inverse() =>
        Gen.Byte.Array.Sample(static bytes => CommandText.ToBytes(CommandText.FromBytes(bytes)).AsSpan().SequenceEqual(bytes));

    [Fact]
    public void Quote_gives_a_line_that_is_read_as_the_same_words() => Gen.String.Array[1, 5].Sample(static words =>
    {
        string[] clean = [.. words.Select(static word => CommandText.FromBytes(CommandText.ToBytes(word)))];
        string line = CommandLine.Quote(clean.Prepend("x"));
        return CommandLine.Parse(line, static _ => "!", out List<string> parsed) is null && parsed.Skip(1).SequenceEqual(clean);
    });

    private static string? Variable(string name) => name == "HOME" ? "/tmp/home" : null;
}
