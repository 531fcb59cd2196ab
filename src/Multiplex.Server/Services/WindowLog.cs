using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Multiplex.Platform;
using Multiplex.Server.Composition;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>How much of a log was certain at a checkpoint.</summary>
/// <param name="Written">The file's length.</param>
/// <param name="Pending">What was to be written behind it.</param>
internal sealed record LogMark(long Written, byte[] Pending);

/// <summary>
/// A window's log file (<c>log</c>, <c>logfile</c>, <c>logtstamp</c>): the bytes of the program as they came, and time stamps after
/// pauses.
/// </summary>
internal sealed class WindowLog : IDisposable
{
    private const int MarkSize = sizeof(long) + sizeof(int);

    private static readonly TimeSpan _checkTime = TimeSpan.FromMilliseconds(500);

    /// <summary>A disk that has room for some moments now and then is told of once in this time.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromMinutes(5);

    private readonly Window _window;
    private readonly LogFile _file;
    private IDisposable? _timer;
    private IDisposable? _check;
    private long? _told;
    private long _lastWrite;

    private WindowLog(Window window, string path, string name, LogFile file)
    {
        _window = window;
        _file = file;
        Path = path;
        Name = name;
    }

    /// <summary>The file's whole path.</summary>
    public string Path { get; }

    /// <summary>The name as messages show it.</summary>
    public string Name { get; }

    /// <summary>Begins a log.</summary>
    /// <param name="window">Whose output.</param>
    /// <param name="path">The file's whole path.</param>
    /// <param name="name">The name as messages show it.</param>
    /// <param name="error">The system's words when it cannot be opened.</param>
    public static WindowLog? Open(Window window, string path, string name, out string error) => Open(window, path, name, null, out error);

    /// <summary>
    /// Goes on with a log after the daemon was started again: what the file holds beyond the known length is written once more.
    /// </summary>
    /// <param name="window">Whose output.</param>
    /// <param name="path">The file's whole path.</param>
    /// <param name="name">The name as messages show it.</param>
    /// <param name="written">How much of the file is known.</param>
    /// <param name="pending">What was to be written behind it.</param>
    public static WindowLog? Resume(Window window, string path, string name, long written, ReadOnlySpan<byte> pending)
    {
        WindowLog? log = Open(window, path, name, written, out _);
        log?._file.Append(pending);
        return log;
    }

    /// <summary>Writes what the program printed.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <returns>False when the log has failed and is to be switched off.</returns>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        // The disk answers behind our back: how it went is looked at when the output has paused as well.
        _check ??= _window.Session.Host.StartTimer(_checkTime, Check);
        if (_window.Session.Settings.LogTimestamp)
        {
            StampAfterPause();
        }

        _lastWrite = _window.Session.Host.Time.GetTimestamp();
        return _file.Append(bytes);
    }

    /// <summary>Why the log failed, in the system's words; null while it works.</summary>
    public string? Failure => _file.Error is not 0 and int error ? Errno.Describe(error) : null;

    /// <summary>What must be kept to go on after a crash.</summary>
    /// <param name="pending">Bytes not yet in the file.</param>
    /// <param name="written">The file's length without them.</param>
    public void GetState(out byte[] pending, out long written) => _file.GetState(out pending, out written);

    /// <summary>
    /// Writes into a window's checkpoint how much of its log is certain, so that replaying the output behind it writes each byte once.
    /// </summary>
    /// <param name="window">The window, with or without a log.</param>
    /// <param name="output">The checkpoint.</param>
    public static void SaveMark(Window window, IBufferWriter<byte> output)
    {
        byte[] pending = [];
        long written = -1;
        window.Log?.GetState(out pending, out written);
        Span<byte> header = output.GetSpan(MarkSize)[..MarkSize];
        BinaryPrimitives.WriteInt64LittleEndian(header, written);
        BinaryPrimitives.WriteInt32LittleEndian(header[sizeof(long)..], pending.Length);
        output.Advance(MarkSize);
        output.Write(pending);
    }

    /// <summary>Reads what <see cref="SaveMark"/> wrote; <see cref="Resume"/> uses it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">Moved past the mark.</param>
    /// <returns>False when the bytes make no sense.</returns>
    public static bool TryLoadMark(Window window, ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MarkSize)
        {
            return false;
        }

        long written = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(long)..]);
        bytes = bytes[MarkSize..];
        if (length < 0 || length > bytes.Length)
        {
            return false;
        }

        window.LogMark = written < 0 ? null : new LogMark(written, bytes[..length].ToArray());
        bytes = bytes[length..];
        return true;
    }

    /// <summary>Lets what is pending be written and closes the file.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _check?.Dispose();
        _file.Dispose();
    }

    private void Check()
    {
        _check = null;
        TimeProvider time = _window.Session.Host.Time;
        if (_file.Error != 0)
        {
            Logging.Write(_window, default);
        }
        else if (_file.TakeTrouble() is not 0 and int trouble && !(_told is { } last && time.GetElapsedTime(last) < _silence))
        {
            _told = time.GetTimestamp();
            string reason = trouble == Errno.Again ? "the disk is too slow" : Errno.Describe(trouble);
            Notices.Show(_window.Session, null, $"Logfile \"{Name}\" waits for room: {reason}");
        }
    }

    /// <summary>As screen does: a stamp when the pause has lasted its time, and another one when output goes on.</summary>
    private void StampAfterPause()
    {
        TimeSpan pause = TimeSpan.FromSeconds(_window.Session.Settings.LogTimestampSeconds);
        if (_lastWrite != 0 && _window.Session.Host.Time.GetElapsedTime(_lastWrite) >= pause)
        {
            Stamp();
        }

        _timer ??= _window.Session.Host.StartTimer(pause, PauseElapsed);
    }

    private void PauseElapsed()
    {
        _timer = null;
        TimeSpan pause = TimeSpan.FromSeconds(_window.Session.Settings.LogTimestampSeconds);
        TimeSpan quiet = _window.Session.Host.Time.GetElapsedTime(_lastWrite);
        if (quiet < pause)
        {
            _timer = _window.Session.Host.StartTimer(pause - quiet, PauseElapsed);
        }
        else if (_window.Session.Settings.LogTimestamp)
        {
            Stamp();
        }
    }

    private void Stamp()
    {
        string text = StatusString.ExpandText(
            _window.Session.Settings.LogTimestampString,
            new StatusContext(_window.Session, null, _window));
        _file.Append(Encoding.UTF8.GetBytes(text));
    }

    private static WindowLog? Open(Window window, string path, string name, long? length, out string error)
    {
        error = string.Empty;
        try
        {
            return new WindowLog(window, path, name, LogFile.Open(path, length));
        }
        catch (PosixException refused)
        {
            error = Errno.Describe(refused.Error);
            return null;
        }
    }
}
