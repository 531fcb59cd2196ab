using System.Buffers;
using System.Text;
using Multiplex.Terminal.Input;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>Keys that a program may define only where the owner allows it (VT510 RM, DECUDK), and the margin bell, which rings for keys
/// (mode 44).</summary>
public sealed class UserKeyTests
{
    [Theory]
    [InlineData("\eP1;1|17/6869\e\\", TerminalKey.F6, KeyModifiers.Shift, "hi")]
    [InlineData("\eP1;1|17/6869\e\\", TerminalKey.F6, KeyModifiers.None, "\e[17~")]
    [InlineData("\eP1;1|17/6869\e\\", TerminalKey.F7, KeyModifiers.Shift, "\e[18;2~")]
    [InlineData("\eP1;1|17/6869;34/6F6B\e\\", TerminalKey.F20, KeyModifiers.Shift, "ok")]
    [InlineData("\eP1;1|17/6869\e\\\eP1;1|18/6F6B\e\\", TerminalKey.F6, KeyModifiers.Shift, "hi")]
    [InlineData("\eP1;1|17/6869\e\\\eP0;1|18/6F6B\e\\", TerminalKey.F6, KeyModifiers.Shift, "\e[17;2~")]
    [InlineData("\eP1;0|17/6869\e\\\eP0;1|17/6F6B\e\\", TerminalKey.F6, KeyModifiers.Shift, "hi")]
    [InlineData("\eP1;1|17/6869\e\\\eP1;1|17/\e\\", TerminalKey.F6, KeyModifiers.Shift, "\e[17;2~")]
    [InlineData("\eP1;1|17/6869\e\\\ec", TerminalKey.F6, KeyModifiers.Shift, "\e[17;2~")]
    [InlineData("\eP1;1|11/6869;16/6869;99/6869\e\\", TerminalKey.F1, KeyModifiers.Shift, "\e[1;2P")]
    [InlineData("\eP1;1|17/68x9\e\\", TerminalKey.F6, KeyModifiers.Shift, "\e[17;2~")]
    [InlineData("\e[61\"p\eP1;1|17/6869\e\\", TerminalKey.F6, KeyModifiers.Shift, "\e[17;2~")]
    public void Encode_of_a_key_with_shift_types_what_the_program_put_under_it(
        string output, TerminalKey key, KeyModifiers modifiers, string expected)
    {
        var options = new TerminalOptions { UserDefinedKeys = true };
        var terminal = new TerminalEmulator(options, new NullTerminalEvents());
        terminal.Feed(Encoding.ASCII.GetBytes(output));
        Assert.Equal(expected, Typed(terminal, new KeyEvent(key, 0, modifiers)));
        Assert.Equal(expected, Typed(Snapshots.SaveAndLoad(terminal, options, new NullTerminalEvents()), new KeyEvent(key, 0, modifiers)));
    }

    [Fact]
    public void Encode_of_a_key_types_nothing_of_a_program_s_unless_the_owner_allows_it()
    {
        var terminal = new TerminalEmulator(new TerminalOptions(), new NullTerminalEvents());
        terminal.Feed("\eP0;1|17/726D\e\\"u8);
        Assert.Equal("\e[17;2~", Typed(terminal, new KeyEvent(TerminalKey.F6, 0, KeyModifiers.Shift)));
    }

    [Fact]
    public void Typed_rings_the_margin_bell_once_for_a_line_that_is_typed_near_its_end()
    {
        var terminal = new TerminalEmulator(columns: 20, rows: 4);
        Assert.Equal(0, Type(terminal, 12));
        terminal.Feed("\r\e[?44h"u8);
        Assert.Equal(0, Type(terminal, 9));
        Assert.Equal(1, Type(terminal, 5));
        terminal.Feed("\r\e[1 u"u8);
        Assert.Equal(0, Type(terminal, 14));
    }

    /// <summary>Types letters that a program echoes.</summary>
    /// <returns>How often the bell rang.</returns>
    private static int Type(TerminalEmulator terminal, int count)
    {
        int bells = 0;
        for (int i = 0; i < count; i++)
        {
            bells += terminal.Typed() ? 1 : 0;
            terminal.Feed(Encoding.ASCII.GetBytes(Typed(terminal, KeyEvent.Character('x'))));
        }

        return bells;
    }

    private static string Typed(TerminalEmulator terminal, KeyEvent key)
    {
        var output = new ArrayBufferWriter<byte>();
        KeyEncoder.Encode(terminal, key, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
