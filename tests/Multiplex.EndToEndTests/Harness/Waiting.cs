using System.Diagnostics;

namespace Multiplex.EndToEndTests.Harness;

/// <summary>How tests wait: for events, and at most this long.</summary>
internal static class Waiting
{
    /// <summary>Longest wait for anything. A machine under load may need seconds for what takes milliseconds.</summary>
    public static TimeSpan Cap { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Looks again and again at what gives no event (files, other processes) until it holds.</summary>
    public static void Poll(Func<bool> condition, Func<string> what)
    {
        if (!Holds(condition, Cap))
        {
            Assert.Fail($"waited {Cap.TotalSeconds} s in vain for {what()}");
        }
    }

    /// <summary>The same, for what may not come.</summary>
    /// <returns>Whether it held within the time.</returns>
    public static bool Holds(Func<bool> condition, TimeSpan patience)
    {
        // The periodic timer only keeps the look-outs apart; the first one that holds ends the wait.
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return false;
            }

            timer.WaitForNextTickAsync().AsTask().Wait();
        }

        return true;
    }
}
