using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Parsing;

/// <content>What of a sequence has arrived, in a snapshot.</content>
internal sealed partial class VtParser<TSink>
{
    /// <summary>Writes the state.</summary>
    public void Save(ref BlockWriter writer)
    {
        writer.Add((byte)_state);
        if (_state == ParserState.Ground)
        {
            return;
        }

        writer.Add((byte)_stringKind);
        writer.Add(_c1Lead ? (byte)1 : (byte)0);
        writer.Add(_prefix);
        writer.Add(_intermediate);
        writer.Add(_secondIntermediate);
        writer.Add(_final);
        writer.Add((byte)_intermediateCount);
        writer.Add((byte)_count);
        for (int i = 0; i < _count; i++)
        {
            writer.AddNumber(_values[i] + 1);
        }

        writer.AddNumber(_value + 1);
        writer.AddUnsigned(_subParameters);
        // Half of a large picture is not worth its copy in every checkpoint: the rest of it is swallowed.
        bool isKept = _string.Length <= ParserLimits.MaxLargeStringBytes;
        writer.Add(_string.Overflowed || !isKept ? (byte)1 : (byte)0);
        writer.AddNumber(isKept ? _string.Length : 0);
        writer.Add(isKept ? _string.Text : default);
    }

    /// <summary>Reads the state.</summary>
    /// <returns>False when it is damaged.</returns>
    public bool TryLoad(ref BlockReader reader)
    {
        Reset();
        var state = (ParserState)reader.ReadByte();
        if (state == ParserState.Ground)
        {
            return true;
        }

        _stringKind = (StringKind)reader.ReadByte();
        _c1Lead = reader.ReadByte() != 0;
        _prefix = reader.ReadByte();
        _intermediate = reader.ReadByte();
        _secondIntermediate = reader.ReadByte();
        _final = reader.ReadByte();
        _intermediateCount = reader.ReadByte();
        int count = reader.ReadByte();
        if (count > ParserLimits.MaxParameters || state > ParserState.Vt52Ignore || _stringKind > StringKind.TmuxPassThrough)
        {
            return false;
        }

        _count = count;
        for (int i = 0; i < count; i++)
        {
            _values[i] = reader.ReadNumber() - 1;
        }

        _value = reader.ReadNumber() - 1;
        _subParameters = (uint)reader.ReadUnsigned();
        bool isOverflowed = reader.ReadByte() != 0;
        int length = reader.ReadNumber();
        if (length > ParserLimits.MaxLargeStringBytes || !IsSound())
        {
            return false;
        }

        _string.Append(reader.ReadBytes(length), ParserLimits.MaxLargeStringBytes);
        if (isOverflowed)
        {
            _string.MarkOverflowed();
        }

        _state = state;
        _count = state == ParserState.Printer ? Math.Min(_count, PrinterEnd.Length - 1) : _count;
        return true;
    }

    private bool IsSound() => _prefix is 0 or (>= (byte)'<' and <= (byte)'?')
        && _intermediate is 0 or (>= 0x20 and <= 0x2F)
        && _secondIntermediate is 0 or (>= 0x20 and <= 0x2F);
}
