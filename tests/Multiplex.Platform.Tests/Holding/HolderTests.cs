using Multiplex.Platform.Holding;

namespace Multiplex.Platform.Tests.Holding;

/// <summary>A real mux-holder, seen from the daemon's side.</summary>
public class HolderTests
{
    [Fact]
    public void Spawn_runs_the_program_and_its_last_words_come_before_its_exit_code()
    {
        using TestSession session = new TestSession().Serve();
        using TestWindow window = session.Spawn(["sh", "-c", "echo hello; exit 3"]);
        window.ReadToEnd();

        Assert.Equal("hello\r\n", window.Text);
        ExitRecord exit = default;
        session.Await(session.Daemon, (in HolderMessage message) =>
        {
            Assert.Equal(HolderMessageType.Exited, message.Header.Type);
            exit = message.Read<ExitRecord>();
            return true;
        });
        Assert.Equal(3, exit.ExitCode);
        Assert.Null(exit.Signal);
    }

    [Fact]
    public void Committed_input_reaches_the_program_once_and_its_output_wakes_the_daemon()
    {
        using TestSession session = new TestSession().Serve();
        using TestWindow window = session.Spawn(["sh", "-c", "stty -echo; echo ready; while read line; do echo \"<$line>\"; done"]);
        window.ReadUntil(() => window.Text.Contains("ready", StringComparison.Ordinal));
        window.Type("one\n");
        window.Type("two\n");
        window.ReadUntil(() => window.Text.Contains("<two>", StringComparison.Ordinal));

        Assert.Equal("ready\r\n<one>\r\n<two>\r\n", window.Text);
        Assert.Equal(window.Control.Commits.Current.InputHead, window.Control.InputTail);
    }

    [Fact]
    public void Output_larger_than_the_ring_parks_the_holder_and_nothing_is_lost()
    {
        using TestSession session = new TestSession().Serve();
        using TestWindow window = session.Spawn(["sh", "-c", "stty -opost; seq 1 20000"], ringSize: HolderProtocol.OutputRingMin);
        window.WaitUntilParked();
        window.ReadToEnd();

        Assert.Equal(string.Concat(Enumerable.Range(1, 20000).Select(number => $"{number}\n")), window.Text);
        Assert.True(window.Output.ParkCount > 0);
    }

    [Fact]
    public void Spawn_of_a_missing_program_tells_errno_and_stage()
    {
        using TestSession session = new TestSession().Serve();
        session.Request(["no-such-program"], ["PATH=/usr/bin:/bin"], "/");
        session.Await(session.Daemon, (in HolderMessage message) =>
        {
            Assert.Equal(HolderMessageType.SpawnFailed, message.Header.Type);
            Assert.Equal(7ul, message.Header.Id);
            Assert.Equal(new SpawnFailure(Errno.NotFound, SpawnStage.Exec), message.Read<SpawnFailure>());
            return true;
        });
    }

    [Fact]
    public void Status_is_told_to_anyone_without_hello()
    {
        using TestSession session = new TestSession("name with space").Serve();
        using HolderConnection asking = session.Connect();
        asking.Send(HolderMessageType.Status, 5).OrThrow("send");
        session.Await(asking, (in HolderMessage message) =>
        {
            StatusRecord status = HolderConnection.ReadStatus(message, out string name);
            Assert.Equal("name with space", name);
            Assert.Equal(session.HolderProcess, status.SessionProcessId);
            Assert.Equal(1u, status.HasDaemon);
            Assert.Equal(Environment.ProcessId, status.DaemonProcessId);
            return true;
        });
    }
}
