using Multiplex.Server.Commands;

namespace Multiplex.Server.Tests.Commands;

public sealed class ArityTests
{
    [Theory]
    [InlineData("info", "no arguments required")]
    [InlineData("escape", "one argument required")]
    [InlineData("select", "no or one argument required")]
    [InlineData("command", "no or two arguments required")]
    [InlineData("echo", "one or two arguments required")]
    [InlineData("caption", "one or two arguments required")]
    [InlineData("chacl", "two or three arguments required")]
    [InlineData("register", "two or four arguments required")]
    [InlineData("su", "no, one or two argument required")]
    [InlineData("acladd", "one, two, three or four argument required")]
    [InlineData("bind", "at least one argument required")]
    [InlineData("at", "at least two arguments required")]
    public void The_requirement_has_screens_words(string command, string words) => Assert.Equal(words, CommandTable.Find(command)!.Requirement);

    [Fact]
    public void Accepts_counts_within_its_bounds_only()
    {
        Assert.True(Arity.ZeroOrTwo.Accepts(0));
        Assert.False(Arity.ZeroOrTwo.Accepts(1));
        Assert.True(Arity.OneOrMore.Accepts(100));
        Assert.False(Arity.OneOrMore.Accepts(0));
        Assert.Equal(-1, Arity.Any.Maximum);
        Assert.Equal(3, Arity.UpToThree.Maximum);
    }
}
