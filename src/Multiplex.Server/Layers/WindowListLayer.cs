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

/// <summary>The list of windows (<c>windowlist</c>): live, searchable, by group.</summary>
internal sealed class WindowListLayer : ListLayer
{
    private readonly WindowListRows _lines;
    private readonly Window? _before;
    private string _search = string.Empty;

    private WindowListLayer(Display display, WindowListOptions options)
    {
        _before = display.Fore;
        _lines = new WindowListRows(display.Session)
        {
            ByUse = options.ByUse,
            IsNested = options.Nested,
            Group = display.Fore?.Group,
        };
        _lines.Refresh();
        Window? chosen = _before ?? (display.Session.Windows.Count > 0 ? display.Session.Windows.MostRecent[0] : null);
        Selected = Math.Max(_lines.IndexOf(chosen), 0);
    }

    /// <inheritdoc/>
    protected override int Count => _lines.Count;

    /// <summary>Opens the list.</summary>
    /// <param name="display">Where.</param>
    /// <param name="options">How it begins.</param>
    public static void Open(Display display, WindowListOptions options)
    {
        var layer = new WindowListLayer(display, options);
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
        var context = new StatusContext(display.Session, display, display.Fore) { Width = area.Columns };
        StatusRow.Compose(display, frame, area.Row, area.Column, area.Right, display.Session.Settings.WindowListTitle, context);
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
                Selected = IndexOr(_lines.IndexOfNumber(key.Code - '0'), Selected);
                break;
            case '/':
                PromptLayer.Ask(display, "Search: ", string.Empty, PromptCompletion.None, (_, text) => Search(text));
                break;
            case 'n' or 'N':
                Find(key.Code == 'n' ? 1 : -1);
                break;
            case 'm':
                Show(lines => lines.ByUse = !lines.ByUse);
                break;
            case 'g':
                Show(static lines => lines.IsNested = !lines.IsNested);
                break;
            case 'a':
                Show(static lines => lines.IsFlat = !lines.IsFlat);
                break;
            case '\b' or KeyPress.Delete:
                Leave();
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

    private static int IndexOr(int index, int otherwise) => index >= 0 ? index : otherwise;

    private void Choose(Display display)
    {
        if (_lines[Selected] is not { } window)
        {
            Abandon(display);
            return;
        }

        if (window.IsGroup && !_lines.IsNested)
        {
            _lines.Group = window;
            _lines.Refresh();
            Selected = 0;
            return;
        }

        Close(display);
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
        Close(display);
        if (_before is not null && display.Fore is null && display.Session.Windows.Contains(_before))
        {
            WindowSwitching.Show(display.Session, display, _before);
        }
    }

    private void Search(string text)
    {
        _search = text;
        Find(1);
    }

    private void Find(int step)
    {
        for (int count = 1; count <= Count && _search.Length > 0; count++)
        {
            int index = (Selected + (step * count) + (Count * 2)) % Count;
            if (_lines[index]!.Title.Contains(_search, StringComparison.OrdinalIgnoreCase))
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

    private void Leave()
    {
        if (_lines.Group is not { } group)
        {
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
