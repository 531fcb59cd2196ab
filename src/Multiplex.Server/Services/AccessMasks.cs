using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Changes of rights, as <c>aclchg</c> and <c>aclumask</c> write them.</summary>
internal static class AccessMasks
{
    /// <summary>All rights on a window.</summary>
    public const string AllRights = "rwx";

    /// <summary>The user name that stands for users nobody knows.</summary>
    public const string UnknownUser = "?";

    /// <summary>Applies permission bits such as <c>+rw</c>, <c>-w</c> or <c>rx</c> to the rights that there are.</summary>
    /// <param name="rights">Letters of <see cref="AllRights"/>.</param>
    /// <param name="bits">The change; plus is meant when no sign stands in front.</param>
    /// <returns>The new rights, or null when the bits are not understood.</returns>
    public static string? Change(string rights, string bits)
    {
        bool adds = true;
        var held = new SortedSet<char>(rights);
        foreach (char bit in bits)
        {
            switch (bit)
            {
                case '+' or '-':
                    adds = bit == '+';
                    break;
                case 'a':
                    Apply(held, AllRights, adds);
                    break;
                case 'r' or 'w' or 'x':
                    Apply(held, bit.ToString(), adds);
                    break;
                default:
                    return null;
            }
        }

        return string.Concat(AllRights.Where(held.Contains));
    }

    /// <summary>Splits <c>users+bits</c> or <c>users-bits</c>.</summary>
    /// <param name="argument">The argument of <c>aclumask</c>.</param>
    /// <param name="users">The part in front; empty for the default of all.</param>
    /// <param name="bits">The sign and what follows.</param>
    public static bool TrySplit(string argument, out string users, out string bits)
    {
        int sign = argument.AsSpan().IndexOfAny('+', '-');
        users = sign < 0 ? string.Empty : argument[..sign];
        bits = sign < 0 ? string.Empty : argument[sign..];
        return sign >= 0 && Change(AllRights, bits) is not null;
    }

    /// <summary>Gives a new window the rights that <c>aclumask</c> set for the session's users.</summary>
    /// <param name="window">The window.</param>
    public static void Apply(Window window)
    {
        foreach (string mask in window.Session.Settings.AccessMasks)
        {
            if (!TrySplit(mask, out string users, out string bits) || users == "??")
            {
                continue;
            }

            foreach (string name in users.Length == 0 ? window.Session.Users.Select(static user => user.Name) : users.Split(','))
            {
                window.Access[name] = Change(window.Access.GetValueOrDefault(name, AllRights), bits) ?? AllRights;
            }
        }
    }

    private static void Apply(SortedSet<char> held, string rights, bool adds)
    {
        foreach (char right in rights)
        {
            _ = adds ? held.Add(right) : held.Remove(right);
        }
    }
}
