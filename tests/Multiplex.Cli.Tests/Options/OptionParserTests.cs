using Multiplex.Cli.Options;
using Multiplex.Protocol.Messages;

namespace Multiplex.Cli.Tests.Options;

public sealed class OptionParserTests
{
    // What screen 4.9.0 answers to the same words.
    [Theory]
    [InlineData("-Z", "Unknown option -Z")]
    [InlineData("--foo", "Unknown option --foo")]
    [InlineData("-wx", "Unknown option -wx")]
    [InlineData("-wip", "Unknown option -wip")]
    [InlineData("-wipeout", "Unknown option -wipeout")]
    [InlineData("-aZq", "Unknown option aZq")]
    [InlineData("-dm -Zq", "Unknown option -Zq")]
    [InlineData("-lx", "x: Unknown suboption to -l")]
    [InlineData("-fx", "Unknown flow option -x")]
    [InlineData("-h -5", "-h: -5: negative scrollback size?")]
    [InlineData("-S", "Specify session-name with -S")]
    [InlineData("-dmSx", "Specify session-name with -S")]
    [InlineData("-p", "Specify a window to preselect with -p")]
    [InlineData("-c", "Specify an alternate rc-filename with -c")]
    [InlineData("-s", "Specify shell with -s")]
    [InlineData("-t", "Specify a new window-name with -t")]
    [InlineData("-dmS foo -ttitle ./sl", "Specify a new window-name with -t")]
    [InlineData("-T", "Specify terminal-type with -T")]
    [InlineData("-Logfile", "Specify logfile path with -Logfile")]
    [InlineData("-dmS foo -h5 ./sl", "Unknown option h5")]
    [InlineData("--completions ksh", "Specify bash, zsh or fish with --completions")]
    public void A_wrong_word_shows_the_usage_and_screens_text(string line, string error)
    {
        ParseResult result = Parse(line);
        Assert.True(result.ShowUsage);
        Assert.Equal(error, result.Error);
    }

    [Fact]
    public void An_empty_session_name_is_refused() => Assert.Equal("Empty session-name?", OptionParser.Parse(["-S", ""]).Error);

    [Theory]
    [InlineData(80, false)]
    [InlineData(81, true)]
    public void A_session_name_has_at_most_80_characters(int length, bool refused)
    {
        string? error = OptionParser.Parse(["-S", new string('x', length)]).Error;
        Assert.Equal(refused ? "Session-name is too long (max length is 80 symbols)" : null, error);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-help")]
    public void A_missing_number_behind_h_shows_the_usage_without_an_error(string line)
    {
        ParseResult result = Parse(line);
        Assert.True(result.ShowUsage);
        Assert.Null(result.Error);
    }

    [Fact]
    public void The_usual_form_of_scripts_is_read_whole()
    {
        ParsedOptions options = Read("-dmS train python3 train.py --epochs 3");
        Assert.Equal(DetachKind.Detach, options.Detach);
        Assert.True(options.IgnoreInside);
        Assert.Equal("train", options.Session);
        Assert.Equal(["python3", "train.py", "--epochs", "3"], options.Arguments);
    }

    [Fact]
    public void The_name_of_a_session_may_be_the_last_word_behind_joined_letters()
    {
        ParsedOptions options = Read("-dmS train");
        Assert.Equal("train", options.Session);
        Assert.True(options.IgnoreInside);
        Assert.Empty(options.Arguments);
    }

    [Theory]
    [InlineData("-dmS foo")]
    [InlineData("-DmS foo")]
    [InlineData("-d -mS foo")]
    public void A_detached_session_can_be_named_by_the_last_word(string line)
    {
        ParsedOptions options = Read(line);
        Assert.Equal("foo", options.Session);
        Assert.True(options.IgnoreInside);
        Assert.Empty(options.Arguments);
    }

    [Theory]
    [InlineData("-dmSm foo sl")]
    [InlineData("-S foo -dm sl")]
    [InlineData("-S foo -d -m sl")]
    [InlineData("-dmS foo -- sl")]
    [InlineData("-m -dS foo sl")]
    public void Letters_go_on_behind_an_option_whose_argument_is_a_word_of_its_own(string line)
    {
        ParsedOptions options = Read(line);
        Assert.Equal("foo", options.Session);
        Assert.True(options.IgnoreInside);
        Assert.Equal(["sl"], options.Arguments);
    }

    [Theory]
    [InlineData("-e^Aa", "^Aa")]
    [InlineData("-e ^Bb", "^Bb")]
    [InlineData("-qexy", "xy")]
    public void An_attached_argument_is_the_rest_of_the_word_or_the_next(string line, string escape) => Assert.Equal(escape, Read(line).Escape);

    [Theory]
    [InlineData("-r", 1, null)]
    [InlineData("-r foo", 1, "foo")]
    [InlineData("-R", 2, null)]
    [InlineData("-rr", 3, null)]
    [InlineData("-RR foo", 4, "foo")]
    [InlineData("-xRR", 4, null)]
    [InlineData("-aAxR foo", 4, "foo")]
    [InlineData("-rR", 4, null)]
    [InlineData("-d -r foo", 1, "foo")]
    [InlineData("-dr foo", 1, "foo")]
    [InlineData("-d foo -r", 0, null)]
    [InlineData("-S foo -r", 1, "foo")]
    [InlineData("-r -S foo", 1, "foo")]
    [InlineData("-D -RR", 4, null)]
    public void Resuming_counts_as_screen_counts(string line, int level, string? session)
    {
        ParsedOptions options = Read(line);
        Assert.Equal(level, options.ResumeLevel);
        Assert.Equal(session, options.Session);
    }

    [Theory]
    [InlineData("-d foo", "foo", "")]
    [InlineData("-d", null, "")]
    [InlineData("-d foo bar", null, "foo bar")]
    [InlineData("-dm job", null, "job")]
    [InlineData("-Dm job", null, "job")]
    [InlineData("-d -m job x", null, "job x")]
    public void Detach_takes_a_session_only_when_it_is_the_last_word_and_no_session_is_started(string line, string? session, string rest)
    {
        ParsedOptions options = Read(line);
        Assert.Equal(session, options.Session);
        Assert.Equal(rest, string.Join(' ', options.Arguments));
    }

    [Theory]
    [InlineData("-ls", false, null)]
    [InlineData("-list foo", false, "foo")]
    [InlineData("-listx", false, null)]
    [InlineData("-wipe", true, null)]
    [InlineData("-wipe foo", true, "foo")]
    [InlineData("-q -ls foo", false, "foo")]
    [InlineData("-qls", false, null)]
    [InlineData("-S foo -ls", false, "foo")]
    public void Lists_take_a_match(string line, bool wipe, string? match)
    {
        ParsedOptions options = Read(line);
        Assert.True(options.List);
        Assert.Equal(wipe, options.Wipe);
        Assert.Equal(match, options.Session);
    }

    [Theory]
    [InlineData("-f", CreateChoice.On)]
    [InlineData("-fy", CreateChoice.On)]
    [InlineData("-f1", CreateChoice.On)]
    [InlineData("-fnq", CreateChoice.Off)]
    [InlineData("-f0", CreateChoice.Off)]
    [InlineData("-fa", CreateChoice.Auto)]
    public void Flow_control_has_a_letter_of_its_own(string line, CreateChoice expected) => Assert.Equal(expected, Read(line).FlowControl);

    [Theory]
    [InlineData("-l", CreateChoice.On)]
    [InlineData("-ln", CreateChoice.Off)]
    [InlineData("-la", CreateChoice.Auto)]
    public void Login_has_a_letter_of_its_own(string line, CreateChoice expected) => Assert.Equal(expected, Read(line).Login);

    [Theory]
    [InlineData("-h 500", 500)]
    [InlineData("-h 5x", 5)]
    [InlineData("-h x", 0)]
    [InlineData("-h 99999999999", int.MaxValue)]
    public void Scrollback_is_read_as_far_as_it_is_a_number(string line, int lines) => Assert.Equal(lines, Read(line).Scrollback);

    [Theory]
    [InlineData("-v", Question.Version)]
    [InlineData("-ve", Question.Version)]
    [InlineData("-v -Z", Question.Version)]
    [InlineData("--version", Question.Version)]
    [InlineData("--help", Question.Help)]
    [InlineData("--man", Question.Manual)]
    [InlineData("--doctor", Question.Doctor)]
    [InlineData("--completions zsh", Question.Completions)]
    [InlineData("--daemon", Question.Daemon)]
    public void A_question_is_answered_whatever_follows(string line, object question) => Assert.Equal((Question)question, Read(line).Question);

    [Fact]
    public void A_command_takes_everything_behind_the_options()
    {
        ParsedOptions options = Read("-S foo -p 1 -X stuff -r ls");
        Assert.Equal(CommandRequest.Execute, options.Command);
        Assert.Equal("1", options.Preselect);
        Assert.Equal(["stuff", "-r", "ls"], options.Arguments);
        Assert.Equal(0, options.ResumeLevel);
    }

    [Fact]
    public void Log_file_and_logging_are_two_options()
    {
        ParsedOptions options = Read("-L -Logfile x.%n prog");
        Assert.True(options.Logging);
        Assert.Equal("x.%n", options.LogFile);
        Assert.False(Read("-Logfile x prog").Logging);
    }

    [Fact]
    public void Only_an_empty_line_counts_as_empty()
    {
        Assert.True(OptionParser.Parse([]).Options.IsEmpty);
        Assert.False(Read("-q").IsEmpty);
    }

    [Fact]
    public void Names_are_unique_and_summaries_are_sentences()
    {
        OptionDefinition[] table = OptionTable.Create();
        Assert.Equal(table.Length, table.Select(definition => definition.Name).Distinct().Count());
        Assert.All(table, definition => Assert.EndsWith(".", definition.Summary, StringComparison.Ordinal));
    }

    private static ParseResult Parse(string line) => OptionParser.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static ParsedOptions Read(string line)
    {
        ParseResult result = Parse(line);
        Assert.False(result.ShowUsage, result.Error);
        return result.Options;
    }
}
