using System.Globalization;
using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>The user that the daemon runs as.</summary>
internal static class Users
{
    /// <summary>The user; with the number for a name when the system knows none.</summary>
    public static UserEntry Self { get; } = UserDatabase.Find(ProcessContext.EffectiveUserId)
        ?? new UserEntry(ProcessContext.EffectiveUserId, ProcessContext.EffectiveUserId.ToString(CultureInfo.InvariantCulture), "/", "/bin/sh");
}
