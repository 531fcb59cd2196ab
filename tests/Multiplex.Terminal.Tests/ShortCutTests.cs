using System.Globalization;
using System.Text;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Tests.Support;

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

    private static TerminalEmulator Make() =>
        new(new TerminalOptions { Columns = 30, Rows = 8, ScrollbackLines = 20 }, new NullTerminalEvents());

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
