using System.Globalization;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Benchmarks;

/// <summary>Rates, allocations and memory in one table, without statistics, held to what the engine promises.</summary>
internal static class QuickTable
{
    /// <summary>Plain ASCII, in megabytes a second, and nothing is allocated.</summary>
    private const double LeastAsciiRate = 300;

    /// <summary>A line of 70 plain characters all told.</summary>
    private const double MostPlainBytes = 60;

    /// <summary>Styled text takes at most twice its characters.</summary>
    private const double MostStyledBytes = 2 * ScrollbackLines.Length;

    /// <summary>Prints everything.</summary>
    /// <param name="seconds">How long each payload is measured.</param>
    /// <returns>False when something is not as promised; then its line says so.</returns>
    public static bool Print(double seconds)
    {
        bool isKept = true;
        Write($"{"payload",-14}{"MB/s",10}{"allocated",12}");
        foreach (string name in Payloads.Names)
        {
            var run = new EngineRun(name);
            double rate = run.BestRate(seconds);
            long allocated = run.AllocatedBytes();
            bool isGood = allocated == 0 && (name != "ascii" || rate > LeastAsciiRate);
            Write($"{name,-14}{rate,10:F1}{allocated,12}{(isGood ? "" : "  too slow or too much")}");
            isKept &= isGood;
        }

        Write($"{"scrollback",-14}{"bytes/line",10}{"at most",12}");
        isKept &= PrintLines("plain", ScrollbackLines.Plain, MostPlainBytes);
        isKept &= PrintLines("styled", ScrollbackLines.Styled, MostStyledBytes);
        isKept &= PrintLines("coloured", ScrollbackLines.Colored, MostStyledBytes);
        isKept &= PrintLines("wide", ScrollbackLines.Wide, MostStyledBytes);
        return isKept;
    }

    private static bool PrintLines(string name, Func<int, string> line, double most)
    {
        double bytes = EngineRun.BytesPerLine(line, ScrollbackLines.Count);
        Write($"{name,-14}{bytes,10:F1}{most,12:F0}{(bytes <= most ? "" : "  too much")}");
        return bytes <= most;
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
