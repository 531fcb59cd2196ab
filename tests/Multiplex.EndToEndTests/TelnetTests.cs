using System.Net;
using System.Net.Sockets;
using System.Text;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Windows that are a telnet connection.</summary>
public sealed class TelnetTests
{
    [Fact]
    public void A_telnet_window_talks_to_a_host_and_tells_its_size()
    {
        using MuxWorld world = new();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        OuterTerminal terminal = world.AttachNew("t");
        Assert.Equal(0, world.Run("-X", "screen", "//telnet", "127.0.0.1", $"{port}").ExitCode);
        using TcpClient client = listener.AcceptTcpClient();
        NetworkStream stream = client.GetStream();
        stream.ReadTimeout = 30_000;
        stream.Write([255, 251, 1, 255, 253, 31]);
        stream.Write(Encoding.ASCII.GetBytes("login: "));
        terminal.WaitFor("Connected to 127.0.0.1.\nlogin:");
        Assert.Equal("fffd01fffb1ffffa1f00500018fff0", Read(stream, 15));
        Assert.Contains("1* 127.0.0.1", world.Run("-Q", "windows").Output, StringComparison.Ordinal);

        terminal.Type("me\r");
        Assert.Equal("6d650d00", Read(stream, 4));
        terminal.Resize(100, 30);
        Assert.Equal("fffa1f0064001efff0", Read(stream, 9));
        terminal.Press("b");
        Assert.Equal("fff3", Read(stream, 2));
        foreach (int daemon in world.Daemons())
        {
            ProcessList.Kill(daemon);
        }

        stream.Write(Encoding.ASCII.GetBytes("still here\r\n"));
        terminal.WaitFor("still here");
        client.Close();
        terminal.WaitFor("$");
    }

    [Fact]
    public void A_host_that_does_not_answer_is_told()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("t");
        world.Run("-X", "zombie", "kr");
        world.Run("-X", "screen", "//telnet", "127.0.0.1", "1");
        terminal.WaitFor("127.0.0.1: Connection refused");
        Assert.Equal(1, world.Run("-X", "screen", "//telnet").ExitCode);
        terminal.WaitForMessage("Usage: screen //telnet host [port]");
    }

    private static string Read(NetworkStream stream, int count)
    {
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
