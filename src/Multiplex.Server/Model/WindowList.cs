using System.Collections;

namespace Multiplex.Server.Model;

/// <summary>A session's windows in the order of their numbers, and the order in which they were last shown.</summary>
internal sealed class WindowList : IReadOnlyList<Window>
{
    private readonly List<Window> _byNumber = [];
    private readonly List<Window> _byUse = [];

    /// <inheritdoc/>
    public int Count => _byNumber.Count;

    /// <summary>Windows from the most recently shown to the least.</summary>
    public IReadOnlyList<Window> MostRecent => _byUse;

    /// <inheritdoc/>
    public Window this[int index] => _byNumber[index];

    /// <summary>The window with a number, or null.</summary>
    /// <param name="number">The number.</param>
    public Window? Find(int number) => _byNumber.Find(window => window.Number == number);

    /// <summary>The lowest number from <paramref name="first"/> on that no window has.</summary>
    /// <param name="first">Where to begin.</param>
    public int FreeNumber(int first = 0)
    {
        int number = first;
        while (Find(number) is not null)
        {
            number++;
        }

        return number;
    }

    /// <summary>Adds a window whose number is set and free.</summary>
    /// <param name="window">The window.</param>
    public void Add(Window window)
    {
        _byNumber.Add(window);
        Sort();
        _byUse.Add(window);
    }

    /// <summary>Removes a window.</summary>
    /// <param name="window">The window.</param>
    public void Remove(Window window)
    {
        _byNumber.Remove(window);
        _byUse.Remove(window);
    }

    /// <summary>Puts a window first in the order of use.</summary>
    /// <param name="window">A window of the list.</param>
    public void Touch(Window window)
    {
        if (_byUse.Remove(window))
        {
            _byUse.Insert(0, window);
        }
    }

    /// <summary>Restores the order after numbers were changed.</summary>
    public void Sort() => _byNumber.Sort(static (left, right) => left.Number.CompareTo(right.Number));

    /// <inheritdoc/>
    public IEnumerator<Window> GetEnumerator() => _byNumber.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
