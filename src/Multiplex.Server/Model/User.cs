namespace Multiplex.Server.Model;

/// <summary>A user known to a session (multiuser mode): by login name, as SO_PEERCRED gives it.</summary>
/// <param name="name">The login name.</param>
internal sealed class User(string name)
{
    /// <summary>The login name.</summary>
    public string Name { get; } = name;

    /// <summary>The group of rights that the user follows (<c>aclgrp</c>), or null.</summary>
    public User? Group { get; set; }

    /// <summary>Commands that the user may not run, or <c>null</c> for the default of other users.</summary>
    public Dictionary<string, bool> CommandAccess { get; } = new(StringComparer.Ordinal);

    /// <summary>The hash of what the user is asked for on attaching (<c>acladd</c>), or empty; the owner's is the session's.</summary>
    public string Password { get; set; } = string.Empty;

    /// <summary>The command key when it differs from the session's.</summary>
    public (byte Command, byte Literal)? Escape { get; set; }
}
