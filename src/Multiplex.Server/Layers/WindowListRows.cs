using Multiplex.Server.Model;

namespace Multiplex.Server.Layers;

/// <summary>The windows of the window list in the order in which they are shown.</summary>
/// <param name="session">The session.</param>
internal sealed class WindowListRows(Session session)
{
    private readonly List<Window> _windows = [];

    /// <summary>The most recently shown window first.</summary>
    public bool ByUse { get; set; }

    /// <summary>Below each group its windows.</summary>
    public bool IsNested { get; set; }

    /// <summary>The group whose windows are shown, or null for those of none.</summary>
    public Window? Group { get; set; }

    /// <summary>Number of lines.</summary>
    public int Count => _windows.Count;

    /// <summary>The window of a line, or null when there is no such line.</summary>
    /// <param name="index">The line.</param>
    public Window? this[int index] => index >= 0 && index < _windows.Count ? _windows[index] : null;

    /// <summary>The line of a window, or -1.</summary>
    /// <param name="window">The window, or null.</param>
    public int IndexOf(Window? window) => window is null ? -1 : _windows.IndexOf(window);

    /// <summary>The line of the window with a number, or -1.</summary>
    /// <param name="number">The number.</param>
    public int IndexOfNumber(int number) => _windows.FindIndex(window => window.Number == number);

    /// <summary>How deep a window stands below groups in the nested list.</summary>
    /// <param name="window">The window.</param>
    public int DepthOf(Window window)
    {
        int depth = 0;
        for (Window? group = window.Group; IsNested && group is not null && !ReferenceEquals(group, Group) && depth < session.Windows.Count; group = group.Group)
        {
            depth++;
        }

        return depth;
    }

    /// <summary>Reads the session's windows anew.</summary>
    public void Refresh()
    {
        _windows.Clear();
        if (Group is not null && !session.Windows.Contains(Group))
        {
            Group = null;
        }

        Add(Group, 0);
    }

    private void Add(Window? group, int depth)
    {
        IReadOnlyList<Window> order = ByUse ? session.Windows.MostRecent : session.Windows;
        for (int index = 0; index < order.Count && depth <= session.Windows.Count; index++)
        {
            Window window = order[index];
            if (!ReferenceEquals(window.Group, group))
            {
                continue;
            }

            _windows.Add(window);
            if (IsNested)
            {
                Add(window, depth + 1);
            }
        }
    }
}
