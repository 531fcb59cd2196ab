using Multiplex.Terminal.Parsing;

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
    public void Execute(byte control) => Core.Execute(control);

    /// <inheritdoc/>
    public void Escape(in SequenceHeader header) => Core.DispatchEscape(header);

    /// <inheritdoc/>
    public void Control(in SequenceHeader header, in SequenceParameters parameters) => Core.DispatchControl(header, parameters);

    /// <inheritdoc/>
    public void String(
        StringKind kind, in SequenceHeader header, in SequenceParameters parameters, ReadOnlySpan<byte> payload, bool terminatedByBell) =>
        Core.DispatchString(kind, header, parameters, payload, terminatedByBell);
}
