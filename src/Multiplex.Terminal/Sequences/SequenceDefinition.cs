using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.Sequences;

/// <summary>Acts on a control sequence.</summary>
internal delegate void ControlHandler(TerminalCore terminal, SequenceParameters parameters);

/// <summary>Acts on a control string.</summary>
internal delegate void StringHandler(TerminalCore terminal, StringRequest request);

/// <summary>What kind of sequence a definition is of.</summary>
internal enum SequenceKind : byte
{
    /// <summary>C0 control.</summary>
    Control0,

    /// <summary>ESC and a final; with a final 0x40..0x5F also a C1 control.</summary>
    Escape,

    /// <summary>CSI.</summary>
    ControlSequence,

    /// <summary>OSC by number.</summary>
    OperatingSystemCommand,

    /// <summary>DCS by prefix, intermediates and final.</summary>
    DeviceControl,

    /// <summary>Another control string.</summary>
    OtherString,

    /// <summary>ESC and a final, of a VT52.</summary>
    Vt52,
}

/// <summary>One sequence: the only place where it is named.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Identifier">Prefix, intermediates and final; an OSC's number; else the introducer.</param>
/// <param name="Mnemonic">The standard's short name.</param>
/// <param name="Name">Its name in words.</param>
/// <param name="Clause">Where it is defined.</param>
internal sealed record SequenceDefinition(SequenceKind Kind, string Identifier, string Mnemonic, string Name, string Clause)
{
    /// <summary>Acts on an escape sequence.</summary>
    public Action<TerminalCore>? Escape { get; init; }

    /// <summary>Acts on a control sequence.</summary>
    public ControlHandler? Control { get; init; }

    /// <summary>Acts on a control string.</summary>
    public StringHandler? String { get; init; }

    /// <summary>The conformance level (DECSCL) from which on it is obeyed, 1..5.</summary>
    public byte Level { get; init; } = 1;

    /// <summary>Why it is recognised and declined, or null when it is obeyed.</summary>
    public string? Declined { get; init; }

    /// <summary>A control sequence.</summary>
    public static SequenceDefinition Csi(string identifier, string mnemonic, string name, string clause, ControlHandler handler) =>
        new(SequenceKind.ControlSequence, identifier, mnemonic, name, clause) { Control = handler };

    /// <summary>An escape sequence.</summary>
    public static SequenceDefinition Esc(string identifier, string mnemonic, string name, string clause, Action<TerminalCore> handler) =>
        new(SequenceKind.Escape, identifier, mnemonic, name, clause) { Escape = handler };

    /// <summary>An operating system command.</summary>
    public static SequenceDefinition Osc(int number, string name, string clause, StringHandler handler) =>
        new(SequenceKind.OperatingSystemCommand, number.ToString(System.Globalization.CultureInfo.InvariantCulture), "OSC", name,
            clause) { String = handler };

    /// <summary>A device control string.</summary>
    public static SequenceDefinition Dcs(string identifier, string mnemonic, string name, string clause, StringHandler handler) =>
        new(SequenceKind.DeviceControl, identifier, mnemonic, name, clause) { String = handler };

    /// <summary>A sequence of a VT52; only ESC Y has parameters.</summary>
    public static SequenceDefinition Vt52(string identifier, string name, string clause, ControlHandler handler) =>
        new(SequenceKind.Vt52, identifier, "-", name, clause) { Control = handler };

    /// <summary>A sequence that is swallowed on purpose.</summary>
    public static SequenceDefinition Decline(SequenceKind kind, string identifier, string mnemonic, string name, string clause,
        string reason) =>
        new(kind, identifier, mnemonic, name, clause) { Declined = reason };
}

/// <summary>A control string as its handler sees it.</summary>
internal readonly ref struct StringRequest
{
    /// <summary>A request.</summary>
    public StringRequest(int number, ReadOnlySpan<byte> text, SequenceParameters parameters, bool terminatedByBell)
    {
        Number = number;
        Text = text;
        Parameters = parameters;
        TerminatedByBell = terminatedByBell;
    }

    /// <summary>An OSC's number.</summary>
    public int Number { get; }

    /// <summary>The text, without an OSC's number; borrowed for the call.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>A DCS's parameters.</summary>
    public SequenceParameters Parameters { get; }

    /// <summary>BEL ended it, and shall end the answer.</summary>
    public bool TerminatedByBell { get; }
}
