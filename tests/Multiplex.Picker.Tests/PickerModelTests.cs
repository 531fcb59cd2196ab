namespace Multiplex.Picker.Tests;

public sealed class PickerModelTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Lines_show_name_state_windows_and_age()
    {
        PickerModel model = Model(out _, Session("1.a", "detached", 1, 5), Session("22.long", "attached", 3, 60 * 30), Session("3.d", "dead", -1, 60 * 24 * 3));
        Assert.Equal(["1.a      detached  1 window    5 min", "22.long  attached  3 windows   1 d", "3.d      dead                  3 d"], model.Lines);
    }

    [Theory]
    [InlineData("detached", "-r")]
    [InlineData("attached", "-x")]
    public void Enter_attaches_the_chosen_session(string state, string option)
    {
        PickerModel model = Model(out _, Session("1.a", "detached"), Session("2.b", state));
        model.Select(1);
        model.Attach();
        Assert.Equal(PickerEnd.Attach, model.End);
        Assert.Equal([option, "2.b"], model.Arguments);
    }

    [Fact]
    public void A_dead_session_is_not_attached()
    {
        PickerModel model = Model(out _, Session("1.a", "dead"));
        model.Attach();
        Assert.Equal(PickerEnd.None, model.End);
        Assert.Contains("dead", model.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_sessions_only_a_new_one_can_be_chosen()
    {
        PickerModel model = Model(out _);
        Assert.Equal(-1, model.Selected);
        model.Attach();
        model.Detach();
        model.Kill();
        Assert.Null(model.KillQuestion);
        Assert.Equal(PickerEnd.None, model.End);
        model.StartNew();
        Assert.Equal(["-m"], model.Arguments);
    }

    [Fact]
    public void Quitting_calls_nothing()
    {
        PickerModel model = Model(out _, Session("1.a", "detached"));
        model.Quit();
        Assert.Empty(model.Arguments);
    }

    [Fact]
    public void Only_an_attached_session_is_detached()
    {
        PickerModel model = Model(out FakeSessions sessions, Session("1.a", "detached"), Session("2.b", "attached"));
        model.Detach();
        Assert.Empty(sessions.Calls);
        model.Select(1);
        model.Detach();
        Assert.Equal(["detach 2.b"], sessions.Calls);
        Assert.Equal("2.b detached.", model.Message);
        Assert.Equal("detached", model.Sessions[1].State);
    }

    [Fact]
    public void What_detaching_complains_about_is_shown()
    {
        PickerModel model = Model(out FakeSessions sessions, Session("2.b", "attached"));
        sessions.Complaint = "no";
        model.Detach();
        Assert.Equal("no", model.Message);
    }

    [Fact]
    public void Killing_asks_first_and_moves_the_cursor_to_what_is_left()
    {
        PickerModel model = Model(out FakeSessions sessions, Session("1.a", "detached"), Session("2.b", "detached"));
        model.Select(1);
        Assert.Equal("End 2.b and all of its programs?", model.KillQuestion);
        Assert.Empty(sessions.Calls);
        model.Kill();
        Assert.Equal(["kill 2.b"], sessions.Calls);
        Assert.Equal("2.b ended.", model.Message);
        Assert.Equal(0, model.Selected);
    }

    [Fact]
    public void Reading_again_keeps_the_cursor_on_its_session()
    {
        PickerModel model = Model(out FakeSessions sessions, Session("1.a", "detached"), Session("2.b", "detached"));
        model.Select(1);
        sessions.Sessions.Insert(0, Session("9.new", "detached"));
        model.Refresh();
        Assert.Equal("2.b", model.Chosen!.Value.FullName);
        model.Select(99);
        Assert.Equal(2, model.Selected);
        model.Select(-5);
        Assert.Equal(0, model.Selected);
    }

    [Fact]
    public void A_hostile_name_reaches_the_terminal_without_controls()
    {
        PickerModel model = Model(out _, Session("1.a\u001b]0;x\u0007", "dead"));
        Assert.DoesNotContain(model.Lines[0], char.IsControl);
        Assert.DoesNotContain(model.KillQuestion!, char.IsControl);
    }

    [Fact]
    public void The_list_is_read_from_json()
    {
        const string Json = """
            {"directory":"/tmp/x","sessions":[{"pid":7,"name":"a","session":"7.a","created":"2026-11-23T11:00:00Z","state":"detached","multiuser":false,
            "displays":0,"windows":2,"stopped":0,"later":[]},{"pid":8,"name":"b","session":"8.b","created":"","state":"dead","windows":null}]}
            """;
        Assert.Equal(
            [new PickerSession("7.a", "a", s_now.AddHours(-1), "detached", 2), new PickerSession("8.b", "b", default, "dead", -1)],
            SessionListReader.Read(Json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("No Sockets found")]
    [InlineData("[]")]
    [InlineData("{\"sessions\":3}")]
    [InlineData("{\"sessions\":[1,{}]}")]
    public void What_is_no_list_has_no_sessions(string text) => Assert.Empty(SessionListReader.Read(text));

    private static PickerModel Model(out FakeSessions sessions, params PickerSession[] list)
    {
        sessions = new FakeSessions();
        sessions.Sessions.AddRange(list);
        return new PickerModel(sessions, new FixedTime());
    }

    private static PickerSession Session(string fullName, string state, int windows = 1, int minutes = 0) =>
        new(fullName, fullName[(fullName.IndexOf('.', StringComparison.Ordinal) + 1)..], s_now.AddMinutes(-minutes), state, windows);

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => s_now;
    }

    private sealed class FakeSessions : ISessions
    {
        public List<PickerSession> Sessions { get; } = [];

        public List<string> Calls { get; } = [];

        public string? Complaint { get; set; }

        public IReadOnlyList<PickerSession> List() => [.. Sessions];

        public string? Detach(PickerSession session)
        {
            Calls.Add($"detach {session.FullName}");
            if (Complaint is null)
            {
                int at = Sessions.IndexOf(session);
                Sessions[at] = session with { State = "detached" };
            }

            return Complaint;
        }

        public string? Kill(PickerSession session)
        {
            Calls.Add($"kill {session.FullName}");
            Sessions.Remove(session);
            return Complaint;
        }
    }
}
