using System.Text.Json;
using Multiplex.Server.Commands;
using Multiplex.Server.Model;

namespace Multiplex.Server.Tests.Commands;

public sealed class SessionRequestsTests
{
    private static readonly ClientContext Client = new();

    [Fact]
    public void Execute_of_an_unknown_command_fails_and_tells_the_displays()
    {
        var bench = new Bench();
        RequestResult result = SessionRequests.Execute(bench.Session, null, ["bogus"], Client);

        Assert.Equal(new RequestResult(1, string.Empty, "-X: unknown command 'bogus'"), result);
        Assert.Equal("-X: unknown command 'bogus'", bench.Said);
    }

    [Fact]
    public void Execute_of_a_command_that_needs_a_display_fails_without_one()
    {
        var bench = new Bench(attached: false);
        bench.Run("screen -t sh");

        Assert.Equal(new RequestResult(1, string.Empty, "-X: detach: display required"), SessionRequests.Execute(bench.Session, null, ["detach"], Client));
    }

    [Fact]
    public void Execute_expands_arguments_as_an_rc_file_does()
    {
        var bench = new Bench(attached: false);
        bench.Run("screen -t sh");
        RequestResult result = SessionRequests.Execute(bench.Session, null, ["stuff", "echo $HOME \"x\"\\n"], bench.Session.Context);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal($"echo {bench.Directory} \"x\"\n", Bench.Typed(bench.Front));
    }

    [Fact]
    public void Execute_works_on_the_window_that_was_chosen()
    {
        var bench = new Bench();
        bench.Run("screen -t two");
        SessionRequests.Execute(bench.Session, "0", ["title", "renamed"], Client);

        Assert.Equal("0 renamed  1 two", Stripped(bench));
        Assert.Equal(1, SessionRequests.Execute(bench.Session, "9", ["title", "x"], Client).ExitCode);
    }

    [Fact]
    public void Execute_runs_each_line_of_eval_and_fails_when_one_fails()
    {
        var bench = new Bench();
        Assert.Equal(0, SessionRequests.Execute(bench.Session, null, ["eval", "title aaa", "screen -t bbb"], Client).ExitCode);
        Assert.Equal("0 aaa  1 bbb", Stripped(bench));
        RequestResult failed = SessionRequests.Execute(bench.Session, null, ["eval", "bogus", "title ccc"], Client);

        Assert.Equal(new RequestResult(1, string.Empty, "-X: unknown command 'bogus'"), failed);
        Assert.Equal("0 aaa  1 ccc", Stripped(bench));
    }

    [Theory]
    [InlineData("windows", "0 newt")]
    [InlineData("title", "newt")]
    [InlineData("title other", "newt")]
    [InlineData("number", "0 (newt)")]
    [InlineData("number 3", "")]
    [InlineData("info", "(1,1)/(80,24)+100 +(+)flow UTF-8 0(newt)")]
    [InlineData("select 0", "")]
    [InlineData("select 9", "0 newt")]
    [InlineData("select nope", "-X: select: invalid argument. Give window number or name.")]
    [InlineData("bogus", "-X: unknown command 'bogus'")]
    [InlineData("info x", "-X: info: no arguments required")]
    public void Query_answers_what_screen_answers_without_a_display(string command, string answer)
    {
        var bench = new Bench(attached: false);
        bench.Run("screen -t newt");

        Assert.Equal(new RequestResult(0, answer, string.Empty), SessionRequests.Query(bench.Session, null, command.Split(' ')));
    }

    [Fact]
    public void Query_tells_what_cannot_be_asked()
    {
        var bench = new Bench(attached: false);
        bench.Run("screen -t newt");

        Assert.Equal(new RequestResult(1, "version command cannot be queried.", string.Empty), SessionRequests.Query(bench.Session, null, ["version"]));
        Assert.Equal(new RequestResult(1, "-X: lastmsg: display required", string.Empty), SessionRequests.Query(bench.Session, null, ["lastmsg"]));
        Assert.Equal(new RequestResult(1, "Could not find pre-select window.", string.Empty), SessionRequests.Query(bench.Session, "9", ["title"]));
    }

    [Fact]
    public void Query_of_windows_with_a_format_gives_one_expansion_a_window()
    {
        var bench = new Bench(attached: false);
        bench.Run("screen -t a");
        bench.Run("screen -t b");

        Assert.Equal("0:a 1:b ", SessionRequests.Query(bench.Session, null, ["windows", "%n:%t "]).Output);
        Assert.Equal("1|b|main", SessionRequests.Query(bench.Session, null, ["echo", "-p", "%n|%t|%S"]).Output);
        Assert.Equal("hi there", SessionRequests.Query(bench.Session, null, ["echo", "hi there"]).Output);
        Assert.Equal(" 2:37:11 Nov 23", SessionRequests.Query(bench.Session, null, ["time"]).Output[..15]);
    }

    [Fact]
    public void Query_of_windows_at_a_display_stars_the_current_one_and_fits_the_width()
    {
        var bench = new Bench();
        for (int index = 0; index < 9; index++)
        {
            bench.Run($"screen -t window-number-{index}");
        }

        string answer = bench.Windows();
        Assert.Equal(80, answer.Length);
        Assert.Contains("9* window-number-8", answer);
    }

    [Fact]
    public void Query_with_json_answers_in_a_versioned_form()
    {
        var bench = new Bench();
        bench.Run("screen -t two");
        using JsonDocument windows = JsonDocument.Parse(SessionRequests.Query(bench.Session, null, ["windows"], json: true).Output);
        JsonElement second = windows.RootElement.GetProperty("windows")[1];

        Assert.Equal(1, windows.RootElement.GetProperty("version").GetInt32());
        Assert.Equal("4711.main", windows.RootElement.GetProperty("session").GetString());
        Assert.Equal("two", second.GetProperty("title").GetString());
        Assert.True(second.GetProperty("current").GetBoolean());
        using JsonDocument displays = JsonDocument.Parse(SessionRequests.Query(bench.Session, null, ["displays"], json: true).Output);
        Assert.Equal("/dev/pts/9", displays.RootElement.GetProperty("displays")[0].GetProperty("tty").GetString());
        Assert.Equal(1, SessionRequests.Query(bench.Session, null, ["title"], json: true).ExitCode);
    }

    [Fact]
    public void NewWindow_opens_a_window_with_the_callers_directory_at_the_display_that_shows_the_caller()
    {
        var bench = new Bench();
        bench.Session.Directory = "/elsewhere";
        var context = new ClientContext { WorkingDirectory = "/here"u8.ToArray() };
        RequestResult result = SessionRequests.NewWindow(bench.Session, 0, ["7", "vi", "x"], new WindowRequest { Context = context, Title = "inner" });

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("0 sh  7 inner", Stripped(bench));
        Assert.Equal("inner", bench.Front.Title);
        WindowRequest request = bench.Host.Requests[^1];
        Assert.Equal(["vi", "x"], request.Arguments);
        Assert.Equal("/here", request.Directory);
    }

    /// <summary>The list of windows without the marks of the current and the former one.</summary>
    internal static string Stripped(Bench bench) => string.Join("  ", bench.Session.Windows.Select(static window => $"{window.Number} {window.Title}"));
}
