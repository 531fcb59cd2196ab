using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiplex.Platform.Holding;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform.Tests.Holding;

/// <summary>The mirror of the contract in C# agrees with what the C compiler made of its header, name by name.</summary>
public unsafe class HolderLayoutTests
{
    private static readonly Dictionary<string, ulong> Mirror = BuildMirror();

    [Fact]
    public void Every_constant_size_and_offset_of_the_header_has_the_same_value_here()
    {
        Dictionary<string, ulong> native = ReadNative();

        Assert.Equal(native.Order(Comparer), Mirror.Order(Comparer));
    }

    private static Comparer<KeyValuePair<string, ulong>> Comparer =>
        Comparer<KeyValuePair<string, ulong>>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key));

    private static Dictionary<string, ulong> ReadNative()
    {
        Dictionary<string, ulong> entries = [];
        byte* name;
        ulong value;
        for (uint i = 0; Shims.LayoutEntry(i, &name, &value) == 0; i++)
        {
            entries.Add(Marshal.PtrToStringUTF8((nint)name)!, value);
        }

        return entries;
    }

    private static Dictionary<string, ulong> BuildMirror()
    {
        Dictionary<string, ulong> mirror = [];
        AddConstants(mirror);
        AddPages(mirror);
        AddMessages(mirror);
        AddSpawn(mirror);
        return mirror;
    }

    private static void AddConstants(Dictionary<string, ulong> mirror)
    {
        mirror["MUX_PROTOCOL_MIN"] = HolderProtocol.MinVersion;
        mirror["MUX_PROTOCOL_MAX"] = HolderProtocol.MaxVersion;
        mirror["MUX_LAYOUT_VERSION"] = HolderProtocol.LayoutVersion;
        mirror["MUX_PAGE_SIZE"] = HolderProtocol.PageSize;
        mirror["MUX_MAX_WINDOWS"] = HolderProtocol.MaxWindows;
        mirror["MUX_DIRTY_WORDS"] = HolderProtocol.DirtyWords;
        mirror["MUX_OUTPUT_RING_DEFAULT"] = HolderProtocol.OutputRingDefault;
        mirror["MUX_OUTPUT_RING_MIN"] = HolderProtocol.OutputRingMin;
        mirror["MUX_OUTPUT_RING_MAX"] = HolderProtocol.OutputRingMax;
        mirror["MUX_INPUT_RING_SIZE"] = HolderProtocol.InputRingSize;
        mirror["MUX_COMMIT_CLIENTS"] = HolderProtocol.CommitClients;
        mirror["MUX_MAX_MESSAGE"] = HolderProtocol.MaxMessage;
        mirror["MUX_MAX_META"] = HolderProtocol.MaxMeta;
        mirror["MUX_MAX_NAME"] = HolderProtocol.MaxName;
        mirror["MUX_MAX_FDS"] = HolderProtocol.MaxDescriptors;
        mirror["MUX_MAX_UNACKNOWLEDGED"] = HolderProtocol.MaxUnacknowledged;
        mirror["MUX_MAX_TTYS"] = HolderProtocol.MaxTtys;
        mirror["MUX_MAX_ARGUMENTS"] = HolderProtocol.MaxArguments;
        mirror["MUX_MAX_SPAWN_BLOCK"] = HolderProtocol.MaxSpawnBlock;
        mirror["MUX_RLIMIT_COUNT"] = HolderProtocol.ResourceLimitCount;
        mirror["MUX_TERMIOS_CC"] = HolderProtocol.ControlCharacters;
        mirror["MUX_OUTPUT_MAGIC"] = HolderProtocol.OutputMagic;
        mirror["MUX_CONTROL_MAGIC"] = HolderProtocol.ControlMagic;
        mirror["MUX_SESSION_MAGIC"] = HolderProtocol.SessionMagic;
        mirror["MUX_SPAWN_MAGIC"] = HolderProtocol.SpawnMagic;
        mirror["MUX_CHECKPOINT_MAGIC"] = HolderProtocol.CheckpointMagic;
        mirror["MUX_MESSAGE_TYPE_COUNT"] = (ulong)Enum.GetValues<HolderMessageType>().Max() + 1;
        mirror["MUX_STAGE_EXEC"] = (ulong)SpawnStage.Exec;
        mirror["MUX_EXIT_ACKNOWLEDGED"] = (ulong)ExitFlags.Acknowledged;
    }

    private static void AddPages(Dictionary<string, ulong> mirror)
    {
        mirror["mux_output_header"] = 128;
        mirror["mux_output_header.ring_size"] = OutputRing.RingSizeAt;
        mirror["mux_output_header.window_id"] = OutputRing.WindowIdAt;
        mirror["mux_output_header.head"] = OutputRing.HeadAt;
        mirror["mux_output_header.last_read_ns"] = OutputRing.LastReadAt;
        mirror["mux_output_header.flags"] = OutputRing.FlagsAt;
        mirror["mux_output_header.park_count"] = OutputRing.ParkCountAt;
        Add<CommitClient>(mirror, "mux_commit_client");
        Add<CommitSlot>(mirror, "mux_commit_slot", ("input_head", "InputHead"), ("reply_offset", "ReplyOffset"),
            ("client_count", "ClientCount"), ("clients", "Clients"));
        mirror["mux_control_page"] = HolderProtocol.PageSize;
        mirror["mux_control_page.window_id"] = ControlPage.WindowIdAt;
        mirror["mux_control_page.epoch"] = ControlPage.EpochAt;
        mirror["mux_control_page.tail"] = ControlPage.TailAt;
        mirror["mux_control_page.effects_offset"] = ControlPage.EffectsAt;
        mirror["mux_control_page.parse_offset"] = ControlPage.ParseOffsetAt;
        mirror["mux_control_page.parse_end"] = ControlPage.ParseEndAt;
        mirror["mux_control_page.parse_epoch"] = ControlPage.ParseEpochAt;
        mirror["mux_control_page.parse_deaths"] = ControlPage.ParseDeathsAt;
        mirror["mux_control_page.parse_quarantines"] = ControlPage.QuarantinesAt;
        mirror["mux_control_page.input_commit_seq"] = ControlPage.CommitSequenceAt;
        mirror["mux_control_page.input_wanted"] = ControlPage.InputWantedAt;
        mirror["mux_control_page.input_tail"] = ControlPage.InputTailAt;
        mirror["mux_control_page.output_parked"] = ControlPage.ParkedAt;
        mirror["mux_control_page.input_blocked"] = ControlPage.BlockedAt;
        mirror["mux_control_page.daemon_area"] = ControlPage.DaemonAreaAt;
        mirror["mux_control_page.slots"] = ControlPage.SlotsAt;
        mirror["mux_session_page"] = HolderProtocol.PageSize;
        mirror["mux_session_page.epoch"] = SessionPage.EpochAt;
        mirror["mux_session_page.session_pid"] = SessionPage.ProcessIdAt;
        mirror["mux_session_page.daemon_sleeping"] = SessionPage.DaemonSleepingAt;
        mirror["mux_session_page.input_commit_seq"] = SessionPage.CommitSequenceAt;
        mirror["mux_session_page.holder_sleeping"] = SessionPage.HolderSleepingAt;
        mirror["mux_session_page.dirty_summary"] = SessionPage.DirtySummaryAt;
        mirror["mux_session_page.kick_summary"] = SessionPage.KickSummaryAt;
        mirror["mux_session_page.dirty"] = SessionPage.DirtyAt;
        mirror["mux_session_page.slots"] = SessionPage.SlotsAt;
        mirror["mux_session_page.kick"] = SessionPage.KickAt;
        mirror["mux_session_page.daemon_area"] = SessionPage.DaemonAreaAt;
        Add<CheckpointHeader>(mirror, "mux_checkpoint_header", ("seq", "Sequence"), ("payload_length", "PayloadLength"),
            ("crc32c", "Crc32C"));
    }

    private static void AddMessages(Dictionary<string, ulong> mirror)
    {
        Add<MessageHeader>(mirror, "mux_message_header", ("length", "<Length>k__BackingField"), ("id", "<Id>k__BackingField"));
        Add<HelloMessage>(mirror, "mux_hello", ("flags", "<Flags>k__BackingField"), ("pid", "<ProcessId>k__BackingField"));
        Add<WelcomeMessage>(mirror, "mux_welcome", ("window_count", "WindowCount"), ("epoch", "Epoch"), ("session_pid", "SessionProcessId"),
            ("holder_pid", "HolderProcessId"), ("flags", "Flags"), ("name_length", "NameLength"), ("meta_length", "MetaLength"));
        Add<CountMessage>(mirror, "mux_count");
        Add<WindowSize>(mirror, "mux_winsize");
        Add<SignalRequest>(mirror, "mux_signal");
        Add<ExitRecord>(mirror, "mux_exit", ("flags", "Flags"), ("time_ns", "TimeNanoseconds"), ("user_us", "UserMicroseconds"),
            ("max_rss_kib", "MaxResidentKibibytes"));
        Add<WindowInfo>(mirror, "mux_window_info", ("spawn_request", "SpawnRequest"), ("slot", "Slot"), ("pid", "ProcessId"),
            ("warnings", "Warnings"), ("tty_number", "TtyNumber"), ("size", "Size"), ("ring_size", "RingSize"),
            ("meta_length", "MetaLength"), ("start_ns", "StartNanoseconds"), ("exit", "Exit"));
        Add<SpawnFailure>(mirror, "mux_spawn_failed", ("stage", "<Stage>k__BackingField"));
        Add<ResultMessage>(mirror, "mux_result", ("request_type", "<RequestType>k__BackingField"));
        Add<StatusRecord>(mirror, "mux_status", ("window_count", "WindowCount"), ("attached", "Attached"),
            ("daemon_pid", "DaemonProcessId"), ("epoch", "Epoch"), ("start_ns", "StartNanoseconds"), ("name_length", "NameLength"));
        Add<TtyMessage>(mirror, "mux_tty", ("client_pid", "ClientProcessId"));
    }

    private static void AddSpawn(Dictionary<string, ulong> mirror)
    {
        Add<SpawnRequest>(mirror, "mux_spawn", ("ring_size", "<RingSize>k__BackingField"), ("flags", "<Flags>k__BackingField"),
            ("size", "<Size>k__BackingField"));
        Add<ResourceLimit>(mirror, "mux_rlimit");
        Add<TerminalAttributes>(mirror, "mux_termios", ("lflag", "LocalFlags"), ("line", "Line"), ("cc", "Characters"));
        Add<SpawnBlockHeader>(mirror, "mux_spawn_block", ("umask", "Umask"), ("argv_count", "ArgumentCount"),
            ("envp_offset", "EnvironmentOffset"), ("file_offset", "FileOffset"), ("cwd_offset", "DirectoryOffset"), ("limits", "Limits"),
            ("termios", "Attributes"));
    }

    private static void Add<T>(Dictionary<string, ulong> mirror, string name, params (string Native, string Managed)[] fields)
        where T : unmanaged
    {
        mirror[name] = (ulong)Unsafe.SizeOf<T>();
        foreach ((string native, string managed) in fields)
        {
            mirror[$"{name}.{native}"] = (ulong)Marshal.OffsetOf<T>(managed);
        }
    }
}
