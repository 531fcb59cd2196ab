using Multiplex.Server.Commands;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>
/// Who may do what in a multiuser session (screen's access control lists): by login name, as the kernel tells it for each connection.
/// </summary>
internal static class Rights
{
    /// <summary>The user of a display when that is not the session's owner; null for the owner, who may do everything.</summary>
    /// <param name="display">The display.</param>
    public static User? Guest(Display display) =>
        display.User is { } user && user.Name != Owner(display.Session) ? user : null;

    /// <summary>The login name of the session's owner: the user that the daemon runs as.</summary>
    /// <param name="session">The session.</param>
    public static string Owner(Session session) => session.Owner;

    /// <summary>True when a user may come to a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The login name.</param>
    public static bool MayEnter(Session session, string name) =>
        session is { IsMultiuser: true, IsTerminating: false } && session.Users.Exists(user => user.Name == name);

    /// <summary>True when a guest may see a window.</summary>
    /// <param name="display">The guest's, or the owner's, display.</param>
    /// <param name="window">The window.</param>
    public static bool MaySee(Display display, Window window) => Guest(display) is not { } guest || Allows(guest, window, 'r');

    /// <summary>True when a guest may run the command here.</summary>
    /// <param name="user">The guest.</param>
    /// <param name="context">The command and what it works on.</param>
    public static bool MayRun(User user, CommandContext context)
    {
        if (context.Definition.Access == CommandAccess.Owner || !AllowsCommand(user, context.Definition.Name))
        {
            return false;
        }

        return context.Definition.Access switch
        {
            CommandAccess.WriteWindow => context.Window is not { } window || Allows(user, window, 'w'),
            CommandAccess.CommandWindow => context.Window is not { } window || Allows(user, window, 'x'),
            _ => true,
        };
    }

    /// <summary>True when a guest has a right on a window; what nobody changed is allowed.</summary>
    /// <param name="user">The guest.</param>
    /// <param name="window">The window.</param>
    /// <param name="right"><c>r</c>, <c>w</c> or <c>x</c>.</param>
    public static bool Allows(User user, Window window, char right)
    {
        for (User? each = user; each is not null; each = each.Group)
        {
            if (window.Access.TryGetValue(each.Name, out string? rights))
            {
                return rights.Contains(right);
            }
        }

        return true;
    }

    /// <summary>True when a display's user may type into a window: its rights, and <c>writelock</c>.</summary>
    /// <param name="display">The display.</param>
    /// <param name="window">The window.</param>
    public static bool MayType(Display display, Window window)
    {
        User? user = display.User;
        if (window.WriteLock is { } owner && user is not null && owner.Name != user.Name)
        {
            return false;
        }

        return Guest(display) is not { } guest || Allows(guest, window, 'w');
    }

    private static bool AllowsCommand(User user, string command)
    {
        for (User? each = user; each is not null; each = each.Group)
        {
            if (each.CommandAccess.TryGetValue(command, out bool allowed))
            {
                return allowed;
            }
        }

        return true;
    }
}
