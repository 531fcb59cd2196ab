namespace Multiplex.Terminal.Parsing;

/// <content>The states of a VT52 (VT100 UG, "VT52 Compatible Mode"; xterm ctlseqs, "VT52 Mode"): there are no control sequences or
/// strings, but a few letters after ESC, and ESC Y with two characters for row and column.</content>
internal sealed partial class VtParser<TSink>
{
    /// <summary>What is added to row and column of ESC Y.</summary>
    private const int Vt52Offset = 0x20;

    /// <summary>Reads the input of a VT52.</summary>
    /// <returns>Bytes consumed; 0 when the state changed and the same byte is to be looked at again.</returns>
    private int Vt52Run(ReadOnlySpan<byte> data)
    {
        if (_state == ParserState.Vt52)
        {
            // C1 controls mean nothing to it.
            int consumed = _sink.Print(data, out byte c1);
            if (c1 == 0 && consumed < data.Length)
            {
                _state = ParserState.Vt52Escape;
                consumed++;
            }

            return consumed;
        }

        byte value = data[0];
        if (value < 0x20)
        {
            Vt52Control(value);
        }
        else if (value >= 0x7F)
        {
            _state = ParserState.Vt52;
            return value == 0x7F ? 1 : 0;
        }
        else
        {
            Vt52Byte(value);
        }

        return 1;
    }

    private void Vt52Control(byte value)
    {
        if (value == Esc)
        {
            _state = ParserState.Vt52Escape;
            return;
        }

        if (value is Can or Sub)
        {
            _state = ParserState.Vt52;
        }

        _sink.Execute(value);
    }

    private void Vt52Byte(byte value)
    {
        switch (_state)
        {
            case ParserState.Vt52Row:
                _value = value - Vt52Offset;
                _state = ParserState.Vt52Column;
                return;
            case ParserState.Vt52Column:
                _values[0] = _value;
                _values[1] = value - Vt52Offset;
                _state = ParserState.Vt52;
                _sink.Vt52((byte)'Y', new SequenceParameters(_values.AsSpan(0, 2), 0));
                return;
            case ParserState.Vt52Escape or ParserState.Vt52Ignore when value <= 0x2F:
                _state = ParserState.Vt52Ignore;
                return;
            case ParserState.Vt52Ignore:
                _state = ParserState.Vt52;
                return;
            case ParserState.Vt52Escape when value == (byte)'Y':
                ClearSequence();
                _state = ParserState.Vt52Row;
                return;
            default:
                _sink.Vt52(value, default);
                _state = _sink.IsVt52 ? ParserState.Vt52 : ParserState.Ground;
                return;
        }
    }
}
