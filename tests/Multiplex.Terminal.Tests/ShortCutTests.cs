using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Tests.Support;
using Multiplex.Terminal.Text;

namespace Multiplex.Terminal.Tests;

/// <summary>What is done on a shorter way than through the table does the same as the table's entry.</summary>
public sealed class ShortCutTests
{
    private const int Cases = 2000;

    [Fact]
    public void SGR_CUP_and_EL_do_the_same_as_their_entries_in_the_table()
    {
        for (int i = 0; i < Cases; i++)
        {
            int seed = Seeds.Of($"short cut {i}");
            var random = new Random(seed);
            TerminalEmulator quick = Make();
            TerminalEmulator listed = Make();
            var history = new StringBuilder();
            for (int j = 0; j < 30; j++)
            {
                byte final = "mmmHK"u8[random.Next(5)];
                string text = Parameters(random, hasSubParameters: final == (byte)'m');
                history.Append(CultureInfo.InvariantCulture, $" CSI {text}{(char)final}");
                quick.Feed(Encoding.ASCII.GetBytes($"\e[{text}{(char)final}"));
                Dispatch(listed, text, final);
                quick.Feed("word "u8);
                listed.Feed("word "u8);
            }

            Assert.True(TerminalDump.ToText(quick) == TerminalDump.ToText(listed), $"seed {seed}:{history}");
        }
    }

    [Fact]
    public void Coloured_text_in_one_piece_does_the_same_as_byte_by_byte()
    {
        for (int i = 0; i < Cases; i++)
        {
            int seed = Seeds.Of($"coloured text {i}");
            var random = new Random(seed);
            TerminalEmulator whole = Make(columns: 30 + random.Next(60));
            TerminalEmulator bytewise = Make(whole.Columns);
            byte[] text = Encoding.UTF8.GetBytes(ColouredText(random));
            whole.Feed(text);
            foreach (byte value in text)
            {
                bytewise.Feed([value]);
            }

            Assert.True(
                TerminalDump.ToText(whole) == TerminalDump.ToText(bytewise), $"seed {seed}: {Convert.ToHexString(text)}");
            Assert.Equal(Scrolled(bytewise), Scrolled(whole));
        }
    }

    [Fact]
    public void Coloured_text_in_one_piece_may_make_the_tables_compact()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 3 * RenditionTable.Capacity; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\e[38;2;{i >> 16};{i >> 8 & 255};{i & 255}mw ");
        }

        byte[] bytes = Encoding.ASCII.GetBytes(text.ToString());
        TerminalEmulator whole = Make();
        TerminalEmulator pieces = Make();
        whole.Feed(bytes);
        foreach (byte[] piece in bytes.Chunk(10))
        {
            pieces.Feed(piece);
        }

        Assert.True(whole.Tables.Generation > 0);
        Assert.Equal(TerminalDump.ToText(pieces), TerminalDump.ToText(whole));
        Assert.Equal(Scrolled(pieces), Scrolled(whole));
    }

    [Fact]
    public void Ideographs_and_syllables_are_wide_by_the_table()
    {
        IEnumerable<int> ideographs =
            Enumerable.Range(Ideographs.FirstIdeograph, Ideographs.LastIdeograph - Ideographs.FirstIdeograph + 1);
        IEnumerable<int> syllables = Enumerable.Range(Ideographs.FirstSyllable, Ideographs.LastSyllable - Ideographs.FirstSyllable + 1);
        Assert.All(ideographs.Concat(syllables), static code => Assert.Equal(2, CharacterWidth.Of(code, ambiguousWide: false)));
    }

    /// <summary>Renditions and words of every length, and now and then what stops the bulk: a line's end, a place, a wide character, a
    /// link, a set, protection, an insertion, a repetition.</summary>
    private static string ColouredText(Random random)
    {
        var text = new StringBuilder();
        for (int i = 0; i < 60; i++)
        {
            text.Append(random.Next(16) switch
            {
                0 => "\r\n",
                1 => $"\e[{random.Next(9)};{random.Next(90)}H",
                2 => Wide(random),
                3 => random.Next(2) == 0 ? "\e]8;;http://host/\e\\" : "\e]8;;\e\\",
                4 => random.Next(2) == 0 ? "\e(0" : "\e(B",
                5 => $"\e[{random.Next(3)}\"q",
                6 => random.Next(2) == 0 ? "\e[4h" : "\e[4l",
                7 => $"\e[{random.Next(50)}b",
                8 => "\e[K\e7\e8",
                9 => random.Next(2) == 0 ? "\e[?7l" : "\e[?7h",
                _ => $"\e[{Parameters(random, hasSubParameters: true)}m" + Colour(random),
            });
            text.Append('w', random.Next(5) == 0 ? random.Next(40) : random.Next(9));
        }

        return text.Append("the end, long enough that what is before it lies complete").ToString();
    }

    /// <summary>Ideographs and syllables, mostly several together, with now and then another character of any length and width.</summary>
    private static string Wide(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(24); i > 0; i--)
        {
            text.Append(random.Next(20) switch
            {
                0 => "\u00E9",
                1 => "e\u0301",
                2 => "\u2588",
                3 => "\u3042\uFF0C",
                4 => "\U0001F680",
                5 => "\uFFFD\uE000",
                < 10 => ((char)random.Next(Ideographs.FirstSyllable, Ideographs.LastSyllable + 1)).ToString(),
                _ => ((char)random.Next(Ideographs.FirstIdeograph, Ideographs.LastIdeograph + 1)).ToString(),
            });
        }

        return text.ToString();
    }

    private static string Colour(Random random) => random.Next(4) switch
    {
        0 => $"\e[{random.Next(3, 6)}8;5;{random.Next(270)}m",
        1 => $"\e[{random.Next(3, 6)}8;2;{random.Next(270)};{random.Next(270)};{random.Next(256)}m",
        2 => $"\e[{random.Next(3, 6)}8;2;{random.Next(256)};;{random.Next(256)}m",
        _ => "",
    };

    private static string Scrolled(TerminalEmulator terminal)
    {
        var lines = new StringBuilder();
        var cells = new Cell[terminal.Columns];
        for (int line = 0; line < terminal.ScrollbackCount; line++)
        {
            terminal.ReadScrollbackLine(line, cells, out bool isWrapped);
            lines.Append(CultureInfo.InvariantCulture, $"{isWrapped}");
            foreach (Cell cell in cells)
            {
                lines.Append(CultureInfo.InvariantCulture,
                    $" {cell.Content:X} {cell.Width} {cell.IsProtected} {terminal.Tables.Renditions[cell.Rendition]}");
            }

            lines.AppendLine();
        }

        return lines.ToString();
    }

    private static TerminalEmulator Make(int columns) =>
        new(new TerminalOptions { Columns = columns, Rows = 8, ScrollbackLines = 20 }, new NullTerminalEvents());

    private static TerminalEmulator Make() => Make(columns: 30);

    /// <summary>Gives a control sequence to the table, with its parameters read by other means than the parser's.</summary>
    private static void Dispatch(TerminalEmulator terminal, string text, byte final)
    {
        var values = new List<int>();
        uint subParameters = 0;
        foreach (string group in text.Split(';'))
        {
            string[] parts = group.Split(':');
            for (int part = 0; part < parts.Length; part++)
            {
                subParameters |= part == 0 ? 0 : 1u << values.Count;
                values.Add(parts[part].Length == 0
                    ? -1
                    : (int)Math.Min(long.Parse(parts[part], CultureInfo.InvariantCulture), ParserLimits.MaxParameterValue));
            }
        }

        terminal.Core.DispatchControl(
            new SequenceHeader(0, 0, 0, final), new SequenceParameters(values.ToArray(), subParameters));
        terminal.Core.LastPrinted = 0;
    }

    private static string Parameters(Random random, bool hasSubParameters)
    {
        var text = new StringBuilder();
        int count = random.Next(7);
        for (int i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : hasSubParameters && random.Next(6) == 0 ? ":" : ";");
            text.Append(random.Next(12) switch
            {
                0 => "",
                1 => "38;2",
                2 => "48;5",
                3 => "58;2",
                4 => random.Next(100_000).ToString(CultureInfo.InvariantCulture),
                5 => "00" + random.Next(300).ToString(CultureInfo.InvariantCulture),
                6 => "99999999999",
                _ => random.Next(130).ToString(CultureInfo.InvariantCulture),
            });
        }

        return text.ToString();
    }
}
