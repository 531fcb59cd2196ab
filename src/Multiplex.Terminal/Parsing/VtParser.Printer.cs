namespace Multiplex.Terminal.Parsing;

/// <content>The printer controller mode (VT510 RM, "Media Copy"): after CSI 5 i nothing is shown, until CSI 4 i ends it.</content>
internal sealed partial class VtParser<TSink>
{
    private static ReadOnlySpan<byte> PrinterEnd => "\e[4i"u8;

    /// <summary>Has a control sequence obeyed, which may turn the printer on or make the terminal a VT52.</summary>
    private void Dispatch(in SequenceHeader header, in SequenceParameters parameters)
    {
        _sink.Control(header, parameters);
        if (header.Final == (byte)'i' && _sink.TakePrinterRequest())
        {
            _state = ParserState.Printer;
            _string.Clear();

            // How much of the end has been seen.
            _count = 0;
        }
        else if (header.Final == (byte)'l' && _sink.IsVt52)
        {
            _state = ParserState.Vt52;
        }
    }

    /// <summary>Passes input on to the printer.</summary>
    /// <returns>Bytes consumed.</returns>
    private int PrinterRun(ReadOnlySpan<byte> data)
    {
        if (_count == 0)
        {
            int end = data.IndexOf(PrinterEnd[0]);
            int length = end < 0 ? data.Length : end;
            if (length > 0)
            {
                AddToPage(data[..length]);
                return length;
            }
        }

        if (data[0] == PrinterEnd[_count])
        {
            _count++;
            if (_count == PrinterEnd.Length)
            {
                _state = ParserState.Ground;
                EndPage();
            }

            return 1;
        }

        // It was not the end: what looked like it is text as well, and the byte that told is looked at again.
        AddToPage(PrinterEnd[.._count]);
        _count = 0;
        return 0;
    }

    /// <summary>Keeps text until the page is complete, so that a snapshot holds what was not printed yet. A page that is full is
    /// printed, always at the same byte however the input was cut.</summary>
    private void AddToPage(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int length = Math.Min(text.Length, ParserLimits.MaxPageBytes - _string.Length);
            _string.Append(text[..length], ParserLimits.MaxPageBytes);
            text = text[length..];
            if (_string.Length == ParserLimits.MaxPageBytes)
            {
                EndPage();
            }
        }
    }

    private void EndPage()
    {
        if (_string.Length > 0)
        {
            _sink.PrintPage(_string.Text);
            _string.Clear();
        }
    }
}
