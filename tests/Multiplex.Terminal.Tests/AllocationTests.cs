using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>Parsing in the steady state allocates nothing: 0 bytes for a byte, a line or a frame.</summary>
[Collection(nameof(QuietMachine))]
public sealed class AllocationTests
{
    private const int Piece = 65_536;
    private const int PayloadBytes = 1_000_000;

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string name in Payloads.Names)
        {
            cases.Add(name, 0);
            cases.Add(name, 2000);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Feed_in_the_steady_state_allocates_nothing(string payload, int scrollback)
    {
        byte[] bytes = Payloads.Make(payload, PayloadBytes);
        var terminal = new TerminalEmulator(new TerminalOptions { ScrollbackLines = scrollback }, new NullTerminalEvents());
        for (int i = 0; i < 3; i++)
        {
            Feed(terminal, bytes);
        }

        Assert.Equal(0, FewestAllocatedBytes(() => Feed(terminal, bytes)));
    }

    [Fact]
    public void Reading_the_screen_and_the_damage_allocates_nothing()
    {
        var terminal = new TerminalEmulator(new TerminalOptions { ScrollbackLines = 100 }, new NullTerminalEvents());
        terminal.Feed(Payloads.Make("sgr", 100_000));
        _ = ReadAll(terminal);
        Assert.Equal(0, FewestAllocatedBytes(() =>
        {
            _ = ReadAll(terminal);
            terminal.TakeDamage();
        }));
    }

    /// <summary>
    /// The runtime itself allocates a little now and then, when it compiles a method anew; what happens for each line happens every
    /// time.
    /// </summary>
    private static long FewestAllocatedBytes(Action action)
    {
        long fewest = long.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }

    private static ulong ReadAll(TerminalEmulator terminal)
    {
        ulong sum = 0;
        for (int row = 0; row < terminal.Rows; row++)
        {
            foreach (Buffer.Cell cell in terminal.Row(row))
            {
                sum += cell.Bits;
            }
        }

        return sum;
    }

    private static void Feed(TerminalEmulator terminal, byte[] bytes)
    {
        for (int at = 0; at < bytes.Length; at += Piece)
        {
            terminal.Feed(bytes.AsSpan(at, Math.Min(Piece, bytes.Length - at)));
        }
    }
}
