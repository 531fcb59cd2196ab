using Multiplex.Terminal.Input;

namespace Multiplex.Terminal.State;

/// <summary>DEC's locator (DECELR, DECSLE, DECEFR; VT510 RM; xterm ctlseqs): the mouse as VT300 terminals report it.</summary>
internal sealed class Locator
{
    private const int DownOf = 2;
    private const int OutsideFilter = 10;

    /// <summary>DECELR: events are reported, and no mouse mode is on.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>The next report is the last one.</summary>
    public bool IsOneShot { get; set; }

    /// <summary>Places are in pixels and not in cells.</summary>
    public bool IsPixels { get; set; }

    /// <summary>DECSLE: buttons that go down are reported.</summary>
    public bool ReportsDown { get; set; }

    /// <summary>DECSLE: buttons that come up are reported.</summary>
    public bool ReportsUp { get; set; }

    /// <summary>DECEFR: leaving this rectangle is reported once.</summary>
    public LocatorArea? Filter { get; set; }

    /// <summary>One-based row where the locator was last, 0 when it was never seen.</summary>
    public int Row { get; set; }

    /// <summary>One-based column.</summary>
    public int Column { get; set; }

    /// <summary>Buttons held: 1 right, 2 middle, 4 left.</summary>
    public int Buttons { get; set; }

    /// <summary>Takes an event.</summary>
    /// <param name="mouse">The event.</param>
    /// <param name="row">One-based, in the unit that the program asked for.</param>
    /// <param name="column">The same.</param>
    /// <returns>The number of the event to report, 0 for none.</returns>
    public int Take(in MouseEvent mouse, int row, int column)
    {
        Row = row;
        Column = column;
        if (mouse.Action == MouseAction.Move)
        {
            return Filter is { } filter && !filter.Contains(row, column) ? EndFilter() : 0;
        }

        if (mouse.Button > MouseButton.Right)
        {
            return 0;
        }

        int bit = 4 >> (int)mouse.Button;
        bool isDown = mouse.Action == MouseAction.Press;
        Buttons = isDown ? Buttons | bit : Buttons & ~bit;
        bool isWanted = isDown ? ReportsDown : ReportsUp;
        if (!isWanted || (mouse.Modifiers & (KeyModifiers.Shift | KeyModifiers.Alt | KeyModifiers.Meta)) != 0)
        {
            return 0;
        }

        if (Filter is not null)
        {
            // A button that is pressed within a rectangle turns the locator off (DECterm; xterm).
            Disable();
        }

        EndOneShot();
        return DownOf + (2 * (int)mouse.Button) + (isDown ? 0 : 1);
    }

    /// <summary>A report was made.</summary>
    public void EndOneShot() => IsEnabled &= !IsOneShot;

    /// <summary>Sets the rectangle, in the program's unit; a side that is 0 is where the locator is.</summary>
    /// <returns>The number of the event to report at once, 0 for none, -1 when the locator's place is not known.</returns>
    public int SetFilter(LocatorArea sides)
    {
        if (Row == 0)
        {
            Filter = sides == default ? default(LocatorArea) : null;
            return sides == default ? 0 : -1;
        }

        int top = sides.Top == 0 ? Row : sides.Top;
        int left = sides.Left == 0 ? Column : sides.Left;
        int bottom = sides.Bottom == 0 ? Row : sides.Bottom;
        int right = sides.Right == 0 ? Column : sides.Right;
        Filter = new LocatorArea(Math.Min(top, bottom), Math.Min(left, right), Math.Max(top, bottom), Math.Max(left, right));
        return Filter.Value.Contains(Row, Column) ? 0 : EndFilter();
    }

    /// <summary>Turns it off and forgets what was asked for.</summary>
    public void Disable()
    {
        IsEnabled = false;
        Filter = null;
        ReportsDown = false;
        ReportsUp = false;
    }

    /// <summary>As after power-up.</summary>
    public void Reset()
    {
        Disable();
        IsOneShot = false;
        IsPixels = false;
        Row = 0;
        Column = 0;
        Buttons = 0;
    }

    private int EndFilter()
    {
        Filter = null;
        EndOneShot();
        return OutsideFilter;
    }
}

/// <summary>A rectangle of the locator's places: one-based, with its last row and column. All zero contains nothing.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Right">Last column.</param>
internal readonly record struct LocatorArea(int Top, int Left, int Bottom, int Right)
{
    /// <summary>True when a place is within.</summary>
    public bool Contains(int row, int column) => row >= Top && row <= Bottom && column >= Left && column <= Right;
}
