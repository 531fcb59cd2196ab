using Multiplex.Platform;
using Multiplex.Server.Services;
using Multiplex.Server.Tests.Commands;

namespace Multiplex.Server.Tests.Serving;

public sealed class LoginsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void A_new_window_is_a_login_while_somebody_is_attached()
    {
        Logins.Started(_bench.Front);
        Assert.Empty(_bench.Host.Logins);
        Settle();
        Assert.Equal((true, ":pts/9:S.0"), Last());
        Answer(true);
        Assert.True(_bench.Front.Settings.IsLoggedIn);

        _bench.Session.Displays.Clear();
        Settle();
        Assert.False(Last().IsIn);
        Answer(true);
        _bench.AddDisplay("root");
        Settle();
        Assert.True(Last().IsIn);
        Answer(true);

        Logins.Ended(_bench.Front);
        Assert.False(Last().IsIn);
        Assert.Equal(4, _bench.Host.Logins.Count);
        Settle();
        Assert.Equal(4, _bench.Host.Logins.Count);
    }

    [Fact]
    public void Where_there_is_no_list_nothing_is_tried_but_what_was_asked_for()
    {
        _bench.Host.HasLogins = false;
        Logins.Started(_bench.Front);
        Settle();
        Assert.Empty(_bench.Host.Logins);
        Assert.Equal("This window is not logged in.", Run("login"));
        Assert.Equal("This window should now be logged in.", Run("login", answer: false));
    }

    [Theory]
    [InlineData("off", false, false)]
    [InlineData("on", true, false)]
    [InlineData("attached", true, false)]
    [InlineData("always", true, true)]
    public void Deflogin_says_when(string argument, bool whileAttached, bool whileDetached)
    {
        _bench.Run($"deflogin {argument}");
        Logins.Started(_bench.Front);
        Settle();
        Assert.Equal(whileAttached, _bench.Front.Settings.IsLoggedIn);
        _bench.Session.Displays.Clear();
        Settle();
        Assert.Equal(whileDetached, _bench.Front.Settings.IsLoggedIn);
    }

    [Fact]
    public void Login_says_what_has_become_of_it()
    {
        Assert.Equal("This window is already logged out", Run("login off"));
        Assert.Equal("This window should now be logged in.", Run("login", answer: false));
        Assert.Equal("This window is not logged in.", Run("login"));
        Assert.Equal("This window is now logged in.", Run("login", answer: true));
        Assert.Equal("This window is already logged in.", Run("login on"));
        Assert.Equal("This window is no longer logged in.", Run("login", answer: true));
        Assert.Equal("This window is now logged in.", Run("login always", answer: true));
        Assert.Equal(": login: invalid argument. Give 'on' or 'off'", Run("login perhaps"));
    }

    [Theory]
    [InlineData(true, "add :pts/9:S.3", true)]
    [InlineData(false, "del ", true)]
    [InlineData(true, "del ", false)]
    public void The_helper_gets_the_terminals_master(bool isIn, string arguments, bool isDone)
    {
        string program = Path.Combine(Path.GetTempPath(), $"utempter-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(program, $"#!/bin/sh\n[ \"$1 $2\" = '{arguments}' ] && [ -t 0 ] && [ -t 1 ]\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            using PseudoTerminal terminal = new(new Platform.Holding.WindowSize(24, 80));
            using EventLoop loop = new(TimeProvider.System);
            bool? answer = null;
            LoginRecord.Start(new ChildReaper(loop), program, terminal.Master, isIn, ":pts/9:S.3", done => answer = done);
            while (answer is null)
            {
                loop.Turn(mayWait: true);
            }

            Assert.Equal(isDone, answer);
        }
        finally
        {
            File.Delete(program);
        }
    }

    private void Settle()
    {
        Logins.UpdateLater(_bench.Session);
        _bench.Host.Advance(TimeSpan.FromSeconds(1));
    }

    private string Run(string line, bool? answer = null)
    {
        string said = _bench.Run(line);
        if (answer is { } isDone)
        {
            Answer(isDone);
            said = _bench.Said;
        }

        return said;
    }

    private (bool IsIn, string Host) Last() => (_bench.Host.Logins[^1].IsIn, _bench.Host.Logins[^1].Host);

    private void Answer(bool isDone) => _bench.Host.Logins[^1].Answered(isDone);
}
