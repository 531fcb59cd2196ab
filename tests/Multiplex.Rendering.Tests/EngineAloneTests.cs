using System.Buffers;
using System.Text;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Input;

namespace Multiplex.Rendering.Tests;

/// <summary>The engine as someone else would use it: this project sees its public interface only. A recorder that keeps what a program
/// showed, and a harness that types to it.</summary>
public sealed class EngineAloneTests
{
    [Fact]
    public void A_recorder_reads_text_renditions_links_and_scrollback()
    {
        var terminal = new TerminalEmulator(
            new TerminalOptions { Columns = 20, Rows = 3, ScrollbackLines = 100 }, new NullTerminalEvents());
        terminal.Feed("one\r\ntwo\r\n\e[1;31mhello\e[m, 世界\r\n\e]8;;http://a/\ae\u0301\e]8;;\a");
        Assert.Equal(1, terminal.ScrollbackCount);
        Assert.Equal("one", terminal.TextOfScrollback(0));
        Assert.Equal("hello, 世界", terminal.TextOf(row: 1));
        Assert.Equal("世", terminal.TextOf(terminal.Row(1)[7]));
        Assert.Equal("", terminal.TextOf(terminal.Row(1)[8]));
        Assert.Equal(CellWidth.Wide, terminal.Row(1)[7].Width);
        Assert.True(terminal.RenditionOf(terminal.Row(1)[0]).Has(RenditionAttributes.Bold));
        Assert.Equal(Color.FromIndex(1), terminal.RenditionOf(terminal.Row(1)[0]).Foreground);
        Assert.Equal("e\u0301", terminal.TextOf(terminal.Row(2)[0]));
        Assert.Equal("http://a/", terminal.LinkOf(terminal.Row(2)[0])?.Uri);
        Assert.Null(terminal.LinkOf(terminal.Row(1)[0]));
    }

    [Fact]
    public void A_recorder_draws_what_changed_and_keeps_the_state()
    {
        var terminal = new TerminalEmulator(columns: 10, rows: 4);
        terminal.Feed("\e[3;2Hx");
        terminal.TakeDamage();
        Assert.False(terminal.Damage.IsAny);
        terminal.Feed("y");
        Assert.Equal([2], Enumerable.Range(0, 4).Where(terminal.Damage.IsRowDamaged));
        terminal.Feed("\e[?25");
        var snapshot = new ArrayBufferWriter<byte>();
        terminal.Save(snapshot);
        Assert.True(TerminalEmulator.TryLoad(
            snapshot.WrittenSpan, terminal.Options, new NullTerminalEvents(), out TerminalEmulator? loaded));
        loaded.Feed("l");
        Assert.Equal(" xy", loaded.TextOf(2));
        Assert.False(loaded.CursorVisible);
        Assert.False(loaded.IsModeSet(25));
        Assert.Null(loaded.IsModeSet(12345));
    }

    [Fact]
    public void A_harness_is_told_answers_and_titles_and_types_keys()
    {
        var events = new Listener();
        var terminal = new TerminalEmulator(columns: 10, rows: 4, events);
        events.Terminal = terminal;
        terminal.Feed("\e]2;title\a\a\e[6n\e[?1h");
        Assert.Equal(["title title", "bell", "reply \e[1;1R"], events.Told);
        var keys = new ArrayBufferWriter<byte>();
        Assert.True(KeyEncoder.Encode(terminal, new KeyEvent(TerminalKey.Up), keys));
        Assert.True(KeyEncoder.Encode(terminal, KeyEvent.Character('c', KeyModifiers.Control), keys));
        Assert.Equal("\eOA\x03", Encoding.ASCII.GetString(keys.WrittenSpan));
        terminal.Resize(5, 2);
        Assert.Equal((5, 2), (terminal.Columns, terminal.Rows));
    }

    private sealed class Listener : NullTerminalEvents
    {
        public TerminalEmulator? Terminal { get; set; }

        public List<string> Told { get; } = [];

        public override void Reply(ReadOnlySpan<byte> bytes) => Told.Add("reply " + Encoding.ASCII.GetString(bytes));

        public override void Bell() => Told.Add("bell");

        public override void TitleChanged() => Told.Add("title " + Terminal!.Title);
    }
}
