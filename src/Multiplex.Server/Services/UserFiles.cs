using Multiplex.Platform;

namespace Multiplex.Server.Services;

/// <summary>Gives the room for a file's content.</summary>
/// <param name="length">How many bytes it has.</param>
internal delegate Span<byte> RoomMaker(int length);

/// <summary>
/// Files that a user names in commands: rc files, the exchange file, hardcopies. Only regular files are touched and links are not
/// followed when
/// writing, since /tmp belongs to everyone; a fifo or a device would stop the daemon.
/// </summary>
internal static class UserFiles
{
    private const uint ReadableByOwner = 0x180;

    /// <summary>True when there is such a file.</summary>
    /// <param name="path">The path.</param>
    public static bool Exists(string path) =>
        PosixFile.TryGetStatus(null, path, out FileStatus status) == 0 && status.Kind != FileKind.Directory;

    /// <summary>Why a path is no directory that can be used, or null.</summary>
    /// <param name="path">The path.</param>
    public static string? DirectoryError(string path)
    {
        try
        {
            using FileDescriptor directory = PosixFile.Open(null, path, OpenFlags.Directory | OpenFlags.Path);
            return null;
        }
        catch (PosixException refused)
        {
            return Errno.Describe(refused.Error);
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="maxLength">What is longer is cut.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="error">The system's words when it cannot be read.</param>
    public static bool TryRead(string path, int maxLength, out byte[] bytes, out string error)
    {
        byte[] room = [];
        bool isRead = TryRead(path, maxLength, length => room = new byte[length], out int filled, out error);
        bytes = filled == room.Length ? room : room[..filled];
        return isRead;
    }

    /// <summary>Reads a whole file to where the caller wants it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="maxLength">What is longer is cut.</param>
    /// <param name="makeRoom">Gives the room for as many bytes as the file has.</param>
    /// <param name="filled">How many bytes were read.</param>
    /// <param name="error">The system's words when it cannot be read.</param>
    public static bool TryRead(string path, int maxLength, RoomMaker makeRoom, out int filled, out string error)
    {
        filled = 0;
        error = string.Empty;
        try
        {
            using FileDescriptor file = PosixFile.Open(null, path, OpenFlags.Read | OpenFlags.NonBlocking);
            FileStatus status = PosixFile.GetStatus(file);
            bool isNothing = status.Kind == FileKind.CharacterDevice && path == "/dev/null";
            if (status.Kind != FileKind.Regular && !isNothing)
            {
                error = "Not a regular file";
                return false;
            }

            filled = Read(file, makeRoom((int)Math.Min(status.Size, maxLength)), path);
            return true;
        }
        catch (PosixException refused)
        {
            error = Errno.Describe(refused.Error);
            return false;
        }
    }

    /// <summary>Writes a whole file, or at its end.</summary>
    /// <param name="path">The path.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="append">Write at the end instead of replacing it.</param>
    /// <param name="error">The system's words when it cannot be written.</param>
    public static bool TryWrite(string path, ReadOnlySpan<byte> bytes, bool append, out string error)
    {
        error = string.Empty;
        try
        {
            OpenFlags flags = OpenFlags.Write | OpenFlags.Create | OpenFlags.NoFollow | OpenFlags.NonBlocking | (
                append ? OpenFlags.Append : 0);
            using FileDescriptor file = PosixFile.Open(null, path, flags, ReadableByOwner);
            if (PosixFile.GetStatus(file).Kind != FileKind.Regular)
            {
                error = "Not a regular file";
                return false;
            }

            if (!append)
            {
                PosixFile.SetLength(file, 0);
            }

            while (!bytes.IsEmpty)
            {
                bytes = bytes[PosixFile.Write(file, bytes).OrThrow("write", path)..];
            }

            return true;
        }
        catch (PosixException refused)
        {
            error = Errno.Describe(refused.Error);
            return false;
        }
    }

    /// <summary>Deletes a file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="error">The system's words when it cannot be deleted.</param>
    public static bool TryRemove(string path, out string error)
    {
        int result = PosixFile.TryRemove(null, path);
        error = result == 0 ? string.Empty : Errno.Describe(result);
        return result == 0;
    }

    private static int Read(FileDescriptor file, Span<byte> room, string path)
    {
        int filled = 0;
        while (filled < room.Length)
        {
            int got = PosixFile.Read(file, room[filled..]).OrThrow("read", path);
            if (got == 0)
            {
                break;
            }

            filled += got;
        }

        return filled;
    }
}
