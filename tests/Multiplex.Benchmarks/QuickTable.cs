using System.Globalization;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Benchmarks;

/// <summary>Rates, allocations and memory in one table, without statistics.</summary>
internal static class QuickTable
{
    /// <summary>Prints everything.</summary>
    /// <param name="seconds">How long each payload is measured.</param>
    public static void Print(double seconds)
    {
        Write($"{"payload",-14}{"MB/s",10}{"allocated",12}");
        foreach (string name in Payloads.Names)
        {
            var run = new EngineRun(name);
            Write($"{name,-14}{run.BestRate(seconds),10:F1}{run.AllocatedBytes(),12}");
        }

        Write($"{"scrollback",-14}{"bytes/line",10}");
        Write($"{"plain",-14}{EngineRun.BytesPerLine(ScrollbackLines.Plain, ScrollbackLines.Count),10:F1}");
        Write($"{"styled",-14}{EngineRun.BytesPerLine(ScrollbackLines.Styled, ScrollbackLines.Count),10:F1}");
        Write($"{"wide",-14}{EngineRun.BytesPerLine(ScrollbackLines.Wide, ScrollbackLines.Count),10:F1}");
    }

    /// <summary>Prints a line for each payload: its name and megabytes a second.</summary>
    /// <param name="seconds">How long each payload is measured.</param>
    /// <param name="payload">The only payload that is measured, for a profiler; all when null.</param>
    public static void PrintRates(double seconds, string? payload)
    {
        foreach (string name in Payloads.Names.Where(name => payload is null || name == payload))
        {
            Write($"{name} {new EngineRun(name).BestRate(seconds):F1}");
        }
    }

    private static void Write(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
