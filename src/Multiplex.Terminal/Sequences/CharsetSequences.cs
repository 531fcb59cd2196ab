using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Character sets: designation and shifts.</summary>
internal static class CharsetSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Esc("n", "LS2", "Locking Shift Two", "ECMA-35; VT510 RM, LS2", static t => LockingShift(t, t.Sets.Right, left: 2)),
        Esc("o", "LS3", "Locking Shift Three", "ECMA-35; VT510 RM, LS3", static t => LockingShift(t, t.Sets.Right, left: 3)),
        Esc("~", "LS1R", "Locking Shift One Right", "ECMA-35; VT510 RM, LS1R", static t => LockingShift(t, right: 1, t.Sets.Left)),
        Esc("}", "LS2R", "Locking Shift Two Right", "ECMA-35; VT510 RM, LS2R", static t => LockingShift(t, right: 2, t.Sets.Left)),
        Esc("|", "LS3R", "Locking Shift Three Right", "ECMA-35; VT510 RM, LS3R", static t => LockingShift(t, right: 3, t.Sets.Left)),
        Esc("N", "SS2", "Single Shift Two", "ECMA-48 8.3.141; VT510 RM, SS2", static t => t.ShiftOnce(2)) with { Level = 2 },
        Esc("O", "SS3", "Single Shift Three", "ECMA-48 8.3.142; VT510 RM, SS3", static t => t.ShiftOnce(3)) with { Level = 2 },
        Esc("%G", "DOCS", "Select UTF-8", "ECMA-35 15.4; xterm ctlseqs", static t => t.Utf8 = true),
        Esc("%@", "DOCS", "Select the default coding", "ECMA-35 15.4; xterm ctlseqs", static t => t.Utf8 = false),
    ];

    /// <summary>The shifts of the third ANSI level (xterm).</summary>
    private static void LockingShift(TerminalCore terminal, int right, int left)
    {
        if (terminal.AnsiLevel >= 3)
        {
            terminal.Sets.Right = (byte)right;
            terminal.ShiftLeft(left);
        }
    }

    /// <summary>Takes back the four sets of a DECCIR report.</summary>
    public static void Restore(TerminalCore terminal, string sets, int sizes)
    {
        int at = 0;
        for (int slot = 0; slot < 4 && at < sets.Length; slot++)
        {
            int value = sets[at++] & 0x7F;
            if (value is >= 0x20 and <= 0x2F && at < sets.Length)
            {
                value = (value << 8) | (sets[at++] & 0x7F);
            }

            ushort set = (ushort)(value | ((sizes >> slot & 1) != 0 ? CharacterSets.Set96 : 0));
            if (Text.CharacterSetTable.LevelOf(set) is not null)
            {
                terminal.Sets[slot] = set;
            }
        }

        terminal.UpdatePrinting();
    }

    /// <summary>SCS: designates a set to G0..G3.</summary>
    /// <returns>True when the sequence is one.</returns>
    public static bool TryDesignate(TerminalCore terminal, in SequenceHeader header)
    {
        int slot = header.Intermediate switch
        {
            (byte)'(' => 0,
            (byte)')' or (byte)'-' => 1,
            (byte)'*' or (byte)'.' => 2,
            (byte)'+' or (byte)'/' => 3,
            _ => -1,
        };
        if (slot < 0)
        {
            return false;
        }

        bool is96 = header.Intermediate is (byte)'-' or (byte)'.' or (byte)'/';
        ushort set = (ushort)((is96 ? CharacterSets.Set96 : 0) | (header.SecondIntermediate << 8) | header.Final);
        if (Text.CharacterSetTable.LevelOf(set) is int level)
        {
            if (level <= terminal.Level)
            {
                terminal.Sets[slot] = set;
            }

            terminal.UpdatePrinting();
        }
        else
        {
            terminal.UnknownSequences++;
        }

        return true;
    }
}
