using System.Buffers.Binary;
using System.Diagnostics;

namespace Multiplex.EndToEndTests.Harness;

/// <summary>
/// A program on a pty of its own, by way of the small C program ptyhost. What it prints and its end are told on a thread of this object's.
/// </summary>
internal sealed class PtyHost : IDisposable
{
    private const int HeaderSize = 5;

    private readonly Process _process;
    private readonly Stream _commands;
    private readonly Stream _events;
    private readonly Thread _reader;
    private readonly Action<char, ReadOnlyMemory<byte>> _received;
    private bool _isClosed;

    public PtyHost(ProcessStartInfo start, int columns, int rows, Action<char, ReadOnlyMemory<byte>> received)
    {
        string program = start.FileName;
        start.FileName = Path.Combine(AppContext.BaseDirectory, "ptyhost");
        string[] arguments = [$"{columns}", $"{rows}", program, .. start.ArgumentList];
        start.ArgumentList.Clear();
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _received = received;
        _process = Process.Start(start)!;
        _commands = _process.StandardInput.BaseStream;
        _events = _process.StandardOutput.BaseStream;
        _reader = new Thread(ReadAll) { IsBackground = true, Name = "pty" };
        _reader.Start();
    }

    /// <summary>The helper's process; killing it is the hardest way to take a terminal away.</summary>
    public int HostPid => _process.Id;

    public void Send(char kind, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[HeaderSize + payload.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame.AsSpan(HeaderSize));
        try
        {
            lock (_process)
            {
                if (!_isClosed)
                {
                    _commands.Write(frame);
                    _commands.Flush();
                }
            }
        }
        catch (IOException)
        {
            // The helper was killed by a test, or has left with the program; what the test waits for will tell.
        }
    }

    public void Dispose()
    {
        try
        {
            lock (_process)
            {
                _isClosed = true;
                _commands.Dispose();
            }
        }
        catch (IOException)
        {
            // As above.
        }

        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _reader.Join();
        _process.Dispose();
    }

    private void ReadAll()
    {
        byte[] header = new byte[HeaderSize];
        while (_events.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) == HeaderSize)
        {
            byte[] payload = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1))];
            if (_events.ReadAtLeast(payload, payload.Length, throwOnEndOfStream: false) < payload.Length)
            {
                break;
            }

            _received((char)header[0], payload);
        }

        _received('e', ReadOnlyMemory<byte>.Empty);
    }
}
