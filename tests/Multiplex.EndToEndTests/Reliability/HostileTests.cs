using System.Diagnostics;
using System.Globalization;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Platform;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>Names, environments and peers that mean harm.</summary>
public sealed class HostileTests
{
    [Fact]
    public void Session_names_lead_nowhere_else_and_draw_nothing() => Scorecard.Check(
        "names",
        "session names with /, .., line ends, escape sequences, directions, 2,000 characters",
        () =>
        {
            using MuxWorld world = new();
            string[] names =
            [
                "..", ".", "a/b", "../../x", "/etc/passwd", "a\nb", "a\rb", "a\x1b]0;title\ab", "\x1b[2J", "a\x7f", "a\u009b31m", "a\u202eb", "\u2066a", string.Empty, new string('n', 2000),
            ];
            world.Start("good", "sleep", "1000");
            foreach (string name in names)
            {
                Outcome outcome = world.Run("-dmS", name, "sleep", "1000");
                Assert.True(outcome.ExitCode == 1, $"a session could be called {string.Join(' ', name.Select(static letter => $"{(int)letter:x}"))}");
                Assert.DoesNotContain('\x1b', outcome.Output + outcome.Error);
                Outcome renamed = world.Run("-S", "good", "-X", "sessionname", name);
                Assert.True(renamed.ExitCode == 1, $"a session could be renamed to {name}");
                Assert.DoesNotContain('\x1b', renamed.Output + renamed.Error);
            }

            Assert.Equal("good", Assert.Single(world.Sessions()).Split('.')[1]);
            Assert.Equal(["h", "s"], Directory.GetFileSystemEntries(world.Root).Select(static path => Path.GetFileName(path)).Order());

            // What a shell or a status line would take for something else is only a name.
            string harmless = "$(touch x)'\"#`;%n";
            world.Start(harmless, "sleep", "1000");
            Assert.Contains("." + harmless + "\t", world.Run("-ls").Output, StringComparison.Ordinal);
            return $"{names.Length} names refused for new sessions and for renaming, nothing made elsewhere";
        });

    [Fact]
    public void A_hostile_environment_starts_a_session_all_the_same() => Scorecard.Check(
        "environment",
        "environment with line ends, %, megabytes, doubles, nonsense in what mux reads",
        () =>
        {
            using MuxWorld world = new();
            world.Variables["LINES_IN"] = "a\nb\r\x1b[2J";
            world.Variables["PERCENT"] = "%n%d%s$(id)`id`";
            world.Variables["LARGE"] = new string('x', 100_000);
            world.Variables["TERM"] = "../../../etc/passwd";
            world.Variables["TERMCAP"] = new string(':', 5000);
            world.Variables["TERMINFO"] = "/proc/self/mem";
            world.Variables["COLUMNS"] = "-2147483648";
            world.Variables["LINES"] = "99999999999999";
            world.Variables["STY"] = "../../1.x";
            world.Variables["WINDOW"] = "\x1b[31m";
            world.Variables["LANG"] = "%s%s%s.UTF-8";
            world.Variables["SCREENRC"] = "/dev/zero";
            world.Variables["MUXRC"] = "/dev/zero";
            world.Variables["SHELL"] = MuxBinary.Path;
            string report = world.PathOf("report");
            Outcome outcome = world.Run("-m", "-dmS", "e", "/bin/sh", "-c", $"env >{report}.new; echo done >>{report}.new; mv {report}.new {report}; echo it runs; exec sleep 1000");
            Assert.Equal(0, outcome.ExitCode);
            string seen = world.WaitForFile("report", "done");
            Assert.Contains("PERCENT=%n%d%s$(id)`id`\n", seen, StringComparison.Ordinal);
            Assert.Contains("LINES_IN=a\nb\r\x1b[2J\n", seen, StringComparison.Ordinal);
            Assert.Contains(new string('x', 100_000), seen, StringComparison.Ordinal);
            OuterTerminal terminal = world.Attach("-m", "-r", "e");
            terminal.WaitFor("it runs");
            terminal.Press("d");
            Assert.Equal(0, terminal.WaitForExit());

            // A shell that is mux itself would start sessions in sessions without end.
            Assert.Equal(0, world.Run("-m", "-dmS", "loop").ExitCode);
            MuxWorld.WaitUntil(() => world.Run("-m", "-ls").Output.Contains(".e\t", StringComparison.Ordinal), "the sessions to be listed");
            Assert.InRange(world.Sessions().Count, 1, 3);
            return "the session runs, the values arrive as they were, the terminal is put right";
        });

    [SkippableFact]
    public void Another_user_gets_no_word_out_of_the_sockets() => Scorecard.Check(
        "uid",
        "another user's process on every socket, the directory open to it",
        () =>
        {
            Skip.IfNot(Environment.UserName == "root", "another user is needed");
            using MuxWorld world = new();
            OuterTerminal terminal = world.Attach("-S", "u", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            string session = Assert.Single(world.Sessions());
            File.SetUnixFileMode(world.Root, (UnixFileMode)0x1ED);
            const UnixFileMode All = (UnixFileMode)0x1FF;
            File.SetUnixFileMode(world.SocketDirectory, All);
            foreach ((string socket, string kind) in new[] { (".daemon", "stream"), (session, "packets") })
            {
                string path = Path.Combine(world.SocketDirectory, socket);
                File.SetUnixFileMode(path, All);

                // Of oneself the same words are answered: it is the user that is refused.
                string words = kind == "packets" ? "\\x0b\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00" : "\\x00";
                Outcome foreign = world.RunProgram(Workload.Path, "knock", "65534", path, kind, words);
                Assert.Equal("closed\n", foreign.Output);
            }

            File.SetUnixFileMode(world.SocketDirectory, (UnixFileMode)0x1C0);
            terminal.Type("x");
            terminal.WaitFor("[x]");
            return "connections of another uid are closed without an answer, on the daemon's and the holder's socket";
        });

    [Fact]
    public void Half_open_clients_are_dropped_in_time_and_keep_nobody_out() => Scorecard.Check(
        "slow loris",
        "clients that send a byte now and then",
        () =>
        {
            using MuxWorld world = new();
            OuterTerminal terminal = world.Attach("-S", "i", Workload.Path, "echo");
            terminal.WaitFor("echo ready");
            using SocketDirectory directory = SocketDirectory.Open(world.SocketDirectory);
            byte[] greeting = SocketTests.Greeting(attaches: false);
            List<UnixSocket> slow = [.. Enumerable.Range(0, 50).Select(_ => UnixSocket.Connect(directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream))];
            int sent = 0;
            long start = Stopwatch.GetTimestamp();
            double worst = 0;
            Waiting.Poll(
                () =>
                {
                    // The greeting never comes to its end.
                    if (sent < greeting.Length - 1)
                    {
                        slow.ForEach(socket => socket.Send(greeting.AsSpan(sent, 1)));
                        sent++;
                    }

                    long asked = Stopwatch.GetTimestamp();
                    Assert.Equal(0, world.Run("-S", "i", "-Q", "number").ExitCode);
                    worst = Math.Max(worst, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                    return slow.TrueForAll(static socket => socket.Receive(stackalloc byte[64]) is { Bytes: 0, IsWouldBlock: false });
                },
                () => "the half-open clients to be dropped");
            double time = Stopwatch.GetElapsedTime(start).TotalSeconds;
            slow.ForEach(static socket => socket.Dispose());
            Assert.InRange(time, 4, 20);
            return string.Create(CultureInfo.InvariantCulture, $"50 dropped after {time:0.0} s; a question beside them {worst:0} ms at worst");
        });
}
