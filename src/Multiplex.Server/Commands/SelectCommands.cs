using System.Globalization;
using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Commands;

/// <summary>Which window is in front, and what windows are called and numbered.</summary>
internal static class SelectCommands
{
    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new("bumpleft", Arity.None, Needs.Window, string.Empty, "Swap numbers with the window before.", static c => Bump(c, -1)),
        new("bumpright", Arity.None, Needs.Window, string.Empty, "Swap numbers with the window behind.", static c => Bump(c, 1)),
        new("collapse", Arity.None, Needs.None, string.Empty, "Renumber the windows without gaps.", Collapse),
        new("group", Arity.ZeroOrOne, Needs.Window, "[title]", "Move the window into a group, or show the group that it is in.", Group)
        {
            Access = CommandAccess.CommandWindow, Completion = CompletionKind.Window,
        },
        new(
            "next", Arity.None, Needs.None, string.Empty,
            "Switch to the next window.", static c => Step(c, 1))
        { Keys = ["^@", " ", "n", "^N"] },
        new("number", Arity.ZeroOrOne, Needs.Window, "[[+|-]n]", "Show or change the window's number.", Number)
        {
            Keys = ["N"], IsQueryable = true, Access = CommandAccess.CommandWindow,
        },
        new("other", Arity.None, Needs.None, string.Empty, "Switch to the window shown before.", Other) { Keys = ["^A"] },
        new("parent", Arity.None, Needs.None, string.Empty, "Switch to the group that holds this window.", Parent) { Keys = ["u", "^U"] },
        new(
            "prev", Arity.None, Needs.None, string.Empty,
            "Switch to the previous window.", static c => Step(c, -1))
        { Keys = ["^H", "p", "^P", "^?"] },
        new("select", Arity.ZeroOrOne, Needs.None, "[n|title|-|.]", "Switch to a window by number or title.", Select)
        {
            Keys =
            [
                "'", ("-", "-"), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"), ("6", "6"), ("7", "7"), ("8", "8"), ("9", "9"),
            ],
            IsQueryable = true,
            Completion = CompletionKind.Window,
        },
        new("sort", Arity.None, Needs.None, string.Empty, "Renumber the windows in the order of their titles.", Sort),
        new("title", Arity.ZeroOrOne, Needs.Window, "[windowtitle]", "Set the window's title, or ask for it.", Title)
        {
            Keys = ["A"], IsQueryable = true, Access = CommandAccess.CommandWindow,
        },
        new(
            "windows", Arity.ZeroOrOne, Needs.None, "[string]",
            "List the windows in the message line.", Windows)
        { Keys = ["w", "^W"], IsQueryable = true },
    ];

    /// <summary>The list of windows as <c>windows</c> shows it: numbers, flags and titles, two blanks between.</summary>
    /// <param name="context">For whom.</param>
    public static string ListOf(CommandContext context) => WindowLines.List(context.Session, context.Display, context.Window);

    private static CommandResult Bump(CommandContext context, int step)
    {
        WindowList windows = context.Session.Windows;
        int at = windows.ToList().IndexOf(context.RequiredWindow);
        if (at + step < 0 || at + step >= windows.Count)
        {
            return CommandResult.Success;
        }

        return ChangeNumber(context, context.RequiredWindow, windows[at + step].Number);
    }

    private static CommandResult Collapse(CommandContext context)
    {
        Renumber(context.Session, [.. context.Session.Windows]);
        return CommandResult.Success;
    }

    private static CommandResult Sort(CommandContext context)
    {
        if (context.Session.Windows.Count < 2)
        {
            return CommandResult.Failure("Less than two windows, sorting makes no sense.");
        }

        Renumber(context.Session, [.. context.Session.Windows.OrderBy(static window => window.Title, StringComparer.Ordinal)]);
        return CommandResult.Success;
    }

    private static void Renumber(Session session, Window[] order)
    {
        for (int number = 0; number < order.Length; number++)
        {
            order[number].Number = number;
        }

        session.Windows.Sort();
        Renumbered(session);
    }

    private static void Renumbered(Session session)
    {
        session.Host.StateChanged(session);
        foreach (Display display in session.Displays)
        {
            session.Host.Invalidate(display);
        }
    }

    private static CommandResult Group(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (context.Argument(0) is not { } name)
        {
            return context.Message(
                window.Group is { } group ? $"window group is {group.Number} ({group.Title})" : "window belongs to no group");
        }

        if (name.Length == 0)
        {
            window.Group = null;
            Renumbered(context.Session);
            return CommandResult.Success;
        }

        Window? found = WindowLookup.Find(context.Session, name);
        if (found is not { IsGroup: true } || ReferenceEquals(found, window) || IsWithin(found, window))
        {
            return CommandResult.Failure("group argument must be a window group.");
        }

        window.Group = found;
        Renumbered(context.Session);
        return CommandResult.Success;
    }

    private static bool IsWithin(Window window, Window group)
    {
        for (Window? each = window.Group; each is not null; each = each.Group)
        {
            if (ReferenceEquals(each, group))
            {
                return true;
            }
        }

        return false;
    }

    private static CommandResult Step(CommandContext context, int step) =>
        Switch(context, WindowSwitching.Neighbour(context.Session, context.Window, step));

    private static CommandResult Other(CommandContext context) =>
        Switch(context, WindowSwitching.Other(context.Session, context.Display, context.Window));

    private static CommandResult Parent(CommandContext context) =>
        context.Window?.Group is { } group ? Switch(context, group) : CommandResult.Success;

    private static CommandResult Switch(CommandContext context, Window? window)
    {
        if (window is null)
        {
            return CommandResult.Failure(context.Session.Windows.Count == 0 ? "No window available" : "No other window.");
        }

        WindowSwitching.Show(context.Session, context.Display, window);
        return CommandResult.Success;
    }

    private static CommandResult Number(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (context.Argument(0) is not { } argument)
        {
            string shown = $"{window.Number} ({window.Title})";
            return context.Message(context.Source.Kind == SourceKind.Query ? shown : $"This is window {shown}.");
        }

        bool isRelative = argument.Length > 0 && argument[0] is '+' or '-';
        if (!int.TryParse(isRelative ? argument.AsSpan(1) : argument, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
        {
            return context.Misuse("invalid argument. Give numeric argument.");
        }

        int number = !isRelative ? value : argument[0] == '+' ? window.Number + value : window.Number - value;
        return ChangeNumber(context, window, number);
    }

    private static CommandResult ChangeNumber(CommandContext context, Window window, int number)
    {
        if (number < 0 || number >= context.Settings.MaximumWindows)
        {
            return CommandResult.Failure("Given window position is invalid.");
        }

        Session session = context.Session;
        if (session.Windows.Find(number) is { } other)
        {
            other.Number = window.Number;
        }

        window.Number = number;
        session.Windows.Sort();
        Renumbered(session);
        return CommandResult.Success;
    }

    private static CommandResult Select(CommandContext context)
    {
        if (context.Argument(0) is not { } name)
        {
            if (context.Display is { } display)
            {
                DisplayRequests.Ask(
                    display,
                    "Switch to window: ",
                    string.Empty,
                    static (answering, answer) => Choose(CommandRunner.ContextOf(answering, SourceKind.Prompt), answer));
            }

            return CommandResult.Success;
        }

        return Choose(context, name);
    }

    private static CommandResult Choose(CommandContext context, string name)
    {
        switch (name)
        {
            case "" or ".":
                if (context.Display is null && context.Window is { } front)
                {
                    WindowSwitching.Show(context.Session, null, front);
                }

                return context.Window is null ? CommandResult.Failure("select . needs a window") : CommandResult.Success;
            case "-":
                WindowSwitching.Show(context.Session, context.Display, null);
                return CommandResult.Success;
        }

        Window? window = WindowLookup.Find(context.Session, name);
        if (window is null)
        {
            return Unknown(context, name);
        }

        if (context.Display is { } display && ReferenceEquals(display.Fore, window))
        {
            return context.Source.Kind == SourceKind.RcFile
                ? CommandResult.Success
                : context.Message($"This IS window {window.Number} ({window.Title}).");
        }

        WindowSwitching.Show(context.Session, context.Display, window);
        return CommandResult.Success;
    }

    /// <summary>screen shows the list of windows for a number that no window has, and an error for a title.</summary>
    private static CommandResult Unknown(CommandContext context, string name)
    {
        const string Invalid = "select: invalid argument. Give window number or name.";
        if (!WindowLookup.TryNumber(name, out _) || context.Source.Kind is SourceKind.Request or SourceKind.RcFile)
        {
            CommandResult misuse = CommandResult.Misuse(Invalid);
            if (string.IsNullOrEmpty(context.Name))
            {
                context.Message(context.Source.Describe(Invalid));
            }

            return misuse;
        }

        return context.Message(ListOf(context));
    }

    private static CommandResult Title(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (context.Source.Kind == SourceKind.Query)
        {
            return context.Message(window.Title);
        }

        if (context.Argument(0) is { } title)
        {
            SetTitle(window, title);
        }
        else if (context.Display is { } display)
        {
            DisplayRequests.Ask(display, "Set window's title to: ", window.Title, (_, answer) => SetTypedTitle(window, answer));
        }

        return CommandResult.Success;
    }

    /// <summary>An empty answer leaves the title as it was, as in screen.</summary>
    private static void SetTypedTitle(Window window, string title)
    {
        if (title.Length > 0)
        {
            SetTitle(window, title);
        }
    }

    private static void SetTitle(Window window, string title)
    {
        window.Title = CommandText.Printable(title);
        Renumbered(window.Session);
    }

    private static CommandResult Windows(CommandContext context)
    {
        if (context.Argument(0) is not { } format)
        {
            return context.Message(ListOf(context));
        }

        foreach (Window window in context.Session.Windows)
        {
            context.Message(StatusText.Expand(format, context.Session, window, context.Display));
        }

        return CommandResult.Success;
    }
}
