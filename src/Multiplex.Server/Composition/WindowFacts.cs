using Multiplex.Server.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server.Composition;

/// <summary>The escapes that show something of one window.</summary>
internal static class WindowFacts
{
    /// <summary>The program of the window.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="withArguments">With its arguments.</param>
    public static bool Command(StatusExpansion expansion, bool withArguments)
    {
        if (expansion.Window is not { } window)
        {
            return false;
        }

        IReadOnlyList<string> arguments = window.Request.Arguments;
        if (arguments.Count == 0)
        {
            return expansion.AppendValue(WindowSpawn.Shell(window.Session, window.Request.Context ?? window.Session.Context));
        }

        expansion.Append(arguments[0]);
        for (int index = 1; withArguments && index < arguments.Count; index++)
        {
            expansion.Append(' ');
            expansion.Append(arguments[index]);
        }

        return true;
    }

    /// <summary>The encoding, when it is not the eight-bit one that screen takes for granted.</summary>
    /// <param name="expansion">Where to.</param>
    public static bool Encoding(StatusExpansion expansion)
    {
        if (string.IsNullOrEmpty(expansion.Window?.Encoding))
        {
            return false;
        }

        expansion.Append(' ');
        return expansion.AppendValue(expansion.Window.Encoding);
    }

    /// <summary>The other users that look at the window.</summary>
    /// <param name="expansion">Where to.</param>
    public static bool Users(StatusExpansion expansion)
    {
        if (expansion.Window is not { } window)
        {
            return false;
        }

        bool any = false;
        foreach (Display display in expansion.Context.Session.Displays)
        {
            if (ReferenceEquals(display, expansion.Context.Display) || display.User is null || !display.Shows(window))
            {
                continue;
            }

            if (any)
            {
                expansion.Append(',');
            }

            any = true;
            expansion.Append(display.User.Name);
        }

        return any;
    }
}
