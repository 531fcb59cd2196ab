using System.Runtime.InteropServices;

namespace Multiplex.Platform.Interop;

/// <summary>struct mux_file_status.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeFileStatus
{
    public ulong Device;
    public ulong Inode;
    public long Size;
    public long ModifiedNanoseconds;
    public uint Mode;
    public uint UserId;
    public uint GroupId;
    public uint Links;
}

/// <summary>Files and directories.</summary>
internal static unsafe partial class Shims
{
    [LibraryImport(Library, EntryPoint = "mux_file_open")]
    internal static partial int FileOpen(int directory, byte* path, uint flags, uint mode, int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_file_status")]
    internal static partial int FileStatus(int descriptor, NativeFileStatus* status);

    [LibraryImport(Library, EntryPoint = "mux_file_status_at")]
    internal static partial int FileStatusAt(int directory, byte* path, int follow, NativeFileStatus* status);

    [LibraryImport(Library, EntryPoint = "mux_file_make_directory")]
    internal static partial int FileMakeDirectory(byte* path, uint mode);

    [LibraryImport(Library, EntryPoint = "mux_file_remove")]
    internal static partial int FileRemove(int directory, byte* path);

    [LibraryImport(Library, EntryPoint = "mux_file_rename")]
    internal static partial int FileRename(int directory, byte* from, byte* to);

    [LibraryImport(Library, EntryPoint = "mux_file_mode")]
    internal static partial int FileMode(int directory, byte* path, uint mode);

    [LibraryImport(Library, EntryPoint = "mux_file_lock")]
    internal static partial int FileLock(int descriptor, int wait);

    [LibraryImport(Library, EntryPoint = "mux_file_read")]
    internal static partial int FileRead(int descriptor, byte* buffer, uint length);

    [LibraryImport(Library, EntryPoint = "mux_file_write")]
    internal static partial int FileWrite(int descriptor, byte* buffer, uint length);

    [LibraryImport(Library, EntryPoint = "mux_file_nonblocking")]
    internal static partial int FileNonblocking(int descriptor, int on);

    [LibraryImport(Library, EntryPoint = "mux_file_duplicate")]
    internal static partial int FileDuplicate(int descriptor, int* made);

    [LibraryImport(Library, EntryPoint = "mux_pipe")]
    internal static partial int Pipe(int* reader, int* writer);

    [LibraryImport(Library, EntryPoint = "mux_directory_read")]
    internal static partial int DirectoryRead(int descriptor, int first, byte* names, uint capacity);

    [LibraryImport(Library, EntryPoint = "mux_watch_create")]
    internal static partial int WatchCreate(int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_watch_directory")]
    internal static partial int WatchDirectory(int descriptor, byte* path);

    [LibraryImport(Library, EntryPoint = "mux_watch_clear")]
    internal static partial int WatchClear(int descriptor);
}
