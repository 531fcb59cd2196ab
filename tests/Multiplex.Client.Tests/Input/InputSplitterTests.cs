using System.Text;
using CsCheck;
using Multiplex.Client.Input;
using Multiplex.Client.Probing;
using Multiplex.Rendering;

namespace Multiplex.Client.Tests.Input;

public sealed class InputSplitterTests
{
    private const string Answers = "\eP>|XTerm(390)\e\\\e[?2026;2$y\e[?2027;0$y\e[?69;2$y\e[?5u"
        + "\e]10;rgb:ffff/ffff/ffff\e\\\e]11;rgb:0000/1111/2222\a"
        + "\eP1+r524742=38\e\\\eP0+r5463\e\\\eP1+r536d756c78=5C455B343A25703125646D\e\\"
        + "\e[6;21;11t\e_Gi=31;OK\e\\\e[?62;4;22c";

    private static readonly string[] s_keys =
        ["a", "\e", "\e[A", "\eOP", "\e[1;5C", "\e[200~pasted\e[201~", "é",
            "\e[I", "\e[<0;10;20M", "\e[?997;1n", "\ex", "\e[", "\e]", "\r", "\x03", "\e[27;5;9~", "\e[97;5u", "\e[6~", "\e[6;5~"];

    [Fact]
    public void Keys_pass_unchanged_and_answers_are_taken_however_the_stream_is_cut() =>
        Gen.Select(Gen.Int[0, s_keys.Length - 1].Select(i => s_keys[i]).Array[0, 12], Gen.Int[0, 12], Gen.Int[1, 30].Array[1, 8]).Sample(
            (keys, place, cuts) =>
            {
                place = Math.Min(place, keys.Length);
                string typed = string.Concat(keys);
                string before = string.Concat(keys[..place]);
                string stream = before + Answers + string.Concat(keys[place..]);

                // A cut directly behind ESC or ESC [ lets these two through as keys, on purpose; such cuts have their own test.
                TerminalReplies replies = new(new FoundState());
                replies.Expect();
                Assert.Equal(typed, Feed(new InputSplitter(replies), stream, cuts, avoidCutsInPrefixes: true));
                Assert.True(replies.IsComplete);
            },
            iter: 3000);

    [Theory]
    [InlineData("\e")]
    [InlineData("\e[")]
    [InlineData("\eP")]
    [InlineData("\e]")]
    public void A_lone_escape_is_not_held_back(string key)
    {
        TerminalReplies replies = new(new FoundState());
        replies.Expect();
        Assert.Equal(key, Feed(new InputSplitter(replies), key, [100], avoidCutsInPrefixes: false));
    }

    [Fact]
    public void What_begins_like_an_answer_and_is_none_comes_through()
    {
        TerminalReplies replies = new(new FoundState());
        replies.Expect();
        InputSplitter splitter = new(replies);
        Assert.Equal("\e[?997;1nq\e[?1;2Xz", Feed(splitter, "\e[?997;1nq\e[?1;2Xz", [1000], avoidCutsInPrefixes: false));
    }

    [Fact]
    public void A_string_that_never_ends_comes_through()
    {
        TerminalReplies replies = new(new FoundState());
        replies.Expect();
        string text = "\e]11;" + new string('x', 5000);
        Assert.Equal(text, Feed(new InputSplitter(replies), text, [100], avoidCutsInPrefixes: false));
    }

    [Fact]
    public void Answers_improve_the_profile()
    {
        TerminalReplies replies = new(new FoundState());
        replies.Expect();
        Feed(new InputSplitter(replies), Answers, [1000], avoidCutsInPrefixes: false);
        TerminalProfile profile = replies.Improve(TerminalProfile.Create("xterm", null, string.Empty, isUtf8: true));
        Assert.True(profile.Can(
            TerminalAbilities.SynchronizedOutput | TerminalAbilities.LeftRightMargins | TerminalAbilities.KittyKeyboard));
        Assert.True(profile.Can(TerminalAbilities.StyledUnderline | TerminalAbilities.Sixel | TerminalAbilities.KittyGraphics));
        Assert.Equal(((ushort)11, (ushort)21), replies.CellSize);
        Assert.False(profile.Can(TerminalAbilities.GraphemeClusters));
        Assert.Equal(ColorDepth.TrueColor, profile.ColorDepth);
        Protocol.Messages.TerminalInfoMessage message = replies.ToMessage(profile, default);
        Assert.Equal("XTerm(390)", message.Name);
        Assert.Equal((0xFF, 0xFF, 0xFF), (message.Foreground.Red, message.Foreground.Green, message.Foreground.Blue));
        Assert.Equal((0x00, 0x11, 0x22), (message.Background.Red, message.Background.Green, message.Background.Blue));
        Assert.Equal([62, 4, 22], message.DeviceAttributes);
    }

    [Fact]
    public void After_DA1_nothing_is_looked_at_any_more()
    {
        TerminalReplies replies = new(new FoundState());
        replies.Expect();
        InputSplitter splitter = new(replies);
        Feed(splitter, Answers, [1000], avoidCutsInPrefixes: false);
        Assert.False(splitter.IsActive);
    }

    private static string Feed(InputSplitter splitter, string stream, int[] cuts, bool avoidCutsInPrefixes)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        List<byte> keys = [];
        int at = 0;
        for (int i = 0; at < bytes.Length; i++)
        {
            int length = Math.Min(cuts[i % cuts.Length], bytes.Length - at);
            while (avoidCutsInPrefixes && at + length < bytes.Length && EndsInPrefix(bytes.AsSpan(at, length)))
            {
                length++;
            }

            byte[] room = new byte[InputSplitter.KeysLength(length)];
            int count = splitter.Split(bytes.AsSpan(at, length), room);
            keys.AddRange(room[..count]);
            at += length;
        }

        return Encoding.UTF8.GetString(keys.ToArray());
    }

    private static bool EndsInPrefix(ReadOnlySpan<byte> bytes) =>
        bytes[^1] == 0x1B || (bytes.Length > 1 && bytes[^2] == 0x1B && bytes[^1] is (byte)'[' or (byte)']' or (byte)'P' or (byte)'_');
}
