namespace Multiplex.EndToEndTests.Harness;

/// <summary>What many tests do with sessions.</summary>
internal static class MuxWorldSessions
{
    /// <summary>Starts a detached session with a shell, or with a program, and returns it as PID.NAME.</summary>
    public static string Start(this MuxWorld world, string name, params string[] program)
    {
        Outcome outcome = world.Run(["-dmS", name, .. program]);
        Assert.Equal((0, "", ""), (outcome.ExitCode, outcome.Output, outcome.Error));
        return Assert.Single(world.Sessions(), session => session[(session.IndexOf('.', StringComparison.Ordinal) + 1)..] == name);
    }

    /// <summary>Waits until -ls shows a session in a state, such as <c>Detached</c>.</summary>
    public static void WaitForState(this MuxWorld world, string session, string state) => MuxWorld.WaitUntil(
        () => world.Run("-ls").Output.Split('\n').Any(line => line.Contains($"{session}\t", StringComparison.Ordinal)
            && line.Contains($"({state})", StringComparison.Ordinal)),
        $"{session} to be {state}");

    /// <summary>Waits until a session's socket says that nobody is attached; much cheaper than asking.</summary>
    public static void WaitForDetached(this MuxWorld world, string session) => MuxWorld.WaitUntil(
        () => !File.GetUnixFileMode(Path.Combine(world.SocketDirectory, session)).HasFlag(UnixFileMode.UserExecute),
        $"{session} to be detached");

    /// <summary>Starts a session on a terminal, and waits for its shell's prompt.</summary>
    public static OuterTerminal AttachNew(this MuxWorld world, string name, params string[] more)
    {
        OuterTerminal terminal = world.Attach(["-S", name, .. more]);
        terminal.WaitFor("$");
        return terminal;
    }

    /// <summary>Kills every process of this world at once, as a power cut would, and leaves the files.</summary>
    public static void KillEverything(this MuxWorld world) => Waiting.Poll(
        () =>
        {
            IReadOnlyList<RunningProcess> left = ProcessList.With(world.Root);
            foreach (RunningProcess process in left)
            {
                ProcessList.Kill(process.Pid);
            }

            return left.Count == 0;
        },
        () => "all processes to end");
}
