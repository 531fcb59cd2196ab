using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;
using Multiplex.Terminal.Text;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Settings of the device: bells, checksums, the pointer, the preferred set, the keys that a program may define.</summary>
internal static class SettingSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi(" t", "DECSWBV", "Set Warning Bell Volume", "VT520 RM, DECSWBV; xterm ctlseqs",
            static (t, p) => t.Settings.WarningBell = Volume(p[0], BellVolume.Off)),
        Csi(" u", "DECSMBV", "Set Margin Bell Volume", "VT520 RM, DECSMBV; xterm ctlseqs",
            static (t, p) => t.Settings.MarginBell = Volume(p[0], BellVolume.High)),
        Csi("#y", "XTCHECKSUM", "Select checksum extension", "xterm ctlseqs, XTCHECKSUM",
            static (t, p) => t.Settings.Checksum = (ChecksumOptions)(p[0] & 0x1F)),
        Csi("&u", "DECRQUPSS", "Request User-Preferred Supplemental Set", "VT510 RM, DECRQUPSS", ReportPreferredSet) with { Level = 3 },
        Dcs("!u", "DECAUPSS", "Assign User-Preferred Supplemental Set", "VT510 RM, DECAUPSS; xterm ctlseqs", SetPreferredSet),
        Dcs("|", "DECUDK", "User-Defined Keys, where the owner allows that a program says what keys type",
            "VT510 RM, DECUDK; xterm ctlseqs", SetKeys),
        Osc(22, "Set the pointer's shape", "xterm ctlseqs, OSC 22", static (t, r) => t.SetPointerShape(r.Text)),
    ];

    private static BellVolume Volume(int parameter, BellVolume ofZero) => parameter switch
    {
        0 => ofZero,
        2 or 3 or 4 => BellVolume.Low,
        >= 5 and <= 8 => BellVolume.High,
        _ => BellVolume.Off,
    };

    private static void ReportPreferredSet(TerminalCore terminal, SequenceParameters parameters)
    {
        ushort set = terminal.Settings.PreferredSet;
        var reply = new ReplyBuilder(stackalloc byte[16]);
        reply.Add("\eP"u8);
        reply.Add((set & CharacterSets.Set96) != 0 ? 1 : 0);
        reply.Add("!u"u8);
        int name = set & ~CharacterSets.Set96;
        if (name > 0xFF)
        {
            reply.Add((char)(name >> 8));
        }

        reply.Add((char)(name & 0xFF));
        reply.Add("\e\\"u8);
        terminal.Reply(reply.Written);
    }

    private static void SetPreferredSet(TerminalCore terminal, StringRequest request)
    {
        ReadOnlySpan<byte> name = request.Text;
        if (terminal.Level < 3 || name.Length is < 1 or > 2 || request.Parameters[0] > 1)
        {
            return;
        }

        int set = name.Length == 1 ? name[0] : (name[0] << 8) | name[1];
        set |= request.Parameters[0] == 1 ? CharacterSets.Set96 : 0;
        if (CharacterSetTable.IsSupplemental((ushort)set))
        {
            terminal.Settings.PreferredSet = (ushort)set;
        }
    }

    /// <summary>DCS clear ; lock | number / hexadecimal ; … ST.</summary>
    private static void SetKeys(TerminalCore terminal, StringRequest request)
    {
        UserKeys keys = terminal.UserKeys;
        if (!terminal.Options.UserDefinedKeys || terminal.Level < 2 || keys.IsLocked)
        {
            return;
        }

        if (request.Parameters[0] == 0)
        {
            keys.Clear();
        }

        Span<byte> text = stackalloc byte[ParserLimits.MaxStringBytes / 2];
        ReadOnlySpan<byte> rest = request.Text;
        while (ColorCommands.TryNext(ref rest, out ReadOnlySpan<byte> definition))
        {
            int slash = definition.IndexOf((byte)'/');
            if (slash > 0 && System.Buffers.Text.Utf8Parser.TryParse(definition[..slash], out int number, out int used) && used == slash
                && HexText.TryDecode(definition[(slash + 1)..], text, out int length))
            {
                keys.Set(number, text[..length]);
            }
        }

        keys.IsLocked = request.Parameters[1] == 0;
    }
}
