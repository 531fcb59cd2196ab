using System.Buffers;

namespace Multiplex.Terminal.Parsing;

/// <content>Control strings: collected with a cap, ended by ST or (for OSC and screen's strings) BEL, cancelled by CAN, SUB or another
/// ESC.</content>
internal sealed partial class VtParser<TSink>
{
    private static readonly SearchValues<byte> _stringStops = SearchValues.Create(Esc, Can, Sub, Bel, StringTerminator, (byte)'\n');

    private int Cap => _stringKind switch
    {
        StringKind.OperatingSystemCommand when _string.Length < 3 || _string.Text.StartsWith("52;"u8) => ParserLimits.MaxLargeStringBytes,
        StringKind.ScreenPassThrough or StringKind.TmuxPassThrough => ParserLimits.MaxLargeStringBytes,
        StringKind.DeviceControl when _final == (byte)'q' && _prefix == 0 && _intermediateCount == 0 => ParserLimits.MaxPictureBytes,
        StringKind.ApplicationProgramCommand when Pictures.KittyCommand.IsCommand(_string.Text) => ParserLimits.MaxPictureBytes,
        _ => ParserLimits.MaxStringBytes,
    };

    private void BeginString(StringKind kind)
    {
        _string.Clear();
        _stringKind = kind;
        _state = ParserState.StringText;
    }

    private int StringRun(ReadOnlySpan<byte> data)
    {
        int run = data.IndexOfAny(_stringStops);
        if (run < 0)
        {
            run = data.Length;
        }

        Append(data[..run]);
        if (run == data.Length)
        {
            return run;
        }

        byte stop = data[run];
        switch (stop)
        {
            case Esc:
                _state = _state == ParserState.StringIgnore ? Escaped(ParserState.Escape) : Escaped(ParserState.StringEscape);
                break;
            case Can or Sub:
                Cancel();
                _sink.Execute(stop);
                break;
            case Bel when _stringKind is StringKind.OperatingSystemCommand or StringKind.ScreenMessage
                or StringKind.ApplicationProgramCommand:
                EndString(terminatedByBell: true);
                break;
            case (byte)'\n' when _stringKind == StringKind.ScreenTitle:
                // screen gives up on a title at a newline, so that a lone ESC k does not swallow all output.
                Cancel();
                return run;
            case StringTerminator when IsTerminator(data, run):
                EndString(terminatedByBell: false);
                break;
            default:
                Append(data.Slice(run, 1));
                break;
        }

        return run + 1;
    }

    private ParserState Escaped(ParserState next)
    {
        if (next == ParserState.Escape)
        {
            ClearSequence();
        }

        return next;
    }

    /// <summary>0x9C is ST as it stands in 8-bit input; in UTF-8 it is ST only as U+009C, else part of a character.</summary>
    private bool IsTerminator(ReadOnlySpan<byte> data, int at)
    {
        if (!_sink.AcceptsC1)
        {
            return false;
        }

        if (_sink.IsEightBit)
        {
            return true;
        }

        bool afterLead = at > 0 ? data[at - 1] == 0xC2 : _string.Length > 0 && _string.Text[^1] == 0xC2;
        if (afterLead)
        {
            _string.RemoveLast();
        }

        return afterLead;
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        if (_state == ParserState.StringIgnore || data.IsEmpty)
        {
            return;
        }

        if (_stringKind == StringKind.DeviceControl && _string.Length < 4 && !_string.Overflowed && IsTmux(data))
        {
            return;
        }

        if (_stringKind is StringKind.OperatingSystemCommand or StringKind.ApplicationProgramCommand && _string.Length < 3)
        {
            // Which cap holds is known only after the command's number, or kitty's first key.
            int head = Math.Min(3 - _string.Length, data.Length);
            _string.Append(data[..head], ParserLimits.MaxLargeStringBytes);
            data = data[head..];
        }

        _string.Append(data, Cap);
    }

    /// <summary>Recognises "tmux;" at the start of a DCS: its final is 't' and its text goes on with "mux;".</summary>
    private bool IsTmux(ReadOnlySpan<byte> data)
    {
        bool isCandidate = _final == (byte)'t' && _count == 1 && _values[0] < 0 && _intermediateCount == 0 && _prefix == 0;
        if (!isCandidate || !"mux;"u8.StartsWith(_string.Text))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = "mux;"u8[_string.Length..];
        int head = Math.Min(rest.Length, data.Length);
        if (!data[..head].SequenceEqual(rest[..head]))
        {
            return false;
        }

        _string.Append(data[..head], ParserLimits.MaxStringBytes);
        if (_string.Length == 4)
        {
            _string.Clear();
            _stringKind = StringKind.TmuxPassThrough;
        }

        Append(data[head..]);
        return true;
    }

    private void StringEscapeByte(byte value)
    {
        if (value == (byte)'\\')
        {
            EndString(terminatedByBell: false);
            return;
        }

        if (_stringKind == StringKind.TmuxPassThrough && value == Esc)
        {
            _state = ParserState.StringText;
            _string.Append([Esc], Cap);
            return;
        }

        if (_stringKind == StringKind.ScreenPassThrough && value is not (Can or Sub))
        {
            // screen keeps an ESC that does not end the string (its state STRESC).
            _string.Append([Esc], Cap);
            if (value == Esc)
            {
                return;
            }

            _string.Append([value], Cap);
            _state = ParserState.StringText;
            return;
        }

        Cancel();
        EnterEscape();
        Advance(value);
    }

    private void Cancel()
    {
        _string.Clear();
        _state = ParserState.Ground;
    }

    private void EndString(bool terminatedByBell)
    {
        bool isWhole = _state != ParserState.StringIgnore && !_string.Overflowed;
        _state = ParserState.Ground;
        if (isWhole)
        {
            bool isDevice = _stringKind == StringKind.DeviceControl;
            ReadOnlySpan<int> values = isDevice ? _values.AsSpan(0, _count) : [-1];
            _sink.String(
                _stringKind,
                isDevice ? Header(_final) : default,
                new SequenceParameters(values, isDevice ? _subParameters : 0),
                _string.Text,
                terminatedByBell);
        }

        _string.Clear();
    }
}
