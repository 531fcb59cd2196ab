using System.Runtime.InteropServices;
using System.Text;
using Multiplex.Platform.Holding;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>What of a terminal's modes anyone needs to know.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TerminalModes
{
    private readonly byte _echo;
    private readonly byte _canonical;
    private readonly byte _signals;
    private readonly byte _flowControl;
    private readonly byte _start;
    private readonly byte _stop;
    private readonly byte _interrupt;
    private readonly byte _erase;

    /// <summary>ECHO: what is typed is shown.</summary>
    public bool HasEcho => _echo != 0;

    /// <summary>ICANON: input comes by lines.</summary>
    public bool IsCanonical => _canonical != 0;

    /// <summary>ISIG: ^C and the like send signals.</summary>
    public bool HasSignals => _signals != 0;

    /// <summary>IXON: the stop character stops output.</summary>
    public bool HasFlowControl => _flowControl != 0;

    /// <summary>VSTART, usually ^Q.</summary>
    public byte StartCharacter => _start;

    /// <summary>VSTOP, usually ^S.</summary>
    public byte StopCharacter => _stop;

    /// <summary>VINTR, usually ^C.</summary>
    public byte InterruptCharacter => _interrupt;

    /// <summary>VERASE.</summary>
    public byte EraseCharacter => _erase;
}

/// <summary>Modes and size of any terminal, also of a pty through its master.</summary>
public static unsafe class TerminalMode
{
    /// <summary>Whether a descriptor is a terminal.</summary>
    /// <param name="descriptor">The descriptor.</param>
    public static bool IsTerminal(int descriptor) => Shims.TerminalIs(descriptor) != 0;

    /// <summary>The modes, to be given back later.</summary>
    /// <param name="descriptor">A terminal.</param>
    public static TerminalAttributes Get(int descriptor)
    {
        TerminalAttributes attributes;
        PosixException.Check(Shims.TerminalGet(descriptor, &attributes), "tcgetattr");
        return attributes;
    }

    /// <summary>Sets modes at once, also from a background process.</summary>
    /// <param name="descriptor">A terminal.</param>
    /// <param name="attributes">The modes.</param>
    /// <param name="flush">Whether to wait for output and to drop input that nobody has read.</param>
    public static void Set(int descriptor, in TerminalAttributes attributes, bool flush = false)
    {
        fixed (TerminalAttributes* wanted = &attributes)
        {
            PosixException.Check(Shims.TerminalSet(descriptor, wanted, flush ? 1 : 0), "tcsetattr");
        }
    }

    /// <summary>Modes in which every byte passes unchanged in both directions.</summary>
    /// <param name="attributes">The modes to start from.</param>
    public static TerminalAttributes MakeRaw(TerminalAttributes attributes)
    {
        Shims.TerminalMakeRaw(&attributes);
        return attributes;
    }

    /// <summary>Modes in which lines are read and nothing that is typed shows or sends a signal.</summary>
    /// <param name="attributes">The modes to start from.</param>
    public static TerminalAttributes WithoutEcho(TerminalAttributes attributes)
    {
        Shims.TerminalHideTyping(&attributes);
        return attributes;
    }

    /// <summary>Modes with ^S and ^Q on or off.</summary>
    /// <param name="attributes">The modes to start from.</param>
    /// <param name="isOn">Whether the stop character stops output.</param>
    public static TerminalAttributes WithFlowControl(TerminalAttributes attributes, bool isOn)
    {
        Shims.TerminalSetFlowControl(&attributes, isOn ? 1 : 0);
        return attributes;
    }

    /// <summary>Interprets modes.</summary>
    /// <param name="attributes">The modes.</param>
    public static TerminalModes Describe(TerminalAttributes attributes)
    {
        TerminalModes modes;
        Shims.TerminalDescribe(&attributes, &modes);
        return modes;
    }

    /// <summary>The modes of a terminal, interpreted.</summary>
    /// <param name="descriptor">Either side of a pty.</param>
    /// <returns>Null when it has none any more.</returns>
    public static TerminalModes? TryDescribe(int descriptor)
    {
        TerminalAttributes attributes;
        return Shims.TerminalGet(descriptor, &attributes) < 0 ? null : Describe(attributes);
    }

    /// <summary>The terminal's size; zero where it is not known.</summary>
    /// <param name="descriptor">A terminal.</param>
    public static WindowSize GetSize(int descriptor)
    {
        WindowSize size;
        PosixException.Check(Shims.TerminalSize(descriptor, &size), "ioctl TIOCGWINSZ");
        return size;
    }

    /// <summary>Sets the terminal's size; its foreground programs hear of it.</summary>
    /// <param name="descriptor">A terminal.</param>
    /// <param name="size">The size.</param>
    public static void SetSize(int descriptor, WindowSize size) => PosixException.Check(Shims.TerminalResize(descriptor, &size), "ioctl TIOCSWINSZ");

    /// <summary>The foreground process group, or null when there is none.</summary>
    /// <param name="descriptor">A terminal, or a pty's master.</param>
    public static int? GetForeground(int descriptor)
    {
        int group;
        return Shims.TerminalForeground(descriptor, &group) == 0 && group > 0 ? group : null;
    }

    /// <summary>The terminal's path, for instance /dev/pts/3, or null when it has none here.</summary>
    /// <param name="descriptor">A terminal.</param>
    public static string? GetName(int descriptor)
    {
        byte* buffer = stackalloc byte[256];
        int length = Shims.TerminalName(descriptor, buffer, 256);
        return length > 0 ? Encoding.UTF8.GetString(buffer, length) : null;
    }
}

/// <summary>
/// The user's terminal. Its modes are saved at the start and come back at the end; reading and writing go through a description of
/// its own, so that being non-blocking is nobody else's concern.
/// </summary>
public sealed unsafe class RawTerminal : IDisposable
{
    private readonly FileDescriptor _descriptor;
    private readonly TerminalAttributes _saved;
    private bool _isRaw;

    private RawTerminal(FileDescriptor descriptor, bool hasOwnDescription)
    {
        _descriptor = descriptor;
        HasOwnDescription = hasOwnDescription;
        _saved = TerminalMode.Get(descriptor.Value);
    }

    /// <summary>The descriptor, to be polled and to be handed to the daemon.</summary>
    public int Descriptor => _descriptor.Value;

    /// <summary>False when the terminal could not be reopened (su, sudo): the descriptor shares its flags with others and may wait.</summary>
    public bool HasOwnDescription { get; }

    /// <summary>The modes at the start.</summary>
    public TerminalAttributes Saved => _saved;

    /// <summary>The size now.</summary>
    public WindowSize Size => TerminalMode.GetSize(_descriptor.Value);

    /// <summary>Opens the terminal behind a descriptor, usually 0.</summary>
    /// <param name="descriptor">A terminal; it stays the caller's.</param>
    /// <exception cref="PosixException">It is no terminal.</exception>
    public static RawTerminal Open(int descriptor)
    {
        int opened;
        if (Shims.TerminalReopen(descriptor, &opened) == 0)
        {
            return new RawTerminal(new FileDescriptor(opened), true);
        }

        PosixException.Check(Shims.FileDuplicate(descriptor, &opened), "dup");
        return new RawTerminal(new FileDescriptor(opened), false);
    }

    /// <summary>Lets every byte pass.</summary>
    /// <param name="keepFlowControl">Whether ^S and ^Q stay the terminal's own.</param>
    public void EnterRaw(bool keepFlowControl = false)
    {
        TerminalAttributes raw = TerminalMode.MakeRaw(_saved);
        TerminalMode.Set(_descriptor.Value, keepFlowControl ? TerminalMode.WithFlowControl(raw, true) : raw);
        _isRaw = true;
    }

    /// <summary>Gives the modes back that were there at the start. Does not throw: the terminal may be gone.</summary>
    public void Restore()
    {
        if (_isRaw)
        {
            TerminalAttributes saved = _saved;
            _ = Shims.TerminalSet(_descriptor.Value, &saved, 0);
            _isRaw = false;
        }
    }

    /// <summary>Reads what has been typed.</summary>
    /// <param name="buffer">Where to put it.</param>
    /// <returns>0 or InputOutput = the terminal is gone.</returns>
    public IoResult Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return new IoResult(Shims.FileRead(_descriptor.Value, bytes, (uint)buffer.Length));
        }
    }

    /// <summary>Writes what the terminal takes.</summary>
    /// <param name="bytes">What to write.</param>
    public IoResult Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return new IoResult(Shims.FileWrite(_descriptor.Value, first, (uint)bytes.Length));
        }
    }

    /// <summary>Restores the modes and closes the descriptor.</summary>
    public void Dispose()
    {
        if (_descriptor.IsOpen)
        {
            Restore();
            _descriptor.Dispose();
        }
    }
}
