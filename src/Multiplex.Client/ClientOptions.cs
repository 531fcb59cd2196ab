using Multiplex.Platform;
using Multiplex.Protocol.Messages;

namespace Multiplex.Client;

/// <summary>
/// What a client that shows a session is asked to do: exactly one of <see cref="Attach"/> and <see cref="Create"/> is set.
/// </summary>
public sealed record ClientOptions
{
    /// <summary>Where the daemon listens.</summary>
    public required SocketDirectory Directory { get; init; }

    /// <summary>Show a session that there is (or, with -R, may be).</summary>
    public AttachMessage? Attach { get; init; }

    /// <summary>Start a session and show it.</summary>
    public CreateMessage? Create { get; init; }

    /// <summary>True for -U; otherwise the locale decides.</summary>
    public bool IsUtf8 { get; init; } = ClientIdentity.IsUtf8Locale;

    /// <summary>The time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
