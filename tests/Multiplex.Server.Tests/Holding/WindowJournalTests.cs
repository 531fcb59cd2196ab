using System.Text;
using CsCheck;
using Multiplex.Platform.Holding;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server.Tests.Holding;

public sealed class WindowJournalTests
{
    private static readonly string[] _pieces =
    [
        "hello ", "\r\n", "\u001b[31m", "\u001b[0m", "\u001b[2J", "\u001b[10;20H", "\u001b[c", "\u001b[6n", "\u0007", "\u00e9\u0301", "\u6f22",
        "\u001b[?1049h", "\u001b[?1049l", "\u001b]2;title\u0007", "\u001b[3;10r", "\u001b[5L", "\u001b7", "\u001b8", "\t", "\u001b[38;2;1;2;3m",
        "a line of ordinary text that is long enough to wrap round the edge of the screen when there are two\r\n", "\u001b[1", "\u00f0\u009f",
        "\u001bP$qm\u001b\\", "\u001b[?2004h", "\u001b(0lqk\u001b(B", "\u001b[20C", "\u001b[4A", "\u001bM", "\n\n\n\n\n\n\n",
    ];

    private static readonly Gen<byte[]> _output = Gen.Int[0, _pieces.Length - 1].Array[0, 400]
        .Select(static indexes => Encoding.UTF8.GetBytes(string.Concat(indexes.Select(static index => _pieces[index]))));

    /// <summary>Up to twelve cuts each, half of them kills: more than ten thousand kills at full length.</summary>
    private static readonly int s_runs = Environment.GetEnvironmentVariable("MUX_RELIABILITY") is "full" ? 4000 : 300;

    [SkippableFact]
    public void Recovery_at_any_cut_gives_the_screen_of_an_uninterrupted_run()
    {
        Skip.IfNot(ReadsItsSnapshots(), "the emulator does not read its snapshots");
        Gen.Select(_output, Gen.Int[1, 5000].Array[0, 12], Gen.Bool.Array[12]).Sample((bytes, cuts, kills) =>
        {
            using JournalRun straight = new();
            PrintAll(straight, bytes, [], []);
            using JournalRun cut = new();
            PrintAll(cut, bytes, cuts, kills);
            Assert.Equal(straight.Dump, cut.Dump);
            Assert.Equal(straight.Fake.TakeInput(), cut.Fake.TakeInput());
            Assert.Equal(straight.Bells, cut.Bells);
            Assert.Empty(cut.Quarantines);
        }, iter: s_runs);
    }

    [Fact]
    public void Queries_are_answered_exactly_once_however_often_they_are_parsed()
    {
        using JournalRun run = new();
        run.Fake.Print("\u001b[c\u001b[6n"u8);
        run.Parse();
        byte[] answers = run.Fake.TakeInput();
        Assert.NotEmpty(answers);
        for (int time = 0; time < 5; time++)
        {
            run.Restart();
            run.Parse();
        }

        Assert.Empty(run.Fake.TakeInput());
        run.Fake.Print("\u001b[c"u8);
        run.Parse();
        Assert.NotEmpty(run.Fake.TakeInput());
    }

    [Fact]
    public void Bells_ring_at_most_once()
    {
        using JournalRun run = new();
        run.Fake.Print("\u0007\u0007"u8);
        run.Parse();
        run.Restart();
        run.Parse();
        Assert.Equal(2, run.Bells);
        run.Fake.Print("\u0007"u8);
        run.Parse();
        Assert.Equal(3, run.Bells);
    }

    [Fact]
    public void Tail_moves_only_past_what_a_checkpoint_covers()
    {
        using JournalRun run = new(ringSize: 65536);
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 78) + "\r\n");
        run.Fake.Print(line);
        run.Parse();
        Assert.Equal(0ul, run.Journal.Memory!.Control.Tail);
        run.Pass(TimeSpan.FromMilliseconds(200));
        Assert.Equal(80ul, run.Journal.Memory!.Control.Tail);
        for (int count = 0; count < 10_000; count++)
        {
            if (run.Fake.Print(line) < line.Length)
            {
                Assert.Fail("the ring was full although everything is parsed");
            }

            run.Parse();
        }
    }

    [Fact]
    public void Program_without_output_sets_no_timer()
    {
        using JournalRun run = new();
        run.Fake.Print("x"u8);
        run.Parse();
        run.Pass(TimeSpan.FromMilliseconds(200));
        run.Pass(TimeSpan.FromSeconds(2));
        run.Pass(TimeSpan.FromSeconds(2));
        Assert.Null(run.Timers.UntilNext());
    }

    [Fact]
    public void Input_is_committed_with_its_place_in_the_clients_stream()
    {
        using JournalRun run = new();
        Assert.True(run.Journal.Write("abc"u8, new InputOrigin(7, 3)));
        Assert.True(run.Journal.Write("de"u8, new InputOrigin(7, 5)));
        Assert.Equal("abcde"u8.ToArray(), run.Fake.TakeInput());
        run.Restart();
        Assert.True(run.Journal.Memory!.Control.Commits.Current.TryGetOffset(7, out ulong offset));
        Assert.Equal(5ul, offset);
        Assert.Equal(2, run.Fake.Kicks);
    }

    [Fact]
    public void Paste_beyond_the_ring_waits_and_keeps_its_order()
    {
        using JournalRun run = new();
        byte[] paste = new byte[300_000];
        new Random(1).NextBytes(paste);
        Assert.True(run.Journal.Write(paste, InputOrigin.None));
        Assert.True(run.Journal.Write("end"u8, InputOrigin.None));
        List<byte> taken = [];
        while (taken.Count < paste.Length + 3)
        {
            taken.AddRange(run.Fake.TakeInput(10_000));
            run.Parse();
        }

        Assert.Equal([.. paste, .. "end"u8], taken);
        Assert.False(run.Journal.IsInputWaiting);
    }

    [Fact]
    public void Input_beyond_the_ring_survives_the_daemon_without_what_was_taken_since()
    {
        using JournalRun run = new();
        byte[] keys = new byte[200_000];
        new Random(2).NextBytes(keys);
        Assert.True(run.Journal.Write(keys, new InputOrigin(7, 200_000)));
        Assert.True(run.Journal.IsInputUnsafe);
        run.Journal.EndTurn();
        Assert.False(run.Journal.IsInputUnsafe);
        List<byte> taken = [.. run.Fake.TakeInput(30_000)];
        run.Parse();
        Assert.True(run.Restart());
        Assert.Equal(200_000ul, run.Journal.WaitingInput(7));
        Assert.True(run.Journal.Write("end"u8, new InputOrigin(7, 200_003)));
        while (taken.Count < keys.Length + 3)
        {
            taken.AddRange(run.Fake.TakeInput(10_000));
            run.Parse();
        }

        Assert.Equal([.. keys, .. "end"u8], taken);
    }

    [Fact]
    public void Answers_that_do_not_fit_wait_and_a_program_that_never_reads_gets_no_more()
    {
        using JournalRun run = new();
        Assert.True(run.Journal.Write(new byte[Platform.Holding.HolderProtocol.InputRingSize - 2], InputOrigin.None));
        for (int index = 0; index < 1000; index++)
        {
            run.Fake.Print("\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n\e[5n"u8);
            run.Parse();
        }

        Assert.True(run.Journal.IsInputWaiting);
        List<byte> taken = [];
        for (byte[] some = [1]; some.Length > 0; run.Parse())
        {
            some = [.. run.Fake.TakeInput(10_000)];
            taken.AddRange(some);
        }

        string answers = Encoding.ASCII.GetString([.. taken.SkipWhile(static value => value == 0)]);
        Assert.InRange(answers.Length, 64 * 1024, 68 * 1024);
        Assert.Equal(string.Empty, answers.Replace("\e[0n", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void Paste_beyond_the_cap_is_refused()
    {
        using JournalRun run = new();
        Assert.True(run.Journal.Write(new byte[InputQueue.MaxBytes], InputOrigin.None));
        Assert.False(run.Journal.Write(new byte[InputQueue.MaxBytes], InputOrigin.None));
    }

    [Fact]
    public void Exit_is_told_only_when_all_output_is_parsed()
    {
        using JournalRun run = new();
        run.Fake.Print(new byte[5000]);
        run.Fake.End();
        run.Journal.Exited(new ExitRecord { WaitStatus = 3 << 8, Flags = ExitFlags.Happened | ExitFlags.StatusKnown });
        Assert.False(run.HasEnded);
        run.Journal.Parse(1000);
        Assert.False(run.HasEnded);
        run.Parse();
        Assert.True(run.HasEnded);
        Assert.Equal(3 << 8, run.Status);
    }

    [Fact]
    public void Exception_while_parsing_costs_the_block_and_nothing_else()
    {
        using JournalRun run = new();
        run.Fake.Print("before"u8);
        run.Parse();
        run.FailsAtBell = true;
        run.Fake.Print("\u0007"u8);
        run.Parse();
        run.FailsAtBell = false;
        run.Fake.Print("after"u8);
        run.Parse();
        Assert.Single(run.Quarantines);
        Assert.Contains("b", run.Dump, StringComparison.Ordinal);
        Assert.Equal(11, run.Window.Terminal!.CursorColumn);
    }

    [Fact]
    public void Block_in_which_two_daemons_died_is_passed_over_and_one_death_is_chance()
    {
        using JournalRun run = new();
        run.Fake.Print("before"u8);
        run.Parse();
        run.Journal.Checkpoint();
        run.Fake.Print("poison"u8);
        run.Fake.PretendDeath(6, 12);
        run.Restart();
        run.Fake.PretendDeath(6, 12);
        run.Restart();
        run.Parse();
        (ulong offset, byte[] bytes) = Assert.Single(run.Quarantines);
        Assert.Equal((6ul, "poison"), (offset, Encoding.ASCII.GetString(bytes)));
        run.Fake.Print("after"u8);
        run.Parse();
        Assert.Equal(5, run.Window.Terminal!.CursorColumn % 6);

        run.Fake.PretendDeath(12, 17);
        run.Restart();
        run.Parse();
        Assert.Single(run.Quarantines);
    }

    [Fact]
    public void Daemon_whose_epoch_is_over_touches_nothing()
    {
        using JournalRun run = new();
        WindowJournal old = run.Journal;
        run.Fake.Print("x"u8);
        ulong epoch = run.Fake.Epoch;
        run.Fake.Begin();
        Assert.NotEqual(epoch, run.Fake.Epoch);
        using ControlPageEpoch _ = new(old);
        Assert.Equal(0ul, old.Memory!.Control.Tail);
    }

    private static bool ReadsItsSnapshots()
    {
        using JournalRun run = new();
        run.Fake.Print("x"u8);
        run.Parse();
        run.Journal.Checkpoint();
        return run.Restart();
    }

    private static void PrintAll(JournalRun run, byte[] bytes, int[] cuts, bool[] kills)
    {
        int done = 0;
        int next = 0;
        while (done < bytes.Length)
        {
            int piece = next < cuts.Length ? Math.Min(cuts[next], bytes.Length - done) : bytes.Length - done;
            done += run.Fake.Print(bytes.AsSpan(done, piece));
            if (next < cuts.Length && kills[next % kills.Length])
            {
                // A daemon that parses some of it and dies; sometimes after a checkpoint.
                run.Journal.Parse(Math.Max(1, piece / 2));
                if (next % 3 == 0)
                {
                    run.Journal.Checkpoint();
                    run.Journal.Parse(Math.Max(1, piece / 3));
                }

                run.Restart();
            }
            else
            {
                run.Parse();
            }

            next++;
        }

        run.Parse();
    }

    /// <summary>Lets the old daemon's timer run out after the new one has begun.</summary>
    private sealed class ControlPageEpoch : IDisposable
    {
        public ControlPageEpoch(WindowJournal journal) => journal.Checkpoint();

        public void Dispose()
        {
        }
    }
}
