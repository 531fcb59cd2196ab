using System.Globalization;

namespace Multiplex.Platform;

/// <summary>
/// Where other users find the daemon of one who shares sessions (<c>multiuser on</c>): a directory beside the socket directory, which is closed to them.
/// It is the owner's own, others may only pass through it, and its one socket is open to everybody: the daemon decides by the uid of
/// each connection. It exists only while a session is shared.
/// </summary>
public static class GuestDirectory
{
    private const uint DirectoryMode = 0x1c9;
    private const uint SocketMode = 0x1b6;
    private const uint OthersWrite = 0x12;

    /// <summary>The directory of an owner: beside $MUXDIR, which owner and guest then have in common, else in /tmp, for a home is closed to others.</summary>
    /// <param name="owner">The owner's uid.</param>
    public static string Locate(uint owner) => Environment.GetEnvironmentVariable("MUXDIR") is { Length: > 0 } chosen
        ? Path.GetFullPath(chosen) + ".guests"
        : string.Create(CultureInfo.InvariantCulture, $"/tmp/mux-{owner}.guests");

    /// <summary>Makes the owner's directory.</summary>
    /// <exception cref="PosixException">It cannot be made, or something else stands in its place.</exception>
    public static SocketDirectory Make()
    {
        string path = Locate(ProcessContext.EffectiveUserId);
        int error = PosixFile.TryMakeDirectory(path, DirectoryMode);
        if (error is not (0 or Errno.Exists))
        {
            throw new PosixException(error, "make the directory for guests", path);
        }

        SocketDirectory directory = Open(ProcessContext.EffectiveUserId, path);
        PosixFile.SetPermissions(directory.Descriptor, ".", DirectoryMode);
        return directory;
    }

    /// <summary>Opens the directory of an owner as a guest.</summary>
    /// <param name="owner">The owner's uid.</param>
    /// <returns>The directory, or null when that user shares nothing.</returns>
    /// <exception cref="PosixException">Something else stands in its place.</exception>
    public static SocketDirectory? TryOpen(uint owner)
    {
        string path = Locate(owner);
        return PosixFile.TryGetStatus(null, path, out _) == Errno.NotFound ? null : Open(owner, path);
    }

    /// <summary>Lets everybody connect to the socket in it.</summary>
    /// <param name="directory">The directory.</param>
    public static void OpenSocket(SocketDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        PosixFile.SetPermissions(directory.Descriptor, SocketDirectory.DaemonSocket, SocketMode);
    }

    private static SocketDirectory Open(uint owner, string path)
    {
        FileDescriptor descriptor = PosixFile.Open(null, path, OpenFlags.Path | OpenFlags.Directory | OpenFlags.NoFollow);
        FileStatus status = PosixFile.GetStatus(descriptor);
        if (status.UserId == owner && (status.Permissions & OthersWrite) == 0)
        {
            return new SocketDirectory(path, descriptor, owner);
        }

        descriptor.Dispose();
        throw new PosixException(Errno.NotPermitted, "use a directory for guests that is not its owner's alone:", path);
    }
}
