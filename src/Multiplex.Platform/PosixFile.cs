using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>How to open a file; close-on-exec and O_NOCTTY are always set.</summary>
[Flags]
public enum OpenFlags : uint
{
    /// <summary>To read.</summary>
    Read = 1,

    /// <summary>To write.</summary>
    Write = 2,

    /// <summary>Make it when it is missing.</summary>
    Create = 4,

    /// <summary>With <see cref="Create"/>: fail when it exists.</summary>
    Exclusive = 8,

    /// <summary>Write at the end.</summary>
    Append = 16,

    /// <summary>Cut it first.</summary>
    Truncate = 32,

    /// <summary>Fail when it is a symbolic link.</summary>
    NoFollow = 64,

    /// <summary>Fail when it is no directory.</summary>
    Directory = 128,

    /// <summary>Never wait, not for the opening of a fifo either.</summary>
    NonBlocking = 256,

    /// <summary>Only to name it (O_PATH).</summary>
    Path = 512,
}

/// <summary>What a file is.</summary>
public enum FileKind
{
    /// <summary>Something else.</summary>
    Other = 0,

    /// <summary>A regular file.</summary>
    Regular = 1,

    /// <summary>A directory.</summary>
    Directory = 2,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 3,

    /// <summary>A socket.</summary>
    Socket = 4,

    /// <summary>A pipe with a name.</summary>
    Fifo = 5,

    /// <summary>A character device, terminals included.</summary>
    CharacterDevice = 6,
}

/// <summary>What the system knows of a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Permissions">The low 12 bits of the mode.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedNanoseconds">Last change, in nanoseconds since 1970 (UTC).</param>
/// <param name="Device">With <paramref name="Inode"/>: its identity.</param>
/// <param name="Inode">With <paramref name="Device"/>: its identity.</param>
public readonly record struct FileStatus(
    FileKind Kind, uint Permissions, uint UserId, long Size, long ModifiedNanoseconds, ulong Device, ulong Inode)
{
    internal static FileStatus From(in NativeFileStatus status)
    {
        FileKind kind = (status.Mode & 0xf000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Directory,
            0xa000 => FileKind.SymbolicLink,
            0xc000 => FileKind.Socket,
            0x1000 => FileKind.Fifo,
            0x2000 => FileKind.CharacterDevice,
            _ => FileKind.Other,
        };
        return new FileStatus(kind, status.Mode & 0xfff, status.UserId, status.Size, status.ModifiedNanoseconds, status.Device, status.Inode);
    }
}

/// <summary>Files by descriptor, where following a link or waiting for a fifo would be a mistake.</summary>
public static unsafe class PosixFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="directory">The directory that a relative path starts from, or null for the working directory.</param>
    /// <param name="path">The path.</param>
    /// <param name="flags">How.</param>
    /// <param name="mode">Permissions of a file that is made, before the umask.</param>
    public static FileDescriptor Open(FileDescriptor? directory, string path, OpenFlags flags, uint mode = 0x180)
    {
        int descriptor;
        fixed (byte* name = NativeText.Terminate(path))
        {
            PosixException.Check(Shims.FileOpen(directory?.Value ?? -1, name, (uint)flags, mode, &descriptor), "open", path);
        }

        return new FileDescriptor(descriptor);
    }

    /// <summary>What the system knows of an open file.</summary>
    /// <param name="descriptor">The file.</param>
    public static FileStatus GetStatus(FileDescriptor descriptor)
    {
        NativeFileStatus status;
        PosixException.Check(Shims.FileStatus(descriptor.Value, &status), "fstat");
        return FileStatus.From(status);
    }

    /// <summary>What the system knows of a path, of a link itself when it is one.</summary>
    /// <param name="directory">The directory that a relative path starts from, or null for the working directory.</param>
    /// <param name="path">The path.</param>
    /// <param name="status">The answer.</param>
    /// <returns>0, or errno.</returns>
    public static int TryGetStatus(FileDescriptor? directory, string path, out FileStatus status)
    {
        NativeFileStatus native;
        fixed (byte* name = NativeText.Terminate(path))
        {
            int result = Shims.FileStatusAt(directory?.Value ?? -1, name, 0, &native);
            status = result < 0 ? default : FileStatus.From(native);
            return -result;
        }
    }

    /// <summary>Makes a directory.</summary>
    /// <param name="path">The path.</param>
    /// <param name="mode">Its permissions before the umask.</param>
    /// <returns>0, or errno.</returns>
    public static int TryMakeDirectory(string path, uint mode)
    {
        fixed (byte* name = NativeText.Terminate(path))
        {
            return -Shims.FileMakeDirectory(name, mode);
        }
    }

    /// <summary>Removes a file.</summary>
    /// <param name="directory">The directory that a relative path starts from, or null for the working directory.</param>
    /// <param name="path">The path.</param>
    /// <returns>0, or errno.</returns>
    public static int TryRemove(FileDescriptor? directory, string path)
    {
        fixed (byte* name = NativeText.Terminate(path))
        {
            return -Shims.FileRemove(directory?.Value ?? -1, name);
        }
    }

    /// <summary>Gives a file another name in the same directory, in one step.</summary>
    /// <param name="directory">The directory, or null for the working directory.</param>
    /// <param name="from">The old name.</param>
    /// <param name="to">The new name.</param>
    public static void Rename(FileDescriptor? directory, string from, string to)
    {
        fixed (byte* oldName = NativeText.Terminate(from))
        fixed (byte* newName = NativeText.Terminate(to))
        {
            PosixException.Check(Shims.FileRename(directory?.Value ?? -1, oldName, newName), "rename", from);
        }
    }

    /// <summary>Sets permissions.</summary>
    /// <param name="directory">The directory that a relative path starts from, or null for the working directory.</param>
    /// <param name="path">The path.</param>
    /// <param name="mode">The low 12 bits of the mode.</param>
    public static void SetPermissions(FileDescriptor? directory, string path, uint mode)
    {
        fixed (byte* name = NativeText.Terminate(path))
        {
            PosixException.Check(Shims.FileMode(directory?.Value ?? -1, name, mode), "chmod", path);
        }
    }

    /// <summary>Takes the lock on an open file (flock); it ends when the descriptor is closed, hence also with the process.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="wait">Whether to wait for whoever has it.</param>
    /// <returns>False when somebody else has it.</returns>
    public static bool TryLock(FileDescriptor descriptor, bool wait = false)
    {
        int result = Shims.FileLock(descriptor.Value, wait ? 1 : 0);
        return result != -Errno.Again && PosixException.Check(result, "flock") == 0;
    }

    /// <summary>Reads.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="buffer">Where to put it.</param>
    public static IoResult Read(FileDescriptor descriptor, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return new IoResult(Shims.FileRead(descriptor.Value, bytes, (uint)buffer.Length));
        }
    }

    /// <summary>Writes as much as goes.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="bytes">What to write.</param>
    public static IoResult Write(FileDescriptor descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return new IoResult(Shims.FileWrite(descriptor.Value, first, (uint)bytes.Length));
        }
    }

    /// <summary>Cuts or extends a file.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="length">Its new length in bytes.</param>
    public static void SetLength(FileDescriptor descriptor, long length) =>
        PosixException.Check(Shims.MemoryResize(descriptor.Value, length), "ftruncate");

    /// <summary>Sets whether reads and writes of this open file, by whatever process, wait.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="isNonBlocking">Whether they return at once instead.</param>
    public static void SetNonBlocking(int descriptor, bool isNonBlocking) =>
        PosixException.Check(Shims.FileNonblocking(descriptor, isNonBlocking ? 1 : 0), "fcntl F_SETFL");

    /// <summary>Another descriptor for the same open file.</summary>
    /// <param name="descriptor">An open descriptor.</param>
    public static FileDescriptor Duplicate(int descriptor)
    {
        int made;
        PosixException.Check(Shims.FileDuplicate(descriptor, &made), "dup");
        return new FileDescriptor(made);
    }
}

/// <summary>A pipe; neither end waits.</summary>
public sealed unsafe class PipePair : IDisposable
{
    /// <summary>Makes one.</summary>
    public PipePair()
    {
        int reader;
        int writer;
        PosixException.Check(Shims.Pipe(&reader, &writer), "pipe");
        Reader = new FileDescriptor(reader);
        Writer = new FileDescriptor(writer);
    }

    /// <summary>The end to read from.</summary>
    public FileDescriptor Reader { get; }

    /// <summary>The end to write to.</summary>
    public FileDescriptor Writer { get; }

    /// <summary>Closes both ends.</summary>
    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }
}

/// <summary>
/// Tells when entries of directories come and go (inotify). While anybody has a directory open, its own removal shows only through
/// its last entry's: whoever keeps a socket in it hears of that in time.
/// </summary>
public sealed unsafe class DirectoryWatch : IDisposable
{
    private readonly FileDescriptor _descriptor;

    /// <summary>Makes one that watches nothing yet.</summary>
    public DirectoryWatch()
    {
        int descriptor;
        PosixException.Check(Shims.WatchCreate(&descriptor), "inotify_init");
        _descriptor = new FileDescriptor(descriptor);
    }

    /// <summary>The descriptor, to be polled.</summary>
    public int Descriptor => _descriptor.Value;

    /// <summary>Watches a directory, until it is removed.</summary>
    /// <param name="path">The directory, not a link to it.</param>
    public void Add(string path)
    {
        fixed (byte* name = NativeText.Terminate(path))
        {
            PosixException.Check(Shims.WatchDirectory(_descriptor.Value, name), "inotify_add_watch", path);
        }
    }

    /// <summary>Takes all news.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Clear() => Shims.WatchClear(_descriptor.Value) > 0;

    /// <summary>Watches no more.</summary>
    public void Dispose() => _descriptor.Dispose();
}
