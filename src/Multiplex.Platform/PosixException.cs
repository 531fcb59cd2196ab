namespace Multiplex.Platform;

/// <summary>The operating system refused something.</summary>
public sealed class PosixException : IOException
{
    /// <summary>Describes a refusal.</summary>
    /// <param name="error">errno, positive.</param>
    /// <param name="operation">What was tried, as a verb phrase or the name of the system call.</param>
    /// <param name="path">What it was tried on, or null.</param>
    public PosixException(int error, string operation, string? path = null)
        : base(Describe(error, operation, path))
    {
        Error = error;
        Operation = operation;
        Path = path;
    }

    /// <summary>errno, positive; <see cref="Errno"/> names the common ones.</summary>
    public int Error { get; }

    /// <summary>What was tried.</summary>
    public string Operation { get; }

    /// <summary>What it was tried on, or null.</summary>
    public string? Path { get; }

    /// <summary>Throws when <paramref name="result"/> is negative.</summary>
    /// <param name="result">A shim's result: -errno on failure.</param>
    /// <param name="operation">What was tried.</param>
    /// <param name="path">What it was tried on, or null.</param>
    /// <returns><paramref name="result"/>.</returns>
    internal static int Check(int result, string operation, string? path = null) =>
        result >= 0 ? result : throw new PosixException(-result, operation, path);

    private static string Describe(int error, string operation, string? path) =>
        path is null ? $"{operation}: {Errno.Describe(error)}" : $"{operation} {path}: {Errno.Describe(error)}";
}
