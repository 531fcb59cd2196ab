using System.Buffers;
using Multiplex.Platform;

namespace Multiplex.Client;

/// <summary>
/// The program of a window that <c>screen //telnet host port</c> opens: carries bytes between its terminal and the host, and speaks the telnet protocol
/// (RFC 854) as far as a terminal needs it: echo, go ahead, binary, the terminal's type and size, and a break when SIGUSR1 asks for one.
/// </summary>
public sealed class TelnetWindow
{
    /// <summary>The option that makes mux this program.</summary>
    public const string Option = "--telnet";

    /// <summary>The port of those who name none.</summary>
    public const string DefaultPort = "23";

    private const int BufferSize = 4096;
    private const ulong TerminalToken = 1;
    private const ulong HostToken = 2;
    private const ulong SignalToken = 3;

    private readonly FileDescriptor _host;
    private readonly TelnetProtocol _protocol;
    private readonly ArrayBufferWriter<byte> _toHost = new();
    private readonly ArrayBufferWriter<byte> _toTerminal = new();
    private readonly byte[] _buffer = new byte[BufferSize];

    private TelnetWindow(FileDescriptor host)
    {
        _host = host;
        _protocol = new TelnetProtocol(ClientIdentity.Variable("TERM"), Size);
    }

    /// <summary>Connects, and runs until either side has enough.</summary>
    /// <param name="host">The host.</param>
    /// <param name="port">Its port, by number or name.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string host, string port)
    {
        using SignalPipe signals = new(SignalKind.WindowChanged, SignalKind.User1);
        BareOutput.Write($"Trying {host}...\r\n");
        FileDescriptor connection;
        try
        {
            connection = TcpConnection.Connect(host, port);
        }
        catch (PosixException exception)
        {
            string reason = exception.Error == Errno.NotFound ? "unknown host" : Errno.Describe(exception.Error);
            BareOutput.Write($"{host}: {reason}\r\n");
            return 1;
        }

        using (connection)
        {
            using RawTerminal terminal = RawTerminal.Open(0);
            terminal.EnterRaw();
            BareOutput.Write($"Connected to {host}.\r\n");
            new TelnetWindow(connection).Converse(signals);
        }

        return 0;
    }

    private static (int Columns, int Rows) Size()
    {
        Platform.Holding.WindowSize size = TerminalMode.GetSize(0);
        return (size.Columns, size.Rows);
    }

    private void Converse(SignalPipe signals)
    {
        using Poller poller = new();
        poller.Add(0, PollEvents.Read, TerminalToken);
        poller.Add(_host.Value, PollEvents.Read, HostToken);
        poller.Add(signals.Descriptor, PollEvents.Read, SignalToken);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[3];
        bool isOpen = true;
        while (isOpen)
        {
            int count = poller.Wait(ready, -1);
            for (int index = 0; index < count && isOpen; index++)
            {
                isOpen = ready[index].Token switch
                {
                    TerminalToken => TakeKeys(),
                    HostToken => TakeOutput(),
                    _ => TakeSignals(signals),
                };
            }
        }
    }

    private bool TakeKeys()
    {
        FileDescriptor terminal = new(0);
        IoResult result = PosixFile.Read(terminal, _buffer);

        // The descriptor stays open: it is the process's.
        terminal.Release();
        if (result.IsWouldBlock)
        {
            return true;
        }

        _protocol.Encode(_buffer.AsSpan(0, result.Bytes), _toHost);
        return result.Bytes > 0 && Send();
    }

    private bool TakeOutput()
    {
        IoResult result = PosixFile.Read(_host, _buffer);
        if (result.IsWouldBlock)
        {
            return true;
        }

        _protocol.Decode(_buffer.AsSpan(0, result.Bytes), _toTerminal, _toHost);
        bool isShown = WriteAll(1, _toTerminal.WrittenSpan);
        _toTerminal.ResetWrittenCount();
        return result.Bytes > 0 && isShown && Send();
    }

    private bool TakeSignals(SignalPipe signals)
    {
        while (signals.TryRead(out SignalKind signal))
        {
            if (signal == SignalKind.User1)
            {
                TelnetProtocol.SendBreak(_toHost);
            }
            else
            {
                _protocol.TellSize(_toHost);
            }
        }

        return Send();
    }

    private bool Send()
    {
        bool isSent = WriteAll(_host.Value, _toHost.WrittenSpan);
        _toHost.ResetWrittenCount();
        return isSent;
    }

    /// <summary>Writes, waiting for whoever reads: there is nothing else to do, and what comes meanwhile waits in the kernel.</summary>
    private static bool WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        FileDescriptor file = new(descriptor);
        using Poller poller = new();
        poller.Add(descriptor, PollEvents.Write, 0);
        bool isOpen = true;
        while (!bytes.IsEmpty && isOpen)
        {
            IoResult result = PosixFile.Write(file, bytes);
            isOpen = result.Bytes > 0 || result.IsWouldBlock;
            bytes = bytes[result.Bytes..];
            if (result.IsWouldBlock)
            {
                poller.Wait(new ReadyEvent[1], -1);
            }
        }

        file.Release();
        return isOpen;
    }
}
