using System.Globalization;
using System.Text;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>A session's socket as the directory shows it.</summary>
/// <param name="ProcessId">The holder's pid.</param>
/// <param name="Name">The session's name.</param>
/// <param name="IsAttached">Whether a display is on the session: the owner's x bit, as screen keeps it.</param>
/// <param name="ModifiedNanoseconds">When the socket last changed, in nanoseconds since 1970 (UTC).</param>
public readonly record struct SessionSocket(int ProcessId, string Name, bool IsAttached, long ModifiedNanoseconds)
{
    /// <summary>The file's name, PID.NAME.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{ProcessId}.{Name}");
}

/// <summary>
/// Where the sockets of one user stand: $MUXDIR, else $XDG_RUNTIME_DIR/mux, else /tmp/mux-UID. It is the user's own and closed to
/// everybody else; everything in it is reached through the open directory, so that it cannot be swapped underneath.
/// </summary>
public sealed unsafe class SocketDirectory : IDisposable
{
    /// <summary>The socket of the daemon in this directory.</summary>
    public const string DaemonSocket = ".daemon";

    /// <summary>The file whose lock somebody holds while a daemon is being started.</summary>
    public const string StartLock = ".start";

    /// <summary>The file whose lock the daemon holds while it lives.</summary>
    public const string DaemonLock = ".lock";

    private const int NameBufferLength = 8192;
    private const uint OthersMask = 0x3f;
    private const uint OwnerMask = 0x1c0;
    private const uint OwnerExecute = 0x40;
    private readonly FileDescriptor _descriptor;

    /// <summary>An open directory.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="descriptor">Owned from now on.</param>
    /// <param name="owner">Whose daemon listens there.</param>
    internal SocketDirectory(string path, FileDescriptor descriptor, uint owner)
    {
        Path = path;
        _descriptor = descriptor;
        OwnerId = owner;
    }

    /// <summary>The uid of the user whose daemon listens there.</summary>
    public uint OwnerId { get; }

    /// <summary>True when that is somebody else: no daemon can be started there.</summary>
    public bool IsGuest => OwnerId != ProcessContext.EffectiveUserId;

    /// <summary>The directory's absolute path.</summary>
    public string Path { get; }

    /// <summary>The open directory.</summary>
    public FileDescriptor Descriptor => _descriptor;

    /// <summary>Which directory the environment asks for.</summary>
    public static string Locate()
    {
        if (Environment.GetEnvironmentVariable("MUXDIR") is { Length: > 0 } chosen)
        {
            return System.IO.Path.GetFullPath(chosen);
        }

        return Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && runtime[0] == '/'
            ? System.IO.Path.Combine(runtime, "mux")
            : string.Create(CultureInfo.InvariantCulture, $"/tmp/mux-{ProcessContext.UserId}");
    }

    /// <summary>Opens the directory, makes it when it is missing, and refuses one that is not the user's alone.</summary>
    /// <param name="path">The directory, or null for <see cref="Locate"/>.</param>
    /// <exception cref="PosixException">It cannot be made, is a symbolic link, belongs to somebody else, or is open to others.</exception>
    public static SocketDirectory Open(string? path = null)
    {
        path ??= Locate();
        int error = PosixFile.TryMakeDirectory(path, 0x1c0);
        if (error is not (0 or Errno.Exists))
        {
            throw new PosixException(error, "make the socket directory", path);
        }

        return OpenExisting(path);
    }

    /// <summary>Opens the directory if there is one.</summary>
    /// <param name="path">The directory, or null for <see cref="Locate"/>.</param>
    /// <returns>The directory, or null when it does not exist.</returns>
    /// <exception cref="PosixException">It is a symbolic link, belongs to somebody else, or is open to others.</exception>
    public static SocketDirectory? TryOpenExisting(string? path = null)
    {
        path ??= Locate();
        return PosixFile.TryGetStatus(null, path, out _) == Errno.NotFound ? null : OpenExisting(path);
    }

    /// <summary>Whether the path still leads to this directory.</summary>
    public bool IsInPlace()
    {
        FileStatus own = PosixFile.GetStatus(_descriptor);
        return PosixFile.TryGetStatus(null, Path, out FileStatus named) == 0 && (named.Device, named.Inode) == (own.Device, own.Inode);
    }

    /// <summary>The sessions' sockets, in the order of the directory. Whether anybody listens on one shows only when it is connected to.</summary>
    public List<SessionSocket> List()
    {
        List<SessionSocket> sockets = [];
        byte* names = stackalloc byte[NameBufferLength];
        int length;
        for (int first = 1; (length = Shims.DirectoryRead(_descriptor.Value, first, names, NameBufferLength)) > 0; first = 0)
        {
            AddSockets(sockets, new ReadOnlySpan<byte>(names, length));
        }

        PosixException.Check(length, "read the directory", Path);
        return sockets;
    }

    /// <summary>Takes apart PID.NAME.</summary>
    /// <param name="fileName">A file's name.</param>
    /// <param name="processId">The pid in front.</param>
    /// <param name="name">The session's name behind the first dot.</param>
    /// <returns>Whether the name has that form.</returns>
    public static bool TryParse(string fileName, out int processId, out string name)
    {
        int dot = fileName.IndexOf('.', StringComparison.Ordinal);
        name = dot < 0 ? string.Empty : fileName[(dot + 1)..];
        processId = 0;
        return dot > 0 && name.Length > 0 && int.TryParse(fileName.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out processId)
            && processId > 0;
    }

    /// <summary>Takes the lock of a file in the directory.</summary>
    /// <param name="name"><see cref="StartLock"/> or <see cref="DaemonLock"/>.</param>
    /// <param name="wait">Whether to wait for whoever has it.</param>
    /// <returns>The lock, which ends when this is disposed, or null when somebody else has it.</returns>
    public FileDescriptor? TryLock(string name, bool wait = false)
    {
        FileDescriptor file;
        try
        {
            file = PosixFile.Open(_descriptor, name, OpenFlags.Read | OpenFlags.Write | OpenFlags.Create | OpenFlags.NoFollow);
        }
        catch (PosixException refused)
        {
            throw new PosixException(refused.Error, "open", System.IO.Path.Combine(Path, name));
        }

        if (PosixFile.TryLock(file, wait))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Closes the directory.</summary>
    public void Dispose() => _descriptor.Dispose();

    /// <summary>Tries whether sockets can be made in the directory, or the directory itself where it is missing; nothing stays of it.</summary>
    /// <param name="path">The directory.</param>
    /// <returns>errno, or 0.</returns>
    public static int TryWrite(string path)
    {
        bool isThere = PosixFile.TryGetStatus(null, path, out _) == 0;
        string file = System.IO.Path.Combine(isThere ? path : System.IO.Path.GetDirectoryName(path) ?? "/", $".mux-{ProcessContext.ProcessId}");
        try
        {
            using FileDescriptor made = PosixFile.Open(null, file, OpenFlags.Write | OpenFlags.Create | OpenFlags.NoFollow);
            return PosixFile.TryRemove(null, file);
        }
        catch (PosixException refused)
        {
            return refused.Error;
        }
    }

    private static SocketDirectory OpenExisting(string path)
    {
        FileDescriptor descriptor = PosixFile.Open(null, path, OpenFlags.Read | OpenFlags.Directory | OpenFlags.NoFollow);
        FileStatus status = PosixFile.GetStatus(descriptor);
        if (status.UserId == ProcessContext.EffectiveUserId && (status.Permissions & (OwnerMask | OthersMask)) == OwnerMask)
        {
            return new SocketDirectory(path, descriptor, status.UserId);
        }

        descriptor.Dispose();
        string reason = status.UserId != ProcessContext.EffectiveUserId ? "belongs to another user"
            : (status.Permissions & OthersMask) != 0 ? "is open to other users"
            : "its owner may not write into";
        throw new PosixException(Errno.NotPermitted, $"use a socket directory that {reason}:", path);
    }

    private void AddSockets(List<SessionSocket> sockets, ReadOnlySpan<byte> names)
    {
        while (!names.IsEmpty)
        {
            int end = names.IndexOf((byte)0);
            string fileName = Encoding.UTF8.GetString(names[..end]);
            names = names[(end + 1)..];
            if (TryParse(fileName, out int processId, out string name)
                && PosixFile.TryGetStatus(_descriptor, fileName, out FileStatus status) == 0 && status.Kind == FileKind.Socket)
            {
                sockets.Add(new SessionSocket(processId, name, (status.Permissions & OwnerExecute) != 0, status.ModifiedNanoseconds));
            }
        }
    }
}
