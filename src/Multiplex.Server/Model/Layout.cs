using System.Globalization;
using System.Text;

namespace Multiplex.Server.Model;

/// <summary>A named arrangement of regions (<c>layout</c>).</summary>
internal sealed class Layout
{
    /// <summary>Its number.</summary>
    public int Number { get; set; }

    /// <summary>Its title.</summary>
    public string Title { get; set; } = string.Empty;

    /// <summary>What was saved, or null when nothing was: one blank region.</summary>
    public LayoutNode? Root { get; set; }

    /// <summary>Saves the regions of a display.</summary>
    /// <param name="regions">The regions.</param>
    public void Capture(RegionTree regions) => Root = Capture(regions.Root, regions.Focus);

    /// <summary>Shows the saved regions on a display; windows that are gone are left blank.</summary>
    /// <param name="regions">The display's regions.</param>
    public void Apply(RegionTree regions)
    {
        Region? focus = null;
        var windows = new List<(Region, Window)>();
        RegionNode root = Root is null ? new RegionNode { Region = new Region(regions) } : Build(regions, Root, windows, ref focus);
        regions.Replace(root, focus);
        foreach ((Region region, Window window) in windows)
        {
            region.Window = window;
        }
    }

    /// <summary>The commands that make the present regions again, as <c>layout dump</c> writes them.</summary>
    /// <param name="regions">The regions.</param>
    public static string Dump(RegionTree regions)
    {
        var text = new StringBuilder();
        Dump(regions.Root, text);
        return text.ToString();
    }

    /// <summary>The saved arrangement in one line, to be read by Parse.</summary>
    public string Serialize()
    {
        var text = new StringBuilder();
        if (Root is not null)
        {
            Serialize(Root, text);
        }

        return text.ToString();
    }

    /// <summary>Reads what Serialize wrote; anything else leaves the layout as one blank region.</summary>
    /// <param name="text">The line.</param>
    /// <param name="windows">The session's windows, found by their numbers.</param>
    public void Parse(ReadOnlySpan<char> text, WindowList windows)
    {
        int position = 0;
        Root = text.IsEmpty ? null : Parse(text, ref position, windows, 0);
    }

    private static LayoutNode Capture(RegionNode node, Region focus)
    {
        var saved = new LayoutNode
        {
            IsSideBySide = node.IsSideBySide,
            Weight = node.Weight,
            Window = node.Region?.Window,
            HasFocus = ReferenceEquals(node.Region, focus),
        };
        foreach (RegionNode child in node.Children)
        {
            saved.Children.Add(Capture(child, focus));
        }

        return saved;
    }

    private static RegionNode Build(RegionTree regions, LayoutNode saved, List<(Region Region, Window Window)> windows, ref Region? focus)
    {
        var node = new RegionNode { IsSideBySide = saved.IsSideBySide, Weight = saved.Weight };
        if (saved.Children.Count == 0)
        {
            node.Region = new Region(regions);
            focus = saved.HasFocus ? node.Region : focus;
            if (saved.Window is { } window && regions.Display.Session.Windows.Contains(window))
            {
                windows.Add((node.Region, window));
            }
        }

        foreach (LayoutNode child in saved.Children)
        {
            node.Insert(node.Children.Count, Build(regions, child, windows, ref focus));
        }

        return node;
    }

    private static void Dump(RegionNode node, StringBuilder text)
    {
        if (node.IsLeaf)
        {
            text.Append("focus\n");
            return;
        }

        for (int count = 1; count < node.Children.Count; count++)
        {
            text.Append(node.IsSideBySide ? "split -v\n" : "split\n");
        }

        bool isEven = node.Children.TrueForAll(child => child.Weight.Equals(node.Children[0].Weight));
        foreach (RegionNode child in node.Children)
        {
            if (!isEven)
            {
                text.Append(CultureInfo.InvariantCulture, $"resize -{(node.IsSideBySide ? 'h' : 'v')} {child.Size}\n");
            }

            Dump(child, text);
        }
    }

    private static void Serialize(LayoutNode node, StringBuilder text)
    {
        if (node.Children.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{node.Window?.Number ?? -1}{(node.HasFocus ? "*" : string.Empty)}");
            return;
        }

        text.Append(node.IsSideBySide ? '|' : '-').Append('(');
        foreach (LayoutNode child in node.Children)
        {
            text.Append(CultureInfo.InvariantCulture, $"{child.Weight}:");
            Serialize(child, text);
            text.Append(' ');
        }

        text.Append(')');
    }

    private static LayoutNode? Parse(ReadOnlySpan<char> text, ref int position, WindowList windows, int depth)
    {
        if (depth > LayoutNode.MaxDepth || position >= text.Length)
        {
            return null;
        }

        var node = new LayoutNode();
        if (position + 1 < text.Length && text[position + 1] == '(')
        {
            node.IsSideBySide = text[position] == '|';
            position += 2;
            while (position < text.Length && text[position] != ')')
            {
                if (!TryNumber(text, ref position, out double weight) || position >= text.Length || text[position++] != ':' ||
                    Parse(text, ref position, windows, depth + 1) is not { } child)
                {
                    return null;
                }

                child.Weight = weight;
                node.Children.Add(child);
                position += position < text.Length && text[position] == ' ' ? 1 : 0;
            }

            position++;
            return node.Children.Count > 1 ? node : null;
        }

        if (!TryNumber(text, ref position, out double number))
        {
            return null;
        }

        node.Window = windows.Find((int)number);
        node.HasFocus = position < text.Length && text[position] == '*';
        position += node.HasFocus ? 1 : 0;
        return node;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, ref int position, out double number)
    {
        int start = position;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] is '.' or '-' or 'E' or '+'))
        {
            position++;
        }

        return double.TryParse(text[start..position], NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}

/// <summary>A saved region, or a saved row or column of them.</summary>
internal sealed class LayoutNode
{
    /// <summary>Deepest nesting that is read back; a display has no room for more.</summary>
    public const int MaxDepth = 64;

    /// <summary>True when the parts stand side by side.</summary>
    public bool IsSideBySide { get; set; }

    /// <summary>The share of the parent's extent.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The window of a region, or null for the blank one.</summary>
    public Window? Window { get; set; }

    /// <summary>True for the region that had the focus.</summary>
    public bool HasFocus { get; set; }

    /// <summary>The parts; empty for a region.</summary>
    public List<LayoutNode> Children { get; } = [];
}
