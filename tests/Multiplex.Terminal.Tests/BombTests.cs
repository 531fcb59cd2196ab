using System.Diagnostics;
using System.Text;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>
/// What has killed or stalled terminals: huge counts, endless strings, floods. Each costs about as much as plain text of its length.
/// </summary>
[Collection(nameof(QuietMachine))]
public sealed class BombTests
{
    /// <summary>Code that is not optimized takes longer.</summary>
#if DEBUG
    private const int Patience = 10;
#else
    private const int Patience = 1;
#endif

    private static readonly string[] Numbers = ["0", "1", "65535", "2147483648", "9223372036854775808", "99999999999999999999999"];

    [Fact]
    public void Feed_any_control_sequence_with_huge_parameters_takes_less_than_a_millisecond()
    {
        var slow = new List<string>();
        TerminalEmulator terminal = Full();
        foreach (string prefix in (string[])["", "?", ">", "=", "<"])
        {
            foreach (string intermediate in (string[])["", " ", "!", "\"", "#", "$", "&", "'", "*", "+", ","])
            {
                for (char final = '@'; final <= '~'; final++)
                {
                    foreach (string number in Numbers)
                    {
                        string sequence = $"\e[{prefix}{number};{number};{number};{number};{number}{intermediate}{final}";
                        if (!IsFast(terminal, sequence, TimeSpan.FromMilliseconds(Patience)))
                        {
                            slow.Add(sequence[1..]);
                        }
                    }
                }
            }
        }

        Assert.Empty(slow);
        Assert.Null(Invariants.FirstBroken(terminal));
    }

    [Fact]
    public void Feed_repeat_floods_takes_less_than_ten_milliseconds_a_hundred()
    {
        TerminalEmulator terminal = Full();
        byte[] flood = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("x\e[2147483647b", 100)));
        Assert.InRange(Best(() => terminal.Feed(flood)).TotalMilliseconds, 0, 10 * Patience);
    }

    [Theory]
    [InlineData("\u0301")]
    [InlineData("\u0301\u0302\u0303")]
    [InlineData("\u200d")]
    [InlineData("\ufe0f")]
    [InlineData("👩\u200d")]
    public void Feed_of_endless_combining_characters_is_quick_and_keeps_no_memory(string mark)
    {
        const int Bytes = 8_000_000;
        TerminalEmulator terminal = Full(scrollback: 0);
        terminal.Feed("\e[?2027h\e[Ha"u8);
        byte[] marks = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(mark, 65536 / mark.Length)));
        terminal.Feed(marks);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        for (int fed = 0; fed < Bytes; fed += marks.Length)
        {
            terminal.Feed(marks);
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1 * Patience);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2_000_000);
        Assert.Null(Invariants.FirstBroken(terminal));
    }

    [Theory]
    [InlineData("\e[", ";1", "m")]
    [InlineData("\e[", ":1", "m")]
    [InlineData("\e[", "1", "m")]
    [InlineData("\e[?", ";1", "h")]
    [InlineData("\eP", ";1", "q\e\\")]
    [InlineData("\eP", ":1", "q\e\\")]
    [InlineData("\e[", " ", "q")]
    [InlineData("\e(", "!", "B")]
    public void Feed_of_a_million_parameters_is_ignored_and_text_goes_on(string start, string part, string end)
    {
        TerminalEmulator terminal = Full();
        byte[] parts = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 10_000)));
        terminal.Feed(Encoding.ASCII.GetBytes(start));
        TimeSpan elapsed = Time(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                terminal.Feed(parts);
            }
        });
        terminal.Feed(Encoding.ASCII.GetBytes(end + "\e[2;1Hafter"));
        Assert.StartsWith("after", terminal.TextOf(1), StringComparison.Ordinal);
        Assert.InRange(elapsed.TotalMilliseconds, 0, 200 * Patience);
    }

    [Theory]
    [InlineData("\e]2;")]
    [InlineData("\e]52;c;")]
    [InlineData("\e]8;;http://")]
    [InlineData("\e]1337;File=:")]
    [InlineData("\ek")]
    [InlineData("\e!")]
    [InlineData("\eP$q")]
    [InlineData("\eP+q")]
    [InlineData("\ePq")]
    [InlineData("\ePtmux;")]
    [InlineData("\eP")]
    [InlineData("\e_G")]
    [InlineData("\e^")]
    [InlineData("\eX")]
    public void Feed_of_an_endless_string_keeps_no_memory_and_text_goes_on(string start)
    {
        const long Bytes = 64_000_000;
        TerminalEmulator terminal = Full();
        byte[] filler = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("AAAA", 16384)));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        terminal.Feed(Encoding.ASCII.GetBytes(start));
        TimeSpan elapsed = Time(() =>
        {
            for (long fed = 0; fed < Bytes; fed += filler.Length)
            {
                terminal.Feed(filler);
            }
        });
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        terminal.Feed("\e\\\e[2;1Hafter"u8);
        Assert.StartsWith("after", terminal.TextOf(1), StringComparison.Ordinal);
        Assert.InRange(grown, long.MinValue, 2_100_000);
        Assert.InRange(elapsed.TotalSeconds, 0, 1 * Patience);
    }

    [Fact]
    public void Resize_to_extremes_and_back_gives_the_memory_back()
    {
        TerminalEmulator terminal = Full();
        (int Columns, int Rows)[] sizes =
            [(1, 1), (10_000, 1), (1, 10_000), (1000, 500), (2, 2), (65_535, 65_535), (0, 0), (-5, 3), (80, 24)];
        terminal.Resize(80, 24);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int round = 0; round < 3; round++)
        {
            foreach ((int columns, int rows) in sizes.Where(static s => (long)s.Columns * s.Rows < 10_000_000))
            {
                terminal.Resize(columns, rows);
                terminal.Feed("text 中\r\n\e[99;99HX"u8);
                Assert.Null(Invariants.FirstBroken(terminal));
            }

            terminal.Resize(80, 24);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2_000_000);
    }

    [Theory]
    [InlineData("\ePq!99999999~!99999999~!99999999~-\e\\")]
    [InlineData("\ePq\"1;1;99999;99999#0!99999999~\e\\")]
    [InlineData("\e_Gf=32,s=99999,v=99999,m=1;AAAA\e\\")]
    [InlineData("\e]1337;File=inline=1;width=99999;height=99999:AAAA\a")]
    public void Feed_of_an_image_bomb_takes_less_than_ten_milliseconds(string bomb)
    {
        TerminalEmulator terminal = Full();
        byte[] bytes = Encoding.ASCII.GetBytes(bomb);
        Assert.InRange(Best(() => terminal.Feed(bytes)).TotalMilliseconds, 0, 10 * Patience);
        Assert.Null(Invariants.FirstBroken(terminal));
    }

    [Fact]
    public void Feed_of_nothing_but_lone_escapes_is_quick()
    {
        TerminalEmulator terminal = Full();
        foreach (byte b in (byte[])[0x1B, 0x9B, 0xFF, 0xC2, 0xF0, 0x0A, 0x07, 0x08, 0x09, 0x18, 0x00])
        {
            byte[] bytes = new byte[1 << 20];
            bytes.AsSpan().Fill(b);
            Assert.InRange(Best(() => terminal.Feed(bytes)).TotalMilliseconds, 0, 150 * Patience);
        }

        Assert.Null(Invariants.FirstBroken(terminal));
    }

    /// <summary>A terminal in which all parts hold something.</summary>
    private static TerminalEmulator Full(int scrollback = 1000)
    {
        var options = new TerminalOptions { Columns = 80, Rows = 24, ScrollbackLines = scrollback };
        var terminal = new TerminalEmulator(options, new EventRecorder());
        terminal.Feed(Payloads.Make("unicode", 50_000));
        terminal.Feed(Payloads.Make("sgr", 50_000));
        terminal.Feed("\e[1;24r\e[10;10H"u8);
        return terminal;
    }

    private static bool IsFast(TerminalEmulator terminal, string sequence, TimeSpan limit)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(sequence);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            if (Time(() => terminal.Feed(bytes)) < limit)
            {
                return true;
            }
        }

        return false;
    }

    private static TimeSpan Best(Action action) => Enumerable.Range(0, 5).Min(_ => Time(action));

    private static TimeSpan Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }
}

/// <summary>Tests that look at the clock or at the memory of the process run alone.</summary>
[CollectionDefinition(nameof(QuietMachine), DisableParallelization = true)]
public sealed class QuietMachine;
