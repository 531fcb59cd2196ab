using Multiplex.Platform.Holding;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>A pty for harnesses and self-tests that play the outer terminal. The programs of windows live on their holder's ptys.</summary>
public sealed unsafe class PseudoTerminal : IDisposable
{
    /// <summary>Opens a pty pair.</summary>
    /// <param name="size">Its size.</param>
    public PseudoTerminal(WindowSize size)
    {
        int master;
        int slave;
        PosixException.Check(Shims.PtyOpen(&size, &master, &slave), "open a pty");
        Master = new FileDescriptor(master);
        Slave = new FileDescriptor(slave);
        Name = TerminalMode.GetName(slave) ?? throw new PosixException(Errno.NotFound, "find the name of a pty");
    }

    /// <summary>The side of the terminal emulator; never waits.</summary>
    public FileDescriptor Master { get; }

    /// <summary>The side of the programs. While this is open, the end of the programs does not show on <see cref="Master"/>.</summary>
    public FileDescriptor Slave { get; }

    /// <summary>The path of <see cref="Slave"/>.</summary>
    public string Name { get; }

    /// <summary>Starts a program that has this as its controlling terminal.</summary>
    /// <param name="start">What and how; its session and terminal are set here.</param>
    /// <returns>Its pid.</returns>
    public int Start(ProcessStart start) => ProcessStarter.Start(start with { IsNewSession = true, Terminal = Name });

    /// <summary>Reads what the programs have written.</summary>
    /// <param name="buffer">Where to put it.</param>
    /// <returns>InputOutput = nobody has the terminal open.</returns>
    public IoResult Read(Span<byte> buffer) => PosixFile.Read(Master, buffer);

    /// <summary>Types.</summary>
    /// <param name="bytes">What to type.</param>
    public IoResult Write(ReadOnlySpan<byte> bytes) => PosixFile.Write(Master, bytes);

    /// <summary>Closes both sides, which hangs up the programs.</summary>
    public void Dispose()
    {
        Slave.Dispose();
        Master.Dispose();
    }
}
