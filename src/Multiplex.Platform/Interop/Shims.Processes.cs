using System.Runtime.InteropServices;
using Multiplex.Platform.Holding;

namespace Multiplex.Platform.Interop;

/// <summary>struct mux_start.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeStart
{
    public byte* Path;
    public byte** Arguments;
    public byte** Environment;
    public byte* Directory;
    public byte* Terminal;
    public int StandardInput;
    public int StandardOutput;
    public int StandardError;
    public int Keep;
    public int NewSession;
    public int Reserved;
}

/// <summary>Processes and users.</summary>
internal static unsafe partial class Shims
{
    [LibraryImport(Library, EntryPoint = "mux_process_start")]
    internal static partial int ProcessStart(NativeStart* start, int* processId);

    [LibraryImport(Library, EntryPoint = "mux_process_reap")]
    internal static partial int ProcessReap(int processId, int* waitStatus);

    [LibraryImport(Library, EntryPoint = "mux_process_signal")]
    internal static partial int ProcessSignal(int processId, int signal);

    [LibraryImport(Library, EntryPoint = "mux_pidfd_open")]
    internal static partial int PidfdOpen(int processId, int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_process_ids")]
    internal static partial void ProcessIds(int* processId, uint* userId, uint* effectiveUserId, uint* groupId);

    [LibraryImport(Library, EntryPoint = "mux_process_environment")]
    internal static partial byte* ProcessEnvironment(uint index);

    [LibraryImport(Library, EntryPoint = "mux_process_directory")]
    internal static partial int ProcessDirectory(byte* buffer, uint capacity);

    [LibraryImport(Library, EntryPoint = "mux_process_change_directory")]
    internal static partial int ProcessChangeDirectory(byte* path);

    [LibraryImport(Library, EntryPoint = "mux_process_umask")]
    internal static partial int ProcessUmask(uint* mask);

    [LibraryImport(Library, EntryPoint = "mux_process_set_umask")]
    internal static partial void ProcessSetUmask(uint mask);

    [LibraryImport(Library, EntryPoint = "mux_process_limits")]
    internal static partial int ProcessLimits(ResourceLimits* limits);

    [LibraryImport(Library, EntryPoint = "mux_process_raise_file_limit")]
    internal static partial int ProcessRaiseFileLimit();

    [LibraryImport(Library, EntryPoint = "mux_process_give_back_code")]
    internal static partial int ProcessGiveBackCode();

    [LibraryImport(Library, EntryPoint = "mux_process_time_slice")]
    internal static partial int ProcessTimeSlice(ulong nanoseconds);

    [LibraryImport(Library, EntryPoint = "mux_process_set_name")]
    internal static partial void ProcessSetName(byte* name);

    [LibraryImport(Library, EntryPoint = "mux_process_detach")]
    internal static partial int ProcessDetach();

    [LibraryImport(Library, EntryPoint = "mux_password_hash")]
    internal static partial int PasswordHash(byte* password, byte* setting, byte* hash, uint capacity);

    [LibraryImport(Library, EntryPoint = "mux_account_check")]
    internal static partial int AccountCheck(byte* name, byte* password);

    [LibraryImport(Library, EntryPoint = "mux_user")]
    internal static partial int User(uint userId, byte* name, byte* buffer, uint capacity, uint* foundUserId);
}
