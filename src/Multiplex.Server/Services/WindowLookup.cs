using System.Globalization;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Finds the window that a user means by a number or the beginning of a title.</summary>
internal static class WindowLookup
{
    /// <summary>The window that an argument names: a number, a whole title, or the beginning of one.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The argument.</param>
    public static Window? Find(Session session, string name)
    {
        if (TryNumber(name, out int number))
        {
            return session.Windows.Find(number);
        }

        return session.Windows.FirstOrDefault(window => window.Title == name)
            ?? session.Windows.FirstOrDefault(window => window.Title.StartsWith(name, StringComparison.Ordinal));
    }

    /// <summary>True when an argument is a window number.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="number">The number.</param>
    public static bool TryNumber(string name, out int number) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
