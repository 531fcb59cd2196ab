using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>What a session knows besides its screens outlives the daemon as well.</summary>
public sealed class StateTests
{
    [Fact]
    public void A_killed_daemon_leaves_everything_that_a_session_knows_to_the_next_one() => Scorecard.Check(
        "state",
        "titles, regions, layouts, keys, registers, logs, monitors, sizes, modes after kill -9",
        () =>
        {
            using MuxWorld world = new();
            string log = world.PathOf("log");
            OuterTerminal terminal = world.AttachNew("s");
            foreach (string command in new[]
            {
                "title first", "screen -t second 5 sh", "select 0", "split", "focus down", "select 5", "layout save work", "layout new other", "layout select work",
                "bind y echo bound-key", "bindkey -k k5 echo function-key", "escape ^Bb", "register q stuff-of-register", "setenv KEPT value", "hardstatus alwayslastline %w",
                "caption always caption-%n", "defscrollback 777", "number 7", $"logfile {log}", "logfile flush 1", "log on", "monitor on", "silence 3000", "width -w 100", "idle 3000",
                "markkeys h=^B", "msgwait 1", "shelltitle $|sh:", "vbell off", "defmonitor on", "backtick 3 0 0 echo ticks", "maxwin 50", "sessionname renamed",
            })
            {
                Outcome outcome = world.Run(["-S", Assert.Single(world.Sessions()), "-X", .. command.Split(' ')]);
                Assert.True(outcome.ExitCode == 0, $"{command}: {outcome.Output} {outcome.Error}");
            }

            string modes = "\\033[?1002h\\033[?1006h\\033[?2004h\\033[?1h\\033=\\033[4h\\033[3;9r\\033[?25l\\033[?1049h";
            Assert.Equal(0, world.Run("-S", "renamed", "-p", "7", "-X", "stuff", $"printf '{modes}'; echo in-modes; cat\n").ExitCode);
            terminal.WaitFor("in-modes");
            List<string> before = Facts(world);
            string screen = terminal.Screen;
            string dump = terminal.Look(static emulator => $"{emulator.MouseTracking} {emulator.MouseEncoding} {emulator.CursorVisible} {emulator.Modes}");
            using (DaemonKiller killer = new(world))
            {
                for (int index = 0; index < 3; index++)
                {
                    int killed = killer.KillNext(TimeSpan.Zero);
                    killer.Find(except: killed);
                }
            }

            // A key shows that the display is the new daemon's.
            terminal.Type("\x02y");
            terminal.WaitFor("bound-key");
            terminal.WaitForNo("bound-key");
            Assert.Equal(before, Facts(world));
            terminal.WaitForScreen(text => text == screen, $"the same screen\n{screen}\n");
            terminal.WaitForState(
                emulator => $"{emulator.MouseTracking} {emulator.MouseEncoding} {emulator.CursorVisible} {emulator.Modes}" == dump, $"the same modes: {dump}");
            terminal.Type("typed-after\r");
            world.WaitForFile("log", "typed-after");
            return $"{before.Count} facts, the screen and the modes are the same after 3 kills";
        });

    /// <summary>What the session answers about itself.</summary>
    private static List<string> Facts(MuxWorld world)
    {
        List<string> facts = [];
        foreach (string question in new[] { "windows", "info", "number", "title", "register q", "layout title", "echo $KEPT" })
        {
            foreach (string window in new[] { "0", "7" })
            {
                Outcome outcome = world.Run(["-S", "renamed", "-p", window, "-Q", .. question.Split(' ')]);
                facts.Add($"{question} in {window}: {outcome.ExitCode} {outcome.Output}{outcome.Error}");
            }
        }

        facts.Add(string.Join(',', world.Sessions()));
        string dump = world.PathOf("dump");
        Assert.Equal(new Outcome(0, string.Empty, string.Empty), world.Run("-S", "renamed", "-X", "layout", "dump", dump));
        MuxWorld.WaitUntil(() => File.Exists(dump), "the layouts to be written");
        facts.Add(File.ReadAllText(dump));
        File.Delete(dump);
        facts.Add(string.Join('\n', ProcessList.With(world.Root).Where(process => process.Arguments[0] is "sh" or "cat" or "/bin/sh").Select(process => process.ToString()).Order()));
        return facts;
    }
}
