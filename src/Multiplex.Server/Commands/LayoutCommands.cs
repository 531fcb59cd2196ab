using System.Globalization;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary><c>layout</c>: named arrangements of regions.</summary>
internal static class LayoutCommands
{
    /// <summary>Most layouts; screen has ten, numbered 0 to 9.</summary>
    private const int MaxLayouts = 100;

    /// <summary>The family.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new(
            "layout",
            Arity.OneOrMore,
            Needs.None,
            "new [title] | remove [n|title] | next | prev | select [n|title] | show | title [title] | number [n] | attach [title|:last] | save [n|title] | autosave [on|off] | dump [file]",
            "Make, choose and keep arrangements of regions.",
            Layout)
        {
            Completion = CompletionKind.Layout,
        },
    ];

    /// <summary>The line of all layouts that <c>layout show</c> gives: the current one is starred.</summary>
    /// <param name="session">The session.</param>
    /// <param name="current">The layout in use, or null.</param>
    public static string ListOf(Session session, Layout? current) =>
        string.Join("  ", session.Layouts.Select(layout => $"{layout.Number}{(ReferenceEquals(layout, current) ? "*" : string.Empty)} {layout.Title}"));

    /// <summary>Puts a display's arrangement into its layout, when layouts are kept by themselves.</summary>
    /// <param name="display">The display.</param>
    public static void Autosave(Display display)
    {
        if (display.Session.Settings.LayoutAutosave && display.Layout is { } layout)
        {
            layout.Capture(display.Regions);
        }
    }

    /// <summary>Shows a layout on a display; what was shown is kept first.</summary>
    /// <param name="display">The display.</param>
    /// <param name="layout">The layout.</param>
    public static void Use(Display display, Layout layout)
    {
        Autosave(display);
        display.Layout = layout;
        layout.Apply(display.Regions);
        display.Session.AttachLayout ??= layout;
        if (display.Fore is { } window)
        {
            WindowSwitching.Front(display.Session, window);
        }

        Changed(display.Session, display);
    }

    private static CommandResult Layout(CommandContext context) => context.Arguments[0] switch
    {
        "new" => New(context),
        "remove" => Remove(context),
        "next" => Step(context, 1),
        "prev" => Step(context, -1),
        "select" => Select(context),
        "show" => Show(context),
        "title" => Title(context),
        "number" => Number(context),
        "attach" => Attach(context),
        "save" => Save(context),
        "autosave" => AutosaveSwitch(context),
        "dump" => Dump(context),
        _ => CommandResult.Failure("unknown layout subcommand"),
    };

    private static void Changed(Session session, Display? display)
    {
        session.Host.StateChanged(session);
        if (display is not null)
        {
            session.Host.Invalidate(display);
        }
    }

    private static Layout? Find(Session session, string name) =>
        WindowLookup.TryNumber(name, out int number)
            ? session.Layouts.Find(layout => layout.Number == number)
            : session.Layouts.Find(layout => layout.Title == name)
                ?? session.Layouts.Find(layout => layout.Title.StartsWith(name, StringComparison.Ordinal));

    private static Layout? Create(Session session, string? title)
    {
        if (session.Layouts.Count >= MaxLayouts)
        {
            return null;
        }

        int number = 0;
        while (session.Layouts.Exists(layout => layout.Number == number))
        {
            number++;
        }

        var made = new Layout { Number = number, Title = CommandText.Printable(title ?? "layout") };
        session.Layouts.Add(made);
        session.Layouts.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return made;
    }

    private static CommandResult New(CommandContext context)
    {
        if (context.Display is not { } display)
        {
            return context.Misuse("display required");
        }

        if (Create(context.Session, context.Argument(1)) is not { } layout)
        {
            return CommandResult.Failure("No more layouts.");
        }

        Autosave(display);
        display.Layout = layout;
        display.Session.AttachLayout ??= layout;
        display.Regions.Only();
        display.Regions.Focus.Window = null;
        layout.Capture(display.Regions);
        Changed(context.Session, display);
        return CommandResult.Success;
    }

    private static CommandResult Remove(CommandContext context)
    {
        Layout? layout = context.Argument(1) is { } name ? Find(context.Session, name) : context.Display?.Layout;
        if (layout is null)
        {
            return context.Argument(1) is { } unknown ? CommandResult.Failure($"unknown layout '{unknown}'") : CommandResult.Success;
        }

        Session session = context.Session;
        session.Layouts.Remove(layout);
        if (ReferenceEquals(session.AttachLayout, layout))
        {
            session.AttachLayout = null;
        }

        foreach (Display display in session.Displays.FindAll(display => ReferenceEquals(display.Layout, layout)))
        {
            display.Layout = null;
            if (session.Layouts.Count > 0)
            {
                Use(display, session.Layouts[0]);
            }
        }

        Changed(session, context.Display);
        return CommandResult.Success;
    }

    private static CommandResult Step(CommandContext context, int step)
    {
        List<Layout> layouts = context.Session.Layouts;
        if (layouts.Count == 0)
        {
            return CommandResult.Failure("no layout defined");
        }

        if (context.Display is not { } display)
        {
            return CommandResult.Success;
        }

        int at = display.Layout is { } current ? layouts.IndexOf(current) : step > 0 ? -1 : 0;
        Use(display, layouts[(at + step + layouts.Count) % layouts.Count]);
        return CommandResult.Success;
    }

    private static CommandResult Select(CommandContext context)
    {
        if (context.Display is not { } display)
        {
            return context.Misuse("display required");
        }

        if (context.Argument(1) is { } name)
        {
            return Choose(display, name);
        }

        DisplayRequests.Ask(display, "Switch to layout: ", string.Empty, static (answering, answer) =>
        {
            if (Choose(answering, answer).Error is { } error)
            {
                Notices.Show(answering.Session, answering, error);
            }
        });
        return CommandResult.Success;
    }

    private static CommandResult Choose(Display display, string name)
    {
        if (Find(display.Session, name) is not { } layout)
        {
            return CommandResult.Failure("No such layout");
        }

        Use(display, layout);
        return CommandResult.Success;
    }

    private static CommandResult Show(CommandContext context) =>
        context.Message(context.Session.Layouts.Count == 0 ? "No layouts defined" : ListOf(context.Session, context.Display?.Layout));

    private static CommandResult Title(CommandContext context)
    {
        if (context.Display?.Layout is not { } layout)
        {
            return CommandResult.Failure("not on a layout");
        }

        if (context.Argument(1) is { } title)
        {
            return Switches.Applied(context, () => layout.Title = CommandText.Printable(title), null);
        }

        return context.Message($"current layout is {layout.Number} ({layout.Title})");
    }

    private static CommandResult Number(CommandContext context)
    {
        if (context.Display?.Layout is not { } layout)
        {
            return CommandResult.Failure("not on a layout");
        }

        if (context.Argument(1) is not { } argument)
        {
            return context.Message($"This is layout {layout.Number} ({layout.Title}).");
        }

        if (!int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number >= MaxLayouts)
        {
            return context.Misuse("invalid argument. Give numeric argument.");
        }

        if (context.Session.Layouts.Find(other => other.Number == number) is { } other)
        {
            other.Number = layout.Number;
        }

        layout.Number = number;
        context.Session.Layouts.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        Changed(context.Session, null);
        return CommandResult.Success;
    }

    private static CommandResult Attach(CommandContext context)
    {
        Session session = context.Session;
        switch (context.Argument(1))
        {
            case null:
                return context.Message(session.AttachLayout is { } chosen && !session.AttachesLastLayout
                    ? $"will attach to layout {chosen.Number} ({chosen.Title})"
                    : "will attach to last layout");
            case "":
                session.AttachesLastLayout = false;
                session.AttachLayout = null;
                break;
            case ":last":
                session.AttachesLastLayout = true;
                break;
            case { } name:
                if (Find(session, name) is not { } layout)
                {
                    return CommandResult.Failure($"unknown layout '{name}'");
                }

                session.AttachesLastLayout = false;
                session.AttachLayout = layout;
                break;
        }

        Changed(session, null);
        return CommandResult.Success;
    }

    private static CommandResult Save(CommandContext context)
    {
        if (context.Argument(1) is not { } name)
        {
            return CommandResult.Failure("usage: layout save <name>");
        }

        if (context.Display is not { } display)
        {
            return context.Misuse("display required");
        }

        Layout? layout = Find(context.Session, name) ?? Create(context.Session, name);
        if (layout is null)
        {
            return CommandResult.Failure("No more layouts.");
        }

        layout.Capture(display.Regions);
        Changed(context.Session, null);
        return CommandResult.Success;
    }

    private static CommandResult AutosaveSwitch(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Display is { Layout: null } && context.Source.Kind is SourceKind.Key or SourceKind.Prompt)
        {
            return CommandResult.Failure("not on a layout");
        }

        switch (context.Argument(1))
        {
            case null:
                return context.Message($"autosave is {SettingKinds.Text(settings.LayoutAutosave)}");
            case "on" or "off":
                settings.LayoutAutosave = context.Arguments[1] == "on";
                Changed(context.Session, null);
                return Switches.Confirm(context, $"autosave is {context.Arguments[1]}");
            default:
                // The missing quote is screen's own.
                return CommandResult.Failure("invalid argument. Give 'on' or 'off");
        }
    }

    private static CommandResult Dump(CommandContext context)
    {
        if (context.Display is not { } display)
        {
            return context.Misuse("display required");
        }

        string file = context.Argument(1) ?? "layout-dump";
        byte[] text = CommandText.ToBytes(Model.Layout.Dump(display.Regions));
        return UserFiles.TryWrite(CommandVariables.Resolve(context, file), text, append: true, out string error)
            ? context.Message($"Layout dumped to \"{file}\"")
            : CommandResult.Failure($"Error dumping layout.: {error}");
    }
}
