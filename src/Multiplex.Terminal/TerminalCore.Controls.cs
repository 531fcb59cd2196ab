using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>C0 controls, character sets, the state of keyboard and reports, and dispatch.</content>
internal sealed partial class TerminalCore
{
    private CharacterSets _sets;

    /// <summary>Designated sets and shifts.</summary>
    public ref CharacterSets Sets => ref _sets;

    /// <summary>What XTPUSHSGR keeps.</summary>
    public RenditionStack RenditionStack { get; } = new();

    /// <summary>The cursor's shape.</summary>
    public CursorShape CursorShape { get; set; }

    /// <summary>The kitty keyboard protocol's flags and stacks, one for each screen.</summary>
    public KeyboardState Keyboard { get; } = new();

    /// <summary>Sequences that were not known, since the start.</summary>
    public long UnknownSequences { get; set; }

    /// <summary>MC 5: what follows is for the printer.</summary>
    public bool IsPrinterRequested { get; set; }

    /// <summary>Answers use C1 controls in 8 bits (S8C1T).</summary>
    public bool EightBitAnswers { get; set; }

    /// <summary>DECSCL's level, 61..65; below 62 it is a VT100 and reports no 8-bit controls.</summary>
    public int ConformanceLevel { get; private set; } = 65;

    /// <summary>The conformance level as 1 for VT100, 2 for VT200 … 5 for VT500: what it does not have yet is not obeyed.</summary>
    public int Level => ConformanceLevel - 60;

    /// <summary>The level of ECMA-43, 1..3; the locking shifts LS1R to LS3R belong to the third.</summary>
    public int AnsiLevel { get; private set; } = 3;

    /// <summary>DECSCL. A VT100 has the first ANSI level, every later terminal the third (xterm).</summary>
    /// <param name="level">61..65.</param>
    public void SetConformanceLevel(int level)
    {
        ConformanceLevel = level;
        AnsiLevel = level > 61 ? 3 : 1;
    }

    /// <summary>Announces an ANSI level (VT510 RM, "ANSI Conformance Levels"): ASCII in GL, in the first two Latin-1 in GR.</summary>
    /// <param name="level">1..3.</param>
    public void SetAnsiLevel(int level)
    {
        AnsiLevel = level;
        _sets.G0 = CharacterSets.Ascii;
        _sets.Left = 0;
        if (level < 3)
        {
            _sets.G1 = CharacterSets.Latin1;
            _sets.Right = 1;
        }

        UpdatePrinting();
    }

    /// <summary>DECSACE: rectangles of attributes are rectangles (2) or streams (0, 1).</summary>
    public bool IsRectangularExtent { get; set; }

    /// <summary>A C0 control in the input.</summary>
    public void Execute(byte control)
    {
        switch (control)
        {
            case (byte)'\n':
            case 0x0B:
            case 0x0C:
                LineFeed();
                break;
            case (byte)'\r':
                CarriageReturn();
                break;
            case 0x08:
                CursorBackward(1);
                break;
            case (byte)'\t':
                CursorTab();
                break;
            case 0x07:
                Bell();
                break;
            case 0x0E:
                ShiftLeft(1);
                break;
            case 0x0F:
                ShiftLeft(0);
                break;
            default:
                break;
        }
    }

    /// <summary>HT: to the next stop, not past the right margin; a pending wrap stays.</summary>
    public void CursorTab() => Column = Tabs.Next(Column, TextLimit());

    /// <summary>SI, SO, LS2, LS3.</summary>
    public void ShiftLeft(int set)
    {
        _sets.Left = (byte)set;
        UpdatePrinting();
    }

    /// <summary>SS2, SS3: the next character alone comes from G2 or G3.</summary>
    public void ShiftOnce(int set)
    {
        _singleShift = set;
        UpdatePrinting();
    }

    /// <summary>The set of a single shift that is pending, 0 for none.</summary>
    public int SingleShift => _singleShift;

    private int MapLeft(byte value)
    {
        ushort set = _singleShift != 0 ? _sets[_singleShift] : _sets.GraphicLeft;
        if (_singleShift != 0)
        {
            _singleShift = 0;
            UpdatePrinting();
        }

        return Text.CharacterSetTable.Map(Resolve(set), value, Modes[Terminal.Modes.ModeId.NationalReplacement]);
    }

    /// <summary>A byte above 0x9F: Latin-1 unless another set is in GR (xterm).</summary>
    private int MapRight(byte value) => _sets.GraphicRight == CharacterSets.Ascii
        ? value
        : Text.CharacterSetTable.Map(Resolve(_sets.GraphicRight), (byte)(value & 0x7F), Modes[Terminal.Modes.ModeId.NationalReplacement]);

    private void ResetCharacterSets()
    {
        _sets = CharacterSets.Default;
        _singleShift = 0;
        UpdatePrinting();
    }

    private void ResetInputState()
    {
        MouseTracking = MouseTracking.None;
        MouseEncoding = MouseEncoding.X10;
        CursorShape = CursorShape.Default;
        Keyboard.Reset();
        Locator.Reset();
    }

    private void ResetReportState()
    {
        EightBitAnswers = false;
        SetConformanceLevel(65);
        IsRectangularExtent = false;
        LastPrinted = 0;
        UserKeys.Reset();
        bool hadPointerShape = Settings.PointerShape.Length != 0;
        Settings.Reset();
        if (hadPointerShape)
        {
            Events.PointerShapeChanged();
        }
    }

    /// <summary>Ids of links in renditions that are not in cells follow a compaction.</summary>
    public void RewriteLinks(Func<ushort, ushort> map)
    {
        Pen = Pen with { Link = map(_pen.Link) };
        _savedPrimary.Pen = _savedPrimary.Pen with { Link = map(_savedPrimary.Pen.Link) };
        _savedAlternate.Pen = _savedAlternate.Pen with { Link = map(_savedAlternate.Pen.Link) };
    }

    /// <summary>An escape sequence.</summary>
    public void DispatchEscape(in SequenceHeader header) => _sequences.Escape(this, header);

    /// <summary>An escape sequence of a VT52.</summary>
    public void DispatchVt52(byte final, in SequenceParameters parameters) => _sequences.Vt52(this, final, parameters);

    /// <summary>A control sequence.</summary>
    public void DispatchControl(in SequenceHeader header, in SequenceParameters parameters) => _sequences.Control(this, header, parameters);

    /// <summary>A control string.</summary>
    public void DispatchString(
        StringKind kind, in SequenceHeader header, in SequenceParameters parameters, ReadOnlySpan<byte> payload, bool terminatedByBell) =>
        _sequences.String(this, kind, header, parameters, payload, terminatedByBell);
}
