using System.Runtime.InteropServices;

namespace Multiplex.Platform;

/// <summary>The error numbers that callers tell apart (Linux, asm-generic/errno.h).</summary>
public static class Errno
{
    /// <summary>Operation not permitted.</summary>
    public const int NotPermitted = 1;

    /// <summary>No such file or directory.</summary>
    public const int NotFound = 2;

    /// <summary>No such process.</summary>
    public const int NoProcess = 3;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 4;

    /// <summary>Input/output error; of a pty: nobody has the other side open.</summary>
    public const int InputOutput = 5;

    /// <summary>Bad file descriptor.</summary>
    public const int BadDescriptor = 9;

    /// <summary>Nothing to be had without waiting.</summary>
    public const int Again = 11;

    /// <summary>No memory.</summary>
    public const int NoMemory = 12;

    /// <summary>Permission denied.</summary>
    public const int AccessDenied = 13;

    /// <summary>Busy.</summary>
    public const int Busy = 16;

    /// <summary>File exists.</summary>
    public const int Exists = 17;

    /// <summary>Not a directory.</summary>
    public const int NotDirectory = 20;

    /// <summary>Invalid argument.</summary>
    public const int Invalid = 22;

    /// <summary>Too many open files in the system.</summary>
    public const int TooManyFilesInSystem = 23;

    /// <summary>Too many open files in this process.</summary>
    public const int TooManyFiles = 24;

    /// <summary>A file is larger than its limit (RLIMIT_FSIZE).</summary>
    public const int FileTooLarge = 27;

    /// <summary>No space left on the device.</summary>
    public const int NoSpace = 28;

    /// <summary>Broken pipe.</summary>
    public const int BrokenPipe = 32;

    /// <summary>A name is too long.</summary>
    public const int NameTooLong = 36;

    /// <summary>Too many levels of symbolic links; with O_NOFOLLOW: it is one.</summary>
    public const int SymbolicLink = 40;

    /// <summary>The user's share of the disk is used up.</summary>
    public const int Quota = 122;

    /// <summary>No room for a message.</summary>
    public const int NoBuffers = 105;

    /// <summary>A message breaks the protocol.</summary>
    public const int Protocol = 71;

    /// <summary>True for what may be had in a while: memory, descriptors, room, another attempt.</summary>
    /// <param name="error">errno.</param>
    public static bool IsShortage(int error) =>
        error is NoMemory or NoBuffers or TooManyFiles or TooManyFilesInSystem or NoSpace or Interrupted or Again;

    /// <summary>Message too long.</summary>
    public const int MessageTooLong = 90;

    /// <summary>Address in use.</summary>
    public const int AddressInUse = 98;

    /// <summary>The peer reset the connection.</summary>
    public const int ConnectionReset = 104;

    /// <summary>Nobody listens there.</summary>
    public const int ConnectionRefused = 111;

    /// <summary>The system's text for an error number.</summary>
    /// <param name="error">errno, positive.</param>
    /// <returns>The text, for instance "No such file or directory".</returns>
    public static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);
}
