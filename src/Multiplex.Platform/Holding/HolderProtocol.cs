namespace Multiplex.Platform.Holding;

/// <summary>
/// The numbers of the contract with mux-holder: the mirror of native-shims/mux_holder_protocol.h, which explains them. A test compares both.
/// </summary>
public static class HolderProtocol
{
    /// <summary>The oldest protocol spoken here.</summary>
    public const ushort MinVersion = 1;

    /// <summary>The newest protocol spoken here.</summary>
    public const ushort MaxVersion = 1;

    /// <summary>The version of the shared memory's layout.</summary>
    public const uint LayoutVersion = 1;

    /// <summary>Bytes in front of each ring, and the size of a control page.</summary>
    public const int PageSize = 4096;

    /// <summary>Windows of one session at one time.</summary>
    public const int MaxWindows = 1024;

    /// <summary>64-bit words of the dirty and kick bitmaps.</summary>
    public const int DirtyWords = 64;

    /// <summary>Bytes of an output ring when the request names no size.</summary>
    public const int OutputRingDefault = 262144;

    /// <summary>The smallest output ring, in bytes.</summary>
    public const int OutputRingMin = 4096;

    /// <summary>The largest output ring, in bytes.</summary>
    public const int OutputRingMax = 16777216;

    /// <summary>Bytes of an input ring.</summary>
    public const int InputRingSize = 65536;

    /// <summary>Clients whose place in the input a commit slot can hold.</summary>
    public const int CommitClients = 60;

    /// <summary>The largest message in bytes, header included.</summary>
    public const int MaxMessage = 8192;

    /// <summary>The largest META blob in bytes.</summary>
    public const int MaxMeta = 4096;

    /// <summary>The longest session name in bytes.</summary>
    public const int MaxName = 80;

    /// <summary>Descriptors in one message.</summary>
    public const int MaxDescriptors = 8;

    /// <summary>WINDOW and SPAWNED messages that the holder sends before it waits for an ACK.</summary>
    public const int MaxUnacknowledged = 16;

    /// <summary>Terminals of clients that a holder keeps for the emergency.</summary>
    public const int MaxTtys = 64;

    /// <summary>Strings in a request's argument list, and in its environment.</summary>
    public const int MaxArguments = 65536;

    /// <summary>The largest spawn block in bytes.</summary>
    public const int MaxSpawnBlock = 16777216;

    /// <summary>Resource limits in a spawn block (RLIM_NLIMITS of Linux).</summary>
    public const int ResourceLimitCount = 16;

    /// <summary>Room for control characters in a <see cref="TerminalAttributes"/>.</summary>
    public const int ControlCharacters = 32;

    /// <summary>"MUXO", the start of an output memfd.</summary>
    public const uint OutputMagic = 0x4f58554d;

    /// <summary>"MUXC", the start of a control memfd.</summary>
    public const uint ControlMagic = 0x4358554d;

    /// <summary>"MUXS", the start of a session control memfd.</summary>
    public const uint SessionMagic = 0x5358554d;

    /// <summary>"MUXP", the start of a spawn block.</summary>
    public const uint SpawnMagic = 0x5058554d;

    /// <summary>"MUXK", the start of a checkpoint slot.</summary>
    public const uint CheckpointMagic = 0x4b58554d;

    /// <summary>Where the second checkpoint header stands in a state memfd; the first stands at 0.</summary>
    public const int SecondCheckpointOffset = PageSize / 2;
}

/// <summary>The types of messages. D is the daemon, H the holder.</summary>
public enum HolderMessageType : ushort
{
    /// <summary>D to H: <see cref="HelloMessage"/>, optionally with an O_PATH descriptor of the daemon's binary for restarts.</summary>
    Hello = 1,

    /// <summary>H to D: <see cref="WelcomeMessage"/> + name + META; descriptors in the order of <see cref="SessionDescriptor"/>.</summary>
    Welcome = 2,

    /// <summary>H to D: <see cref="WindowInfo"/> + META; descriptors in the order of <see cref="WindowDescriptor"/>. Wants an ACK.</summary>
    Window = 3,

    /// <summary>D to H: <see cref="CountMessage"/>: WINDOW and SPAWNED messages taken.</summary>
    Ack = 4,

    /// <summary>D to H: <see cref="SpawnRequest"/>, with the memfd of a <see cref="SpawnBlockHeader"/>. The id is the request's.</summary>
    Spawn = 5,

    /// <summary>H to D: like WINDOW, with the request's id. An unknown request is to be taken as WINDOW. Wants an ACK.</summary>
    Spawned = 6,

    /// <summary>H to D: <see cref="SpawnFailure"/>, with the request's id.</summary>
    SpawnFailed = 7,

    /// <summary>D to H: <see cref="WindowSize"/>.</summary>
    Resize = 8,

    /// <summary>D to H: <see cref="SignalRequest"/>.</summary>
    Signal = 9,

    /// <summary>D to H: an opaque blob for the window, or for the session when the id is 0.</summary>
    Meta = 10,

    /// <summary>H to D: <see cref="ExitRecord"/>, repeated to every new daemon until EXIT_ACK.</summary>
    Exited = 11,

    /// <summary>D to H: the exit has been noted; the window stays until CLOSE.</summary>
    ExitAck = 12,

    /// <summary>D to H: hang up, SIGHUP to the program's group, forget the window.</summary>
    Close = 13,

    /// <summary>D to H: give back the pages of the output ring outside [tail, head).</summary>
    Punch = 14,

    /// <summary>D to H: the session's new name; answered by RESULT.</summary>
    Rename = 15,

    /// <summary>H to anyone: <see cref="ResultMessage"/>, with the id of the request.</summary>
    Result = 16,

    /// <summary>Anyone to H, without HELLO.</summary>
    Status = 17,

    /// <summary>H to anyone: <see cref="StatusRecord"/> + name.</summary>
    StatusReply = 18,

    /// <summary>D to H: <see cref="CountMessage"/>: displays on the session; sets the x bit of the socket.</summary>
    Attached = 19,

    /// <summary>D to H: <see cref="TtyMessage"/>, with the tty and optionally a pidfd of the client.</summary>
    Tty = 20,

    /// <summary>D to H: the tty of this id needs no emergency any more.</summary>
    TtyForget = 21,

    /// <summary>D to H: id 0 with the descriptors of WELCOME, or a window as in WINDOW; answered by RESULT.</summary>
    Adopt = 22,

    /// <summary>H to D: write the checkpoints and leave, another daemon takes over.</summary>
    Quiesce = 23,

    /// <summary>D to H: done, and no daemon is wanted in this one's place.</summary>
    Quiesced = 24,

    /// <summary>D to H: the session is over.</summary>
    Shutdown = 25,

    /// <summary>H to D: the system ends the holder (SIGTERM of process 1), which has hung up its programs.</summary>
    Terminate = 26,

    /// <summary>D to H: the session is recovered and has had its first turn; an end from here on is no failure of its recovery.</summary>
    Recovered = 27,
}

/// <summary>The order of descriptors in WELCOME and in ADOPT of id 0.</summary>
public enum SessionDescriptor
{
    /// <summary>The eventfd that wakes the daemon.</summary>
    ToDaemon = 0,

    /// <summary>The eventfd that wakes the holder.</summary>
    ToHolder = 1,

    /// <summary>The memfd of the <see cref="SessionPage"/>.</summary>
    Control = 2,

    /// <summary>The memfd of the session's checkpoints.</summary>
    State = 3,
}

/// <summary>The order of descriptors in WINDOW, SPAWNED and ADOPT.</summary>
public enum WindowDescriptor
{
    /// <summary>The memfd of the <see cref="OutputRing"/>, read-only.</summary>
    Output = 0,

    /// <summary>The memfd of the <see cref="ControlPage"/> and its input ring.</summary>
    Control = 1,

    /// <summary>The memfd of the window's checkpoints.</summary>
    State = 2,

    /// <summary>The memfd of the window's scrollback.</summary>
    Scrollback = 3,

    /// <summary>A duplicate of the pty's master, to be kept for ADOPT and never read or written.</summary>
    Master = 4,

    /// <summary>The pidfd of the program; missing once the program is gone.</summary>
    ProcessDescriptor = 5,
}

/// <summary>At which step a spawn failed.</summary>
public enum SpawnStage : uint
{
    /// <summary>The request is malformed.</summary>
    Request = 1,

    /// <summary>The session has <see cref="HolderProtocol.MaxWindows"/> windows.</summary>
    Table = 2,

    /// <summary>The shared memory could not be made.</summary>
    Memory = 3,

    /// <summary>No pty was to be had.</summary>
    Pty = 4,

    /// <summary>fork failed.</summary>
    Fork = 5,

    /// <summary>The new process could not set up its terminal.</summary>
    Session = 6,

    /// <summary>A resource limit was refused.</summary>
    Limits = 7,

    /// <summary>The program could not be executed.</summary>
    Exec = 8,
}
