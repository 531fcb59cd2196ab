using Multiplex.Cli.Actions;
using Multiplex.Cli.Options;
using Multiplex.Protocol.Messages;

namespace Multiplex.Cli.Tests.Actions;

public sealed class DecisionTests
{
    private static readonly Surroundings Outside = new(string.Empty, -1, true, "xterm");
    private static readonly Surroundings Inside = new("17.work", 2, true, "screen-256color");

    [Fact]
    public void No_argument_starts_a_bare_session()
    {
        CreateMessage message = Decide<MuxAction.StartAndAttach>("", Outside).Message;
        Assert.True(message.Flags.HasFlag(CreateFlags.IsBareStart));
        Assert.Null(message.Name);
        Assert.Empty(message.Arguments);
    }

    [Fact]
    public void A_program_starts_a_session_that_runs_it()
    {
        CreateMessage message = Decide<MuxAction.StartAndAttach>("-S train -t title -h 50 -T vt100 -s /bin/sh -c rc -L -e^Bb top -d 3", Outside).Message;
        Assert.Equal("train", message.Name);
        Assert.Equal("title", message.Title);
        Assert.Equal(50, message.Scrollback);
        Assert.Equal("vt100", message.Term);
        Assert.Equal("/bin/sh", message.Shell);
        Assert.Equal("rc", message.RcFile);
        Assert.Equal("^Bb", message.Escape);
        Assert.Equal(CreateFlags.Logging, message.Flags);
        Assert.Equal(["top", "-d", "3"], message.Arguments);
    }

    [Theory]
    [InlineData("-dmS train job", CreateFlags.Detached)]
    [InlineData("-DmS train job", CreateFlags.WaitForEnd)]
    public void Starting_without_attaching_needs_no_terminal(string line, CreateFlags flags)
    {
        CreateMessage message = Decide<MuxAction.Start>(line, Outside with { HasTerminal = false, Term = "" }).Message;
        Assert.Equal(flags, message.Flags);
        Assert.Equal("train", message.Name);
        Assert.Equal(["job"], message.Arguments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-S x")]
    [InlineData("-r")]
    [InlineData("-x foo")]
    [InlineData("-d -r")]
    [InlineData("-D -RR")]
    [InlineData("-R")]
    public void Attaching_needs_a_terminal(string line) =>
        Assert.Equal("Must be connected to a terminal.", Decide<MuxAction.Refuse>(line, Outside with { HasTerminal = false }).Text);

    [Theory]
    [InlineData("")]
    [InlineData("-r")]
    public void Attaching_needs_a_terminal_type(string line) =>
        Assert.Equal("Please set a terminal type.", Decide<MuxAction.Refuse>(line, Outside with { Term = "" }).Text);

    [Theory]
    [InlineData("-r foo", AttachFlags.None)]
    [InlineData("-d -r foo", AttachFlags.DetachOther)]
    [InlineData("-dr foo", AttachFlags.DetachOther)]
    [InlineData("-D -r foo", AttachFlags.DetachOther | AttachFlags.PowerDetach)]
    [InlineData("-R foo", AttachFlags.CreateIfNone)]
    [InlineData("-RR foo", AttachFlags.CreateIfNone | AttachFlags.Youngest)]
    [InlineData("-d -R foo", AttachFlags.CreateIfNone | AttachFlags.DetachOther)]
    [InlineData("-d -RR foo", AttachFlags.CreateIfNone | AttachFlags.DetachOther | AttachFlags.Youngest)]
    [InlineData("-D -R foo", AttachFlags.CreateIfNone | AttachFlags.DetachOther | AttachFlags.PowerDetach)]
    [InlineData("-D -RR foo", AttachFlags.CreateIfNone | AttachFlags.DetachOther | AttachFlags.PowerDetach | AttachFlags.Youngest)]
    [InlineData("-x foo", AttachFlags.Multi)]
    [InlineData("-xRR foo", AttachFlags.Multi | AttachFlags.CreateIfNone | AttachFlags.Youngest)]
    [InlineData("-A -q -r foo", AttachFlags.AdaptSize | AttachFlags.Quiet)]
    public void Attaching_has_all_of_screens_forms(string line, AttachFlags flags)
    {
        AttachMessage message = Decide<MuxAction.Attach>(line, Outside).Message;
        Assert.Equal(flags, message.Flags);
        Assert.Equal("foo", message.Target);
        Assert.Equal(flags.HasFlag(AttachFlags.CreateIfNone), message.Create is not null);
    }

    [Fact]
    public void Create_or_attach_names_the_new_session_by_its_argument()
    {
        CreateMessage create = Decide<MuxAction.Attach>("-R foo job", Outside).Message.Create!;
        Assert.Equal("foo", create.Name);
        Assert.Equal(["job"], create.Arguments);
        Assert.True(create.Flags.HasFlag(CreateFlags.SayNewScreen));
    }

    [Theory]
    [InlineData("-d foo", DetachFlags.None)]
    [InlineData("-D foo", DetachFlags.Power)]
    [InlineData("-q -d foo", DetachFlags.Quiet)]
    public void Detaching_elsewhere_needs_no_terminal(string line, DetachFlags flags)
    {
        DetachRequestMessage message = Decide<MuxAction.Detach>(line, Outside with { HasTerminal = false }).Message;
        Assert.Equal(flags, message.Flags);
        Assert.Equal("foo", message.Target);
    }

    [Theory]
    [InlineData("-ls", ListFlags.None, "")]
    [InlineData("-list foo", ListFlags.None, "foo")]
    [InlineData("-wipe", ListFlags.Wipe, "")]
    [InlineData("-q -ls", ListFlags.Quiet, "")]
    [InlineData("-ls --json", ListFlags.Json, "")]
    public void Listing_needs_no_terminal(string line, ListFlags flags, string match)
    {
        ListMessage message = Decide<MuxAction.List>(line, Inside with { HasTerminal = false }).Message;
        Assert.Equal(flags, message.Flags);
        Assert.Equal(match, message.Match);
        Assert.Equal("17.work", message.InsideOf);
    }

    [Fact]
    public void A_command_goes_to_the_named_session()
    {
        CommandMessage message = Decide<MuxAction.Request>("-S foo -p 3 -X title hey", Inside).Message;
        Assert.Equal(CommandRequest.Execute, message.Request);
        Assert.Equal("foo", message.Target);
        Assert.Equal("3", message.Preselect);
        Assert.Equal(["title", "hey"], message.Arguments);
    }

    [Theory]
    [InlineData("-X title hey", "17.work")]
    [InlineData("-m -X title hey", "")]
    public void A_command_without_a_name_goes_to_the_session_around_it(string line, string target) =>
        Assert.Equal(target, Decide<MuxAction.Request>(line, Inside).Message.Target);

    [Theory]
    [InlineData("-Q windows", CommandFlags.None)]
    [InlineData("-Q --json windows", CommandFlags.Json)]
    [InlineData("-d -Q windows", CommandFlags.AttachedOnly)]
    [InlineData("-r -Q windows", CommandFlags.DetachedOnly)]
    public void A_query_may_be_restricted(string line, CommandFlags flags) =>
        Assert.Equal(flags, Decide<MuxAction.Request>(line, Outside).Message.Flags);

    [Theory]
    [InlineData("-X")]
    [InlineData("-Q")]
    [InlineData("-S foo -X")]
    public void A_command_must_be_given(string line) => Assert.Equal("Please specify a command.", Decide<MuxAction.Refuse>(line, Outside).Text);

    [Theory]
    [InlineData("-X sessionname")]
    [InlineData("-Q sessionname")]
    public void A_name_must_be_given(string line) => Assert.Equal("Please specify a parameter.", Decide<MuxAction.Refuse>(line, Outside).Text);

    [Theory]
    [InlineData("top -d 3")]
    [InlineData("-t mine -h 5 3 top")]
    public void Inside_a_session_a_program_opens_a_window_there(string line)
    {
        CommandMessage message = Decide<MuxAction.Request>(line, Inside with { HasTerminal = false }).Message;
        Assert.Equal(CommandRequest.NewWindow, message.Request);
        Assert.Equal("17.work", message.Target);
        Assert.Equal(2, message.CallerWindow);
        Assert.NotNull(message.Create);
    }

    [Theory]
    [InlineData("-m top")]
    [InlineData("-S other top")]
    public void Inside_a_session_another_one_can_be_started(string line) => Decide<MuxAction.StartAndAttach>(line, Inside);

    [Theory]
    [InlineData("-e a", "Two characters are required with -e option, not 'a'.")]
    [InlineData("-e ^A", "Two characters are required with -e option, not '^A'.")]
    [InlineData("-e abc", "Two characters are required with -e option, not 'abc'.")]
    [InlineData("-T 12345678901234567890123456789012345678901", "-T: terminal name too long. (max. 40 char)")]
    public void What_screen_refuses_without_the_usage_is_refused_so(string line, string text)
    {
        MuxAction.Refuse refusal = Decide<MuxAction.Refuse>(line, Outside);
        Assert.Equal(text, refusal.Text);
        Assert.False(refusal.WithUsage);
    }

    [Theory]
    [InlineData("^Aa")]
    [InlineData("ab")]
    [InlineData("^B^B")]
    [InlineData("\\001a")]
    [InlineData("\\1\\2")]
    [InlineData("\\\\a")]
    [InlineData("^^x")]
    public void Command_characters_have_screens_notations(string text) => Assert.True(EscapeCharacters.AreTwo(text));

    [Fact]
    public void Questions_are_answered_without_a_terminal()
    {
        Surroundings bare = new(string.Empty, -1, false, string.Empty);
        Assert.Equal(Question.Version, Decide<MuxAction.Answer>("-v", bare).Question);
        Assert.Equal("fish", Decide<MuxAction.Answer>("--completions fish", bare).Argument);
        Assert.Equal(new MuxAction.RunDaemon(false, false), Decide<MuxAction.RunDaemon>("--daemon", bare));
        Assert.Equal(new MuxAction.RunDaemon(true, true), Decide<MuxAction.RunDaemon>("--daemon --take-over --ready", bare));
    }

    private static TAction Decide<TAction>(string line, in Surroundings surroundings)
        where TAction : MuxAction
    {
        ParseResult parsed = OptionParser.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Assert.IsType<TAction>(Decision.Decide(parsed, surroundings));
    }
}
