using System.Buffers;
using System.Text;
using Multiplex.Terminal.Input;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>
/// Keys, mouse and pastes as a program gets them under the modes that it set (screen-256color; xterm ctlseqs; kitty keyboard protocol).
/// </summary>
public sealed class InputTests
{
    [Theory]
    [InlineData("", TerminalKey.Up, KeyModifiers.None, "\e[A")]
    [InlineData("\e[?1h", TerminalKey.Up, KeyModifiers.None, "\eOA")]
    [InlineData("\e[?1h", TerminalKey.Left, KeyModifiers.Control, "\e[1;5D")]
    [InlineData("", TerminalKey.Right, KeyModifiers.Shift | KeyModifiers.Alt, "\e[1;4C")]
    [InlineData("", TerminalKey.Home, KeyModifiers.None, "\e[1~")]
    [InlineData("", TerminalKey.End, KeyModifiers.None, "\e[4~")]
    [InlineData("", TerminalKey.Home, KeyModifiers.Control, "\e[1;5H")]
    [InlineData("", TerminalKey.Insert, KeyModifiers.None, "\e[2~")]
    [InlineData("", TerminalKey.Delete, KeyModifiers.Shift, "\e[3;2~")]
    [InlineData("", TerminalKey.PageUp, KeyModifiers.None, "\e[5~")]
    [InlineData("", TerminalKey.PageDown, KeyModifiers.Control, "\e[6;5~")]
    [InlineData("", TerminalKey.F1, KeyModifiers.None, "\eOP")]
    [InlineData("", TerminalKey.F4, KeyModifiers.Shift, "\e[1;2S")]
    [InlineData("", TerminalKey.F5, KeyModifiers.None, "\e[15~")]
    [InlineData("", TerminalKey.F6, KeyModifiers.None, "\e[17~")]
    [InlineData("", TerminalKey.F10, KeyModifiers.None, "\e[21~")]
    [InlineData("", TerminalKey.F11, KeyModifiers.None, "\e[23~")]
    [InlineData("", TerminalKey.F12, KeyModifiers.Alt, "\e[24;3~")]
    [InlineData("", TerminalKey.Enter, KeyModifiers.None, "\r")]
    [InlineData("\e[20h", TerminalKey.Enter, KeyModifiers.None, "\r\n")]
    [InlineData("", TerminalKey.Enter, KeyModifiers.Alt, "\e\r")]
    [InlineData("", TerminalKey.Tab, KeyModifiers.None, "\t")]
    [InlineData("", TerminalKey.Tab, KeyModifiers.Shift, "\e[Z")]
    [InlineData("", TerminalKey.Backspace, KeyModifiers.None, "\x7f")]
    [InlineData("\e[?67h", TerminalKey.Backspace, KeyModifiers.None, "\b")]
    [InlineData("", TerminalKey.Backspace, KeyModifiers.Control, "\b")]
    [InlineData("", TerminalKey.Escape, KeyModifiers.None, "\e")]
    [InlineData("", TerminalKey.Keypad5, KeyModifiers.None, "5")]
    [InlineData("\e=", TerminalKey.Keypad5, KeyModifiers.None, "\eOu")]
    [InlineData("\e=", TerminalKey.KeypadEnter, KeyModifiers.None, "\eOM")]
    [InlineData("", TerminalKey.KeypadEnter, KeyModifiers.None, "\r")]
    [InlineData("\e=", TerminalKey.KeypadAdd, KeyModifiers.None, "\eOk")]
    [InlineData("\e=\e>", TerminalKey.Keypad0, KeyModifiers.None, "0")]
    [InlineData("", TerminalKey.Up, KeyModifiers.NumLock | KeyModifiers.CapsLock, "\e[A")]
    [InlineData("\e[>1u", TerminalKey.Escape, KeyModifiers.None, "\e[27u")]
    [InlineData("\e[>1u", TerminalKey.Enter, KeyModifiers.None, "\r")]
    [InlineData("\e[>1u", TerminalKey.Enter, KeyModifiers.Shift, "\e[13;2u")]
    [InlineData("\e[>1u", TerminalKey.Tab, KeyModifiers.None, "\t")]
    [InlineData("\e[>1u", TerminalKey.Backspace, KeyModifiers.Control, "\e[127;5u")]
    [InlineData("\e[>1u", TerminalKey.Up, KeyModifiers.None, "\e[A")]
    [InlineData("\e[>1u", TerminalKey.Up, KeyModifiers.Control, "\e[1;5A")]
    [InlineData("\e[>1u", TerminalKey.F3, KeyModifiers.None, "\e[13~")]
    [InlineData("\e[>1u", TerminalKey.F1, KeyModifiers.None, "\e[P")]
    [InlineData("\e[>1u", TerminalKey.F13, KeyModifiers.None, "\e[57376u")]
    [InlineData("\e[>1u", TerminalKey.Delete, KeyModifiers.None, "\e[3~")]
    [InlineData("\e[>8u", TerminalKey.Enter, KeyModifiers.None, "\e[13u")]
    [InlineData("\e[>8u", TerminalKey.KeypadEnter, KeyModifiers.None, "\e[57414u")]
    [InlineData("\e[>8u", TerminalKey.Keypad0, KeyModifiers.None, "\e[57399u")]
    [InlineData("\e[>4;2m", TerminalKey.Enter, KeyModifiers.Control, "\e[27;5;13~")]
    [InlineData("\e[>4;2m", TerminalKey.Tab, KeyModifiers.Shift, "\e[Z")]
    [InlineData("\e[>4;2m\e[>4;1f", TerminalKey.Enter, KeyModifiers.Control, "\e[13;5u")]
    [InlineData("\e[>4;3m", TerminalKey.Tab, KeyModifiers.None, "\e[27;1;9~")]
    [InlineData("\e[?2l", TerminalKey.Up, KeyModifiers.None, "\eA")]
    [InlineData("\e[?1h\e[?2l", TerminalKey.Left, KeyModifiers.Control, "\eD")]
    [InlineData("\e[?2l", TerminalKey.Home, KeyModifiers.None, "\eH")]
    [InlineData("\e[?2l", TerminalKey.F4, KeyModifiers.None, "\eS")]
    [InlineData("\e[?2l", TerminalKey.F5, KeyModifiers.None, "\e[15~")]
    [InlineData("\e[?2l\e=", TerminalKey.Keypad5, KeyModifiers.None, "\e?u")]
    [InlineData("\e[?2l\e=\e>", TerminalKey.Keypad5, KeyModifiers.None, "5")]
    [InlineData("\e[>1u\e[?2l", TerminalKey.Escape, KeyModifiers.None, "\e")]
    [InlineData("\e[?2l\e<", TerminalKey.Up, KeyModifiers.None, "\e[A")]
    [InlineData("\e[>1;0m", TerminalKey.Left, KeyModifiers.Control, "\e[5D")]
    [InlineData("\e[>1;0m\e[?1h", TerminalKey.Left, KeyModifiers.Control, "\eO5D")]
    [InlineData("\e[>1;1m\e[?1h", TerminalKey.Left, KeyModifiers.Control, "\e[5D")]
    [InlineData("\e[>1;3m", TerminalKey.Left, KeyModifiers.Control, "\e[>1;5D")]
    [InlineData("\e[>1n", TerminalKey.Left, KeyModifiers.Control, "\e[D")]
    [InlineData("\e[>1n", TerminalKey.Home, KeyModifiers.Control, "\e[1~")]
    [InlineData("\e[>1n\e[>1m", TerminalKey.Left, KeyModifiers.Control, "\e[1;5D")]
    [InlineData("\e[>n", TerminalKey.F1, KeyModifiers.Shift, "\eOP")]
    [InlineData("\e[>2n", TerminalKey.F5, KeyModifiers.Shift, "\e[15~")]
    [InlineData("\e[>2;3m", TerminalKey.F5, KeyModifiers.Shift, "\e[>15;2~")]
    [InlineData("\e[>2;0m", TerminalKey.F1, KeyModifiers.Shift, "\eO2P")]
    public void Encode_key_gives_what_the_modes_say(string setup, TerminalKey key, KeyModifiers modifiers, string expected) =>
        Assert.Equal(expected, Encoded(setup, new KeyEvent(key, 0, modifiers)));

    [Theory]
    [InlineData("", 'a', KeyModifiers.None, "a")]
    [InlineData("", 'é', KeyModifiers.None, "é")]
    [InlineData("", 'a', KeyModifiers.Control, "\x01")]
    [InlineData("", ' ', KeyModifiers.Control, "\0")]
    [InlineData("", '[', KeyModifiers.Control, "\e")]
    [InlineData("", '?', KeyModifiers.Control, "\x7f")]
    [InlineData("", 'x', KeyModifiers.Alt, "\ex")]
    [InlineData("", 'x', KeyModifiers.Alt | KeyModifiers.Control, "\e\x18")]
    [InlineData("", '1', KeyModifiers.Control, "1")]
    [InlineData("\e[>4;1m", 'a', KeyModifiers.Control, "\x01")]
    [InlineData("\e[>4;1m", '1', KeyModifiers.Control, "\e[27;5;49~")]
    [InlineData("\e[>4;2m", 'a', KeyModifiers.Control, "\e[27;5;97~")]
    [InlineData("\e[>4;2m", 'A', KeyModifiers.Shift, "A")]
    [InlineData("\e[>4;3m", 'a', KeyModifiers.None, "\e[27;1;97~")]
    [InlineData("\e[>4;3m", 'A', KeyModifiers.Shift, "\e[27;2;65~")]
    [InlineData("\e[>4;2m\e[>4;1f", 'a', KeyModifiers.Control, "\e[97;5u")]
    [InlineData("\e[?2l", 'a', KeyModifiers.Alt, "\ea")]
    [InlineData("\e[>1u", 'a', KeyModifiers.None, "a")]
    [InlineData("\e[>1u", 'A', KeyModifiers.Shift, "A")]
    [InlineData("\e[>1u", 'a', KeyModifiers.Control, "\e[97;5u")]
    [InlineData("\e[>1u", 'a', KeyModifiers.Alt, "\e[97;3u")]
    [InlineData("\e[>1u", 'i', KeyModifiers.Control, "\e[105;5u")]
    [InlineData("\e[>1u", 'A', KeyModifiers.Control | KeyModifiers.Shift, "\e[97;6u")]
    [InlineData("\e[>8u", 'a', KeyModifiers.None, "\e[97u")]
    [InlineData("\e[>8u", 'A', KeyModifiers.Shift, "\e[97;2u")]
    [InlineData("\e[>12u", 'A', KeyModifiers.Shift, "\e[97:65;2u")]
    [InlineData("\e[>24u", 'a', KeyModifiers.None, "\e[97;;97u")]
    [InlineData("\e[>24u", 'A', KeyModifiers.Shift, "\e[97;2;65u")]
    [InlineData("\e[>24u", 'a', KeyModifiers.Control, "\e[97;5u")]
    public void Encode_character_gives_what_the_modes_say(string setup, char character, KeyModifiers modifiers, string expected) =>
        Assert.Equal(expected, Encoded(setup, KeyEvent.Character(character, modifiers)));

    [Theory]
    [InlineData("", TerminalKey.Up, KeyAction.Release, "")]
    [InlineData("", TerminalKey.Up, KeyAction.Repeat, "\e[A")]
    [InlineData("\e[>1u", TerminalKey.Up, KeyAction.Release, "")]
    [InlineData("\e[>3u", TerminalKey.Up, KeyAction.Press, "\e[A")]
    [InlineData("\e[>3u", TerminalKey.Up, KeyAction.Repeat, "\e[1;1:2A")]
    [InlineData("\e[>3u", TerminalKey.Up, KeyAction.Release, "\e[1;1:3A")]
    [InlineData("\e[>3u", TerminalKey.Delete, KeyAction.Release, "\e[3;1:3~")]
    [InlineData("\e[>3u", TerminalKey.Enter, KeyAction.Release, "")]
    [InlineData("\e[>11u", TerminalKey.Enter, KeyAction.Release, "\e[13;1:3u")]
    public void Encode_of_repeats_and_releases_is_for_those_who_asked(string setup, TerminalKey key, KeyAction action, string expected) =>
        Assert.Equal(expected, Encoded(setup, new KeyEvent(key, 0, KeyModifiers.None, action)));

    [Theory]
    [InlineData("", MouseButton.Left, MouseAction.Press, KeyModifiers.None, "")]
    [InlineData("\e[?1000h", MouseButton.Left, MouseAction.Press, KeyModifiers.None, "\e[M #\"")]
    [InlineData("\e[?1000h", MouseButton.Right, MouseAction.Release, KeyModifiers.None, "\e[M##\"")]
    [InlineData("\e[?1000h", MouseButton.WheelUp, MouseAction.Press, KeyModifiers.None, "\e[M`#\"")]
    [InlineData("\e[?1000h", MouseButton.Left, MouseAction.Press, KeyModifiers.Control, "\e[M0#\"")]
    [InlineData("\e[?1000h", MouseButton.Left, MouseAction.Move, KeyModifiers.None, "")]
    [InlineData("\e[?9h", MouseButton.Left, MouseAction.Press, KeyModifiers.Control, "\e[M #\"")]
    [InlineData("\e[?9h", MouseButton.Left, MouseAction.Release, KeyModifiers.None, "")]
    [InlineData("\e[?9h", MouseButton.WheelUp, MouseAction.Press, KeyModifiers.None, "")]
    [InlineData("\e[?1000h\e[?1006h", MouseButton.Left, MouseAction.Press, KeyModifiers.None, "\e[<0;3;2M")]
    [InlineData("\e[?1000h\e[?1006h", MouseButton.Middle, MouseAction.Release, KeyModifiers.None, "\e[<1;3;2m")]
    [InlineData("\e[?1000h\e[?1006h", MouseButton.WheelDown, MouseAction.Press, KeyModifiers.Shift, "\e[<69;3;2M")]
    [InlineData("\e[?1000h\e[?1006h", MouseButton.Button8, MouseAction.Press, KeyModifiers.Alt, "\e[<136;3;2M")]
    [InlineData("\e[?1002h\e[?1006h", MouseButton.Left, MouseAction.Move, KeyModifiers.None, "\e[<32;3;2M")]
    [InlineData("\e[?1002h\e[?1006h", MouseButton.None, MouseAction.Move, KeyModifiers.None, "")]
    [InlineData("\e[?1003h\e[?1006h", MouseButton.None, MouseAction.Move, KeyModifiers.None, "\e[<35;3;2M")]
    [InlineData("\e[?1000h\e[?1015h", MouseButton.Left, MouseAction.Press, KeyModifiers.None, "\e[32;3;2M")]
    [InlineData("\e[?1000h\e[?1015h", MouseButton.Left, MouseAction.Release, KeyModifiers.None, "\e[35;3;2M")]
    [InlineData("\e[?1000h\e[?1016h", MouseButton.Left, MouseAction.Press, KeyModifiers.None, "\e[<0;21;21M")]
    [InlineData("\e[?1000h\e[?1000l", MouseButton.Left, MouseAction.Press, KeyModifiers.None, "")]
    public void Encode_mouse_gives_what_the_modes_say(
        string setup, MouseButton button, MouseAction action, KeyModifiers modifiers, string expected) =>
        Assert.Equal(expected, Encoded(setup, new MouseEvent(button, action, Row: 1, Column: 2, modifiers)));

    [Theory]
    [InlineData("\e[?1000h", 222, "\e[M \u00ff!")]
    [InlineData("\e[?1000h", 223, "")]
    [InlineData("\e[?1000h\e[?1005h", 300, "\e[M \u00c5\u008d!")]
    [InlineData("\e[?1000h\e[?1006h", 900, "\e[<0;901;1M")]
    [InlineData("\e[?1000h\e[?1006h", 5000, "\e[<0;1000;1M")]
    [InlineData("\e[?1000h\e[?1006h", -7, "\e[<0;1;1M")]
    public void Encode_mouse_in_far_columns_is_right_or_nothing(string setup, int column, string expected) =>
        Assert.Equal(expected, Encoded(setup, new MouseEvent(MouseButton.Left, MouseAction.Press, Row: 0, column), columns: 1000));

    [Theory]
    [InlineData("", true, "")]
    [InlineData("\e[?1004h", true, "\e[I")]
    [InlineData("\e[?1004h", false, "\e[O")]
    [InlineData("\e[?1004h\e[?1004l", true, "")]
    public void EncodeFocus_tells_those_who_asked(string setup, bool hasFocus, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        KeyEncoder.EncodeFocus(Prepared(setup, 80), hasFocus, output);
        Assert.Equal(expected, Encoding.Latin1.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("", "ls\n", "ls\r")]
    [InlineData("", "a\r\nb\rc\n", "a\rb\rc\r")]
    [InlineData("", "a\tb", "a\tb")]
    [InlineData("", "日本 é 😀", "日本 é 😀")]
    [InlineData("", "a\e[201~b\x7f\x01\u009bc", "a [201~b   c")]
    [InlineData("\e[?2004h", "ls\e[201~id\r", "\e[200~ls [201~id\r\e[201~")]
    [InlineData("\e[?2004h", "", "\e[200~\e[201~")]
    public void Paste_holds_no_keys_and_stays_within_its_brackets(string setup, string text, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        PasteEncoder.Encode(Prepared(setup, 80), Encoding.UTF8.GetBytes(text), output);
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Paste_of_all_bytes_has_one_pair_of_brackets_and_no_control_within()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(static b => (byte)b), .. "\e[201~\e[200~"u8];
        var output = new ArrayBufferWriter<byte>();
        PasteEncoder.Encode(Prepared("\e[?2004h", 80), all, output);
        ReadOnlySpan<byte> inner = output.WrittenSpan[6..^6];
        Assert.True(output.WrittenSpan.StartsWith("\e[200~"u8) && output.WrittenSpan.EndsWith("\e[201~"u8));
        Assert.Equal(-1, inner.IndexOf((byte)0x1B));
        Assert.Equal(-1, inner.IndexOfAnyInRange((byte)0, (byte)8));
        Assert.Equal(-1, inner.IndexOf((byte)'\n'));
        Assert.Equal(-1, inner.IndexOf((byte)0x7F));
    }

    [Fact]
    public void Encode_of_any_event_under_any_modes_gives_whole_text_or_sequences()
    {
        var random = new Random(Seeds.Of("input"));
        for (int i = 0; i < 20_000; i++)
        {
            string mode = random.Next(4) switch { 0 => "1h", 1 => "66h", 2 => "67h", _ => "1l" };
            string setup = $"\e[?{mode}\e[>{random.Next(32)}u\e[>4;{random.Next(3)}m";
            var key = (TerminalKey)random.Next((int)TerminalKey.KeypadSeparator + 1);
            int codePoint = key == TerminalKey.Character ? random.Next(0x20, 0xD800) : 0;
            string bytes = Encoded(setup, new KeyEvent(key, codePoint, (KeyModifiers)random.Next(256), (KeyAction)random.Next(1, 4)));
            Assert.True(bytes.Length < 60, bytes);
        }
    }

    private static string Encoded(string setup, in KeyEvent key)
    {
        var output = new ArrayBufferWriter<byte>();
        bool any = KeyEncoder.Encode(Prepared(setup, 80), key, output);
        Assert.Equal(output.WrittenCount > 0, any);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Encoded(string setup, in MouseEvent mouse, int columns = 80)
    {
        var output = new ArrayBufferWriter<byte>();
        bool any = MouseEncoder.Encode(Prepared(setup, columns), mouse, output);
        Assert.Equal(output.WrittenCount > 0, any);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }

    private static TerminalEmulator Prepared(string setup, int columns)
    {
        var terminal = new TerminalEmulator(new TerminalOptions { Columns = columns, Rows = 24 }, new NullTerminalEvents());
        terminal.Feed(Encoding.ASCII.GetBytes(setup));
        return terminal;
    }
}
