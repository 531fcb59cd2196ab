using System.Text;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Terminal;

namespace Multiplex.Client.Tests;

/// <summary>The user's terminal: a pty whose other side is the project's own emulator, which also answers questions.</summary>
internal sealed class UserTerminal : NullTerminalEvents, IDisposable
{
    private const int Patience = 20_000;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public UserTerminal(int columns, int rows)
    {
        Pty = new PseudoTerminal(new WindowSize((ushort)rows, (ushort)columns));
        Emulator = new TerminalEmulator(new TerminalOptions { Columns = columns, Rows = rows }, this);
    }

    public PseudoTerminal Pty { get; }

    public TerminalEmulator Emulator { get; }

    /// <summary>Everything that was written to the terminal.</summary>
    public StringBuilder Written { get; } = new();

    public void Type(string text) => Pty.Write(Encoding.UTF8.GetBytes(text)).OrThrow("type");

    public override void Reply(ReadOnlySpan<byte> bytes) => Pty.Write(bytes).OrThrow("reply");

    /// <summary>Shows what is written until the terminal is as expected.</summary>
    public void WaitUntil(Func<TerminalEmulator, bool> condition)
    {
        using Poller poller = new();
        poller.Add(Pty.Master.Value, PollEvents.Read, 0);
        ReadyEvent[] ready = new ReadyEvent[1];
        long deadline = Environment.TickCount64 + Patience;
        Read();
        while (!condition(Emulator))
        {
            if (Environment.TickCount64 > deadline)
            {
                throw new TimeoutException(
                    "the terminal shows: " + string.Join('|', Enumerable.Range(0, Emulator.Rows).Select(Emulator.TextOf)));
            }

            poller.Wait(ready, 100);
            Read();
        }
    }

    public void Dispose() => Pty.Dispose();

    private void Read()
    {
        IoResult result;
        while ((result = Pty.Read(_buffer)).Bytes > 0)
        {
            Written.Append(Encoding.UTF8.GetString(_buffer, 0, result.Bytes));
            Emulator.Feed(_buffer.AsSpan(0, result.Bytes));
        }
    }
}
