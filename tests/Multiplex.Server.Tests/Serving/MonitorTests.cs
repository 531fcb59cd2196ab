using System.Text;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Tests.Commands;

namespace Multiplex.Server.Tests.Serving;

public sealed class MonitorTests
{
    [Fact]
    public void Output_of_a_monitored_window_is_told_once_until_it_is_seen()
    {
        Bench bench = WithBackground(out Window window);
        window.Monitor = true;
        bench.Print(window, "hello");
        Assert.Equal("Activity in window 0", bench.Said);
        Assert.True(window.HasActivity);
        bench.Session.LastMessage = "other";
        bench.Print(window, "again");
        Assert.Equal("other", bench.Session.LastMessage);
        bench.Run("select 0");

        Assert.False(window.HasActivity);
    }

    [Fact]
    public void Output_of_a_window_in_view_is_not_told()
    {
        var bench = new Bench();
        bench.Front.Monitor = true;
        bench.Print(bench.Front, "hello");

        Assert.False(bench.Front.HasActivity);
    }

    [Fact]
    public void A_bell_in_the_background_is_told_and_one_in_view_rings()
    {
        Bench bench = WithBackground(out Window window);
        bench.Print(window, "\a");
        Assert.Equal("Bell in window 0", bench.Said);
        Assert.True(window.HasBell);
        Assert.Empty(bench.Host.Sent);
        bench.Print(bench.Front, "\a");
        Assert.Equal([OuterEventKind.Bell], bench.Host.Sent);
    }

    [Fact]
    public void A_bell_is_shown_with_vbell_and_bell_msg_may_ring()
    {
        Bench bench = WithBackground(out Window window);
        bench.Run("vbell on");
        bench.Run("bell_msg \"in %n^G\"");
        bench.Print(window, "\a");
        Assert.Equal([OuterEventKind.Bell], bench.Host.Sent);
        bench.Display!.MessageLine.Clear();
        bench.Print(bench.Front, "\a");

        Assert.Equal(OuterEventKind.VisualBell, bench.Host.Sent[^1]);
        Assert.Equal("   Wuff,  Wuff!!  ", bench.Display!.MessageLine.Text);
    }

    [Fact]
    public void Silence_is_told_when_a_window_has_printed_nothing_for_its_time()
    {
        Bench bench = WithBackground(out Window window);
        SilenceMonitor.Start(window, 2);
        bench.Host.Advance(TimeSpan.FromSeconds(1.5));
        bench.Print(window, "x");
        bench.Host.Advance(TimeSpan.FromSeconds(1.5));
        Assert.False(window.HasSilence);
        bench.Host.Advance(TimeSpan.FromSeconds(1));

        Assert.True(window.HasSilence);
        Assert.Equal("Window 0: silence for 2 seconds", bench.Said);
    }

    [Fact]
    public void The_prompt_trick_names_a_shell_after_what_it_runs()
    {
        var bench = new Bench();
        bench.Run("shelltitle '$ |shell:'");
        bench.Run("screen");
        Window window = bench.Front;
        bench.Print(window, "\ek\e\\$ ");
        Assert.Equal("shell:", window.Title);
        bench.Print(window, "/usr/bin/sleep 5");
        bench.Print(window, "\r\n");
        Assert.Equal("shell:sleep", window.Title);
        bench.Print(window, "\ek\e\\$ ");
        Assert.Equal("shell:", window.Title);
        bench.Print(window, "\ekset by hand\e\\");
        Assert.Equal("set by hand", window.Title);
    }

    [Fact]
    public void Idle_runs_its_command_when_nobody_types()
    {
        var bench = new Bench();
        bench.Display!.LastInput = bench.Host.Time.GetTimestamp();
        bench.Run("idle 300 title asleep");
        bench.Host.Advance(TimeSpan.FromSeconds(200));
        bench.Display.LastInput = bench.Host.Time.GetTimestamp();
        bench.Host.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal("sh", bench.Front.Title);
        bench.Host.Advance(TimeSpan.FromSeconds(200));

        Assert.Equal("asleep", bench.Front.Title);
    }

    [Fact]
    public void A_backtick_runs_when_it_is_shown_and_again_when_it_is_too_old()
    {
        var bench = new Bench();
        bench.Run("backtick 1 30 0 date");
        Backtick backtick = bench.Session.Backticks[1];
        Assert.Equal(string.Empty, backtick.Text);
        Finish(bench, 0, "a\nlast\n");
        Assert.Equal("last", backtick.Text);
        Assert.Single(bench.Host.Programs);
        bench.Host.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("last", backtick.Text);
        Finish(bench, 1, "new");

        Assert.Equal("new", backtick.Text);
        Assert.Equal(2, bench.Host.Programs.Count);
    }

    [Fact]
    public void A_backtick_without_lifespan_shows_each_line_as_it_comes()
    {
        var bench = new Bench();
        bench.Run("backtick 2 0 0 sh -c loop");
        Backtick backtick = bench.Session.Backticks[2];
        backtick.Start();
        bench.Host.Programs[0].Output("one\ntw"u8.ToArray());
        Assert.Equal("one", backtick.Text);
        bench.Host.Programs[0].Output("o\n"u8.ToArray());
        Assert.Equal("two", backtick.Text);
        bench.Run("backtick 2");
        Assert.Empty(bench.Session.Backticks);
    }

    private static void Finish(Bench bench, int program, string output)
    {
        bench.Host.Programs[program].Output(Encoding.UTF8.GetBytes(output));
        bench.Host.Programs[program].Output(ReadOnlyMemory<byte>.Empty);
    }

    private static Bench WithBackground(out Window window)
    {
        var bench = new Bench();
        window = bench.Front;
        bench.Run("screen");
        bench.Display!.MessageLine.Clear();
        bench.Host.Advance(TimeSpan.FromMinutes(1));
        return bench;
    }
}
