using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>How the window list begins (<c>windowlist -b -m -g</c>).</summary>
/// <param name="FromBlank"><c>-b</c>: the region shows the blank window meanwhile.</param>
/// <param name="ByUse"><c>-m</c>: the most recently shown window first.</param>
/// <param name="Nested"><c>-g</c>: all windows, those of a group below it.</param>
internal readonly record struct WindowListOptions(bool FromBlank = false, bool ByUse = false, bool Nested = false);

/// <summary>The list of windows (<c>windowlist</c>): live, searchable, by group. A window that is a group shows the list of its windows for itself.</summary>
internal sealed class WindowListLayer : ListLayer
{
    private readonly WindowListRows _lines;
    private readonly Window? _before;
    private readonly Window? _home;
    private string _search = string.Empty;

    private WindowListLayer(Display display, WindowListOptions options, Window? home)
    {
        _home = home;
        _before = home ?? display.Fore;
        _lines = new WindowListRows(display.Session)
        {
            ByUse = options.ByUse,
            IsNested = options.Nested,
            Group = home ?? display.Fore?.Group,
        };
        _lines.Refresh();
        Selected = home is null && _lines.IndexOf(_before) is var index and >= 0 ? index : MostRecent(display);
    }

    /// <inheritdoc/>
    protected override int Count => _lines.Count;

    /// <inheritdoc/>
    protected override int HeaderRows => _lines.Group is null ? TitleRows : TitleRows + 1;

    /// <summary>What a region that shows a group shows.</summary>
    /// <param name="display">Where.</param>
    /// <param name="group">The group.</param>
    public static Layer Of(Display display, Window group) => new WindowListLayer(display, default, group);

    /// <summary>Opens the list.</summary>
    /// <param name="display">Where.</param>
    /// <param name="options">How it begins.</param>
    public static void Open(Display display, WindowListOptions options)
    {
        var layer = new WindowListLayer(display, options, null);
        if (options.FromBlank && display.Fore is not null)
        {
            WindowSwitching.Show(display.Session, display, null);
            display.Other = layer._before;
        }

        display.Regions.Focus.Push(layer);
    }

    /// <inheritdoc/>
    protected override void Refresh(Display display)
    {
        Window? chosen = _lines[Selected];
        _lines.Refresh();
        int at = _lines.IndexOf(chosen);
        Selected = at >= 0 ? at : Selected;
    }

    /// <inheritdoc/>
    protected override void ComposeTitle(Display display, Frame frame, Rectangle area)
    {
        if (_lines.Group is { } group)
        {
            CellText.Write(frame, area.Row, area.Column, area.Right, $"Group: {group.Title}", 0);
        }

        int row = area.Row + HeaderRows - TitleRows;
        if (row < area.Bottom)
        {
            var context = new StatusContext(display.Session, display, display.Fore) { Width = area.Columns };
            StatusRow.Compose(display, frame, row, area.Column, area.Right, display.Session.Settings.WindowListTitle, context);
        }
    }

    /// <inheritdoc/>
    protected override void ComposeLine(Display display, Frame frame, int line, int row, Rectangle area)
    {
        Window window = _lines[line]!;
        bool isChosen = line == Selected;
        StatusRendition rendition = isChosen ? Standout.Of(display.Session) : default;
        if (!isChosen && WindowNames.RenditionOf(display.Session, window, out RenditionModifier modifier))
        {
            rendition = modifier.Apply(rendition);
        }

        int indent = Math.Min(_lines.DepthOf(window) * 2, Math.Max(area.Columns - 1, 0));
        var context = new StatusContext(display.Session, display, window) { Width = area.Columns - indent, Rendition = rendition };
        CellText.Blank(frame, row, area.Column, area.Column + indent, CellText.Intern(frame, rendition.ToRendition()));
        StatusRow.Compose(
            display, frame, row, area.Column + indent, area.Right, display.Session.Settings.WindowListString, context);
    }

    /// <inheritdoc/>
    protected override void HandleOther(Display display, KeyPress key)
    {
        switch (key.Code)
        {
            case ' ' or '\r' or '\n':
                Choose(display);
                break;
            case KeyPress.Escape or 'G' & 0x1F:
                Abandon(display);
                break;
            case >= '0' and <= '9':
                JumpTo(IndexOr(_lines.IndexOfNumber(key.Code - '0'), Selected));
                break;
            case '/':
                PromptLayer.Ask(
                    display, "Search: ", _search, PromptCompletion.None, (at, text) => Search(at.Session, text), _ => _search = string.Empty);
                break;
            case 'n' or 'N':
                Find(display.Session, 1, key.Code == 'n' ? 1 : -1);
                break;
            case 'm':
                Show(lines => lines.ByUse = !lines.ByUse);
                break;
            case 'g':
                Show(static lines => lines.IsNested = !lines.IsNested);
                break;
            case 'a':
                Show(static lines => (lines.IsNested, lines.Group) = (true, null));
                break;
            case '\b' or KeyPress.Delete:
                GoOut(display);
                break;
            case ',' or '.':
                Swap(display, key.Code == ',' ? -1 : 1);
                break;
            case 'K':
                AskToKill(display);
                break;
            case 'L' & 0x1F:
                Refresh(display);
                break;
            default:
                break;
        }
    }

    private int MostRecent(Display display) =>
        Math.Max(_lines.IndexOf(display.Session.Windows.MostRecent.FirstOrDefault(window => _lines.IndexOf(window) >= 0)), 0);

    private static int IndexOr(int index, int otherwise) => index >= 0 ? index : otherwise;

    private void Choose(Display display)
    {
        if (_lines[Selected] is not { } window)
        {
            Abandon(display);
            return;
        }

        if (_home is null)
        {
            Close(display);
        }
        else if (ReferenceEquals(display.Fore, window))
        {
            GoHome(display);
        }

        if (!ReferenceEquals(display.Fore, window))
        {
            WindowSwitching.Show(display.Session, display, window);
        }

        if (!ReferenceEquals(_before, window))
        {
            display.Other = _before;
        }
    }

    private void Abandon(Display display)
    {
        if (_home is not null)
        {
            GoHome(display);
            return;
        }

        Close(display);
        if (_before is not null && display.Fore is null && display.Session.Windows.Contains(_before))
        {
            WindowSwitching.Show(display.Session, display, _before);
        }
    }

    private void GoHome(Display display)
    {
        (_lines.IsNested, _lines.Group) = (false, _home);
        _lines.Refresh();
        Selected = MostRecent(display);
    }

    /// <summary>As in screen: the chosen line may be found again, and an abandoned search forgets its text; n and N go on from there.</summary>
    private void Search(Session session, string text)
    {
        _search = text;
        Find(session, 0, 1);
    }

    private void Find(Session session, int first, int step)
    {
        StringComparison comparison = session.Settings.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        for (int count = first; count < Count + first && _search.Length > 0; count++)
        {
            int index = (Selected + (step * count) + (Count * 2)) % Count;
            if (_lines[index]!.Title.Contains(_search, comparison))
            {
                Selected = index;
                return;
            }
        }
    }

    private void Show(Action<WindowListRows> change)
    {
        Window? chosen = _lines[Selected];
        change(_lines);
        _lines.Refresh();
        Selected = IndexOr(_lines.IndexOf(chosen), 0);
    }

    /// <summary>Out of a group, into the one that holds it.</summary>
    private void GoOut(Display display)
    {
        if (_lines.Group is not { } group)
        {
            return;
        }

        if (ReferenceEquals(group, _home) && group.Group is { } parent)
        {
            WindowSwitching.Show(display.Session, display, parent);
            return;
        }

        _lines.Group = group.Group;
        _lines.Refresh();
        Selected = IndexOr(_lines.IndexOf(group), 0);
    }

    private void Swap(Display display, int step)
    {
        if (_lines.ByUse || _lines[Selected] is not { } window || _lines[Selected + step] is not { } other)
        {
            return;
        }

        (window.Number, other.Number) = (other.Number, window.Number);
        display.Session.Windows.Sort();
        display.Session.Host.StateChanged(display.Session);
        _lines.Refresh();
        Selected = IndexOr(_lines.IndexOf(window), Selected);
    }

    private void AskToKill(Display display)
    {
        if (_lines[Selected] is { } window)
        {
            ConfirmLayer.Ask(display, $"Really kill window {window.Number} ({window.Title}) [y/n]", _ => WindowSwitching.Close(window));
        }
    }
}
