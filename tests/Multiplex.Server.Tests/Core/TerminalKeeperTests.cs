using System.Text;
using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server.Tests.Core;

public sealed class TerminalKeeperTests
{
    [Fact]
    public void A_terminal_that_has_no_room_at_first_is_put_right_when_it_has()
    {
        using PseudoTerminal terminal = new(new WindowSize(24, 80));
        FakeTime time = new();
        using EventLoop loop = new(time);
        Fill(terminal);
        TerminalKeeper keeper = new(PosixFile.Duplicate(terminal.Slave.Value), default, "<restored>"u8.ToArray());
        keeper.Restore(loop);
        keeper.Dispose();
        StringBuilder seen = new();
        for (int turn = 0; turn < 200 && !seen.ToString().EndsWith("<restored>", StringComparison.Ordinal); turn++)
        {
            Read(terminal, seen);
            time.Advance(10);
            loop.Turn(mayWait: false);
        }

        Assert.EndsWith("x<restored>", seen.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, loop.Timers.Count);
    }

    [Fact]
    public void A_terminal_that_never_has_room_is_given_up()
    {
        using PseudoTerminal terminal = new(new WindowSize(24, 80));
        FakeTime time = new();
        using EventLoop loop = new(time);
        Fill(terminal);
        TerminalKeeper keeper = new(PosixFile.Duplicate(terminal.Slave.Value), default, "<restored>"u8.ToArray());
        keeper.Restore(loop);
        keeper.Dispose();
        Assert.Equal(1, loop.Timers.Count);
        time.Advance(TimeSpan.FromSeconds(11));
        loop.Turn(mayWait: false);
        Assert.Equal(0, loop.Timers.Count);
    }

    private static void Fill(PseudoTerminal terminal)
    {
        PosixFile.SetNonBlocking(terminal.Slave.Value, isNonBlocking: true);
        while (PosixFile.Write(terminal.Slave, "xxxxxxxxxxxxxxxx"u8).IsSuccess)
        {
        }

        while (PosixFile.Write(terminal.Slave, "x"u8).IsSuccess)
        {
        }
    }

    private static void Read(PseudoTerminal terminal, StringBuilder seen)
    {
        byte[] buffer = new byte[4096];
        for (IoResult result = terminal.Read(buffer); result is { IsSuccess: true, Bytes: > 0 }; result = terminal.Read(buffer))
        {
            seen.Append(Encoding.ASCII.GetString(buffer, 0, result.Bytes));
        }
    }
}
