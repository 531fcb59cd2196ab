using System.Globalization;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>What holds for any bytes, any sizes and any split; the seed of a failure is in its message, MUX_TEST_SEED repeats it.</summary>
public sealed class PropertyTests
{
    private const int Cases = 150;
    private const int BytesPerCase = 4096;

    /// <summary>10^8 in CI; less by default, because people run the tests too.</summary>
    private static readonly long FuzzBytes =
        long.TryParse(Environment.GetEnvironmentVariable("MUX_FUZZ_BYTES"), CultureInfo.InvariantCulture, out long bytes)
            ? bytes
            : 5_000_000;

    public static TheoryData<int> Lanes() => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Feed_of_any_bytes_with_any_resizes_breaks_no_invariant(int lane)
    {
        var fuzzer = new Fuzzer(Seeds.Of($"fuzz {lane}"));
        while (fuzzer.Bytes < FuzzBytes / 4)
        {
            fuzzer.RunOneTerminal();
        }
    }

    [Fact]
    public void Feed_of_the_same_bytes_in_any_pieces_gives_the_same_terminal()
    {
        for (int i = 0; i < Cases; i++)
        {
            int seed = Seeds.Of($"split {i}");
            byte[] bytes = new ByteGrammar(seed).Next(BytesPerCase);
            var whole = new Subject(seed);
            whole.Terminal.Feed(bytes);
            string expected = whole.Describe();

            var single = new Subject(seed);
            foreach (byte b in bytes)
            {
                single.Terminal.Feed([b]);
            }

            Assert.True(expected == single.Describe(), Difference(seed, "byte by byte", expected, single.Describe()));

            var pieces = new Subject(seed);
            pieces.FeedInPieces(bytes, new Random(seed));
            Assert.True(expected == pieces.Describe(), Difference(seed, "in pieces", expected, pieces.Describe()));
        }
    }

    [Fact]
    public void Damage_tells_of_every_row_that_changed()
    {
        for (int i = 0; i < Cases; i++)
        {
            int seed = Seeds.Of($"damage {i}");
            TerminalEmulator terminal = new Subject(seed).Terminal;
            var grammar = new ByteGrammar(seed);
            for (int j = 0; j < 50; j++)
            {
                Buffer.Cell[][] before = [.. Enumerable.Range(0, terminal.Rows).Select(row => terminal.Row(row).ToArray())];
                int generation = terminal.Tables.Generation;
                terminal.TakeDamage();
                terminal.Feed(grammar.Next(40));
                for (int row = 0; row < terminal.Rows; row++)
                {
                    bool isTold = terminal.Damage.IsRowDamaged(row) || generation != terminal.Tables.Generation;
                    bool isSame = terminal.Row(row).SequenceEqual(before[row]);
                    Assert.True(isTold || isSame, $"seed {seed}, piece {j}: row {row} changed unnoticed");
                }
            }
        }
    }

    [Fact]
    public void Save_and_load_at_any_moment_is_the_identity()
    {
        for (int i = 0; i < Cases; i++)
        {
            int seed = Seeds.Of($"snapshot {i}");
            var random = new Random(seed);
            byte[] bytes = new ByteGrammar(seed).Next(BytesPerCase);
            int cut = random.Next(bytes.Length);
            var straight = new Subject(seed);
            straight.Terminal.Feed(bytes.AsSpan(0, cut));
            Subject loaded = straight.SaveAndLoad();
            Assert.True(straight.Describe() == loaded.Describe(), Difference(seed, "loaded", straight.Describe(), loaded.Describe()));

            straight.Terminal.Feed(bytes.AsSpan(cut));
            loaded.Terminal.Feed(bytes.AsSpan(cut));
            Assert.True(straight.Describe() == loaded.Describe(), Difference(seed, "gone on", straight.Describe(), loaded.Describe()));

            straight.Terminal.Resize(random.Next(1, 120), random.Next(1, 50));
            loaded.Terminal.Resize(straight.Terminal.Columns, straight.Terminal.Rows);
            Assert.True(straight.Describe() == loaded.Describe(), Difference(seed, "resized", straight.Describe(), loaded.Describe()));
        }
    }

    [Fact]
    public void Load_of_a_damaged_snapshot_is_refused_or_gives_a_whole_terminal()
    {
        for (int i = 0; i < Cases; i++)
        {
            int seed = Seeds.Of($"damage {i}");
            var random = new Random(seed);
            var subject = new Subject(seed);
            subject.Terminal.Feed(new ByteGrammar(seed).Next(BytesPerCase / 4));
            byte[] snapshot = subject.Save();
            for (int j = 0; j < 20; j++)
            {
                byte[] damaged = [.. snapshot.AsSpan(0, random.Next(3) == 0 ? random.Next(snapshot.Length) : snapshot.Length)];
                for (int k = random.Next(4); k >= 0 && damaged.Length > 0; k--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                if (TerminalEmulator.TryLoad(damaged, subject.Options, new EventRecorder(), out TerminalEmulator? loaded))
                {
                    Assert.Null(Invariants.FirstBroken(loaded));
                    loaded.Feed(new ByteGrammar(seed + j).Next(512));
                    Assert.Null(Invariants.FirstBroken(loaded));
                }
            }
        }
    }

    /// <summary>What the checksum does not find may show nonsense, but nothing more.</summary>
    [Fact]
    public void Load_of_a_snapshot_damaged_before_its_checksum_does_no_harm()
    {
        for (int i = 0; i < Cases; i++)
        {
            int seed = Seeds.Of($"sealed {i}");
            var random = new Random(seed);
            var subject = new Subject(seed);
            subject.Terminal.Feed(new ByteGrammar(seed).Next(BytesPerCase / 4));
            byte[] snapshot = subject.Save();
            for (int j = 0; j < 50; j++)
            {
                byte[] damaged = [.. snapshot];
                for (int k = random.Next(4); k >= 0; k--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                Snapshots.Reseal(damaged);
                if (TerminalEmulator.TryLoad(damaged, subject.Options, new EventRecorder(), out TerminalEmulator? loaded))
                {
                    loaded.Feed(new ByteGrammar(seed + j).Next(512));
                    loaded.Resize(random.Next(1, 120), random.Next(1, 50));
                    _ = TerminalDump.ToText(loaded);
                }
            }
        }
    }

    [Fact]
    public void Resize_of_text_to_any_width_and_back_loses_none_of_it()
    {
        for (int i = 0; i < Cases; i++)
        {
            int seed = Seeds.Of($"reflow {i}");
            var random = new Random(seed);
            var options = new TerminalOptions { Columns = 40, Rows = 10, ScrollbackLines = 10_000, BottomStays = random.Next(2) == 0 };
            var terminal = new TerminalEmulator(options, new NullTerminalEvents());
            var text = new StringBuilderOfLines(random);
            terminal.Feed(System.Text.Encoding.UTF8.GetBytes(text.Bytes));
            for (int j = 0; j < 4; j++)
            {
                terminal.Resize(random.Next(2, 100), random.Next(1, 30));
                Assert.Equal(text.Plain, LogicalText.Of(terminal));
            }
        }
    }

    private static string Difference(int seed, string way, string expected, string actual)
    {
        string[] left = expected.Split('\n');
        string[] right = actual.Split('\n');
        int line = 0;
        while (line < Math.Min(left.Length, right.Length) && left[line] == right[line])
        {
            line++;
        }

        string At(string[] lines) => line < lines.Length ? lines[line] : "(nothing)";
        return $"seed {seed}, {way}, line {line}:\n{At(left)}\n{At(right)}";
    }
}
