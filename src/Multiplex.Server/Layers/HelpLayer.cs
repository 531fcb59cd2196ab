using Multiplex.Server.Input;
using Multiplex.Server.Model;

namespace Multiplex.Server.Layers;

/// <summary>All key bindings, page by page (<c>help</c>): commands in columns, then the keys whose commands have arguments.</summary>
/// <param name="className">The class that is shown, or null for the keys after the command key.</param>
internal sealed class HelpLayer(string? className) : PageLayer
{
    private const int KeyColumns = 5;

    /// <summary>Rows that every page has besides its entries: title and empty row, empty row, footer and empty row.</summary>
    private const int OtherRows = 5;

    /// <summary>Shows the bindings.</summary>
    /// <param name="display">Where.</param>
    /// <param name="className">The class of <c>bind -c</c>, or null.</param>
    public static void Open(Display display, string? className) => display.Regions.Focus.Push(new HelpLayer(className));

    /// <inheritdoc/>
    protected override IReadOnlyList<IReadOnlyList<string>> Paginate(Display display, int columns, int rows)
    {
        KeyClass bindings = display.Session.Keys.Class(className) ?? new KeyClass();
        int height = rows + 3;
        int each = Math.Max(height - OtherRows, 1);
        List<string> table = Table(BindingPages.Commands(bindings), columns);
        List<string> withArguments = BindingPages.WithArguments(bindings, KeyColumns);
        var lines = new List<string> { Center(KeysLine(display), columns), string.Empty };
        lines.AddRange(table);
        lines.AddRange(Enumerable.Repeat(string.Empty, Gap(height, each, table.Count, withArguments.Count)));
        lines.AddRange(withArguments);

        int count = (lines.Count + each - 1) / each;
        var pages = new List<IReadOnlyList<string>>(count);
        for (int page = 0; page < count; page++)
        {
            pages.Add([Center($"Screen key bindings, page {page + 1} of {count}.", columns), string.Empty, .. lines.Skip(page * each).Take(each)]);
        }

        return pages;
    }

    /// <summary>Empty rows before the keys whose commands have arguments: they begin a page of their own when that wastes little.</summary>
    private static int Gap(int height, int each, int tableRows, int count)
    {
        int rest = ((each - (2 + tableRows)) % each + each) % each;
        return rest > height / 3 || rest > count ? 1 : rest;
    }

    private string KeysLine(Display display)
    {
        if (className is not null)
        {
            return $"Command class: '{className}'";
        }

        KeyMaps maps = display.Session.Keys;
        string command = maps.Command is { } key ? BindingPages.NameOf(key) : "unset";
        string literal = maps.Literal is { } other ? BindingPages.NameOf(other) : "unset";
        return $"Command key:  {command}   Literal {command}:  {literal}";
    }

    /// <summary>Commands and their keys in as many columns as the widest leave room for, with the space left spread between them.</summary>
    private static List<string> Table(SortedDictionary<string, List<string>> commands, int columns)
    {
        var table = new List<string>();
        if (commands.Count == 0)
        {
            return table;
        }

        int nameWidth = commands.Keys.Max(static name => name.Length);
        int keyWidth = commands.Values.Max(static keys => keys.Sum(static key => key.Length + 1));
        int across = Math.Max(columns / (nameWidth + keyWidth + 1), 1);
        int between = Math.Max((columns - ((nameWidth + keyWidth) * across)) / (across + 1), 1);
        int high = (commands.Count + across - 1) / across;
        string[] entries = [.. commands.Select(entry => entry.Key.PadRight(nameWidth) + (" " + string.Join(' ', entry.Value)).PadRight(keyWidth))];
        for (int row = 0; row < high; row++)
        {
            string line = new(' ', between - 1);
            for (int at = row; at < entries.Length; at += high)
            {
                line += (at == row ? string.Empty : new string(' ', between)) + entries[at];
            }

            table.Add(line.TrimEnd());
        }

        return table;
    }
}
