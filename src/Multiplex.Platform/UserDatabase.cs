using System.Text;
using Mono.Unix;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>A user of this machine.</summary>
/// <param name="Id">The number.</param>
/// <param name="Name">The name to log in with.</param>
/// <param name="Home">The home directory.</param>
/// <param name="Shell">The shell to log in with; may be empty.</param>
public sealed record UserEntry(uint Id, string Name, string Home, string Shell);

/// <summary>The users of this machine, wherever the system keeps them.</summary>
public static unsafe class UserDatabase
{
    private const int MaxEntry = 4096;

    /// <summary>Finds a user by number.</summary>
    /// <param name="userId">The number.</param>
    /// <returns>The user, or null.</returns>
    public static UserEntry? Find(uint userId) => Find(userId, null);

    /// <summary>Finds a user by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The user, or null.</returns>
    public static UserEntry? Find(string name)
    {
        fixed (byte* text = NativeText.Terminate(name))
        {
            return Find(0, text);
        }
    }

    /// <summary>Whether a user is a member of a group, by its primary group or by the group's list; for access lists.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="group">The group's name.</param>
    /// <returns>False also when there is no such user or group.</returns>
    /// <exception cref="PosixException">libMonoPosixHelper.so is not installed beside the program.</exception>
    public static bool IsMember(string user, string group)
    {
        try
        {
            UnixGroupInfo found = new(group);
            return new UnixUserInfo(user).GroupId == found.GroupId || Array.IndexOf(found.GetMemberNames(), user) >= 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (DllNotFoundException)
        {
            throw new PosixException(Errno.NotFound, "load", "libMonoPosixHelper.so");
        }
    }

    private static UserEntry? Find(uint userId, byte* name)
    {
        byte* buffer = stackalloc byte[MaxEntry];
        uint foundId;
        int length = Shims.User(userId, name, buffer, MaxEntry, &foundId);
        if (length < 0)
        {
            return null;
        }

        string[] fields = Encoding.UTF8.GetString(buffer, length).Split('\0');
        return new UserEntry(foundId, fields[0], fields[1], fields[2]);
    }
}
