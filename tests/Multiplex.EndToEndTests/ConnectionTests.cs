using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>The main job: the connection is lost, the program goes on, and a new login finds it.</summary>
public sealed class ConnectionTests
{
    private const int SigHup = 1;

    private const string Job = "i=0; while :; do i=$((i+1)); echo step-$i; echo $i >$OUT.new; mv $OUT.new $OUT; sleep 0.05; done";

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lost_ssh_connection_does_not_stop_the_program(bool hard)
    {
        using MuxWorld world = new();
        SshServer server = new(world);
        string script = WriteJob(world);
        OuterTerminal first = server.Login($"{MuxBinary.Path} -S train sh {script}");
        first.WaitFor("step-3");
        string session = Assert.Single(world.Sessions());
        IReadOnlyList<int> connections = server.Connections();
        Assert.NotEmpty(connections);
        foreach (int connection in connections)
        {
            if (hard)
            {
                ProcessList.Kill(connection);
            }
            else
            {
                Assert.Equal(0, world.RunProgram("kill", "-HUP", $"{connection}").ExitCode);
            }
        }

        first.WaitForExit();
        ComesBack(world, session, () => server.Login($"{MuxBinary.Path} -r train"));
    }

    [Fact]
    public void A_closed_terminal_does_not_stop_the_program()
    {
        using MuxWorld world = new();
        OuterTerminal first = world.Attach("-S", "train", "sh", WriteJob(world));
        first.WaitFor("step-3");
        string session = Assert.Single(world.Sessions());
        first.HangUp();
        first.WaitForExit();
        ComesBack(world, session, () => world.Attach("-r", "train"));
    }

    [Fact]
    public void A_client_that_is_hung_up_does_not_stop_the_program()
    {
        using MuxWorld world = new();
        OuterTerminal first = world.Attach("-S", "train", "sh", WriteJob(world));
        first.WaitFor("step-3");
        string session = Assert.Single(world.Sessions());
        first.Signal(SigHup);
        first.WaitForExit();
        ComesBack(world, session, () => world.Attach("-r", "train"));
    }

    [Fact]
    public void A_killed_terminal_emulator_does_not_stop_the_program()
    {
        using MuxWorld world = new();
        OuterTerminal first = world.Attach("-S", "train", "sh", WriteJob(world));
        first.WaitFor("step-3");
        string session = Assert.Single(world.Sessions());
        ProcessList.Kill(first.HostPid);
        ComesBack(world, session, () => world.Attach("-r", "train"));
    }

    private static string WriteJob(MuxWorld world)
    {
        string script = world.PathOf("job.sh");
        File.WriteAllText(script, $"OUT={world.PathOf("count")}\n{Job}\n");
        return script;
    }

    private static void ComesBack(MuxWorld world, string session, Func<OuterTerminal> attach)
    {
        world.WaitForState(session, "Detached");
        int before = Count(world);
        MuxWorld.WaitUntil(() => Count(world) > before + 5, "the program to go on");
        int least = Count(world);
        OuterTerminal second = attach();
        second.WaitForScreen(screen => screen.Contains($"step-{least}\n", StringComparison.Ordinal) || LastStep(screen) > least, "the program's present screen");
        int shown = LastStep(second.Screen);
        second.WaitForScreen(screen => LastStep(screen) > shown, "the program to print on");
        world.WaitForState(session, "Attached");
    }

    private static int Count(MuxWorld world) =>
        int.Parse(File.ReadAllText(world.PathOf("count")), System.Globalization.CultureInfo.InvariantCulture);

    private static int LastStep(string screen)
    {
        int at = screen.LastIndexOf("step-", StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(screen.AsSpan(at + 5, screen.IndexOf('\n', at) - at - 5), System.Globalization.CultureInfo.InvariantCulture);
    }
}
