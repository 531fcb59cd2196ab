namespace Multiplex.Rendering.Tests;

/// <summary>screen's ways of saying what a terminal can do.</summary>
public sealed class TerminalTweaksTests
{
    private static readonly TerminalProfile s_xterm = TerminalProfile.Create("xterm-256color", null, string.Empty, isUtf8: true);

    [Theory]
    [InlineData("ti@:te@", TerminalAbilities.AlternateScreen)]
    [InlineData("te@", TerminalAbilities.AlternateScreen)]
    [InlineData("ti=:te=", TerminalAbilities.AlternateScreen)]
    [InlineData("smcup@, rmcup@", TerminalAbilities.AlternateScreen)]
    [InlineData("ti=\\E7\\E[?47l", TerminalAbilities.AlternateScreen)]
    [InlineData("hs@", TerminalAbilities.Title)]
    [InlineData("cs@:al@:dl@:AL@:DL@", TerminalAbilities.ScrollRegion | TerminalAbilities.InsertDeleteLine)]
    [InlineData("ec@", TerminalAbilities.EraseCharacters)]
    [InlineData("XT@", TerminalAbilities.Mouse)]
    [InlineData("xn@", TerminalAbilities.DeferredWrap)]
    [InlineData("Ms@", TerminalAbilities.Clipboard)]
    public void Parse_of_an_absence_takes_the_ability_away(string text, TerminalAbilities ability)
    {
        Assert.True(s_xterm.Can(ability));
        Assert.False(TerminalTweaks.Parse(text, isTrueColorOff: false).Apply(s_xterm).Can(ability));
    }

    [Theory]
    [InlineData("rp=%.\\E[%db", TerminalAbilities.RepeatCharacter)]
    [InlineData("be", TerminalAbilities.BackColorErase)]
    [InlineData("bce", TerminalAbilities.BackColorErase)]
    [InlineData("Sync=\\E[?2026%?%p1%{1}%-%tl%eh%;", TerminalAbilities.SynchronizedOutput)]
    [InlineData("Smulx=\\E[4\\:%p1%dm", TerminalAbilities.StyledUnderline)]
    [InlineData("Clmg=\\E[s", TerminalAbilities.LeftRightMargins)]
    [InlineData("ti@:ti=\\E[?1049h", TerminalAbilities.AlternateScreen)]
    public void Parse_of_a_presence_adds_the_ability(string text, TerminalAbilities ability) =>
        Assert.True(TerminalTweaks.Parse(text, isTrueColorOff: false).Apply(s_xterm).Can(ability));

    [Theory]
    [InlineData("Co#8", false, ColorDepth.Colors8)]
    [InlineData("Co#16", false, ColorDepth.Colors16)]
    [InlineData("Co#8:Co#256", false, ColorDepth.Colors256)]
    [InlineData("colors#16777216", false, ColorDepth.TrueColor)]
    [InlineData("Co@", false, ColorDepth.Mono)]
    [InlineData("Tc", false, ColorDepth.TrueColor)]
    [InlineData("Tc", true, ColorDepth.Colors256)]
    [InlineData("RGB@", false, ColorDepth.Colors256)]
    [InlineData("AB=\\E[48;5;%dm", false, ColorDepth.Colors256)]
    [InlineData("", true, ColorDepth.Colors256)]
    [InlineData("", false, ColorDepth.Colors256)]
    public void Parse_reads_the_number_of_colours(string text, bool isTrueColorOff, ColorDepth depth) =>
        Assert.Equal(depth, TerminalTweaks.Parse(text, isTrueColorOff).Apply(s_xterm).ColorDepth);

    [Theory]
    [InlineData("::@:#:=:,,")]
    [InlineData("Zz=what:kb=^H:li#24:Co#:Co#x")]
    public void Parse_passes_over_what_it_does_not_know(string text) =>
        Assert.Equal(s_xterm, TerminalTweaks.Parse(text, isTrueColorOff: false).Apply(s_xterm));
}
