namespace Multiplex.Terminal.Parsing;

/// <summary>The numeric parameters of a control sequence (ECMA-48 5.4.1). There is always at least one, which may be omitted.</summary>
internal readonly ref struct SequenceParameters
{
    private readonly ReadOnlySpan<int> _values;
    private readonly uint _subParameters;

    /// <summary>Wraps values.</summary>
    /// <param name="values">-1 is omitted.</param>
    /// <param name="subParameters">Bit n is set when value n followed a colon.</param>
    public SequenceParameters(ReadOnlySpan<int> values, uint subParameters)
    {
        _values = values;
        _subParameters = subParameters;
    }

    /// <summary>How many, sub-parameters counted.</summary>
    public int Count => _values.Length;

    /// <summary>True when any value followed a colon.</summary>
    public bool HasSubParameters => _subParameters != 0;

    /// <summary>The value at an index; 0 when omitted or absent.</summary>
    public int this[int index] => (uint)index < (uint)_values.Length ? Math.Max(_values[index], 0) : 0;

    /// <summary>True when the value at an index followed a colon.</summary>
    public bool IsSub(int index) => (_subParameters >> index & 1) != 0;

    /// <summary>True when no digits stood at an index.</summary>
    public bool IsOmitted(int index) => (uint)index >= (uint)_values.Length || _values[index] < 0;

    /// <summary>True when there is nothing between the introducer and the final byte.</summary>
    public bool IsNone => Count == 1 && IsOmitted(0);

    /// <summary>A count: omitted and 0 mean 1.</summary>
    public int CountAt(int index) => Math.Max(this[index], 1);

    /// <summary>A value whose default also stands for 0.</summary>
    public int OrDefault(int index, int defaultValue)
    {
        int value = this[index];
        return value == 0 ? defaultValue : value;
    }

    /// <summary>A value whose default stands only for omission.</summary>
    public int OrOmitted(int index, int defaultValue) => IsOmitted(index) ? defaultValue : _values[index];

    /// <summary>The rest from an index on.</summary>
    public SequenceParameters Slice(int index) =>
        index >= Count ? new SequenceParameters([], 0) : new SequenceParameters(_values[index..], _subParameters >> index);
}
