namespace Multiplex.Platform;

/// <summary>How a read or write that must not throw ended.</summary>
/// <param name="Value">Bytes moved, or -errno.</param>
public readonly record struct IoResult(int Value)
{
    /// <summary>Whether bytes were moved, or the end was reached.</summary>
    public bool IsSuccess => Value >= 0;

    /// <summary>Whether it would have had to wait.</summary>
    public bool IsWouldBlock => Value == -Errno.Again;

    /// <summary>errno, or 0.</summary>
    public int Error => Value < 0 ? -Value : 0;

    /// <summary>Bytes moved; 0 after a failure and at the end.</summary>
    public int Bytes => Value < 0 ? 0 : Value;

    /// <summary>The bytes moved, or an exception.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="path">What it was tried on, or null.</param>
    /// <exception cref="PosixException">It failed.</exception>
    public int OrThrow(string operation, string? path = null) => PosixException.Check(Value, operation, path);
}
