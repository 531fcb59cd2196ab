using System.Globalization;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>Regions of a display: splitting, the focus, sizes.</summary>
internal static class RegionCommands
{
    private const string FocusUsage = "usage: focus [next|prev|up|down|left|right|top|bottom]";

    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new("fit", Arity.None, Needs.Display, string.Empty, "Give the window the size of its region.", Fit) { Keys = ["F"] },
        new(
            "focus", Arity.ZeroOrOne, Needs.Display, "[next|prev|up|down|left|right|top|bottom]",
            "Move the focus to another region.", Focus)
        {
            Keys = ["^I", ("kB", "prev")], Completion = CompletionKind.Words,
        },
        new(
            "focusminsize", Arity.ZeroOrTwo, Needs.None, "[w|max|_ h|max|_]",
            "Show or set the least size of the region with the focus.", FocusMinimumSize),
        new("only", Arity.None, Needs.Display, string.Empty, "Remove all other regions.", Only) { Keys = ["Q"] },
        new("remove", Arity.None, Needs.Display, string.Empty, "Remove the region with the focus.", Remove) { Keys = ["X"] },
        new("resize", Arity.Any, Needs.Display, "[-h|-v|-b|-l|-p] [[+|-]n[%]|=|max|min|_|0]", "Resize the region with the focus.", Resize),
        new(
            "split", Arity.ZeroOrOne, Needs.Display, "[-v]",
            "Split the region with the focus in two.", Split)
        { Keys = ["S", ("|", "-v")] },
    ];

    private static CommandResult Fit(CommandContext context)
    {
        context.RequiredDisplay.Regions.Fit();
        return CommandResult.Success;
    }

    private static CommandResult Focus(CommandContext context)
    {
        FocusDirection? direction = context.Argument(0) switch
        {
            null or "next" => FocusDirection.Next,
            "prev" => FocusDirection.Previous,
            "up" => FocusDirection.Up,
            "down" => FocusDirection.Down,
            "left" => FocusDirection.Left,
            "right" => FocusDirection.Right,
            "top" => FocusDirection.Top,
            "bottom" => FocusDirection.Bottom,
            _ => null,
        };
        if (direction is null)
        {
            return CommandResult.Misuse(FocusUsage);
        }

        Display display = context.RequiredDisplay;
        display.Regions.MoveFocus(direction.Value);
        if (display.Fore is { } window)
        {
            Services.WindowSwitching.Front(display.Session, window);
        }

        return CommandResult.Success;
    }

    private static CommandResult FocusMinimumSize(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Count == 2)
        {
            if (Size(context, context.Arguments[0], out int columns) is { } wrong)
            {
                return wrong;
            }

            if (Size(context, context.Arguments[1], out int rows) is { } failure)
            {
                return failure;
            }

            Switches.Applied(
                context,
                () =>
                {
                    settings.FocusMinimumColumns = columns;
                    settings.FocusMinimumRows = rows;
                },
                null);
            context.Display?.Regions.Arrange();
        }

        string text = $"focus min size is {Show(settings.FocusMinimumColumns)} {Show(settings.FocusMinimumRows)}";
        return context.Count == 0 ? context.Message(text) : Switches.Confirm(context, text);
    }

    private static CommandResult? Size(CommandContext context, string text, out int size)
    {
        size = -1;
        return text is "max" or "_" ? null : Switches.ParseNumber(context, text, out size);
    }

    private static string Show(int size) => size < 0 ? "max" : size.ToString(CultureInfo.InvariantCulture);

    private static CommandResult Only(CommandContext context)
    {
        context.RequiredDisplay.Regions.Only();
        return CommandResult.Success;
    }

    private static CommandResult Remove(CommandContext context)
    {
        context.RequiredDisplay.Regions.Remove();
        return CommandResult.Success;
    }

    private static CommandResult Resize(CommandContext context)
    {
        Display display = context.RequiredDisplay;
        if (display.Regions.All.Count < 2)
        {
            return context.Source.Kind == SourceKind.RcFile
                ? CommandResult.Success
                : CommandResult.Failure("resize: need more than one region");
        }

        if (!ResizeRequest.TryParse(context.Arguments, out ResizeRequest request, out bool hasAmount))
        {
            return CommandResult.Misuse("usage: resize [-h] [-v] [-l] [num[%]|+num[%]|-num[%]|=|max|min|_|0]");
        }

        if (hasAmount)
        {
            display.Regions.Resize(request);
            return CommandResult.Success;
        }

        List<string> options = [.. context.Arguments];
        string label = options.Count == 0 ? "resize # lines: " : $"resize {string.Join(' ', options)} # lines: ";
        DisplayRequests.Ask(display, label, string.Empty, (answering, answer) =>
        {
            if (ResizeRequest.TryParse([.. options, answer], out ResizeRequest asked, out _))
            {
                answering.Regions.Resize(asked);
            }
        });
        return CommandResult.Success;
    }

    /// <summary>As in screen whatever is not -v splits into an upper and a lower region.</summary>
    private static CommandResult Split(CommandContext context) =>
        context.RequiredDisplay.Regions.Split(sideBySide: context.Argument(0) == "-v")
            ? CommandResult.Success
            : CommandResult.Failure("No more space to split.");
}
