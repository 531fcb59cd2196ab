using Multiplex.Terminal.Modes;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>DECANM: the terminal as a VT52.</content>
internal sealed partial class TerminalCore
{
    private CharacterSets _ansiSets = CharacterSets.Default;

    /// <summary>DECANM is reset: only the sequences of a VT52 are obeyed, and keys send its.</summary>
    public bool IsVt52 => !Modes[ModeId.Ansi];

    /// <summary>DECANM. A VT52 has ASCII, and its graphics in G1; the sets of before come back with ANSI mode, but of the levels only the
    /// first (VT510 RM, DECANM; xterm).</summary>
    public void SetAnsiMode(bool set)
    {
        if (set)
        {
            return;
        }

        _ansiSets = _sets;
        ResetCharacterSets();
        _sets.G1 = CharacterSets.SpecialGraphics;
        UpdatePrinting();
    }

    /// <summary>ESC &lt;: back to ANSI mode, as a VT100.</summary>
    public void LeaveVt52()
    {
        SetBit(ModeId.Ansi, true);
        SetConformanceLevel(61);
        EightBitAnswers = false;
        _sets = _ansiSets;
        UpdatePrinting();
    }
}
