namespace Multiplex.Rendering;

/// <summary>
/// The cheapest way from one place to another: absolute (CUP), or a horizontal and a vertical part of their own. Tabs are not used, since
/// nobody knows the terminal's stops. A place of -1 is not known.
/// </summary>
internal readonly ref struct CursorMotion
{
    /// <summary>More than any motion costs.</summary>
    private const int Impossible = 1000;

    private readonly int _fromRow;
    private readonly int _fromColumn;
    private readonly int _toRow;
    private readonly int _toColumn;
    private readonly Horizontal _horizontal;
    private readonly Vertical _vertical;
    private readonly bool _isAbsolute;

    /// <summary>Plans a motion.</summary>
    /// <param name="profile">The terminal.</param>
    /// <param name="fromRow">Zero-based, -1 when unknown.</param>
    /// <param name="fromColumn">Zero-based, -1 when unknown or when the cursor waits behind the last column.</param>
    /// <param name="toRow">Zero-based.</param>
    /// <param name="toColumn">Zero-based.</param>
    public CursorMotion(TerminalProfile profile, int fromRow, int fromColumn, int toRow, int toColumn)
    {
        _fromRow = fromRow;
        _fromColumn = fromColumn;
        _toRow = toRow;
        _toColumn = toColumn;
        Cost = AbsoluteCost(toRow, toColumn);
        _isAbsolute = true;
        int vertical = PlanVertical(profile, out _vertical);
        int horizontal = PlanHorizontal(profile, out _horizontal);
        if (vertical + horizontal < Cost)
        {
            Cost = vertical + horizontal;
            _isAbsolute = false;
        }
    }

    private enum Horizontal
    {
        Stay,
        Return,
        Absolute,
        Forward,
        Backspaces,
        Backward,
    }

    private enum Vertical
    {
        Stay,
        LineFeeds,
        Down,
        ReverseIndexes,
        Up,
        Absolute,
    }

    /// <summary>Bytes that <see cref="Write"/> takes.</summary>
    public int Cost { get; }

    /// <summary>Writes the motion.</summary>
    /// <param name="output">Where to.</param>
    public void Write(OutputBytes output)
    {
        if (_isAbsolute)
        {
            WriteAbsolute(output);
            return;
        }

        // The horizontal part comes first: it ends the wait behind the last column in a way all terminals agree on.
        WriteHorizontal(output);
        WriteVertical(output);
    }

    private static int CountCost(int count) => count == 1 ? 3 : 3 + OutputBytes.DigitCount(count);

    private static int AbsoluteCost(int row, int column) =>
        3 + (row == 0 ? 0 : OutputBytes.DigitCount(row + 1)) + (column == 0 ? 0 : 1 + OutputBytes.DigitCount(column + 1));

    private int PlanVertical(TerminalProfile profile, out Vertical vertical)
    {
        vertical = Vertical.Stay;
        if (_fromRow == _toRow)
        {
            return 0;
        }

        int cost = Impossible;
        if (profile.Can(TerminalAbilities.RowAbsolute))
        {
            vertical = Vertical.Absolute;
            cost = _toRow == 0 ? 3 : 3 + OutputBytes.DigitCount(_toRow + 1);
        }

        if (_fromRow < 0)
        {
            return cost;
        }

        int distance = Math.Abs(_toRow - _fromRow);
        bool isDown = _toRow > _fromRow;
        if (CountCost(distance) <= cost)
        {
            vertical = isDown ? Vertical.Down : Vertical.Up;
            cost = CountCost(distance);
        }

        // A line feed or reverse index between two rows of the screen cannot scroll: no scroll region stands while drawing.
        int steps = isDown ? distance : 2 * distance;
        if (steps <= cost)
        {
            vertical = isDown ? Vertical.LineFeeds : Vertical.ReverseIndexes;
            cost = steps;
        }

        return cost;
    }

    private int PlanHorizontal(TerminalProfile profile, out Horizontal horizontal)
    {
        horizontal = Horizontal.Stay;
        if (_fromColumn == _toColumn)
        {
            return 0;
        }

        if (_toColumn == 0)
        {
            horizontal = Horizontal.Return;
            return 1;
        }

        int cost = Impossible;
        if (profile.Can(TerminalAbilities.ColumnAbsolute))
        {
            horizontal = Horizontal.Absolute;
            cost = 3 + OutputBytes.DigitCount(_toColumn + 1);
        }

        if (_fromColumn < 0)
        {
            return cost;
        }

        int distance = Math.Abs(_toColumn - _fromColumn);
        if (CountCost(distance) <= cost)
        {
            horizontal = _toColumn > _fromColumn ? Horizontal.Forward : Horizontal.Backward;
            cost = CountCost(distance);
        }

        if (_toColumn < _fromColumn && distance <= cost)
        {
            horizontal = Horizontal.Backspaces;
            cost = distance;
        }

        return cost;
    }

    private void WriteAbsolute(OutputBytes output)
    {
        output.Add("\e["u8);
        if (_toRow != 0)
        {
            output.AddNumber(_toRow + 1);
        }

        if (_toColumn != 0)
        {
            output.Add((byte)';');
            output.AddNumber(_toColumn + 1);
        }

        output.Add((byte)'H');
    }

    private void WriteHorizontal(OutputBytes output)
    {
        int distance = Math.Abs(_toColumn - _fromColumn);
        switch (_horizontal)
        {
            case Horizontal.Return:
                output.Add((byte)'\r');
                break;
            case Horizontal.Absolute:
                output.AddCsi(_toColumn + 1, (byte)'G');
                break;
            case Horizontal.Forward:
                output.AddCsi(distance, (byte)'C');
                break;
            case Horizontal.Backward:
                output.AddCsi(distance, (byte)'D');
                break;
            case Horizontal.Backspaces:
                output.AddRepeated((byte)'\b', distance);
                break;
            default:
                break;
        }
    }

    private void WriteVertical(OutputBytes output)
    {
        int distance = Math.Abs(_toRow - _fromRow);
        switch (_vertical)
        {
            case Vertical.LineFeeds:
                output.AddRepeated((byte)'\n', distance);
                break;
            case Vertical.Down:
                output.AddCsi(distance, (byte)'B');
                break;
            case Vertical.Up:
                output.AddCsi(distance, (byte)'A');
                break;
            case Vertical.ReverseIndexes:
                for (int i = 0; i < distance; i++)
                {
                    output.Add("\eM"u8);
                }

                break;
            case Vertical.Absolute:
                output.AddCsi(_toRow + 1, (byte)'d');
                break;
            default:
                break;
        }
    }
}
