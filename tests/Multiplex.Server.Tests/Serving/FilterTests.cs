using System.Text;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Tests.Commands;

namespace Multiplex.Server.Tests.Serving;

public sealed class FilterTests
{
    [Theory]
    [InlineData("", '.', '.', '.', false)]
    [InlineData("!", '!', '.', '.', false)]
    [InlineData("!..|", '!', '.', '.', true)]
    [InlineData(".!:", '.', '!', ':', false)]
    [InlineData("|", '.', '.', '.', true)]
    public void What_is_left_out_of_a_pattern_is_the_user(string text, char input, char output, char error, bool hasPipe)
    {
        Assert.True(FilterPattern.TryParse(text, out FilterPattern pattern));
        Assert.Equal(new FilterPattern(input, output, error, hasPipe), pattern);
    }

    [Theory]
    [InlineData("....")]
    [InlineData("||")]
    [InlineData("!|.")]
    public void Other_patterns_are_none(string text) => Assert.False(FilterPattern.TryParse(text, out _));

    [Fact]
    public void Keys_go_to_a_filter_that_reads_the_user()
    {
        var bench = new Bench();
        bench.Run("exec /bin/sh");
        Typing.Send(bench.Front, "ls\r"u8, InputOrigin.None);
        Assert.Equal("ls\r", bench.Host.Filter!.FromUser.ToString());
        Assert.Equal("", Bench.Typed(bench.Front));
    }

    [Fact]
    public void Keys_go_to_the_window_when_the_filter_reads_its_output()
    {
        var bench = new Bench();
        bench.Run("exec !:cat");
        Typing.Send(bench.Front, "ls\r"u8, InputOrigin.None);
        Assert.Equal("ls\r", Bench.Typed(bench.Front));
        Assert.Equal(["cat"], bench.Host.Filter!.Arguments);
    }

    [Fact]
    public void Output_goes_to_the_filter_alone_or_to_both()
    {
        var bench = new Bench();
        bench.Run("exec ! cat");
        bench.Front.Receive("hidden"u8);
        Assert.Equal("hidden", bench.Host.Filter!.FromProgram.ToString());
        Assert.Equal("", bench.Front.Terminal!.TextOf(0));

        bench.Host.Filter.Events.Ended();
        Assert.Null(bench.Front.Filter);
        bench.Run("exec : cat");
        bench.Front.Receive("shown"u8);
        Assert.Equal("shown", bench.Host.Filter!.FromUser.ToString());
        Assert.Equal("shown", bench.Front.Terminal!.TextOf(0));
    }

    [Fact]
    public void What_a_filter_prints_is_shown_or_typed_as_its_pattern_says()
    {
        var bench = new Bench();
        bench.Run("exec .!: prog");
        IFilterEvents events = bench.Host.Filter!.Events;
        events.Printed(FilterSide.Program, Encoding.ASCII.GetBytes("typed"));
        Assert.Equal("typed", Bench.Typed(bench.Front));
        Assert.Equal("", bench.Front.Terminal!.TextOf(0));
        events.Printed(FilterSide.User, Encoding.ASCII.GetBytes("+both"));
        Assert.Equal("typed+both", Bench.Typed(bench.Front));
        Assert.Equal("+both", bench.Front.Terminal!.TextOf(0));
    }

    [Fact]
    public void A_window_has_one_filter_and_kill_ends_it()
    {
        var bench = new Bench();
        bench.Run("exec cat -v");
        Assert.Equal("Filter running: cat -v", bench.Run("exec"));
        FakeFilter filter = bench.Host.Filter!;
        bench.Run("exec cat");
        Assert.Same(filter, bench.Host.Filter);
        bench.Run("kill");
        Assert.True(filter.IsDisposed);
        Assert.Equal("Filter running: (none)", bench.Run("exec"));
    }
}
