namespace Multiplex.Terminal.Parsing;

/// <summary>What the parser calls; implemented by a struct so that the calls are bound at compile time.</summary>
internal interface IVtSink
{
    /// <summary>Takes printable text and the plain C0 controls among it.</summary>
    /// <param name="data">Input in the ground state, never empty.</param>
    /// <param name="c1">A C1 control (0x80..0x9F) that came directly after what was consumed, and is consumed too; else 0.</param>
    /// <returns>Bytes consumed; what stopped it is an ESC or nothing.</returns>
    public int Print(ReadOnlySpan<byte> data, out byte c1);

    /// <summary>Takes frequent control sequences and the printable text between them as far as they lie complete in the
    /// input.</summary>
    /// <param name="data">Input in the ground state that begins with ESC [.</param>
    /// <returns>Bytes consumed, 0 when the parser must read what stands first.</returns>
    public int Bulk(ReadOnlySpan<byte> data);

    /// <summary>A C0 control inside a sequence, or a C1 control that begins none.</summary>
    public void Execute(byte control);

    /// <summary>An escape sequence ends.</summary>
    public void Escape(in SequenceHeader header);

    /// <summary>A control sequence ends.</summary>
    public void Control(in SequenceHeader header, in SequenceParameters parameters);

    /// <summary>A control string ends.</summary>
    /// <param name="kind">What introduced it.</param>
    /// <param name="header">A DCS's prefix, intermediates and final; else empty.</param>
    /// <param name="parameters">A DCS's parameters.</param>
    /// <param name="payload">The text; borrowed for the call.</param>
    /// <param name="terminatedByBell">BEL ended it (xterm), which replies then do too.</param>
    public void String(StringKind kind, in SequenceHeader header, in SequenceParameters parameters, ReadOnlySpan<byte> payload,
        bool terminatedByBell);

    /// <summary>An escape sequence of a VT52 ends.</summary>
    /// <param name="final">What follows the ESC.</param>
    /// <param name="parameters">Row and column of ESC Y, zero-based; else none.</param>
    public void Vt52(byte final, in SequenceParameters parameters);

    /// <summary>The terminal is a VT52 (DECANM is reset).</summary>
    public bool IsVt52 { get; }

    /// <summary>True once when the sequence before turned the printer on.</summary>
    public bool TakePrinterRequest();

    /// <summary>Takes a page for the printer.</summary>
    /// <param name="page">Borrowed for the call.</param>
    public void PrintPage(ReadOnlySpan<byte> page);

    /// <summary>True when 0x80..0x9F in the input are C1 controls as they stand (not in UTF-8).</summary>
    public bool IsEightBit { get; }

    /// <summary>True when C1 controls are obeyed at all (screen's "c1" setting).</summary>
    public bool AcceptsC1 { get; }
}

/// <summary>What introduced a control string.</summary>
internal enum StringKind : byte
{
    /// <summary>ESC P.</summary>
    DeviceControl,

    /// <summary>ESC ].</summary>
    OperatingSystemCommand,

    /// <summary>ESC _.</summary>
    ApplicationProgramCommand,

    /// <summary>ESC ^.</summary>
    PrivacyMessage,

    /// <summary>ESC X.</summary>
    StartOfString,

    /// <summary>screen's ESC k.</summary>
    ScreenTitle,

    /// <summary>screen's ESC !.</summary>
    ScreenMessage,

    /// <summary>A DCS that starts with ESC: screen hands its text to the outer terminal.</summary>
    ScreenPassThrough,

    /// <summary>tmux's DCS "tmux;", with its ESCs undoubled.</summary>
    TmuxPassThrough,
}

/// <summary>Prefix, intermediates and final byte of a sequence.</summary>
/// <param name="Prefix">0 or one of <c>&lt; = &gt; ?</c>.</param>
/// <param name="Intermediate">0 or 0x20..0x2F.</param>
/// <param name="SecondIntermediate">0 or 0x20..0x2F.</param>
/// <param name="Final">0x30..0x7E.</param>
internal readonly record struct SequenceHeader(byte Prefix, byte Intermediate, byte SecondIntermediate, byte Final)
{
    /// <summary>There is a final byte only.</summary>
    public bool IsPlain => (Prefix | Intermediate | SecondIntermediate) == 0;
}
