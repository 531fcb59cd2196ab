using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Sequences;

namespace Multiplex.Terminal;

/// <summary>Binds the parser to a terminal at compile time.</summary>
/// <param name="Core">The terminal.</param>
internal readonly record struct CoreSink(TerminalCore Core) : IVtSink
{
    /// <inheritdoc/>
    public bool IsEightBit => !Core.Utf8;

    /// <inheritdoc/>
    public bool AcceptsC1 => Core.Options.C1;

    /// <inheritdoc/>
    public int Print(ReadOnlySpan<byte> data, out byte c1) => Core.Print(data, out c1);

    /// <inheritdoc/>
    public int Bulk(ReadOnlySpan<byte> data) => Core.Bulk(data);

    /// <inheritdoc/>
    public void Execute(byte control)
    {
        Core.Execute(control);
        Core.LastPrinted = 0;
    }

    /// <inheritdoc/>
    public void Escape(in SequenceHeader header)
    {
        Core.DispatchEscape(header);
        Core.LastPrinted = 0;
    }

    /// <inheritdoc/>
    /// <remarks>xterm: only SGR takes sub-parameters, and REP repeats only a character right before it.</remarks>
    public void Control(in SequenceHeader header, in SequenceParameters parameters)
    {
        bool isDone = header.IsPlain && TryFrequent(header.Final, parameters);
        if (!isDone && (!parameters.HasSubParameters || (header.Final == (byte)'m' && header.Prefix == 0)))
        {
            Core.DispatchControl(header, parameters);
        }

        Core.LastPrinted = 0;
    }

    /// <summary>What programs send most, reached without the table; each does what the table's entry does, and a test compares
    /// them.</summary>
    private bool TryFrequent(byte final, in SequenceParameters parameters)
    {
        switch (final)
        {
            case (byte)'m':
                RenditionSequences.Select(ref Core.ChangePen(), parameters);
                return true;
            case (byte)'H' when !parameters.HasSubParameters:
                Core.MoveToOrigin(parameters.CountAt(0) - 1, parameters.CountAt(1) - 1);
                return true;
            case (byte)'K' when !parameters.HasSubParameters:
                Core.EraseInLine(parameters[0], selective: false);
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public bool IsVt52 => Core.IsVt52;

    /// <inheritdoc/>
    public void Vt52(byte final, in SequenceParameters parameters)
    {
        Core.DispatchVt52(final, parameters);
        Core.LastPrinted = 0;
    }

    /// <inheritdoc/>
    public bool TakePrinterRequest()
    {
        bool isRequested = Core.IsPrinterRequested;
        Core.IsPrinterRequested = false;
        return isRequested;
    }

    /// <inheritdoc/>
    public void PrintPage(ReadOnlySpan<byte> page) => Core.Events.Print(page);

    /// <inheritdoc/>
    public void String(
        StringKind kind, in SequenceHeader header, in SequenceParameters parameters, ReadOnlySpan<byte> payload, bool terminatedByBell) =>
        Core.DispatchString(kind, header, parameters, payload, terminatedByBell);
}
