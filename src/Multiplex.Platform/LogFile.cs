using System.Globalization;
using System.Text;

namespace Multiplex.Platform;

/// <summary>
/// A file that grows at its end, written behind the caller's back: a full or hanging disk never makes the caller wait. Bytes are copied into a bounded
/// queue; one task at a time writes them. While there is no room on the disk it is tried again each second; what finds no room in the queue meanwhile is
/// missing in the file, which says so in that place. After any other failure nothing more is written and <see cref="Error"/> says why.
/// </summary>
public sealed class LogFile : IDisposable
{
    /// <summary>Most bytes that wait for the disk; a minute of a busy program, and small beside a daemon's other memory.</summary>
    public const int MaxPending = 4 * 1024 * 1024;

    /// <summary>Most bytes that wait while the disk has no room: that may last, and each checkpoint of the window holds them.</summary>
    private const int MaxWithoutRoom = 256 * 1024;

    /// <summary>Largest single write; small enough to notice a failure soon.</summary>
    private const int WriteLength = 64 * 1024;

    private const uint OwnerOnly = 0x180;

    private static readonly TimeSpan _retryTime = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly FileDescriptor _file;
    private readonly TimeProvider _time;
    private byte[] _pending = new byte[4096];
    private int _start;
    private int _count;
    private bool _isWriting;
    private bool _isClosing;
    private bool _isPaused;
    private long _written;
    private long _missing;
    private int _trouble;
    private int _untold;
    private int _error;
    private ITimer? _retry;

    private LogFile(FileDescriptor file, long length, TimeProvider time)
    {
        _file = file;
        _written = length;
        _time = time;
    }

    /// <summary>Errno of the failure that ended the writing, or 0.</summary>
    public int Error
    {
        get
        {
            lock (_gate)
            {
                return _error;
            }
        }
    }

    /// <summary>What has kept the file from growing since the last call.</summary>
    /// <returns>Its errno, <see cref="Errno.Again"/> when the disk is slower than the output, or 0.</returns>
    public int TakeTrouble()
    {
        lock (_gate)
        {
            int trouble = _untold;
            _untold = 0;
            return trouble;
        }
    }

    /// <summary>Opens or makes a regular file of one's own, readable by the owner only. Links, pipes and devices are refused.</summary>
    /// <param name="path">The path.</param>
    /// <param name="length">Cuts the file to this length first (recovery); null keeps all of it.</param>
    /// <param name="time">The clock of the next attempts; the system's when null.</param>
    /// <exception cref="PosixException">It cannot be opened, or is not a regular file.</exception>
    public static LogFile Open(string path, long? length = null, TimeProvider? time = null)
    {
        FileDescriptor file = PosixFile.Open(
            null, path, OpenFlags.Write | OpenFlags.Create | OpenFlags.Append | OpenFlags.NoFollow | OpenFlags.NonBlocking, OwnerOnly);
        try
        {
            FileStatus status = PosixFile.GetStatus(file);
            if (status.Kind != FileKind.Regular)
            {
                throw new PosixException(Errno.Invalid, "open", path);
            }

            long size = status.Size;
            if (length is { } wanted && wanted < size)
            {
                PosixFile.SetLength(file, wanted);
                FaultInjection.Pass("after a log is cut");
                size = wanted;
            }

            return new LogFile(file, size, time ?? TimeProvider.System);
        }
        catch (PosixException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Puts bytes into the queue.</summary>
    /// <param name="bytes">Copied.</param>
    /// <returns>False when nothing is written any more; <see cref="Error"/> says why.</returns>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_error != 0 || _isClosing)
            {
                return false;
            }

            if (_missing > 0 || _count + bytes.Length > (_trouble == 0 ? MaxPending : MaxWithoutRoom))
            {
                _untold = _trouble == 0 ? Errno.Again : _untold;
                _trouble = _trouble == 0 ? Errno.Again : _trouble;
                _missing += bytes.Length;
                if (!_isWriting && !_isPaused)
                {
                    GoOn();
                }

                return true;
            }

            Enqueue(bytes);
            StartWriting();
            return true;
        }
    }

    /// <summary>What must be known to go on after a crash: how much is in the file for certain, and what is still to be written behind it.</summary>
    /// <param name="pending">Copies of the bytes behind <paramref name="written"/>.</param>
    /// <param name="written">Length of the file without them.</param>
    public void GetState(out byte[] pending, out long written)
    {
        lock (_gate)
        {
            pending = _pending.AsSpan(_start, _count).ToArray();
            written = _written;
        }
    }

    /// <summary>Lets what is queued be written, then closes the file; does not wait.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosing)
            {
                return;
            }

            _isClosing = true;
            _retry?.Dispose();
            if (!_isWriting)
            {
                _file.Dispose();
            }
        }
    }

    private static bool MayPass(int error) =>
        error is Errno.NoSpace or Errno.Quota or Errno.FileTooLarge or Errno.Again or Errno.NoMemory;

    private void Enqueue(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_pending.AsSpan(_start + _count));
        _count += bytes.Length;
    }

    private void Reserve(int length)
    {
        if (_start + _count + length <= _pending.Length)
        {
            return;
        }

        byte[] target = _count + length > _pending.Length ? new byte[Math.Min(MaxPending, Math.Max(_pending.Length * 2, _count + length))] : _pending;
        _pending.AsSpan(_start, _count).CopyTo(target);
        _pending = target;
        _start = 0;
    }

    private void StartWriting()
    {
        if (!_isWriting && _count > 0 && !_isPaused)
        {
            _isWriting = true;
            ThreadPool.UnsafeQueueUserWorkItem(static file => file.WriteQueued(), this, preferLocal: false);
        }
    }

    private void WriteQueued()
    {
        byte[] piece = new byte[WriteLength];
        while (true)
        {
            int length;
            lock (_gate)
            {
                length = Math.Min(_count, piece.Length);
                if (length == 0 || _error != 0)
                {
                    _isWriting = false;
                    CloseWhenDone();
                    return;
                }

                _pending.AsSpan(_start, length).CopyTo(piece);
            }

            FaultInjection.Hang();
            FaultInjection.Pass("before a log is written");
            IoResult result = PosixFile.Write(_file, piece.AsSpan(0, length));
            FaultInjection.Pass("after a log is written");
            lock (_gate)
            {
                _written += result.Bytes;
                _start += result.Bytes;
                _count -= result.Bytes;
                if (MayPass(result.Error))
                {
                    Pause(result.Error);
                    return;
                }

                _error = result.Error == Errno.Interrupted ? 0 : result.Error;
                GoOn();
            }
        }
    }

    private void Pause(int error)
    {
        _untold = _trouble != error ? error : _untold;
        _trouble = error;
        _isPaused = true;
        _isWriting = false;
        CloseWhenDone();
        if (!_isClosing)
        {
            _retry?.Dispose();
            _retry = _time.CreateTimer(static file => ((LogFile)file!).TryAgain(), this, _retryTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void TryAgain()
    {
        lock (_gate)
        {
            _isPaused = false;
            if (!_isClosing)
            {
                StartWriting();
            }
        }
    }

    /// <summary>The disk takes bytes again: once there is room in the queue the file tells what is missing here.</summary>
    private void GoOn()
    {
        if (_trouble == 0 || (_missing > 0 && _count > MaxPending / 2))
        {
            return;
        }

        string reason = _trouble == Errno.Again ? "the disk was too slow" : Errno.Describe(_trouble);
        _trouble = 0;
        if (_missing > 0)
        {
            Enqueue(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\r\n[{_missing} bytes are missing here: {reason}]\r\n")));
            _missing = 0;
            StartWriting();
        }
    }

    private void CloseWhenDone()
    {
        if (_isClosing)
        {
            _file.Dispose();
        }
    }
}
