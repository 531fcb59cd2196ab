namespace Multiplex.Terminal.Parsing;

/// <content>The states of escape and control sequences.</content>
internal sealed partial class VtParser<TSink>
{
    private void EscapeByte(byte value)
    {
        if (value <= 0x2F)
        {
            if (value == (byte)'!' && _state == ParserState.Escape)
            {
                BeginString(StringKind.ScreenMessage);
                return;
            }

            Collect(value);
            _state = ParserState.EscapeIntermediate;
            return;
        }

        if (value == 0x7F)
        {
            return;
        }

        if (_state == ParserState.Escape && Introduce(value))
        {
            return;
        }

        _state = ParserState.Ground;
        if (_intermediateCount <= ParserLimits.MaxIntermediates)
        {
            _sink.Escape(Header(value));
        }
    }

    /// <summary>Begins what ESC and one more byte introduce.</summary>
    private bool Introduce(byte value)
    {
        switch (value)
        {
            case (byte)'[':
                ClearSequence();
                _state = ParserState.ControlEntry;
                return true;
            case (byte)'P':
                ClearSequence();
                _state = ParserState.DeviceEntry;
                return true;
            case (byte)']':
                BeginString(StringKind.OperatingSystemCommand);
                return true;
            case (byte)'_':
                BeginString(StringKind.ApplicationProgramCommand);
                return true;
            case (byte)'^':
                BeginString(StringKind.PrivacyMessage);
                return true;
            case (byte)'X':
                BeginString(StringKind.StartOfString);
                return true;
            case (byte)'k':
                BeginString(StringKind.ScreenTitle);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Obeys a C1 control in its 8-bit form.</summary>
    private void ControlOne(byte value)
    {
        _c1Lead = false;
        ClearSequence();
        _state = ParserState.Ground;
        byte final = (byte)(value - 0x40);
        if (!Introduce(final))
        {
            _sink.Escape(Header(final));
        }
    }

    private void ParameterByte(byte value)
    {
        bool isDevice = _state >= ParserState.DeviceEntry;
        bool isEntry = _state is ParserState.ControlEntry or ParserState.DeviceEntry;
        bool isIntermediate = _state is ParserState.ControlIntermediate or ParserState.DeviceIntermediate;
        if (value >= 0x40)
        {
            if (value != 0x7F)
            {
                Finish(value, isDevice);
            }
        }
        else if (value <= 0x2F)
        {
            Collect(value);
            _state = isDevice ? ParserState.DeviceIntermediate : ParserState.ControlIntermediate;
        }
        else if (isIntermediate || (value >= '<' && !isEntry) || !AddParameterByte(value))
        {
            Ignore(isDevice);
        }
        else
        {
            _state = isDevice ? ParserState.DeviceParameters : ParserState.ControlParameters;
        }
    }

    /// <summary>Takes a digit, separator or prefix.</summary>
    /// <returns>False when there are too many parameters.</returns>
    private bool AddParameterByte(byte value)
    {
        if (value >= '<')
        {
            _prefix = value;
        }
        else if (value <= '9')
        {
            _value = Math.Min((_value < 0 ? 0 : _value * 10) + (value - '0'), ParserLimits.MaxParameterValue);
        }
        else
        {
            if (_count >= ParserLimits.MaxParameters - 1)
            {
                return false;
            }

            _values[_count++] = _value;
            _value = -1;
            _subParameters |= (value == ':' ? 1u : 0u) << _count;
        }

        return true;
    }

    private void Ignore(bool isDevice)
    {
        if (isDevice)
        {
            _string.Clear();
            _stringKind = StringKind.StartOfString;
            _state = ParserState.StringIgnore;
        }
        else
        {
            _state = ParserState.ControlIgnore;
        }
    }

    private void Collect(byte value)
    {
        if (_intermediateCount == 0)
        {
            _intermediate = value;
        }
        else if (_intermediateCount == 1)
        {
            _secondIntermediate = value;
        }

        _intermediateCount = Math.Min(_intermediateCount + 1, ParserLimits.MaxIntermediates + 1);
    }

    private void Finish(byte final, bool isDevice)
    {
        _values[_count++] = _value;
        if (_intermediateCount > ParserLimits.MaxIntermediates)
        {
            _state = ParserState.Ground;
            if (isDevice)
            {
                Ignore(isDevice: true);
            }

            return;
        }

        if (isDevice)
        {
            _final = final;
            BeginString(StringKind.DeviceControl);
            return;
        }

        _state = ParserState.Ground;
        Dispatch(Header(final), new SequenceParameters(_values.AsSpan(0, _count), _subParameters));
    }
}
