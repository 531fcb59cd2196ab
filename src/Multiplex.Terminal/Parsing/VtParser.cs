namespace Multiplex.Terminal.Parsing;

/// <summary>The parser's states (Paul Williams' DEC ANSI parser, vt100.net/emu/dec_ansi_parser).</summary>
internal enum ParserState : byte
{
    /// <summary>Text and controls.</summary>
    Ground,

    /// <summary>After ESC.</summary>
    Escape,

    /// <summary>After ESC and an intermediate.</summary>
    EscapeIntermediate,

    /// <summary>After CSI.</summary>
    ControlEntry,

    /// <summary>In the parameters of a control sequence.</summary>
    ControlParameters,

    /// <summary>In the intermediates of a control sequence.</summary>
    ControlIntermediate,

    /// <summary>A malformed control sequence is swallowed up to its final byte.</summary>
    ControlIgnore,

    /// <summary>After DCS.</summary>
    DeviceEntry,

    /// <summary>In the parameters of a DCS.</summary>
    DeviceParameters,

    /// <summary>In the intermediates of a DCS.</summary>
    DeviceIntermediate,

    /// <summary>In the text of a control string.</summary>
    StringText,

    /// <summary>After an ESC in the text of a control string.</summary>
    StringEscape,

    /// <summary>A malformed DCS is swallowed up to its terminator.</summary>
    StringIgnore,

    /// <summary>Everything goes to the printer up to CSI 4 i.</summary>
    Printer,

    /// <summary>Text and controls of a VT52.</summary>
    Vt52,

    /// <summary>After ESC of a VT52.</summary>
    Vt52Escape,

    /// <summary>After ESC Y of a VT52: the row comes.</summary>
    Vt52Row,

    /// <summary>After ESC Y and the row: the column comes.</summary>
    Vt52Column,

    /// <summary>After ESC and an intermediate of a VT52: what follows is not obeyed.</summary>
    Vt52Ignore,
}

/// <summary>
/// Bytes to actions. Text never passes through here byte by byte: the sink takes whole runs, and a control sequence that lies
/// complete in the input is read in one loop. Only what is split over two inputs or is unusual takes the state machine.
/// </summary>
/// <typeparam name="TSink">Who acts.</typeparam>
internal sealed partial class VtParser<TSink>
    where TSink : struct, IVtSink
{
    private const byte Esc = 0x1B;
    private const byte Can = 0x18;
    private const byte Sub = 0x1A;
    private const byte Bel = 0x07;
    private const byte StringTerminator = 0x9C;

    private readonly int[] _values = new int[ParserLimits.MaxParameters];
    private readonly StringCollector _string = new();
    private readonly TSink _sink;
    private ParserState _state;
    private StringKind _stringKind;
    private bool _c1Lead;
    private byte _prefix;
    private byte _intermediate;
    private byte _secondIntermediate;
    private byte _final;
    private int _intermediateCount;
    private int _count;
    private int _value;
    private uint _subParameters;

    /// <summary>A parser in the ground state.</summary>
    /// <param name="sink">Who acts.</param>
    public VtParser(TSink sink) => _sink = sink;

    /// <summary>The state between two inputs.</summary>
    public ParserState State => _state;

    /// <summary>Forgets a sequence that has begun.</summary>
    public void Reset()
    {
        if (_state == ParserState.Printer)
        {
            EndPage();
        }

        _state = ParserState.Ground;
        _c1Lead = false;
        _string.Clear();
    }

    /// <summary>Reads input; any split of the same bytes gives the same actions.</summary>
    /// <param name="data">The next bytes.</param>
    public void Parse(ReadOnlySpan<byte> data)
    {
        int i = 0;
        while (i < data.Length)
        {
            if (_state == ParserState.Ground)
            {
                i += Ground(data[i..]);
            }
            else if (_state is ParserState.StringText or ParserState.StringIgnore)
            {
                i += StringRun(data[i..]);
            }
            else if (_state == ParserState.Printer)
            {
                i += PrinterRun(data[i..]);
            }
            else if (_state >= ParserState.Vt52)
            {
                i += Vt52Run(data[i..]);
            }
            else
            {
                Advance(data[i++]);
            }
        }
    }

    private int Ground(ReadOnlySpan<byte> data)
    {
        int consumed = _sink.Print(data, out byte c1);
        if (c1 != 0)
        {
            ControlOne(c1);
            return consumed;
        }

        if (consumed < data.Length)
        {
            if (consumed + 2 < data.Length && data[consumed + 1] == (byte)'[')
            {
                int taken = _sink.Bulk(data[consumed..]);
                if (taken != 0)
                {
                    return consumed + taken;
                }

                int length = TryControlSequence(data[(consumed + 2)..]);
                if (length != 0)
                {
                    return consumed + 2 + length;
                }
            }

            EnterEscape();
            consumed++;
        }

        return consumed;
    }

    /// <summary>Reads a control sequence that lies complete and ordinary after its CSI.</summary>
    /// <returns>Its length without the CSI, or 0 when the state machine must read it.</returns>
    private int TryControlSequence(ReadOnlySpan<byte> data)
    {
        Span<int> values = _values;
        int i = 0;
        int count = 0;
        int value = -1;
        uint subParameters = 0;
        byte prefix = 0;
        byte current = data[0];
        if ((uint)(current - '<') <= '?' - '<')
        {
            prefix = current;
            i = 1;
        }

        for (; ; i++)
        {
            if ((uint)i >= (uint)data.Length)
            {
                return 0;
            }

            if (value < 0 && data.Length - i >= sizeof(uint))
            {
                i += ParameterText.ShortNumber(data[i..], out value);
            }

            current = data[i];
            uint digit = (uint)(current - '0');
            if (digit <= 9)
            {
                // An omitted value is -1, which the first digit takes away.
                value = value < 0 ? (int)digit : (value * 10) + (int)digit;
                if (value > ParserLimits.MaxParameterValue)
                {
                    value = ParserLimits.MaxParameterValue;
                }
            }
            else if (digit <= 11)
            {
                if (count >= ParserLimits.MaxParameters - 1)
                {
                    return 0;
                }

                values[count++] = value;
                value = -1;
                if (digit == 10)
                {
                    subParameters |= 1u << count;
                }
            }
            else
            {
                break;
            }
        }

        values[count++] = value;
        return FinishControlSequence(data, i, prefix, new SequenceParameters(values[..count], subParameters));
    }

    /// <summary>Reads an intermediate, if there is one, and the final byte, and dispatches.</summary>
    private int FinishControlSequence(ReadOnlySpan<byte> data, int i, byte prefix, in SequenceParameters parameters)
    {
        byte current = data[i];
        byte intermediate = 0;
        if ((uint)(current - ' ') <= '/' - ' ')
        {
            intermediate = current;
            if (++i >= data.Length)
            {
                return 0;
            }

            current = data[i];
        }

        if ((uint)(current - '@') > '~' - '@')
        {
            return 0;
        }

        Dispatch(new SequenceHeader(prefix, intermediate, 0, current), parameters);
        return i + 1;
    }

    private void Advance(byte value)
    {
        if (value >= 0x80)
        {
            HighByte(value);
            return;
        }

        _c1Lead = false;
        if (value < 0x20)
        {
            ControlInside(value);
            return;
        }

        switch (_state)
        {
            case ParserState.Escape:
            case ParserState.EscapeIntermediate:
                EscapeByte(value);
                break;
            case ParserState.StringEscape:
                StringEscapeByte(value);
                break;
            case ParserState.ControlIgnore:
                if (value is >= 0x40 and < 0x7F)
                {
                    _state = ParserState.Ground;
                }

                break;
            default:
                ParameterByte(value);
                break;
        }
    }

    private void ControlInside(byte value)
    {
        if (_state == ParserState.StringEscape)
        {
            StringEscapeByte(value);
        }
        else if (value == Esc)
        {
            if (_state == ParserState.DeviceEntry)
            {
                BeginString(StringKind.ScreenPassThrough);
                _state = ParserState.StringEscape;
            }
            else
            {
                EnterEscape();
            }
        }
        else if (value is Can or Sub)
        {
            _state = ParserState.Ground;
            _sink.Execute(value);
        }
        else if (_state < ParserState.DeviceEntry)
        {
            _sink.Execute(value);
        }
    }

    /// <summary>A byte above 0x7F within a sequence: a C1 control ends it, anything else is passed over.</summary>
    private void HighByte(byte value)
    {
        if (_state == ParserState.StringEscape)
        {
            StringEscapeByte(value);
            return;
        }

        bool isControl = value <= 0x9F && (_sink.IsEightBit || _c1Lead) && _sink.AcceptsC1;
        _c1Lead = value == 0xC2 && !_sink.IsEightBit;
        if (isControl)
        {
            ControlOne(value);
        }
    }

    private void EnterEscape()
    {
        _state = ParserState.Escape;
        _c1Lead = false;
        ClearSequence();
    }

    private void ClearSequence()
    {
        _prefix = 0;
        _intermediate = 0;
        _secondIntermediate = 0;
        _final = 0;
        _intermediateCount = 0;
        _count = 0;
        _value = -1;
        _subParameters = 0;
    }

    private SequenceHeader Header(byte final) => new(_prefix, _intermediate, _secondIntermediate, final);
}
