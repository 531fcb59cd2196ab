using System.Buffers.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Colours: setting, asking, resetting, keeping.</summary>
internal static class ColorCommands
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Osc(4, "Set or query palette colours", "xterm ctlseqs, OSC 4", Palette),
        Osc(5, "Set or query special colours", "xterm ctlseqs, OSC 5", Special),
        Osc(10, "Set or query the foreground and those after it", "xterm ctlseqs, OSC 10", Dynamic),
        Osc(11, "Set or query the background and those after it", "xterm ctlseqs, OSC 11", Dynamic),
        Osc(12, "Set or query the cursor's colour and those after it", "xterm ctlseqs, OSC 12", Dynamic),
        Osc(13, "Set or query the pointer's foreground and those after it", "xterm ctlseqs, OSC 13", Dynamic),
        Osc(14, "Set or query the pointer's background and those after it", "xterm ctlseqs, OSC 14", Dynamic),
        Osc(15, "Set or query the Tektronix foreground and those after it", "xterm ctlseqs, OSC 15", Dynamic),
        Osc(16, "Set or query the Tektronix background and those after it", "xterm ctlseqs, OSC 16", Dynamic),
        Osc(17, "Set or query the highlight background and those after it", "xterm ctlseqs, OSC 17", Dynamic),
        Osc(18, "Set or query the Tektronix cursor's colour and those after it", "xterm ctlseqs, OSC 18", Dynamic),
        Osc(19, "Set or query the highlight foreground", "xterm ctlseqs, OSC 19", Dynamic),
        Osc(104, "Reset palette colours", "xterm ctlseqs, OSC 104", ResetPalette),
        Osc(105, "Reset special colours", "xterm ctlseqs, OSC 105", ResetSpecial),
        Osc(110, "Reset the foreground", "xterm ctlseqs, OSC 110", ResetDynamic),
        Osc(111, "Reset the background", "xterm ctlseqs, OSC 111", ResetDynamic),
        Osc(112, "Reset the cursor's colour", "xterm ctlseqs, OSC 112", ResetDynamic),
        Osc(113, "Reset the pointer's foreground", "xterm ctlseqs, OSC 113", ResetDynamic),
        Osc(114, "Reset the pointer's background", "xterm ctlseqs, OSC 114", ResetDynamic),
        Osc(115, "Reset the Tektronix foreground", "xterm ctlseqs, OSC 115", ResetDynamic),
        Osc(116, "Reset the Tektronix background", "xterm ctlseqs, OSC 116", ResetDynamic),
        Osc(117, "Reset the highlight background", "xterm ctlseqs, OSC 117", ResetDynamic),
        Osc(118, "Reset the Tektronix cursor's colour", "xterm ctlseqs, OSC 118", ResetDynamic),
        Osc(119, "Reset the highlight foreground", "xterm ctlseqs, OSC 119", ResetDynamic),
        Csi("#P", "XTPUSHCOLORS", "Push colours", "xterm ctlseqs, XTPUSHCOLORS", static (t, _) => t.PushColors()),
        Csi("#Q", "XTPOPCOLORS", "Pop colours", "xterm ctlseqs, XTPOPCOLORS", static (t, _) => t.PopColors()),
        Csi("#R", "XTREPORTCOLORS", "Report the stack of colours", "xterm ctlseqs, XTREPORTCOLORS",
            static (t, _) => t.ReplyNumbers("\e[?"u8, [t.ColorStackDepth, t.ColorStackDepth], "#Q"u8)),
    ];

    private static void Palette(TerminalCore terminal, StringRequest request)
    {
        ReadOnlySpan<byte> rest = request.Text;
        bool isChanged = false;
        while (TryNext(ref rest, out ReadOnlySpan<byte> number) && TryNext(ref rest, out ReadOnlySpan<byte> value))
        {
            if (!TryNumber(number, 256, out int index))
            {
                continue;
            }

            if (value.SequenceEqual("?"u8))
            {
                Color color = terminal.Colors[index];
                Answer(terminal, request, 4, index, color.IsDefault ? ColorSettings.DefaultPalette(index) : color);
            }
            else if (ColorText.TryParse(value, out Color color))
            {
                terminal.Colors[index] = color;
                isChanged = true;
            }
        }

        Changed(terminal, isChanged);
    }

    private static void Special(TerminalCore terminal, StringRequest request)
    {
        ReadOnlySpan<byte> rest = request.Text;
        bool isChanged = false;
        while (TryNext(ref rest, out ReadOnlySpan<byte> number) && TryNext(ref rest, out ReadOnlySpan<byte> value))
        {
            if (!TryNumber(number, ColorSettings.SpecialCount, out int index))
            {
                continue;
            }

            if (value.SequenceEqual("?"u8))
            {
                Color color = terminal.Colors.Special[index];
                Answer(terminal, request, 5, index, color.IsDefault ? terminal.EffectiveDynamic(0) : color);
            }
            else if (ColorText.TryParse(value, out Color color))
            {
                terminal.Colors.Special[index] = color;
                isChanged = true;
            }
        }

        Changed(terminal, isChanged);
    }

    private static void Dynamic(TerminalCore terminal, StringRequest request)
    {
        ReadOnlySpan<byte> rest = request.Text;
        bool isChanged = false;
        for (int index = request.Number - 10; index < ColorSettings.DynamicCount
            && TryNext(ref rest, out ReadOnlySpan<byte> value); index++)
        {
            if (value.SequenceEqual("?"u8))
            {
                Answer(terminal, request, index + 10, -1, terminal.EffectiveDynamic(index));
            }
            else if (ColorText.TryParse(value, out Color color))
            {
                terminal.Colors.Dynamic[index] = color;
                isChanged = true;
            }
        }

        Changed(terminal, isChanged);
    }

    private static void ResetPalette(TerminalCore terminal, StringRequest request)
    {
        ReadOnlySpan<byte> rest = request.Text;
        if (rest.IsEmpty)
        {
            terminal.Colors.ResetPalette();
        }

        while (TryNext(ref rest, out ReadOnlySpan<byte> number))
        {
            if (TryNumber(number, 256, out int index))
            {
                terminal.Colors[index] = default;
            }
        }

        terminal.ColorsChanged();
    }

    private static void ResetSpecial(TerminalCore terminal, StringRequest request)
    {
        ReadOnlySpan<byte> rest = request.Text;
        if (rest.IsEmpty)
        {
            terminal.Colors.Special.AsSpan().Clear();
        }

        while (TryNext(ref rest, out ReadOnlySpan<byte> number))
        {
            if (TryNumber(number, ColorSettings.SpecialCount, out int index))
            {
                terminal.Colors.Special[index] = default;
            }
        }

        terminal.ColorsChanged();
    }

    private static void ResetDynamic(TerminalCore terminal, StringRequest request)
    {
        terminal.Colors.Dynamic[request.Number - 110] = default;
        terminal.ColorsChanged();
    }

    private static void Changed(TerminalCore terminal, bool isChanged)
    {
        if (isChanged)
        {
            terminal.ColorsChanged();
        }
    }

    private static void Answer(TerminalCore terminal, StringRequest request, int number, int index, Color color)
    {
        var reply = new ReplyBuilder(stackalloc byte[64]);
        reply.Add("\e]"u8);
        reply.Add(number);
        reply.Add(';');
        if (index >= 0)
        {
            reply.Add(index);
            reply.Add(';');
        }

        reply.AddColor(color);
        reply.Add(request.TerminatedByBell ? "\a"u8 : "\e\\"u8);
        terminal.Reply(reply.Written);
    }

    /// <summary>Takes the next field of a list with semicolons.</summary>
    internal static bool TryNext(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        field = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        int end = rest.IndexOf((byte)';');
        field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, int limit, out int number) =>
        Utf8Parser.TryParse(text, out number, out int used) && used == text.Length && number >= 0 && number < limit;
}
