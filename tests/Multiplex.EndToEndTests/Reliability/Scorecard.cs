using System.Diagnostics;
using System.Globalization;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>
/// The table of checks: each writes a line with its figure, passed or failed. MUX_RELIABILITY=full runs every check at its full count, else the counts are
/// those that continuous integration has time for.
/// </summary>
internal static class Scorecard
{
    private static readonly object s_gate = new();

    /// <summary>True when every check runs at its full count.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("MUX_RELIABILITY") is "full";

    /// <summary>A count: the first in continuous integration, the second at full length.</summary>
    public static int Count(int brief, int full) => IsFull ? full : brief;

    /// <summary>Runs a check and keeps its line of the table, in the file that MUX_RELIABILITY_TABLE names.</summary>
    /// <param name="id">Its number on the scorecard.</param>
    /// <param name="title">What is checked, in a few words.</param>
    /// <param name="check">Returns the figure; throws when the check fails.</param>
    public static void Check(string id, string title, Func<string> check)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            Write(id, title, check(), "passed", start);
        }
        catch (Exception exception) when (exception is not SkipException)
        {
            Write(id, title, exception.Message.Split('\n')[0].Trim(), "FAILED", start);
            throw;
        }
    }

    /// <summary>The middle one of some figures.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>A number of bytes in megabytes.</summary>
    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static void Write(string id, string title, string figure, string state, long start)
    {
        string seconds = Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        string line = $"{id}\t{title}\t{figure}\t{state}\t{seconds} s";
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable("MUX_RELIABILITY_TABLE") is { Length: > 0 } path)
        {
            lock (s_gate)
            {
                File.AppendAllText(path, line + "\n");
            }
        }
    }
}
