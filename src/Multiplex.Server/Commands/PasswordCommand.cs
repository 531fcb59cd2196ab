using Multiplex.Platform;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>
/// <c>password</c>: the session asks for a password whenever somebody attaches, and takes no commands from outside. A hash comes from the rc file; without one
/// the new password is asked for twice, and its hash copied, to be put into an rc file.
/// </summary>
internal static class PasswordCommand
{
    /// <summary>What stands in an rc file for no password.</summary>
    public const string None = "none";

    /// <summary>Runs the command.</summary>
    /// <param name="context">What it works on.</param>
    public static CommandResult Run(CommandContext context)
    {
        if (context.Argument(0) is { } hash)
        {
            bool isNone = hash == None;
            return Switches.Applied(context, () => context.Settings.Password = isNone ? string.Empty : hash, isNone ? "Password checking disabled" : null);
        }

        if (context.Display is not { } display)
        {
            return context.Misuse("display required");
        }

        DisplayRequests.AskHidden(display, "New screen password:", AskAgain);
        return CommandResult.Success;
    }

    private static void AskAgain(Display display, string first)
    {
        if (first.Length == 0)
        {
            Set(display, first, first);
        }
        else
        {
            DisplayRequests.AskHidden(display, "Retype new password:", (again, second) => Set(again, first, second));
        }
    }

    private static void Set(Display display, string first, string second)
    {
        Session session = display.Session;
        string? hash = first == second && first.Length > 0 ? Account.Hash(first) : null;
        session.Settings.Password = hash ?? string.Empty;
        if (hash is not null)
        {
            session.Registers.Set(Registers.PasteBuffer, CommandText.ToBytes(hash));
        }

        session.Host.StateChanged(session);
        Notices.Show(session, display, hash is not null ? "[ Password moved into copybuffer ]"
            : first != second ? "[ Passwords don't match - checking turned off ]"
            : first.Length == 0 ? "[ No password - no secure ]"
            : "[ crypt() error - no secure ]");
    }
}
