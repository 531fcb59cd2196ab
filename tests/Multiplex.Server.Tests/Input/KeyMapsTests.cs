using System.Text;
using Multiplex.Server.Commands;
using Multiplex.Server.Input;
using Multiplex.Server.Tests.Commands;

namespace Multiplex.Server.Tests.Input;

public sealed class KeyMapsTests
{
    [Fact]
    public void The_bindings_of_the_command_key_and_its_literal_move_with_it()
    {
        var keys = new KeyMaps();
        keys.SetEscape((byte)'\n', (byte)'j');

        Assert.Equal("other", keys.Find((byte)'\n')!.Name);
        Assert.Equal("meta", keys.Find((byte)'j')!.Name);
        Assert.Null(keys.Find(1));
        Assert.Null(keys.Find((byte)'a'));
    }

    [Fact]
    public void A_key_that_the_command_key_leaves_gets_its_default_back()
    {
        var keys = new KeyMaps();
        keys.SetEscape(0x14, (byte)'t');
        keys.SetEscape(1, (byte)'a');

        Assert.Equal("time", keys.Find(0x14)!.Name);
        Assert.Equal("time", keys.Find((byte)'t')!.Name);
    }

    [Theory]
    [InlineData("\e[5~", (int)SequenceMatch.Full, "next", 4)]
    [InlineData("\e[5", (int)SequenceMatch.Partial, null, 0)]
    [InlineData("\e", (int)SequenceMatch.Partial, null, 0)]
    [InlineData("\e[5~x", (int)SequenceMatch.Full, "next", 4)]
    [InlineData("\e[A", (int)SequenceMatch.Full, "stuff", 3)]
    [InlineData("\eQ", (int)SequenceMatch.None, null, 0)]
    [InlineData("x", (int)SequenceMatch.None, null, 0)]
    public void Match_compares_with_the_users_table_before_the_default_one(string input, int expected, string? command, int length)
    {
        var keys = new KeyMaps();
        keys.User.Set(new SequenceBinding(null, "\e[5~"u8.ToArray(), CommandInvocation.Create(["next"], out _), null, true));
        SequenceMatch match = keys.Match(Encoding.UTF8.GetBytes(input), isCopyMode: false, isApplication: false, out CommandInvocation? found, out int taken, out _);

        Assert.Equal((SequenceMatch)expected, match);
        Assert.Equal(command, found?.Name);
        Assert.Equal(length, taken);
    }

    [Fact]
    public void Match_gives_the_application_variant_in_application_mode()
    {
        var keys = new KeyMaps();
        keys.Match("\e[A"u8, isCopyMode: false, isApplication: true, out CommandInvocation? application, out _, out _);
        keys.Match("\eOA"u8, isCopyMode: false, isApplication: false, out CommandInvocation? normal, out _, out _);

        Assert.Equal("\eOA", application!.Arguments[0]);
        Assert.Equal("\e[A", normal!.Arguments[0]);
    }

    [Fact]
    public void Match_looks_into_the_copy_mode_table_in_copy_mode_only()
    {
        var keys = new KeyMaps();
        keys.Match("\e[6~"u8, isCopyMode: true, isApplication: false, out CommandInvocation? copy, out _, out _);
        keys.Match("\e[6~"u8, isCopyMode: false, isApplication: false, out CommandInvocation? window, out _, out _);

        Assert.Equal("\x06", copy!.Arguments[0]);
        Assert.Equal("\e[6~", window!.Arguments[0]);
    }

    [Fact]
    public void A_sequence_without_timeout_is_waited_for()
    {
        var keys = new KeyMaps();
        keys.User.Set(new SequenceBinding(null, "xyzzy"u8.ToArray(), CommandInvocation.Create(["next"], out _), null, HasTimeout: false));

        Assert.Equal(SequenceMatch.Partial, keys.Match("xy"u8, false, false, out _, out _, out bool hasTimeout));
        Assert.False(hasTimeout);
    }

    [Theory]
    [InlineData("x", 'x')]
    [InlineData("^a", 1)]
    [InlineData("^?", 127)]
    [InlineData("\\033", 27)]
    [InlineData("\\x", 'x')]
    [InlineData("^", '^')]
    public void A_key_is_read_in_each_of_its_forms(string text, int key)
    {
        Assert.True(KeySyntax.TryParse(text, out byte value));
        Assert.Equal(key, value);
    }

    [Fact]
    public void Markkeys_give_several_keys_one_meaning()
    {
        Assert.True(MarkKeyMap.TryParse("h=^B:l=^F:@=L=H", out MarkKeyMap map));
        Assert.Equal((byte)'h', map[2]);
        Assert.Equal((byte)'l', map[6]);
        Assert.Equal((byte)'@', map[(byte)'L']);
        Assert.Equal((byte)'@', map[(byte)'H']);
        Assert.Equal((byte)'x', map[(byte)'x']);
        Assert.False(MarkKeyMap.TryParse("hh", out _));
    }

    [Theory]
    [InlineData("a\"", "ä")]
    [InlineData("\"a", "ä")]
    [InlineData("ss", "ß")]
    [InlineData("U+20AC", "€")]
    [InlineData("0101", "A")]
    [InlineData("??", "¿")]
    [InlineData("A!", "À")]
    [InlineData("!n", null)]
    [InlineData("th", "þ")]
    [InlineData("\"|", "ö")]
    [InlineData("\"~", "ß")]
    [InlineData("Eu", "€")]
    [InlineData("qq", null)]
    public void A_digraph_is_found_in_either_order(string text, string? character) => Assert.Equal(character, new Digraphs().Find(text)?.ToString());

    [Fact]
    public void Bind_keeps_the_old_binding_when_the_new_one_is_wrong()
    {
        var bench = new Bench();
        bench.Run("bind c bogus");
        Assert.Equal("screen", bench.Session.Keys.Find((byte)'c')!.Name);
        bench.Run("bind c");
        Assert.Null(bench.Session.Keys.Find((byte)'c'));
        bench.Run("unbindall");
        Assert.Equal(0, bench.Session.Keys.Prefix.Count);
    }

    [Fact]
    public void Stuff_k_types_what_a_named_key_sends()
    {
        var bench = new Bench();
        bench.Run("stuff -k ku");
        bench.Print(bench.Front, "\e[?1h");
        bench.Run("stuff -k ku");

        Assert.Equal("\e[A\eOA", Bench.Typed(bench.Front));
    }
}
