namespace Multiplex.Protocol.Listing;

/// <summary>What can be said about a session from outside: a socket in the socket directory and what answers there.</summary>
public enum SessionCondition : byte
{
    /// <summary>Alive, no display.</summary>
    Detached = 0,

    /// <summary>Alive, with a display.</summary>
    Attached = 1,

    /// <summary>Nobody answers on its socket.</summary>
    Dead = 2,

    /// <summary>Was dead; its socket has been removed (<c>-wipe</c>).</summary>
    Removed = 3,

    /// <summary>Somebody else's, and not ours to use.</summary>
    Private = 4,
}

/// <summary>A session as <c>-ls</c> shows it.</summary>
public sealed record SessionEntry
{
    /// <summary>The holder's process id.</summary>
    public int Pid { get; init; }

    /// <summary>The part after the dot.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>When the session was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>What it is up to.</summary>
    public SessionCondition Condition { get; init; }

    /// <summary><c>multiuser on</c>.</summary>
    public bool IsMultiuser { get; init; }

    /// <summary>Attached displays.</summary>
    public int Displays { get; init; }

    /// <summary>Windows, or -1 when not known.</summary>
    public int Windows { get; init; } = -1;

    /// <summary>Windows whose output the user's C-s has stopped.</summary>
    public int StoppedWindows { get; init; }

    /// <summary><c>PID.NAME</c>.</summary>
    public string FullName => $"{Pid}.{Name}";

    /// <summary>True when the session answers.</summary>
    public bool IsAlive => Condition is SessionCondition.Detached or SessionCondition.Attached;
}
