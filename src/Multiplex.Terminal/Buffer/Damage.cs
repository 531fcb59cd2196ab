namespace Multiplex.Terminal.Buffer;

/// <summary>Which rows changed since the owner last looked. A row is marked with one store.</summary>
public sealed class Damage
{
    private bool[] _rows;

    internal Damage(int rows)
    {
        _rows = new bool[rows];
        IsAll = true;
    }

    /// <summary>True when every row must be taken as changed.</summary>
    public bool IsAll { get; private set; }

    /// <summary>True when any row changed.</summary>
    public bool IsAny => IsAll || _rows.AsSpan().Contains(true);

    /// <summary>True when a row changed.</summary>
    /// <param name="row">0..Rows-1.</param>
    public bool IsRowDamaged(int row) => IsAll || _rows[row];

    /// <summary>Forgets what changed.</summary>
    public void Clear()
    {
        IsAll = false;
        _rows.AsSpan().Clear();
    }

    internal void Mark(int row) => _rows[row] = true;

    internal void Mark(int top, int bottom) => _rows.AsSpan(top, bottom - top).Fill(true);

    internal void MarkAll() => IsAll = true;

    internal void Resize(int rows)
    {
        if (_rows.Length != rows)
        {
            _rows = new bool[rows];
        }

        IsAll = true;
    }
}
