using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>
/// A program that asked for kitty's keys or for modifyOtherKeys gets them, whatever the terminal outside knows; and the command key works in each
/// of these forms.
/// </summary>
public sealed class KeyboardTests
{
    private const string Kitty = "kitty";
    private const string Xterm = "xterm";
    private const string Plain = "plain";

    [Theory]
    [InlineData(Kitty, "\x1b[106;5u", "^[[106;5u")]
    [InlineData(Kitty, "\x1b[27u", "^[[27u")]
    [InlineData(Kitty, "a", "a")]
    [InlineData(Xterm, "\x1b[27;5;106~", "^[[106;5u")]
    [InlineData(Xterm, "\x1b[27;6;66~", "^[[98;6u")]
    [InlineData(Xterm, "a", "a")]
    [InlineData(Plain, "\x02", "^[[98;5u")]
    [InlineData(Plain, "\x1b" + "x", "^[[120;3u")]
    [InlineData(Plain, "\x1b", "^[[27u")]
    [InlineData(Plain, "\x1b[A", "^[[A")]
    [InlineData(Plain, "\x1bOP", "^[[P")]
    [InlineData(Plain, "\x1b[1;5C", "^[[1;5C")]
    [InlineData(Plain, "é", "M-CM-)")]
    [InlineData(Plain, "\x7f", "^?")]
    public void A_program_with_kittys_flags_gets_kittys_keys(string outside, string typed, string seen) =>
        CheckKeys(outside, @"\033[>1u", typed, seen);

    [Theory]
    [InlineData(Kitty, "\x1b[106;5u", "^[[27;5;106~")]
    [InlineData(Kitty, "\x1b[120;3u", "^[[27;3;120~")]
    [InlineData(Kitty, "\x1b[27u", "^[")]
    [InlineData(Kitty, "a", "a")]
    [InlineData(Xterm, "\x1b[27;5;106~", "^[[27;5;106~")]
    [InlineData(Plain, "\x02", "^B")]
    public void A_program_with_modify_other_keys_gets_its_keys(string outside, string typed, string seen) =>
        CheckKeys(outside, @"\033[>4;2m", typed, seen);

    [Theory]
    [InlineData(Plain, @"\033[?2l", "\x1b[A", "^[A")]
    [InlineData(Plain, @"\033[?2l", "\x1bOP", "^[P")]
    [InlineData(Kitty, @"\033[?2l", "\x1b[D", "^[D")]
    [InlineData(Xterm, @"\033[>4;2m\033[>4;1f", "\x1b[27;5;106~", "^[[106;5u")]
    [InlineData(Plain, @"\033[>1;0m", "\x1b[1;5C", "^[[5C")]
    public void A_program_that_changes_what_keys_send_gets_its_keys(string outside, string print, string typed, string seen) =>
        CheckKeys(outside, print, typed, seen);

    [Theory]
    [InlineData(Kitty, "\x1b[97;5u", "d", @"\033[>1u")]
    [InlineData(Kitty, "\x1b[97;5u", "\x1b[100u", @"\033[>9u")]
    [InlineData(Kitty, "\x1b[97;5u", "d", @"\033[>4;2m")]
    [InlineData(Xterm, "\x1b[27;5;97~", "d", @"\033[>1u")]
    [InlineData(Xterm, "\x1b[27;5;97~", "d", @"\033[>4;2m")]
    [InlineData(Plain, "\x01", "d", @"\033[>1u")]
    public void The_command_key_is_known_in_every_form(string outside, string command, string detach, string print)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, outside, print);
        terminal.Type(command);
        terminal.Type(detach);
        Assert.Equal(0, terminal.WaitForExit());
        Assert.Contains("[detached from ", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Pasted_text_is_not_translated()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, Plain, @"\033[>1u\033[?2004h");
        terminal.Type("\x1b[200~one\x02two\x1b[201~");
        terminal.WaitFor("^[[200~one^Btwo^[[201~");
    }

    private static void CheckKeys(string outside, string print, string typed, string seen)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, outside, print);
        terminal.Type(typed);
        terminal.WaitForRow(1, seen);

        // Nothing came beside it: what is typed next stands right behind it.
        terminal.Type("!");
        terminal.WaitForRow(1, seen + "!");
    }

    private static OuterTerminal Start(MuxWorld world, string outside, string print)
    {
        world.TerminalAnswers = outside switch
        {
            Kitty => static answer => !answer.StartsWith("\x1bP>|", StringComparison.Ordinal),
            Xterm => static answer => !answer.EndsWith('u'),
            _ => static answer => !answer.EndsWith('u') && !answer.StartsWith("\x1bP>|", StringComparison.Ordinal),
        };
        OuterTerminal terminal = world.Attach("-S", "k", "sh", "-c", $"stty raw -echo; printf READY; head -c1 >/dev/null; printf '{print}on\\r\\n'; exec cat -v");
        terminal.WaitFor("READY");

        // The answers come before the key, so they are known when the program begins.
        terminal.WaitForScreen(_ => terminal.Printed.Contains("\x1b[c", StringComparison.Ordinal), "the questions");
        terminal.Type(" ");
        terminal.WaitFor("READYon");
        (int kitty, int other) = terminal.Look(static t => (t.KittyKeyboardFlags, t.ModifyOtherKeys));
        Assert.True(outside == Kitty ? other == 0 : kitty == 0);
        return terminal;
    }
}
