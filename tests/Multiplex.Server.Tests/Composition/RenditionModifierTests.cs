using Multiplex.Server.Composition;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Tests.Composition;

public class RenditionModifierTests
{
    [Theory]
    [InlineData("= kw", "37 40")]
    [InlineData("= Rk", "30 101")]
    [InlineData("= BW", "97 104")]
    [InlineData("=b Yr", "1 31 103")]
    [InlineData("r", "7 41")]
    [InlineData(".y", "7 33")]
    [InlineData(".R.", "7 91")]
    [InlineData("= kG", "92 40")]
    [InlineData("+b r", "1 7 41")]
    [InlineData("+u", "4 7")]
    [InlineData("-b", "7")]
    [InlineData("!r", "7")]
    [InlineData("=u", "4")]
    [InlineData("=", "")]
    [InlineData("=r dg", "7 32")]
    [InlineData("d", "7")]
    [InlineData("b r", "1 31")]
    [InlineData("u kb", "4 34 40")]
    [InlineData("= i2", "32")]
    [InlineData("= rd", "41")]
    [InlineData("20", "5")]
    [InlineData("4", "1")]
    [InlineData("=u 3", "4 33")]
    [InlineData("= 41", "31 44")]
    [InlineData("= 0;1", "30 41")]
    [InlineData("= 196;xff8000", "38;5;196 48;2;255;128;0")]
    public void Apply_changes_standout_as_screen_does(string text, string expected)
    {
        Assert.True(RenditionModifier.TryParse(text, out RenditionModifier modifier));

        Assert.Equal(expected, Describe(modifier.Apply(StatusRendition.Standout).ToRendition()));
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("+u;r")]
    [InlineData("k r g y")]
    [InlineData("=x")]
    [InlineData("= zz")]
    public void TryParse_declines_what_screen_ignores(string text)
    {
        Assert.False(RenditionModifier.TryParse(text, out _));
    }

    [Fact]
    public void Apply_brightens_the_background_with_I()
    {
        Assert.True(RenditionModifier.TryParse("b", out RenditionModifier blue));
        Assert.True(RenditionModifier.TryParse("I", out RenditionModifier bright));

        Assert.Equal("7 104", Describe(bright.Apply(blue.Apply(StatusRendition.Standout)).ToRendition()));
    }

    private static string Describe(Rendition rendition)
    {
        var parts = new List<string>();
        Add(parts, rendition.Has(RenditionAttributes.Bold), "1");
        Add(parts, rendition.Has(RenditionAttributes.Faint), "2");
        Add(parts, rendition.Underline != UnderlineStyle.None, "4");
        Add(parts, rendition.Has(RenditionAttributes.Blink), "5");
        Add(parts, rendition.Has(RenditionAttributes.Inverse), "7");
        AddColor(parts, rendition.Foreground, 30, "38");
        AddColor(parts, rendition.Background, 40, "48");
        return string.Join(' ', parts);
    }

    private static void AddColor(List<string> parts, Color color, int first, string extended)
    {
        if (color.Kind == ColorKind.Rgb)
        {
            parts.Add($"{extended};2;{color.Red};{color.Green};{color.Blue}");
        }
        else if (color.Kind == ColorKind.Indexed)
        {
            parts.Add(color.Index > 15 ? $"{extended};5;{color.Index}" : $"{first + color.Index + (color.Index > 7 ? 52 : 0)}");
        }
    }

    private static void Add(List<string> parts, bool isSet, string text)
    {
        if (isSet)
        {
            parts.Add(text);
        }
    }
}
