using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>Sharing a session with other users: who may attach, and what they may do.</summary>
internal static class UserCommands
{
    /// <summary>Most users that a session knows.</summary>
    private const int MaxUsers = 1000;

    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new("acladd", Arity.OneToFour, Needs.None, "usernames [crypted_pw]", "Let users attach with all rights.", Add)
        {
            Aliases = ["addacl"], Access = CommandAccess.Owner, Completion = CompletionKind.User,
        },
        new(
            "aclchg", Arity.TwoOrThree, Needs.None, "usernames permbits list",
            "Change the rights of users on windows and commands.", Change)
        {
            Aliases = ["chacl"], Access = CommandAccess.Owner, Completion = CompletionKind.User,
        },
        new(
            "acldel", Arity.One, Needs.None, "username",
            "Forget a user and detach the user's displays.", Delete)
        { Access = CommandAccess.Owner, Completion = CompletionKind.User },
        new(
            "aclgrp", Arity.OneOrTwo, Needs.None, "username [groupname]",
            "Give a user the rights of another one.", Group)
        { Access = CommandAccess.Owner, Completion = CompletionKind.User },
        new("aclumask", Arity.OneOrMore, Needs.None, "[users]+bits|[users]-bits ...", "Set the rights of users on new windows.", Mask)
        {
            Aliases = ["umask"], Access = CommandAccess.Owner, Completion = CompletionKind.User,
        },
        new(
            "defwritelock", Arity.One, Needs.None, "on|off|auto",
            "Set writelock for new windows.", DefaultWriteLock)
        { Completion = CompletionKind.Words },
        new(
            "multiuser", Arity.One, Needs.None, "on|off",
            "Let other users attach.", Multiuser)
        { Access = CommandAccess.Owner, Completion = CompletionKind.Switch },
        new("password", Arity.ZeroOrOne, Needs.None, "[crypted_pw]", "Ask whoever attaches for a password.", PasswordCommand.Run) { Access = CommandAccess.Owner },
        new(
            "su", Arity.UpToTwo, Needs.Display, "[username [password [password2]]]",
            "Accept screen's change of user.", static c => Notice(c))
        {
            State = CommandState.Notice, Note = "mux knows users by the uid of their connection: attach as the other user instead.",
        },
        new(
            "writelock", Arity.ZeroOrOne, Needs.Window, "[on|off|auto]",
            "Let one user only type into the window.", WriteLock)
        { Completion = CompletionKind.Words },
    ];

    /// <summary>The answer of an obsolete command, for someone who typed it; an rc file is not disturbed.</summary>
    /// <param name="context">The command.</param>
    public static CommandResult Notice(CommandContext context) => Switches.Confirm(context, context.Definition.Note);

    /// <summary>A user by name, added when there is none yet.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The login name.</param>
    /// <returns>Null when the session knows too many already.</returns>
    public static User? FindOrAdd(Session session, string name)
    {
        User? user = session.Users.Find(user => user.Name == name);
        if (user is null && session.Users.Count < MaxUsers)
        {
            session.Users.Add(user = new User(name));
        }

        return user;
    }

    private static string[] Names(CommandContext context, string argument) =>
        argument == "*"
            ? [.. context.Session.Users.Select(static user => user.Name)]
            : argument.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static CommandResult Add(CommandContext context)
    {
        foreach (string name in context.Count == 1 ? Names(context, context.Arguments[0]) : [context.Arguments[0]])
        {
            if (FindOrAdd(context.Session, name) is not { } user)
            {
                return context.Misuse("too many users");
            }

            user.Password = context.Argument(1) is { } hash && hash != PasswordCommand.None ? hash : user.Password;
        }

        context.Session.Host.StateChanged(context.Session);
        return CommandResult.Success;
    }

    private static CommandResult Change(CommandContext context)
    {
        string bits = context.Arguments[1];
        if (AccessMasks.Change(string.Empty, bits) is null)
        {
            return context.Misuse($"unknown permission bits '{CommandText.Printable(bits)}'");
        }

        string list = context.Argument(2) ?? "#?";
        foreach (string name in Names(context, context.Arguments[0]))
        {
            if (FindOrAdd(context.Session, name) is not { } user)
            {
                return context.Misuse("too many users");
            }

            foreach (string item in Items(list))
            {
                if (Change(context, user, bits, item) is { } failure)
                {
                    return failure;
                }
            }
        }

        context.Session.Host.StateChanged(context.Session);
        return CommandResult.Success;
    }

    /// <summary>The list's items: <c>#</c> and <c>?</c> may be written together.</summary>
    private static string[] Items(string list) => list == "#?" || list == "?#"
        ? ["#", "?"]
        : list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static CommandResult? Change(CommandContext context, User user, string bits, string item)
    {
        Session session = context.Session;
        switch (item)
        {
            case "#":
                foreach (Window window in session.Windows)
                {
                    ChangeWindow(window, user, bits);
                }

                return null;
            case "?":
                foreach (CommandDefinition definition in CommandTable.All)
                {
                    ChangeCommand(user, definition, bits);
                }

                return null;
        }

        if (CommandTable.Find(item) is { } command)
        {
            ChangeCommand(user, command, bits);
            return null;
        }

        if (WindowLookup.Find(session, item) is { } found)
        {
            ChangeWindow(found, user, bits);
            return null;
        }

        return context.Misuse($"no such command or window: '{CommandText.Printable(item)}'");
    }

    private static void ChangeWindow(Window window, User user, string bits) =>
        window.Access[user.Name] = AccessMasks.Change(window.Access.GetValueOrDefault(user.Name, AccessMasks.AllRights), bits) ?? AccessMasks.AllRights;

    private static void ChangeCommand(User user, CommandDefinition command, string bits)
    {
        string rights = AccessMasks.Change(user.CommandAccess.GetValueOrDefault(command.Name, true) ? "x" : string.Empty, bits) ?? string.Empty;
        user.CommandAccess[command.Name] = rights.Contains('x');
    }

    private static CommandResult Delete(CommandContext context)
    {
        string name = context.Arguments[0];
        Session session = context.Session;
        session.Users.RemoveAll(user => user.Name == name);
        foreach (User user in session.Users.Where(user => user.Group?.Name == name))
        {
            user.Group = null;
        }

        foreach (Window window in session.Windows)
        {
            window.Access.Remove(name);
        }

        foreach (Display display in session.Displays.FindAll(display => display.User?.Name == name && name != session.Owner))
        {
            session.Host.Detach(display, DetachReason.RemoteDetach);
        }

        session.Host.StateChanged(session);
        return Switches.Confirm(context, $"{name} removed from acl database");
    }

    private static CommandResult Group(CommandContext context)
    {
        Session session = context.Session;
        string name = context.Arguments[0];
        User? user = session.Users.Find(user => user.Name == name);
        if (context.Argument(1) is not { } group)
        {
            return user is null && name != session.Owner
                ? context.Misuse($"no such user: '{CommandText.Printable(name)}'")
                : context.Message($"{name}'s groups: {user?.Group?.Name ?? "none"}.");
        }

        user ??= FindOrAdd(session, name);
        User? target = group == "none" ? null : session.Users.Find(other => other.Name == group);
        if (user is null || (target is null && group != "none"))
        {
            return context.Misuse($"no such user: '{CommandText.Printable(group)}'");
        }

        for (User? each = target; each is not null; each = each.Group)
        {
            if (ReferenceEquals(each, user))
            {
                return context.Misuse("groups may not contain each other");
            }
        }

        return Switches.Applied(context, () => user.Group = target, null);
    }

    private static CommandResult Mask(CommandContext context)
    {
        foreach (string argument in context.Arguments)
        {
            if (!AccessMasks.TrySplit(argument, out string users, out string bits))
            {
                return context.Misuse($"'+' or '-' and permission bits expected in '{CommandText.Printable(argument)}'");
            }

            List<string> masks = context.Settings.AccessMasks;
            masks.RemoveAll(mask => AccessMasks.TrySplit(mask, out string other, out _) && other == users);
            masks.Add(users + bits);
        }

        context.Session.Host.StateChanged(context.Session);
        return CommandResult.Success;
    }

    private static CommandResult Multiuser(CommandContext context) =>
        Switches.Parse(context, false, out bool value)
            ?? Switches.Applied(
                context,
                () => context.Session.IsMultiuser = value,
                value ? "Multiuser mode enabled" : "Multiuser mode disabled");

    private static bool TryMode(string text, out WriteLockMode mode)
    {
        mode = text switch { "on" => WriteLockMode.On, "auto" => WriteLockMode.Auto, _ => WriteLockMode.Off };
        return text is "on" or "off" or "auto";
    }

    private static CommandResult DefaultWriteLock(CommandContext context) => TryMode(context.Arguments[0], out WriteLockMode mode)
        ? Switches.Applied(context, () => context.Settings.DefaultWriteLock = mode, null)
        : context.Misuse("invalid argument. Give 'on' or 'off'");

    private static CommandResult WriteLock(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (context.Argument(0) is { } argument)
        {
            if (!TryMode(argument, out WriteLockMode mode))
            {
                return context.Misuse("invalid argument. Give 'on' or 'off'");
            }

            User? owner = context.User ?? context.Display?.User;
            Switches.Applied(
                context,
                () =>
                {
                    window.Settings.WriteLock = mode;
                    window.WriteLock = mode == WriteLockMode.Off ? null : owner;
                },
                null);
        }

        string text = window.Settings.WriteLock switch { WriteLockMode.On => "on", WriteLockMode.Auto => "auto", _ => "off" };
        return context.Count == 0 ? context.Message($"writelock {text}") : Switches.Confirm(context, $"writelock {text}");
    }
}
