using System.Buffers;
using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering.Tests;

/// <summary>What the user's terminal had comes back: its own by a reset, the user's by its value; it is asked at the first change and never on leaving.</summary>
public sealed class FoundStateTests
{
    private const string Red = "\e]10;#ff0000\e\\";

    private static readonly TerminalProfile s_xterm = TerminalProfile.Create("xterm-256color", null, string.Empty, isUtf8: true);

    [Theory]
    [InlineData(0x00FF00, 0xFFFFFF, "\e]10;#00ff00\e\\")]
    [InlineData(0xFFFFFF, 0xFFFFFF, "\e]110\e\\")]
    public void A_colour_comes_back(int found, int own, string restored)
    {
        TerminalSession session = new(s_xterm);
        Assert.Contains("\e]10;?\e\\\e]110\e\\\e]10;?\e\\" + Red, Draw(session, Frame(Color.FromRgb(255, 0, 0))), StringComparison.Ordinal);
        Assert.True(session.Found.TakeAsked());
        Assert.False(session.Found.TakeAsked());
        session.Found.Answer(FoundState.Foreground, Rgb(found));
        session.Found.Answer(FoundState.Foreground, Rgb(own));
        session.Found.EndRound();
        Assert.Contains(restored, Draw(session, Frame(default)), StringComparison.Ordinal);
        Assert.DoesNotContain("?", Draw(session, Frame(Color.FromRgb(255, 0, 0))), StringComparison.Ordinal);
        string left = Leave(session);
        Assert.Contains(restored, left, StringComparison.Ordinal);
        Assert.DoesNotContain("]10;?", left, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_answer_a_reset_has_to_do()
    {
        TerminalSession session = new(s_xterm);
        Draw(session, Frame(Color.FromRgb(255, 0, 0)));
        Assert.True(session.Found.TakeAsked());
        session.Found.EndRound();

        // Too late: it may be the answer to anything.
        session.Found.Answer(FoundState.Foreground, Rgb(0x123456));
        session.Found.Answer(FoundState.Foreground, Rgb(0xFFFFFF));
        Assert.Contains("\e]110\e\\", Leave(session), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_to_the_questions_at_the_start_are_told_apart()
    {
        TerminalSession session = new(s_xterm);
        session.Found.ExpectRound(hasColors: true);
        Draw(session, Frame(Color.FromRgb(255, 0, 0)));
        session.Found.TakeAsked();
        Assert.Equal(Rgb(0x111111), session.Found.Answer(FoundState.Foreground, Rgb(0x111111)));
        session.Found.EndRound();
        session.Found.Answer(FoundState.Foreground, Rgb(0x111111));
        session.Found.Answer(FoundState.Foreground, Rgb(0x222222));
        session.Found.EndRound();
        Assert.Equal(Rgb(0x111111), session.Found.Color(FoundState.Foreground));
    }

    [Fact]
    public void A_terminal_that_cannot_be_asked_is_not()
    {
        TerminalSession session = new(TerminalProfile.Create("screen", null, string.Empty, isUtf8: true));
        Frame frame = Frame(Color.FromRgb(255, 0, 0));
        frame.CursorShape = CursorShape.SteadyBar;
        frame.Modes = FrameModes.FocusEvents;
        Assert.DoesNotContain("?\e\\", Draw(session, frame), StringComparison.Ordinal);
        Assert.False(session.Found.TakeAsked());
    }

    [Fact]
    public void A_mode_that_was_set_stays_set()
    {
        TerminalSession session = new(s_xterm);
        Frame frame = Frame(default);
        frame.Modes = FrameModes.FocusEvents | FrameModes.BracketedPaste;
        Assert.Contains("\e[?2004$p\e[?2004h\e[?1004$p\e[?1004h", Draw(session, frame), StringComparison.Ordinal);
        session.Found.AnswerMode(2004, 1);
        session.Found.AnswerMode(1004, 2);
        Draw(session, Frame(default));
        string left = Leave(session);
        Assert.Contains("\e[?2004h", left, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?1004h", left, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_was_changed_of_the_palette_is_given_back()
    {
        FoundState found = new();
        EventWriter events = new(s_xterm, found);
        ArrayBufferWriter<byte> output = new();
        events.SetPalette(1, 0x0A0B0C, output);
        events.SetPalette(2, 0x0A0B0C, output);
        found.Answer(1, Rgb(0x777777));
        found.Answer(1, Rgb(0xCD0000));
        output.ResetWrittenCount();
        events.Leave(output);
        Assert.Equal("\e]4;1;#777777\e\\\e]104;2\e\\", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(5, 1, "\e[5 q")]
    [InlineData(2, 1, "\e[0 q")]
    public void A_cursors_shape_comes_back(int shape, int own, string restored)
    {
        TerminalSession session = new(s_xterm);
        Frame frame = Frame(default);
        frame.CursorShape = CursorShape.SteadyUnderline;
        Assert.Contains("\eP$q q\e\\\e[0 q\eP$q q\e\\\e[4 q", Draw(session, frame), StringComparison.Ordinal);
        session.Found.Answer((CursorShape)shape);
        session.Found.Answer((CursorShape)own);
        Assert.Contains(restored, Leave(session), StringComparison.Ordinal);
    }

    private static Frame Frame(Color foreground) => new(10, 3, new FrameTables()) { DefaultForeground = foreground };

    private static Color Rgb(int value) => Color.FromRgb((byte)(value >> 16), (byte)(value >> 8), (byte)value);

    private static string Draw(TerminalSession session, Frame frame)
    {
        ArrayBufferWriter<byte> output = new();
        session.Writer.Draw(frame, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Leave(TerminalSession session)
    {
        ArrayBufferWriter<byte> output = new();
        session.Leave(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
