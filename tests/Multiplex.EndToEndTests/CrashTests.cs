using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>The daemon is killed: programs live on, and the next daemon serves them with their screens.</summary>
public sealed class CrashTests
{
    [Fact]
    public void A_killed_daemon_takes_no_program_along_and_the_next_one_shows_its_screen()
    {
        using MuxWorld world = new();
        string session = world.Start("job", "sh", "-c", "echo $$ >" + world.PathOf("pid") + "; printf '\\033[5;10Hplaced'; echo; echo last; exec sleep 1000");
        int program = int.Parse(world.WaitForFile("pid", "\n"), System.Globalization.CultureInfo.InvariantCulture);
        int daemon = Assert.Single(world.Daemons());
        ProcessList.Kill(daemon);
        MuxWorld.WaitUntil(() => !ProcessList.IsAlive(daemon), "the daemon to be gone");
        world.WaitForState(session, "Detached");
        Assert.True(ProcessList.IsAlive(program));
        OuterTerminal terminal = world.Attach("-r", "job");
        terminal.WaitForRow(4, "         placed");
        terminal.WaitForRow(5, "last");
        Assert.NotEqual(daemon, Assert.Single(world.Daemons()));
        Assert.Equal(session, Assert.Single(world.Sessions()));
    }

    [Fact]
    public void An_attached_client_comes_back_by_itself()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("job");
        terminal.Type("echo before-$((1+1))\r");
        terminal.WaitFor("before-2");
        int daemon = Assert.Single(world.Daemons());
        ProcessList.Kill(daemon);
        terminal.Type("echo after-$((1+1))\r");
        terminal.WaitFor("after-2");
        Assert.Contains("before-2", terminal.Screen, StringComparison.Ordinal);
        terminal.Press("d");
        Assert.Equal(0, terminal.WaitForExit());
    }

    [Fact]
    public void What_is_printed_while_no_daemon_lives_is_not_lost()
    {
        using MuxWorld world = new();
        string go = world.PathOf("go");
        string session = world.Start("job", "sh", "-c", $"echo READY; while [ ! -e {go} ]; do sleep 0.01; done; seq -f line-%g 1 20; echo END; exec sleep 1000");
        int daemon = Assert.Single(world.Daemons());
        ProcessList.Kill(daemon);
        File.WriteAllText(go, string.Empty);
        OuterTerminal terminal = world.Attach("-r", "job");
        terminal.WaitFor("END");
        string[] lines = [.. terminal.Screen.Split('\n').Where(line => line.Length > 0)];
        Assert.Equal(["READY", .. Enumerable.Range(1, 20).Select(i => $"line-{i}"), "END"], lines);
        Assert.Equal(session, Assert.Single(world.Sessions()));
    }

    [Fact]
    public void A_session_is_listed_without_a_daemon()
    {
        using MuxWorld world = new();
        string session = world.Start("job", "sleep", "1000");
        ProcessList.Kill(Assert.Single(world.Daemons()));
        Outcome outcome = world.Run("-ls");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"\t{session}\t", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("(Detached)", outcome.Output, StringComparison.Ordinal);
    }
}
