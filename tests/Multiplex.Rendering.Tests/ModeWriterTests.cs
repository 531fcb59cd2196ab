using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering.Tests;

/// <summary>Modes of the outer terminal.</summary>
public sealed class ModeWriterTests
{
    private static readonly TerminalProfile s_plain = TerminalProfile.Create("vt220", null, string.Empty, isUtf8: true);

    [Fact]
    public void Update_writes_modes_once_the_terminal_has_said_that_it_knows_them()
    {
        ModeWriter writer = new(s_plain, new FoundState());
        Frame frame = new(1, 1, new FrameTables())
        {
            KittyKeyboardFlags = 1,
            ModifyOtherKeys = 2,
            Modes = FrameModes.FocusEvents,
            MouseTracking = MouseTracking.Normal,
            MouseEncoding = MouseEncoding.Sgr,
            CursorColor = Color.FromRgb(1, 2, 3),
            Title = "title",
        };
        Assert.Equal(string.Empty, Update(writer, frame));

        writer.Profile = s_plain with
        {
            Abilities = s_plain.Abilities | TerminalAbilities.KittyKeyboard | TerminalAbilities.ModifyOtherKeys | TerminalAbilities.FocusEvents
                | TerminalAbilities.Mouse | TerminalAbilities.DynamicColors | TerminalAbilities.Title,
        };
        string written = Update(writer, frame);
        Assert.All(
            (string[])["\e[>1u", "\e[>4;2m", "\e[?1004h", "\e[?1000h", "\e[?1006h", "\e]12;#010203", "\e]2;title"],
            sequence => Assert.Contains(sequence, written, StringComparison.Ordinal));
        Assert.Equal(string.Empty, Update(writer, frame));
    }

    [Fact]
    public void Update_to_a_window_without_a_title_brings_the_found_one_back()
    {
        ModeWriter writer = new(s_plain with { Abilities = s_plain.Abilities | TerminalAbilities.Title | TerminalAbilities.TitleStack }, new FoundState());
        Assert.Equal("\e]2;one\e\\", Update(writer, new Frame(1, 1, new FrameTables()) { Title = "one" }));
        Assert.Equal("\e[23;0t\e[22;0t", Update(writer, new Frame(1, 1, new FrameTables())));
        Assert.Equal(string.Empty, Update(writer, new Frame(1, 1, new FrameTables())));
        Assert.Equal("\e]2;one\e\\", Update(writer, new Frame(1, 1, new FrameTables()) { Title = "one" }));
    }

    private static string Update(ModeWriter writer, Frame frame)
    {
        OutputBytes output = new();
        writer.Update(frame, output);
        return Encoding.UTF8.GetString(output.Written);
    }
}
