using System.Globalization;
using Multiplex.Protocol.Listing;

namespace Multiplex.Protocol.Tests.Listing;

public sealed class SessionListingTests
{
    private static readonly DateTimeOffset _created = new(new DateTime(2026, 11, 23, 2, 5, 22, DateTimeKind.Local));

    [Fact]
    public void List_without_sessions_names_the_directory_and_exits_1()
    {
        Assert.Equal(("No Sockets found in /run/mux.\n\r\n", 1), SessionListing.List([], "/run/mux", null, quiet: false));
        Assert.Equal((string.Empty, 9), SessionListing.List([], "/run/mux", null, quiet: true));
    }

    [Fact]
    public void List_with_one_session_speaks_in_the_singular_and_has_debians_time_column()
    {
        (string text, int exitCode) = SessionListing.List([Entry(27136, "one")], "/d", null, quiet: false);
        Assert.Equal("There is a screen on:\r\n\t27136.one\t(11/23/26 02:05:22)\t(Detached)\n1 Socket in /d.\r\n", text);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public void List_with_several_sessions_speaks_in_the_plural_and_shows_each_state()
    {
        SessionEntry[] sessions =
        [
            Entry(1, "a", SessionCondition.Attached), Entry(2, "b"), Entry(3, "c", SessionCondition.Dead),
            Entry(4, "d", SessionCondition.Attached) with { IsMultiuser = true },
            Entry(5, "e") with { IsMultiuser = true },
        ];
        (string text, _) = SessionListing.List(sessions, "/d", null, quiet: false);
        Assert.StartsWith("There are screens on:\r\n", text, StringComparison.Ordinal);
        foreach (string state in (string[])["(Attached)\n", "(Detached)\n", "(Dead ???)\n", "(Multi, attached)\n", "(Multi, detached)\n"])
        {
            Assert.Contains(state, text, StringComparison.Ordinal);
        }

        Assert.EndsWith("Remove dead screens with 'mux -wipe'.\r\n5 Sockets in /d.\r\n", text, StringComparison.Ordinal);
        Assert.Equal(15, SessionListing.List(sessions, "/d", null, quiet: true).ExitCode);
    }

    [Fact]
    public void List_after_a_wipe_counts_what_was_removed_and_exits_1_when_nothing_is_left()
    {
        SessionEntry[] sessions = [Entry(1, "d1", SessionCondition.Removed), Entry(2, "d2", SessionCondition.Removed)];
        (string text, int exitCode) = SessionListing.List(sessions, "/d", null, quiet: false);
        Assert.Contains("\t2.d2\t(11/23/26 02:05:22)\t(Removed)\n2 sockets wiped out.\r\nNo Sockets found in /d.\n\r\n", text, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public void List_never_passes_control_characters_of_a_name_on()
    {
        (string text, _) = SessionListing.List([Entry(1, "x\u001b]52;c;a\u0007")], "/d", null, quiet: false);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u0007', text);
    }

    [Fact]
    public void Json_escapes_names_and_gives_utc_times()
    {
        (string text, int exitCode) = SessionListing.Json([Entry(7, "a\"\\\n")], "/d", null);
        string utc = _created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        Assert.Equal(
            "{\"version\":1,\"directory\":\"/d\",\"sessions\":[{\"pid\":7,\"name\":\"a\\\"\\\\\\u000a\",\"session\":\"7.a\\\"\\\\\\u000a\",\"created\":\"" + utc
                + "\",\"state\":\"detached\",\"multiuser\":false,\"displays\":0,\"windows\":null,\"stopped\":0}]}\n",
            text);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("27136", MatchQuality.Exact)]
    [InlineData("27136.work", MatchQuality.Exact)]
    [InlineData("work", MatchQuality.Exact)]
    [InlineData("wo", MatchQuality.Prefix)]
    [InlineData("27", MatchQuality.Prefix)]
    [InlineData("27136.w", MatchQuality.Prefix)]
    [InlineData("", MatchQuality.Prefix)]
    [InlineData(null, MatchQuality.Prefix)]
    [InlineData("ork", MatchQuality.None)]
    [InlineData("7136", MatchQuality.None)]
    [InlineData("works", MatchQuality.None)]
    public void Quality_follows_pid_name_and_prefixes(string? text, MatchQuality expected) =>
        Assert.Equal(expected, SessionMatch.Quality(27136, "work", text));

    [Fact]
    public void Quality_lets_the_tty_prefix_be_left_out_and_finds_names_that_begin_with_digits()
    {
        Assert.Equal(MatchQuality.Exact, SessionMatch.Quality(5, "tty1.host", "1.host"));
        Assert.Equal(MatchQuality.Exact, SessionMatch.Quality(5, "2024run", "2024run"));
    }

    [Fact]
    public void Decide_prefers_an_exact_name_to_a_longer_one()
    {
        SessionChoice choice = SessionChoice.Decide([Entry(2, "log-old"), Entry(1, "log")], new(SessionWish.Resume, "log"));
        Assert.Equal(1, choice.Session?.Pid);
    }

    [Theory]
    [InlineData(SessionWish.Resume, null, false, "There is no screen to be resumed.\r\n")]
    [InlineData(SessionWish.Resume, "foo", false, "There is no screen to be resumed matching foo.\r\n")]
    [InlineData(SessionWish.Resume, null, true, "There is no screen to be detached.\r\n")]
    [InlineData(SessionWish.Share, "zzz", false, "There is no screen to be attached matching zzz.\r\n")]
    [InlineData(SessionWish.Detach, null, false, "There is no screen to be detached.\r\n")]
    [InlineData(SessionWish.Command, null, false, "No screen session found.\r\n")]
    public void Decide_without_sessions_says_so_and_exits_1(SessionWish wish, string? match, bool detach, string expected)
    {
        SessionChoice choice = SessionChoice.Decide([], new(wish, match, detach));
        Assert.Equal(new SessionChoice(ChoiceKind.Refuse, null, expected, 1), choice);
    }

    [Fact]
    public void Decide_lists_an_attached_session_that_cannot_be_resumed()
    {
        SessionChoice choice = SessionChoice.Decide([Entry(9, "work", SessionCondition.Attached)], new(SessionWish.Resume, "work"));
        Assert.Equal(
            "There is a screen on:\r\n\t9.work\t(11/23/26 02:05:22)\t(Attached)\nThere is no screen to be resumed matching work.\r\n", choice.Text);
        Assert.Equal(1, choice.ExitCode);
    }

    [Fact]
    public void Decide_takes_an_attached_session_with_d()
    {
        SessionEntry attached = Entry(9, "work", SessionCondition.Attached);
        Assert.Equal(attached, SessionChoice.Decide([attached], new(SessionWish.Resume, "work", Detach: true)).Session);
        Assert.Equal(attached, SessionChoice.Decide([attached], new(SessionWish.Share, null)).Session);
        Assert.Equal(attached, SessionChoice.Decide([attached], new(SessionWish.Detach, null)).Session);
    }

    [Fact]
    public void Decide_with_two_candidates_lists_them()
    {
        SessionEntry[] two = [Entry(2, "bb"), Entry(1, "aa")];
        SessionChoice choice = SessionChoice.Decide(two, new(SessionWish.Resume, null, CreateLevel: 1));
        Assert.Equal(
            "There are several suitable screens on:\r\n\t2.bb\t(11/23/26 02:05:22)\t(Detached)\n\t1.aa\t(11/23/26 02:05:22)\t(Detached)\n"
                + "Type \"mux [-d] -r [pid.]tty.host\" to resume one of them.\r\n",
            choice.Text);
        Assert.Equal(12, SessionChoice.Decide(two, new(SessionWish.Resume, null, Quiet: true)).ExitCode);
        Assert.EndsWith("Use -S to specify a session.\r\n", SessionChoice.Decide(two, new(SessionWish.Command, null)).Text, StringComparison.Ordinal);
        Assert.Equal(2, SessionChoice.Decide(two, new(SessionWish.Resume, null, CreateLevel: 2)).Session?.Pid);
    }

    [Fact]
    public void Decide_creates_with_R_when_nothing_can_be_resumed()
    {
        SessionEntry attached = Entry(9, "work", SessionCondition.Attached);
        Assert.Equal(ChoiceKind.Create, SessionChoice.Decide([], new(SessionWish.Resume, "x", CreateLevel: 1)).Kind);
        Assert.Equal(ChoiceKind.Create, SessionChoice.Decide([attached], new(SessionWish.Resume, null, CreateLevel: 2)).Kind);
        Assert.Equal(ChoiceKind.Use, SessionChoice.Decide([attached], new(SessionWish.Resume, null, Detach: true, CreateLevel: 1)).Kind);
    }

    [Fact]
    public void Decide_quietly_exits_10_when_there_is_none() =>
        Assert.Equal(10, SessionChoice.Decide([Entry(1, "a", SessionCondition.Attached)], new(SessionWish.Resume, null, Quiet: true)).ExitCode);

    [Fact]
    public void Decide_for_a_command_to_a_dead_session_lists_it()
    {
        SessionChoice choice = SessionChoice.Decide([Entry(1, "alpha", SessionCondition.Dead)], new(SessionWish.Command, "alpha"));
        Assert.EndsWith("(Dead ???)\nRemove dead screens with 'mux -wipe'.\r\nNo screen session found.\r\n", choice.Text, StringComparison.Ordinal);
    }

    private static SessionEntry Entry(int pid, string name, SessionCondition condition = SessionCondition.Detached) =>
        new() { Pid = pid, Name = name, Created = _created, Condition = condition };
}
