using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Windows on a terminal device instead of a program. The other end of the wire is the window of another session.</summary>
public sealed class SerialLineTests
{
    [Fact]
    public void A_line_carries_bytes_both_ways_and_survives_the_daemon()
    {
        using MuxWorld world = new();
        (OuterTerminal peer, string device) = Peer(world);
        OuterTerminal terminal = world.AttachNew("line");
        Assert.Equal((0, "", ""), Values(world.Run("-S", "line", "-X", "screen", device, "9600,cs8,ixoff,-istrip")));
        terminal.WaitForNo("$");
        Assert.Equal($"1 {Path.GetFileName(device)}", world.Run("-S", "line", "-Q", "number").Output.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal));
        terminal.Type("hello");
        peer.WaitFor("hello");
        peer.Type("there");
        terminal.WaitFor("there");

        foreach (int daemon in world.Daemons())
        {
            ProcessList.Kill(daemon);
        }

        peer.Type(" again");
        terminal.WaitFor("there again");
        terminal.Type(" world");
        peer.WaitFor("hello world");
    }

    [Fact]
    public void A_line_has_the_modes_that_were_asked_for()
    {
        using MuxWorld world = new();
        (_, string device) = Peer(world);
        world.Start("line");
        Assert.Equal((0, "", ""), Values(world.Run("-S", "line", "-X", "screen", device, "19200,ixon,ixoff,istrip,clocal,nonsense")));
        string modes = world.WaitForFile("modes", " ixoff").ReplaceLineEndings(" ");
        foreach (string mode in (string[])["speed 19200 baud", " ixon", " istrip", " clocal", "-icanon", "-echo", "-opost", "-icrnl", "-isig"])
        {
            Assert.Contains(mode, modes, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_line_ends_when_it_is_gone_and_kill_closes_it()
    {
        using MuxWorld world = new();
        (_, string device) = Peer(world);
        OuterTerminal terminal = world.AttachNew("line");
        world.Run("-S", "line", "-X", "screen", device);
        MuxWorld.WaitUntil(() => Windows(world) == 2, "the line to be open");
        world.Run("-S", "line", "-X", "kill");
        MuxWorld.WaitUntil(() => Windows(world) == 1, "the line to be closed");
        world.Run("-S", "line", "-X", "screen", device);
        MuxWorld.WaitUntil(() => Windows(world) == 2, "the line to be open again");
        world.Run("-S", "peer", "-X", "quit");
        MuxWorld.WaitUntil(() => Windows(world) == 1, "the line to end");
        terminal.WaitFor("$");
    }

    [Fact]
    public void What_is_no_line_is_told()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("line");
        world.Run("-X", "screen", "/dev/null");
        terminal.WaitFor("'/dev/null' is not a tty");
        Assert.Equal(1, world.Run("-X", "screen", "//foo").ExitCode);
        terminal.WaitForMessage("Invalid argument '//foo'");
        Assert.Equal(0, world.Run("-p", "0", "-X", "break").ExitCode);
        terminal.WaitForMessage("This window is no serial line: nothing to break.");
    }

    private static (OuterTerminal Terminal, string Device) Peer(MuxWorld world)
    {
        string modes = world.PathOf("modes");
        OuterTerminal peer = world.Attach(
            "-S", "peer", "sh", "-c", $"stty raw -echo; echo =$(tty)=; while sleep 0.2; do stty -a >{modes}.new && mv {modes}.new {modes}; done");
        peer.WaitForScreen(static text => text.Split('=') is [_, _, _, ..], "the device's name");
        return (peer, peer.Screen.Split('=')[1]);
    }

    private static int Windows(MuxWorld world) =>
        System.Text.Json.JsonDocument.Parse(world.Run("-S", "line", "-Q", "--json", "windows").Output).RootElement.GetProperty("windows").GetArrayLength();

    private static (int ExitCode, string Output, string Error) Values(Outcome outcome) => (outcome.ExitCode, outcome.Output, outcome.Error);
}
