using System.Globalization;
using System.Text;
using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>A small log in the socket directory: two files of 256 KiB, the older one replaced when the newer one is full. A log that cannot be written is no error.</summary>
/// <param name="directory">The socket directory.</param>
/// <param name="time">The clock.</param>
internal sealed class DaemonLog(SocketDirectory directory, TimeProvider time) : IDisposable
{
    /// <summary>The file's name; the older one has <c>.1</c> behind it.</summary>
    public const string FileName = ".log";

    /// <summary>Bytes of one file.</summary>
    public const int MaxLength = 256 * 1024;

    private FileDescriptor? _file;
    private long _length;

    /// <summary>Writes a line.</summary>
    /// <param name="line">Without newline; control characters are replaced.</param>
    public void Write(string line)
    {
        string stamp = time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        byte[] bytes = Encoding.UTF8.GetBytes($"{stamp} {Environment.ProcessId} {Commands.CommandText.Printable(line)}\n");
        try
        {
            if (_length + bytes.Length > MaxLength)
            {
                Rotate();
            }

            _file ??= Open();
            _length += PosixFile.Write(_file, bytes).Bytes;
        }
        catch (PosixException)
        {
            // A full disk must not stop anything but this log.
            Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileDescriptor Open()
    {
        FileDescriptor file = PosixFile.Open(
            directory.Descriptor, FileName, OpenFlags.Write | OpenFlags.Create | OpenFlags.Append | OpenFlags.NoFollow | OpenFlags.NonBlocking);
        _length = PosixFile.GetStatus(file).Size;
        return file;
    }

    private void Rotate()
    {
        Dispose();
        PosixFile.Rename(directory.Descriptor, FileName, FileName + ".1");
        _length = 0;
    }
}
