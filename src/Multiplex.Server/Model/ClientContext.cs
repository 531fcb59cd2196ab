namespace Multiplex.Server.Model;

/// <summary>
/// What travels with every request for a window: the whole environment, directory, umask and resource limits of the process that asked
/// (promise 2). Bytes are kept as they came: an environment need not be UTF-8.
/// </summary>
internal sealed class ClientContext
{
    /// <summary>The environment as NUL-terminated <c>NAME=value</c> entries, in the order in which the client had them.</summary>
    public byte[] Environment { get; init; } = [];

    /// <summary>The working directory.</summary>
    public byte[] WorkingDirectory { get; init; } = "/"u8.ToArray();

    /// <summary>The umask, or -1 when unknown.</summary>
    public int Umask { get; init; } = -1;

    /// <summary>Soft and hard limits by RLIMIT_ number, sixteen pairs; empty when unknown.</summary>
    public ulong[] Limits { get; init; } = [];
}
