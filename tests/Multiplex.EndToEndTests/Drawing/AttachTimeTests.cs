using System.Globalization;
using Multiplex.EndToEndTests.Harness;
using Xunit.Abstractions;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>How long it takes from a client's start until the session is on the screen.</summary>
public sealed class AttachTimeTests(ITestOutputHelper log)
{
    private const int Attaches = 21;

    /// <summary>What is promised, on a machine that has nothing else to do.</summary>
    private const double Milliseconds = 25;

    [Fact]
    public void An_attached_session_is_drawn_within_25_milliseconds()
    {
        using MuxWorld world = new();
        string fill = world.PathOf("fill");
        File.WriteAllText(fill, "i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo \"line $i of a session that is full of text, as most are\"; done; printf LAST; exec sleep 1000\n");
        world.Start("a", "sh", fill);
        List<double> mux = [.. Enumerable.Range(0, Attaches).Select(_ => Attach(world, MuxBinary.Path, "-r", "a"))];
        List<double> tmux = [];
        if (MuxWorld.HasProgram("tmux"))
        {
            string socket = world.PathOf("t");
            world.RunProgram("tmux", "-S", socket, "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-s", "a", "sh", fill);
            tmux.AddRange(Enumerable.Range(0, Attaches).Select(_ => Attach(world, "tmux", "-S", socket, "attach", "-d", "-t", "a")));
        }

        double median = Median(mux);
        double other = tmux.Count > 0 ? Median(tmux) : double.NaN;
        string text = string.Create(CultureInfo.InvariantCulture, $"median of {Attaches}: mux {median:F1} ms, tmux {other:F1} ms, ratio {median / other:F2}");
        log.WriteLine(text);

        // A machine that is busy is so for both.
        Assert.True(median <= Milliseconds || median <= 3 * other, text);
    }

    private static double Attach(MuxWorld world, string program, params string[] arguments)
    {
        OuterTerminal terminal = world.Open(80, 24, program, arguments);
        TimeSpan drawn = terminal.TimeUntil("LAST");
        terminal.Dispose();
        return drawn.TotalMilliseconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
