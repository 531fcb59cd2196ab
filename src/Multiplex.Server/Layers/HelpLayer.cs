using Multiplex.Server.Input;
using Multiplex.Server.Model;

namespace Multiplex.Server.Layers;

/// <summary>All key bindings, page by page (<c>help</c>): commands in columns, then the keys whose commands have arguments.</summary>
/// <param name="className">The class that is shown, or null for the keys after the command key.</param>
internal sealed class HelpLayer(string? className) : PageLayer
{
    private const int Header = 4;
    private const int Indent = 2;
    private const int NameColumns = 12;
    private const int ColumnPitch = 25;

    /// <summary>Shows the bindings.</summary>
    /// <param name="display">Where.</param>
    /// <param name="className">The class of <c>bind -c</c>, or null.</param>
    public static void Open(Display display, string? className) => display.Regions.Focus.Push(new HelpLayer(className));

    /// <inheritdoc/>
    protected override IReadOnlyList<IReadOnlyList<string>> Paginate(Display display, int columns, int rows)
    {
        KeyClass bindings = display.Session.Keys.Class(className) ?? new KeyClass();
        var bodies = new List<List<string>>();
        AddColumns(bodies, BindingPages.Commands(bindings), columns, Math.Max(rows - Header, 1));
        AddLines(bodies, BindingPages.WithArguments(bindings), Math.Max(rows - 2, 1));
        if (bodies.Count == 0)
        {
            bodies.Add([]);
        }

        var pages = new List<IReadOnlyList<string>>(bodies.Count);
        for (int page = 0; page < bodies.Count; page++)
        {
            var text = new List<string> { Center($"Screen key bindings, page {page + 1} of {bodies.Count}.", columns), string.Empty };
            if (page == 0)
            {
                text.Add(Center(KeysLine(display), columns));
                text.Add(string.Empty);
            }

            text.AddRange(bodies[page]);
            pages.Add(text);
        }

        return pages;
    }

    private string KeysLine(Display display)
    {
        if (className is not null)
        {
            return $"Command class: '{className}'";
        }

        KeyMaps maps = display.Session.Keys;
        string command = maps.Command is { } key ? BindingPages.NameOf(key) : "--";
        string literal = maps.Literal is { } other ? BindingPages.NameOf(other) : "--";
        return $"Command key:  {command}   Literal {command}:  {literal}";
    }

    private static void AddColumns(List<List<string>> bodies, SortedDictionary<string, List<string>> commands, int columns, int rows)
    {
        var entries = new List<string>();
        foreach ((string name, List<string> keys) in commands)
        {
            entries.AddRange(Entry(name, keys));
        }

        int across = Math.Max((columns - Indent) / ColumnPitch, 1);
        int each = rows * across;
        for (int start = 0; start < entries.Count; start += each)
        {
            int count = Math.Min(each, entries.Count - start);
            int high = (count + across - 1) / across;
            var body = new List<string>(high);
            for (int row = 0; row < high; row++)
            {
                string line = string.Empty;
                for (int column = 0; column < across && (column * high) + row < count; column++)
                {
                    line = line.PadRight(Indent + (column * ColumnPitch)) + entries[start + (column * high) + row];
                }

                body.Add(line.TrimEnd());
            }

            bodies.Add(body);
        }
    }

    /// <summary>A command and its keys; more keys than fit in a column go on below.</summary>
    private static IEnumerable<string> Entry(string name, List<string> keys)
    {
        string line = name.PadRight(NameColumns - 1);
        foreach (string key in keys)
        {
            if (line.Length + 1 + key.Length >= ColumnPitch && line.Length > NameColumns)
            {
                yield return line;
                line = new string(' ', NameColumns - 1);
            }

            line += " " + key;
        }

        yield return line;
    }

    private static void AddLines(List<List<string>> bodies, List<string> lines, int rows)
    {
        for (int start = 0; start < lines.Count; start += rows)
        {
            bodies.Add(lines.GetRange(start, Math.Min(rows, lines.Count - start)));
        }
    }
}
