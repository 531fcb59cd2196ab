using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>
/// Pages of text over the focused region, with a line at the bottom that says which keys go on: the licence, the tables of <c>bindkey</c>, help.
/// The pages are made for the region's size, again whenever it changes.
/// </summary>
internal abstract class PageLayer : Layer
{
    private const string MoreFooter = "[Press Space for next page; Return to end.]";
    private const string EndFooter = "[Press Space or Return to end.]";

    private IReadOnlyList<IReadOnlyList<string>> _pages = [];
    private int _page;

    /// <inheritdoc/>
    public override void HandleKey(Display display, KeyPress key)
    {
        switch (key.Code)
        {
            case ' ' when _page + 1 < _pages.Count:
                _page++;
                display.Session.Host.Invalidate(display);
                break;
            case ' ' or '\r' or '\n':
                Close(display);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public override void Resize(Display display, Rectangle area)
    {
        // Three rows for the footer: it stands in the last row but one with an empty row on either side, as screen has it.
        _pages = Paginate(display, Math.Max(area.Columns, 1), Math.Max(area.Rows - 3, 1));
        _page = Math.Clamp(_page, 0, Math.Max(_pages.Count - 1, 0));
    }

    /// <inheritdoc/>
    public override void Compose(Display display, Frame frame, Rectangle area)
    {
        CellText.Clear(frame, area);
        if (_pages.Count == 0)
        {
            return;
        }

        int row = area.Row;
        foreach (string line in _pages[_page])
        {
            if (row >= area.Bottom)
            {
                break;
            }

            CellText.Write(frame, row++, area.Column, area.Right, line, 0);
        }

        string footer = _page + 1 < _pages.Count ? MoreFooter : EndFooter;
        int column = area.Column + Math.Max((area.Columns - footer.Length - 1) / 2, 0);
        CellText.Write(frame, FooterRow(area), column, area.Right, footer, 0);
    }

    /// <inheritdoc/>
    public override CursorPlace Cursor(Display display, Rectangle area) => new(Math.Max(area.Bottom - 1, area.Row), area.Column, true);

    /// <summary>Makes the pages.</summary>
    /// <param name="display">The display.</param>
    /// <param name="columns">Width, at least 1.</param>
    /// <param name="rows">Rows of text on a page, at least 1.</param>
    protected abstract IReadOnlyList<IReadOnlyList<string>> Paginate(Display display, int columns, int rows);

    /// <summary>A line in the middle of the page.</summary>
    /// <param name="text">The text.</param>
    /// <param name="columns">The page's width.</param>
    protected static string Center(string text, int columns) => new string(' ', Math.Max((columns - text.Length - 1) / 2, 0)) + text;

    private static int FooterRow(Rectangle area) => Math.Max(area.Bottom - 2, area.Row);
}

/// <summary>A text in paragraphs, wrapped at blanks (the licence, the start-up page).</summary>
/// <param name="paragraphs">Lines; an empty one separates paragraphs.</param>
internal sealed class TextPageLayer(IReadOnlyList<string> paragraphs) : PageLayer
{
    /// <summary>Shows a text.</summary>
    /// <param name="display">Where.</param>
    /// <param name="paragraphs">Its lines; longer ones than the region are wrapped.</param>
    public static void Open(Display display, IReadOnlyList<string> paragraphs) =>
        display.Regions.Focus.Push(new TextPageLayer(paragraphs));

    /// <inheritdoc/>
    protected override IReadOnlyList<IReadOnlyList<string>> Paginate(Display display, int columns, int rows)
    {
        var pages = new List<IReadOnlyList<string>>();
        var page = new List<string>();
        foreach (string paragraph in paragraphs)
        {
            foreach (string line in Wrap(paragraph, columns))
            {
                if (page.Count == rows)
                {
                    pages.Add(page);
                    page = [];
                }

                page.Add(line);
            }
        }

        pages.Add(page);
        return pages;
    }

    private static IEnumerable<string> Wrap(string text, int columns)
    {
        while (text.Length > columns)
        {
            int at = text.LastIndexOf(' ', columns);
            int end = at > 0 ? at : columns;
            yield return text[..end];
            text = text[(at > 0 ? at + 1 : columns)..];
        }

        yield return text;
    }
}

/// <summary>A table with a title on each page (the tables of <c>bindkey</c>).</summary>
/// <param name="title">The title, without its page number.</param>
/// <param name="lines">One line an entry.</param>
internal sealed class ListPageLayer(string title, IReadOnlyList<string> lines) : PageLayer
{
    /// <summary>Shows a table.</summary>
    /// <param name="display">Where.</param>
    /// <param name="title">For example <c>Edit mode key bindings</c>.</param>
    /// <param name="lines">One line an entry.</param>
    public static void Open(Display display, string title, IReadOnlyList<string> lines) =>
        display.Regions.Focus.Push(new ListPageLayer(title, lines));

    /// <inheritdoc/>
    protected override IReadOnlyList<IReadOnlyList<string>> Paginate(Display display, int columns, int rows)
    {
        int each = Math.Max(rows - 2, 1);
        int count = Math.Max((lines.Count + each - 1) / each, 1);
        var pages = new List<IReadOnlyList<string>>(count);
        for (int page = 0; page < count; page++)
        {
            var text = new List<string> { Center($"{title}, page {page + 1} of {count}.", columns), string.Empty };
            text.AddRange(lines.Skip(page * each).Take(each));
            pages.Add(text);
        }

        return pages;
    }
}
