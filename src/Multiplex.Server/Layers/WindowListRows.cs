using Multiplex.Server.Model;

namespace Multiplex.Server.Layers;

/// <summary>The windows of the window list in the order in which they are shown.</summary>
/// <param name="session">The session.</param>
internal sealed class WindowListRows(Session session)
{
    private readonly List<Window> _windows = [];

    /// <summary>The most recently shown window first.</summary>
    public bool ByUse { get; set; }

    /// <summary>All windows, those of a group below it.</summary>
    public bool IsNested { get; set; }

    /// <summary>All windows, whatever their group.</summary>
    public bool IsFlat { get; set; }

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
        for (Window? group = window.Group; IsNested && group is not null && depth < session.Windows.Count; group = group.Group)
        {
            depth++;
        }

        return depth;
    }

    /// <summary>Reads the session's windows anew.</summary>
    public void Refresh()
    {
        _windows.Clear();
        if (IsNested)
        {
            AddNested(null, 0);
            return;
        }

        if (Group is not null && !session.Windows.Contains(Group))
        {
            Group = null;
        }

        IReadOnlyList<Window> order = ByUse ? session.Windows.MostRecent : session.Windows;
        for (int index = 0; index < order.Count; index++)
        {
            if (IsFlat || ReferenceEquals(order[index].Group, Group))
            {
                _windows.Add(order[index]);
            }
        }
    }

    private void AddNested(Window? group, int depth)
    {
        IReadOnlyList<Window> order = ByUse ? session.Windows.MostRecent : session.Windows;
        for (int index = 0; index < order.Count && depth <= session.Windows.Count; index++)
        {
            Window window = order[index];
            if (ReferenceEquals(window.Group, group))
            {
                _windows.Add(window);
                AddNested(window, depth + 1);
            }
        }
    }
}
