using System.Globalization;
using System.Text;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>Pictures of more megabytes than are kept are swallowed whole, however they are cut: nothing of them is shown, nothing answers, and the text after
/// them stands where it would without them.</summary>
public sealed class PictureTests
{
    private const int Bytes = 5_000_000;

    [Theory]
    [InlineData("sixel")]
    [InlineData("sixel with parameters")]
    [InlineData("ReGIS")]
    [InlineData("kitty in one part")]
    [InlineData("kitty in parts")]
    [InlineData("iTerm2")]
    public void A_picture_of_megabytes_is_swallowed_in_any_split(string kind)
    {
        byte[] picture = Picture(kind);
        Assert.True(picture.Length >= Bytes);
        foreach (int most in (ReadOnlySpan<int>)[1, 7, 5000, picture.Length])
        {
            var events = new EventRecorder();
            var terminal = new TerminalEmulator(new TerminalOptions { Columns = 20, Rows = 4, ScrollbackLines = 10 }, events);
            var random = new Random(Seeds.Of($"{kind} {most}"));
            terminal.Feed("before"u8);
            for (int at = 0; at < picture.Length;)
            {
                int length = Math.Min(random.Next(1, most + 1), picture.Length - at);
                terminal.Feed(picture.AsSpan(at, length));
                at += length;
            }

            terminal.Feed("after"u8);
            Assert.Equal("beforeafter", terminal.TextOf(0));
            Assert.Equal(0, terminal.ScrollbackCount);
            Assert.All(Enumerable.Range(1, 3), row => Assert.Equal("", terminal.TextOf(row)));
            Assert.Empty(events.Replies);
            Assert.Empty(events.Events);
            Assert.Null(Invariants.FirstBroken(terminal));
        }
    }

    private static byte[] Picture(string kind)
    {
        var random = new Random(Seeds.Of(kind));
        string body = kind switch
        {
            "sixel" => "\ePq" + Repeat(() => $"#{random.Next(256)}!{random.Next(999)}{(char)random.Next('?', 0x7F)}$-\n") + "\e\\",
            "sixel with parameters" => "\eP0;1;0q\"1;1;640;480" + Repeat(() => $"#{random.Next(9)};2;{random.Next(101)};0;0~~@@") + "\e\\",
            "ReGIS" => "\eP0p" + Repeat(() => $"P[{random.Next(800)},{random.Next(480)}]V(W(S1))[+9]T'text'") + "\e\\",
            "kitty in one part" => "\e_Gf=24,s=1000,v=1000,a=T;" + Repeat(() => Letters(random, 64)) + "\e\\",
            "kitty in parts" => Repeat(() => $"\e_Gm=1;{Letters(random, 4096)}\e\\") + "\e_Gm=0;\e\\",
            _ => "\e]1337;File=inline=1;size=9:" + Repeat(() => Letters(random, 64)) + "\a",
        };
        return Encoding.ASCII.GetBytes(body);
    }

    private static string Repeat(Func<FormattableString> part)
    {
        var text = new StringBuilder();
        while (text.Length < Bytes)
        {
            text.Append(part().ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string Repeat(Func<string> part) => Repeat(() => (FormattableString)$"{part()}");

    private static string Letters(Random random, int count) => string.Create(count, random, static (letters, random) =>
    {
        foreach (ref char letter in letters)
        {
            letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[random.Next(64)];
        }
    });
}
