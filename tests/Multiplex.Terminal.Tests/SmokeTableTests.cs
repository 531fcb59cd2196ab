using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Multiplex.Terminal.Sequences;
using Multiplex.Terminal.Text;
using Wcwidth;

namespace Multiplex.Terminal.Tests;

public sealed class SmokeTableTests
{
    [Fact]
    public void CharacterWidth_agrees_with_the_Wcwidth_package_on_every_code_point()
    {
        for (int codePoint = 0x20; codePoint < 0x110000; codePoint++)
        {
            int expected = Math.Max(0, UnicodeCalculator.GetWidth(codePoint));
            Assert.True(expected == CharacterWidth.Of(codePoint, ambiguousWide: false), $"U+{codePoint:X4}");
        }
    }

    [Fact]
    public void The_published_list_of_sequences_is_the_generated_one()
    {
        string path = Path.Combine(Path.GetDirectoryName(Here())!, "../../src/Multiplex.Terminal/SEQUENCES.md");
        if (Environment.GetEnvironmentVariable("MUX_ACCEPT") == "1")
        {
            File.WriteAllText(path, SequenceList.ToMarkdown());
        }

        Assert.Equal(File.ReadAllText(path), SequenceList.ToMarkdown());
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc\e[1;38;2;1;2;3mdef漢字e\u0301\e[4:3m\r\n\ttab\e[5;3r\e[2;9H\e]8;id=x;http://a/b\ax\e\\\e]2;t\a\e[22t")]
    [InlineData("\e[?1049hvim\e[3;4H\e[?1002;1006h\e[>5u\e]4;3;#123456\a\e[1\"qp\e[?69h\e[3;9s\e[?6h")]
    [InlineData("one\e[38;5")]
    [InlineData("one\e]2;half a tit")]
    [InlineData("one漢")]
    public void A_snapshot_that_is_loaded_is_the_same_terminal(string text)
    {
        var terminal = new TerminalEmulator(
            new TerminalOptions { Columns = 30, Rows = 6, ScrollbackLines = 500 }, new NullTerminalEvents());
        for (int line = 0; line < 300; line++)
        {
            terminal.Feed(Encoding.UTF8.GetBytes($"\e[3{line % 8}mline {line} with 漢字\e[m and more than thirty columns\r\n"));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        terminal.Feed(bytes.AsSpan(0, Math.Max(0, bytes.Length - 1)));
        var snapshot = new ArrayBufferWriter<byte>();
        terminal.Save(snapshot);
        Assert.True(TerminalEmulator.TryLoad(snapshot.WrittenSpan, terminal.Options, new NullTerminalEvents(),
            out TerminalEmulator? loaded));
        Assert.Equal(TerminalDump.ToText(terminal), TerminalDump.ToText(loaded));
        foreach (TerminalEmulator each in (TerminalEmulator[])[terminal, loaded])
        {
            each.Feed(bytes.AsSpan(Math.Max(0, bytes.Length - 1)));
            each.Feed("2mX\aY\e8Z\r\n\n\n\n\n"u8);
        }

        Assert.Equal(TerminalDump.ToText(terminal), TerminalDump.ToText(loaded));
        for (int length = 0; length < snapshot.WrittenCount; length += 7)
        {
            Assert.False(TerminalEmulator.TryLoad(snapshot.WrittenSpan[..length], terminal.Options, new NullTerminalEvents(), out _));
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
