using System.Diagnostics;
using System.Text;
using Multiplex.Terminal;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Benchmarks;

/// <summary>One terminal of 80 by 24 with scrollback, fed with one payload in pieces of 64 KiB, as a pty would deliver it.</summary>
internal sealed class EngineRun
{
    /// <summary>What a multiplexer reads at once.</summary>
    public const int Piece = 65_536;

    private const int PayloadBytes = 1_000_000;
    private const int ScrollbackLines = 10_000;

    private readonly TerminalEmulator _terminal = new(new TerminalOptions { ScrollbackLines = ScrollbackLines }, new NullTerminalEvents());

    public EngineRun(string payload) => Payload = Payloads.Make(payload, PayloadBytes);

    /// <summary>The bytes of one pass.</summary>
    public byte[] Payload { get; }

    /// <summary>Feeds the payload once.</summary>
    public void Pass()
    {
        ReadOnlySpan<byte> rest = Payload;
        while (rest.Length > 0)
        {
            int length = Math.Min(Piece, rest.Length);
            _terminal.Feed(rest[..length]);
            rest = rest[length..];
        }
    }

    /// <summary>Megabytes a second of the best pass, after the scrollback was filled and the code was compiled.</summary>
    public double BestRate(double seconds)
    {
        WarmUp();
        double best = 0;
        long end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        do
        {
            long start = Stopwatch.GetTimestamp();
            Pass();
            best = Math.Max(best, Payload.Length / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (Stopwatch.GetTimestamp() < end);
        return best;
    }

    /// <summary>Bytes allocated by one pass in the steady state.</summary>
    public long AllocatedBytes()
    {
        WarmUp();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Bytes held for each of so many lines of scrollback, all told.</summary>
    /// <param name="line">One line, without its end.</param>
    /// <param name="count">How many lines.</param>
    public static double BytesPerLine(Func<int, string> line, int count)
    {
        var terminal = new TerminalEmulator(new TerminalOptions { ScrollbackLines = count }, new NullTerminalEvents());
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < count + terminal.Rows; i++)
        {
            terminal.Feed(Encoding.UTF8.GetBytes(line(i) + "\r\n"));
        }

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        double bytes = (double)held / terminal.ScrollbackCount;
        GC.KeepAlive(terminal);
        return bytes;
    }

    /// <summary>Until lines go round in a full scrollback and all code is in its last tier.</summary>
    private void WarmUp()
    {
        long end = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2);
        do
        {
            Pass();
        }
        while (Stopwatch.GetTimestamp() < end);
    }
}
