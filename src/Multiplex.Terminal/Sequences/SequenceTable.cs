using System.Globalization;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.Sequences;

/// <summary>
/// Joins the families and finds an entry by its bytes in one array access. Held by each terminal in a field, because AOT code checks
/// for initialisation at each access to a static.
/// </summary>
internal sealed class SequenceTable
{
    private const int Finals = 64;
    private const int Intermediates = 17;
    private const int Prefixes = 5;

    // Joined before the table is built from it: static members are initialised in the order of the text.
    private static readonly SequenceDefinition[] _definitions =
    [
        .. CursorSequences.Definitions, .. EraseSequences.Definitions, .. EditSequences.Definitions, .. ScrollSequences.Definitions,
        .. TabSequences.Definitions, .. ModeSequences.Definitions, .. RenditionSequences.Definitions, .. CharsetSequences.Definitions,
        .. RectangleSequences.Definitions, .. WindowSequences.Definitions, .. ReportSequences.Definitions,
            .. OperatingSystemCommands.Definitions, .. NotificationCommands.Definitions,
        .. ColorCommands.Definitions, .. DeviceControlStrings.Definitions, .. ScreenSequences.Definitions, .. Vt52Sequences.Definitions,
        .. LocatorSequences.Definitions, .. KeyOptionSequences.Definitions, .. SettingSequences.Definitions,
    ];

    private readonly byte[] _controlSlots = new byte[Prefixes * Intermediates * Finals];
    private readonly ControlHandler?[] _controls;
    private readonly Action<TerminalCore>?[] _escapes = new Action<TerminalCore>?[Intermediates * 128];
    private readonly bool[] _knownEscapes = new bool[Intermediates * 128];
    private readonly byte[] _escapeLevels = new byte[Intermediates * 128];

    // By number; Sun's, which have a letter instead, by the letter's negative code.
    private readonly Dictionary<int, SequenceDefinition> _commands = [];
    private readonly Dictionary<SequenceHeader, SequenceDefinition> _deviceStrings = [];
    private readonly StringHandler?[] _otherStrings = new StringHandler?[Enum.GetValues<StringKind>().Length];
    private readonly ControlHandler?[] _vt52 = new ControlHandler?[128];
    private readonly byte[] _levels;

    private SequenceTable()
    {
        var controls = new List<ControlHandler?> { null };
        var levels = new List<byte> { 1 };
        foreach (SequenceDefinition definition in _definitions)
        {
            Add(definition, controls, levels);
        }

        _controls = [.. controls];
        _levels = [.. levels];
    }

    /// <summary>The table.</summary>
    public static SequenceTable Instance { get; } = new();

    /// <summary>All entries, family by family.</summary>
    public static ReadOnlySpan<SequenceDefinition> Definitions => _definitions;

    /// <summary>Obeys an escape sequence.</summary>
    public void Escape(TerminalCore terminal, in SequenceHeader header)
    {
        if (CharsetSequences.TryDesignate(terminal, header))
        {
            return;
        }

        int slot = (IntermediateIndex(header.Intermediate) << 7) + header.Final;
        Action<TerminalCore>? handler = _escapes[slot];
        if (header.SecondIntermediate == 0 && handler is not null)
        {
            if (_escapeLevels[slot] <= terminal.Level)
            {
                handler(terminal);
            }
        }
        else if (!_knownEscapes[slot])
        {
            terminal.UnknownSequences++;
        }
    }

    /// <summary>Obeys an escape sequence of a VT52.</summary>
    public void Vt52(TerminalCore terminal, byte final, in SequenceParameters parameters)
    {
        if (_vt52[final] is { } handler)
        {
            handler(terminal, parameters);
        }
        else
        {
            terminal.UnknownSequences++;
        }
    }

    /// <summary>Obeys a control sequence.</summary>
    public void Control(TerminalCore terminal, in SequenceHeader header, in SequenceParameters parameters)
    {
        int slot = ControlSlot(header);
        int entry = _controlSlots[slot];
        ControlHandler? handler = _controls[entry];
        if (handler is not null && header.SecondIntermediate == 0)
        {
            if (_levels[entry] <= terminal.Level)
            {
                handler(terminal, parameters);
            }
        }
        else
        {
            terminal.UnknownSequences++;
        }
    }

    /// <summary>Obeys a control string.</summary>
    public void String(
        TerminalCore terminal,
        StringKind kind,
        in SequenceHeader header,
        in SequenceParameters parameters,
        ReadOnlySpan<byte> payload,
        bool terminatedByBell)
    {
        switch (kind)
        {
            case StringKind.OperatingSystemCommand:
                Command(terminal, payload, terminatedByBell);
                break;
            case StringKind.DeviceControl:
                if (_deviceStrings.TryGetValue(header, out SequenceDefinition? definition))
                {
                    definition.String?.Invoke(terminal, new StringRequest(0, payload, parameters, terminatedByBell));
                }
                else
                {
                    terminal.UnknownSequences++;
                }

                break;
            default:
                _otherStrings[(int)kind]?.Invoke(terminal, new StringRequest(0, payload, parameters, terminatedByBell));
                break;
        }
    }

    private void Command(TerminalCore terminal, ReadOnlySpan<byte> payload, bool terminatedByBell)
    {
        int digits = payload.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? payload.Length : digits;
        if (digits == 0 && !payload.IsEmpty && _commands.TryGetValue(-payload[0], out SequenceDefinition? lettered))
        {
            lettered.String?.Invoke(terminal, new StringRequest(0, payload[1..], default, terminatedByBell));
            return;
        }

        if (digits is 0 or > 6 || (digits < payload.Length && payload[digits] != (byte)';'))
        {
            terminal.UnknownSequences++;
            return;
        }

        int number = int.Parse(payload[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        if (_commands.TryGetValue(number, out SequenceDefinition? definition))
        {
            ReadOnlySpan<byte> text = payload[Math.Min(digits + 1, payload.Length)..];
            definition.String?.Invoke(terminal, new StringRequest(number, text, default, terminatedByBell));
        }
        else
        {
            terminal.UnknownSequences++;
        }
    }

    private void Add(SequenceDefinition definition, List<ControlHandler?> controls, List<byte> levels)
    {
        switch (definition.Kind)
        {
            case SequenceKind.ControlSequence:
                controls.Add(definition.Control ?? (static (_, _) => { }));
                levels.Add(definition.Level);
                int slot = ControlSlot(ParseHeader(definition.Identifier));
                RefuseDuplicate(_controlSlots[slot] != 0, definition);
                _controlSlots[slot] = checked((byte)(controls.Count - 1));
                break;
            case SequenceKind.Escape:
                SequenceHeader header = ParseHeader(definition.Identifier);
                int escape = (IntermediateIndex(header.Intermediate) << 7) + header.Final;
                RefuseDuplicate(_knownEscapes[escape], definition);
                _knownEscapes[escape] = true;
                _escapeLevels[escape] = definition.Level;
                _escapes[escape] = definition.Escape;
                break;
            case SequenceKind.OperatingSystemCommand:
                int number = int.TryParse(definition.Identifier, CultureInfo.InvariantCulture, out int value) ? value : -definition.Identifier[0];
                RefuseDuplicate(!_commands.TryAdd(number, definition), definition);
                break;
            case SequenceKind.DeviceControl:
                RefuseDuplicate(!_deviceStrings.TryAdd(ParseHeader(definition.Identifier), definition), definition);
                break;
            case SequenceKind.Vt52:
                RefuseDuplicate(_vt52[definition.Identifier[0]] is not null, definition);
                _vt52[definition.Identifier[0]] = definition.Control;
                break;
            case SequenceKind.OtherString:
                _otherStrings[(int)KindOf(definition.Identifier)] = definition.String;
                break;
            default:
                break;
        }
    }

    private static StringKind KindOf(string identifier) => identifier switch
    {
        "k" => StringKind.ScreenTitle,
        "!" => StringKind.ScreenMessage,
        "^" => StringKind.PrivacyMessage,
        "_" => StringKind.ApplicationProgramCommand,
        "X" => StringKind.StartOfString,
        "P ESC" => StringKind.ScreenPassThrough,
        _ => StringKind.TmuxPassThrough,
    };

    private static void RefuseDuplicate(bool isDuplicate, SequenceDefinition definition)
    {
        if (isDuplicate)
        {
            throw new InvalidOperationException($"Two entries for {definition.Kind} {definition.Identifier}.");
        }
    }

    /// <summary>Reads an identifier such as <c>?$p</c>: a prefix, intermediates, a final.</summary>
    internal static SequenceHeader ParseHeader(string identifier)
    {
        int i = identifier.Length > 1 && identifier[0] is >= '<' and <= '?' ? 1 : 0;
        byte prefix = i == 1 ? (byte)identifier[0] : (byte)0;
        byte intermediate = identifier.Length - i > 1 ? (byte)identifier[i] : (byte)0;
        return new SequenceHeader(prefix, intermediate, 0, (byte)identifier[^1]);
    }

    private static int IntermediateIndex(byte intermediate) => intermediate == 0 ? 0 : intermediate - 0x1F;

    private static int ControlSlot(in SequenceHeader header)
    {
        int prefix = header.Prefix == 0 ? 0 : header.Prefix - '<' + 1;
        return (((prefix * Intermediates) + IntermediateIndex(header.Intermediate)) * Finals) + (header.Final - 0x40);
    }
}
