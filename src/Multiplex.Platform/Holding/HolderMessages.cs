using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiplex.Platform.Holding;

/// <summary>In front of every message.</summary>
/// <param name="Type">What follows.</param>
/// <param name="Version">The protocol the sender speaks.</param>
/// <param name="Length">Bytes that follow the header.</param>
/// <param name="Id">A window, or the request that an answer repeats.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MessageHeader(HolderMessageType Type, ushort Version, uint Length, ulong Id);

/// <summary>What a daemon says first.</summary>
/// <param name="MinVersion">The oldest protocol it speaks.</param>
/// <param name="MaxVersion">The newest protocol it speaks.</param>
/// <param name="Flags"><see cref="Takeover"/> or 0.</param>
/// <param name="ProcessId">Its pid.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct HelloMessage(ushort MinVersion, ushort MaxVersion, uint Flags, int ProcessId)
{
    /// <summary>Take the session over from a living daemon.</summary>
    public const uint Takeover = 1;

    private readonly uint _reserved;
}

/// <summary>The answer to HELLO.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WelcomeMessage
{
    /// <summary>Set in <see cref="Flags"/> by a holder that was started to adopt the windows of a dead one.</summary>
    public const uint Adopting = 1;

    /// <summary>The protocol chosen.</summary>
    public ushort Version;
    private readonly ushort _reserved0;

    /// <summary>WINDOW messages that follow.</summary>
    public uint WindowCount;

    /// <summary>The daemon's epoch in this session.</summary>
    public ulong Epoch;

    /// <summary>The number in PID.NAME.</summary>
    public int SessionProcessId;

    /// <summary>The holder's own pid; differs from <see cref="SessionProcessId"/> only after ADOPT.</summary>
    public int HolderProcessId;

    /// <summary><see cref="Adopting"/> or 0.</summary>
    public uint Flags;

    /// <summary>Bytes of the name that follows.</summary>
    public uint NameLength;

    /// <summary>Bytes of META that follow the name.</summary>
    public uint MetaLength;
    private readonly uint _reserved1;
    private readonly ulong _reserved2;
    private readonly ulong _reserved3;

    /// <summary>True for a holder that was started to adopt the windows of a dead one and has none yet.</summary>
    public readonly bool IsAdopting => (Flags & Adopting) != 0;
}

/// <summary>A number: of ACK and ATTACHED.</summary>
/// <param name="Count">The number.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CountMessage(uint Count)
{
    private readonly uint _reserved;
}

/// <summary>The size of a terminal; all zero when unknown.</summary>
/// <param name="Rows">Rows of characters.</param>
/// <param name="Columns">Columns of characters.</param>
/// <param name="WidthPixels">Width in pixels, or 0.</param>
/// <param name="HeightPixels">Height in pixels, or 0.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct WindowSize(ushort Rows, ushort Columns, ushort WidthPixels = 0, ushort HeightPixels = 0);

/// <summary>Whom a signal is for.</summary>
public enum SignalTarget : uint
{
    /// <summary>The window's program.</summary>
    Process = 0,

    /// <summary>The foreground process group of its terminal.</summary>
    Foreground = 1,

    /// <summary>The program's process group.</summary>
    Group = 2,
}

/// <summary>A signal to be sent.</summary>
/// <param name="Signal">Its number on this system.</param>
/// <param name="Target">Whom it is for.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SignalRequest(int Signal, SignalTarget Target);

/// <summary>What is known of a program's end.</summary>
[Flags]
public enum ExitFlags : uint
{
    /// <summary>The program runs.</summary>
    None = 0,

    /// <summary>The program has ended.</summary>
    Happened = 1,

    /// <summary>The status is known (not for an adopted program on a kernel that does not tell).</summary>
    StatusKnown = 2,

    /// <summary>EXIT_ACK has been received.</summary>
    Acknowledged = 4,
}

/// <summary>A program's end.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ExitRecord
{
    /// <summary>As wait(2) gives it; <see cref="ExitCode"/> and <see cref="Signal"/> take it apart.</summary>
    public int WaitStatus;

    /// <summary>What is known.</summary>
    public ExitFlags Flags;

    /// <summary>When, in nanoseconds since 1970 (UTC).</summary>
    public ulong TimeNanoseconds;

    /// <summary>CPU time in user mode, microseconds.</summary>
    public ulong UserMicroseconds;

    /// <summary>CPU time in the kernel, microseconds.</summary>
    public ulong SystemMicroseconds;

    /// <summary>The largest resident set, KiB.</summary>
    public ulong MaxResidentKibibytes;

    /// <summary>The exit code 0 to 255, or null when the program did not exit by itself.</summary>
    public readonly int? ExitCode => (Flags & ExitFlags.StatusKnown) != 0 && (WaitStatus & 0x7f) == 0 ? (WaitStatus >> 8) & 0xff : null;

    /// <summary>The signal that ended the program, or null.</summary>
    public readonly int? Signal => (Flags & ExitFlags.StatusKnown) != 0 && (WaitStatus & 0x7f) != 0 ? WaitStatus & 0x7f : null;
}

/// <summary>What was not as asked for at a start.</summary>
[Flags]
public enum SpawnWarnings : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The directory could not be entered; started in $HOME.</summary>
    DirectoryIsHome = 1,

    /// <summary>Nor could $HOME; started in /.</summary>
    DirectoryIsRoot = 2,

    /// <summary>A hard limit was above the holder's own and could not be raised.</summary>
    LimitsClamped = 4,
}

/// <summary>A window as its holder knows it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WindowInfo
{
    /// <summary>Unique in the session for ever, from 1.</summary>
    public ulong WindowId;

    /// <summary>The id of the SPAWN that made it.</summary>
    public ulong SpawnRequest;

    /// <summary>Its bit in the bitmaps; used again after CLOSE.</summary>
    public uint Slot;

    /// <summary>The program's pid.</summary>
    public int ProcessId;

    /// <summary>What was not as asked for.</summary>
    public SpawnWarnings Warnings;

    /// <summary>N of /dev/pts/N.</summary>
    public uint TtyNumber;

    /// <summary>The size last set.</summary>
    public WindowSize Size;

    /// <summary>Bytes of the output ring.</summary>
    public uint RingSize;

    /// <summary>Bytes of META that follow.</summary>
    public uint MetaLength;

    /// <summary>The start, in nanoseconds since 1970 (UTC).</summary>
    public ulong StartNanoseconds;

    /// <summary>The end, as far as it has come.</summary>
    public ExitRecord Exit;
    private readonly ulong _reserved0;
    private readonly ulong _reserved1;
    private readonly ulong _reserved2;
    private readonly ulong _reserved3;
}

/// <summary>What of a spawn block is to be used.</summary>
[Flags]
public enum SpawnFlags : uint
{
    /// <summary>Nothing beyond the strings, directory and umask.</summary>
    None = 0,

    /// <summary>The terminal attributes.</summary>
    TerminalAttributes = 1,

    /// <summary>Set IUTF8 on the terminal.</summary>
    Utf8 = 2,

    /// <summary>The resource limits.</summary>
    ResourceLimits = 4,

    /// <summary>The block's file is a serial line to open instead of a program; the second argument, if any, names its modes.</summary>
    Line = 16,
}

/// <summary>The message that goes with a spawn block.</summary>
/// <param name="BlockLength">Bytes of the memfd.</param>
/// <param name="RingSize">Bytes of the output ring, a power of two; 0 for the default.</param>
/// <param name="Flags">What of the block is to be used.</param>
/// <param name="Size">The terminal's size.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SpawnRequest(uint BlockLength, uint RingSize, SpawnFlags Flags, WindowSize Size)
{
    private readonly uint _reserved0;
    private readonly uint _reserved1;
    private readonly uint _reserved2;
}

/// <summary>A resource limit; <see cref="ulong.MaxValue"/> is unlimited.</summary>
/// <param name="Soft">What is enforced.</param>
/// <param name="Hard">How far the soft limit may be raised.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ResourceLimit(ulong Soft, ulong Hard);

/// <summary>The 16 resource limits of Linux, by their RLIMIT number.</summary>
[InlineArray(HolderProtocol.ResourceLimitCount)]
public struct ResourceLimits
{
    private ResourceLimit _first;
}

/// <summary>Control characters by their index on this system (VINTR and so on).</summary>
[InlineArray(HolderProtocol.ControlCharacters)]
public struct ControlCharacters
{
    private byte _first;
}

/// <summary>A terminal's modes in the system's own numbers: to be kept and given back, not to be interpreted.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TerminalAttributes
{
    /// <summary>c_iflag.</summary>
    public uint InputFlags;

    /// <summary>c_oflag.</summary>
    public uint OutputFlags;

    /// <summary>c_cflag.</summary>
    public uint ControlFlags;

    /// <summary>c_lflag.</summary>
    public uint LocalFlags;

    /// <summary>As cfgetispeed gives it.</summary>
    public uint InputSpeed;

    /// <summary>As cfgetospeed gives it.</summary>
    public uint OutputSpeed;

    /// <summary>c_line.</summary>
    public byte Line;

    /// <summary>How many of <see cref="Characters"/> the system has.</summary>
    public byte CharacterCount;
    private readonly byte _reserved0;
    private readonly byte _reserved1;
    private readonly byte _reserved2;
    private readonly byte _reserved3;
    private readonly byte _reserved4;
    private readonly byte _reserved5;

    /// <summary>c_cc.</summary>
    public ControlCharacters Characters;
}

/// <summary>The start of a spawn block; strings are NUL-terminated and every offset counts from the start of the block.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SpawnBlockHeader
{
    /// <summary><see cref="HolderProtocol.SpawnMagic"/>.</summary>
    public uint Magic;

    /// <summary><see cref="HolderProtocol.LayoutVersion"/>.</summary>
    public uint Layout;

    /// <summary>Bytes of the block.</summary>
    public uint TotalLength;

    /// <summary>The umask.</summary>
    public uint Umask;

    /// <summary>Strings in argv, at least 1.</summary>
    public uint ArgumentCount;

    /// <summary>Where they start.</summary>
    public uint ArgumentOffset;

    /// <summary>Bytes they take.</summary>
    public uint ArgumentLength;

    /// <summary>Strings in the environment.</summary>
    public uint EnvironmentCount;

    /// <summary>Where they start.</summary>
    public uint EnvironmentOffset;

    /// <summary>Bytes they take.</summary>
    public uint EnvironmentLength;

    /// <summary>Where the file to execute stands.</summary>
    public uint FileOffset;

    /// <summary>Its bytes with the NUL; 0 for argv[0].</summary>
    public uint FileLength;

    /// <summary>Where the directory stands.</summary>
    public uint DirectoryOffset;

    /// <summary>Its bytes with the NUL; 0 for $HOME.</summary>
    public uint DirectoryLength;
    private readonly uint _reserved0;
    private readonly uint _reserved1;

    /// <summary>The limits, used with <see cref="SpawnFlags.ResourceLimits"/>.</summary>
    public ResourceLimits Limits;

    /// <summary>The modes, used with <see cref="SpawnFlags.TerminalAttributes"/>.</summary>
    public TerminalAttributes Attributes;
}

/// <summary>Why a spawn failed.</summary>
/// <param name="Error">errno.</param>
/// <param name="Stage">At which step.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SpawnFailure(int Error, SpawnStage Stage)
{
    private readonly ulong _reserved;
}

/// <summary>How a request ended.</summary>
/// <param name="Error">errno, or 0.</param>
/// <param name="RequestType">What was asked.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ResultMessage(int Error, HolderMessageType RequestType)
{
    private readonly ushort _reserved;
}

/// <summary>What a holder tells anyone of the same user.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StatusRecord
{
    /// <summary>The number in PID.NAME.</summary>
    public int SessionProcessId;

    /// <summary>The holder's own pid.</summary>
    public int HolderProcessId;

    /// <summary>Windows, dead ones included.</summary>
    public uint WindowCount;

    /// <summary>Displays on the session.</summary>
    public uint Attached;

    /// <summary>1 when a daemon is connected.</summary>
    public uint HasDaemon;

    /// <summary>Its pid, or 0.</summary>
    public int DaemonProcessId;

    /// <summary>Its epoch.</summary>
    public ulong Epoch;

    /// <summary>The session's start, in nanoseconds since 1970 (UTC).</summary>
    public ulong StartNanoseconds;

    /// <summary>Bytes of the name that follows.</summary>
    public uint NameLength;
    private readonly uint _reserved0;
    private readonly uint _reserved1;
    private readonly uint _reserved2;
}

/// <summary>A client's terminal, to be put right if nobody else can.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TtyMessage
{
    /// <summary>The modes to restore.</summary>
    public TerminalAttributes Saved;

    /// <summary>The client's pid.</summary>
    public int ClientProcessId;
    private readonly uint _reserved;
}

/// <summary>The header of one of the two checkpoint slots in a state memfd. The holder never looks at it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CheckpointHeader
{
    /// <summary><see cref="HolderProtocol.CheckpointMagic"/>.</summary>
    public uint Magic;

    /// <summary>The format of the payload.</summary>
    public uint FormatVersion;

    /// <summary>Counts up; 0 while the slot is being written.</summary>
    public ulong Sequence;

    /// <summary>The output bytes that the payload covers.</summary>
    public ulong JournalOffset;

    /// <summary>Where the payload stands in the memfd.</summary>
    public ulong PayloadOffset;

    /// <summary>Its length in bytes.</summary>
    public ulong PayloadLength;

    /// <summary>Of this header with <see cref="Sequence"/> and <see cref="Crc32C"/> 0, then the payload.</summary>
    public uint Crc32C;

    /// <summary>Free for the daemon.</summary>
    public uint Flags;
    private readonly ulong _reserved0;
    private readonly ulong _reserved1;
}
