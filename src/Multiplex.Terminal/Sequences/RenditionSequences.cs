using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>SGR and what goes with it.</summary>
internal static class RenditionSequences
{
    /// <summary>SGR's values end with 107, the brightest background.</summary>
    private const int SimpleValues = 108;

    /// <summary>38, 48 and 58 take a colour from the values after them. 102 is taken for 38 and goes the long way too, which is
    /// right as well.</summary>
    private const ulong ExtendedColors = (1ul << 38) | (1ul << 48) | (1ul << 58);

    private static readonly RenditionChange[] Simple = LearnSimple();

    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("m", "SGR", "Select Graphic Rendition", "ECMA-48 8.3.117; xterm ctlseqs, SGR", static (t, p) => Select(ref t.ChangePen(), p)),
        Csi("#{", "XTPUSHSGR", "Push rendition", "xterm ctlseqs, XTPUSHSGR", Push),
        Csi("#p", "XTPUSHSGR", "Push rendition", "xterm ctlseqs, XTPUSHSGR", Push),
        Csi("#}", "XTPOPSGR", "Pop rendition", "xterm ctlseqs, XTPOPSGR", static (t, _) => Pop(t)),
        Csi("#q", "XTPOPSGR", "Pop rendition", "xterm ctlseqs, XTPOPSGR", static (t, _) => Pop(t)),
    ];

    /// <summary>Keeps the rendition and which parts of it are meant: 1 to 9 and 21 as in SGR, 30 the foreground, 31 the background; none
    /// is all.</summary>
    private static void Push(TerminalCore terminal, SequenceParameters parameters)
    {
        int parts = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            parts |= parameters[i] is > 0 and <= 31 ? 1 << (parameters[i] == 21 ? 4 : parameters[i] & 31) : 0;
        }

        terminal.RenditionStack.Push(terminal.Pen, parts);
    }

    private static void Pop(TerminalCore terminal)
    {
        if (!terminal.RenditionStack.TryPop(out Rendition saved, out int parts))
        {
            return;
        }

        Rendition pen = terminal.Pen;
        if (parts == 0)
        {
            terminal.Pen = saved with { Link = pen.Link };
            return;
        }

        for (int value = 1; value <= 9; value++)
        {
            RenditionAttributes bit = (parts >> value & 1) == 0 ? 0 : value switch
            {
                1 => RenditionAttributes.Bold,
                2 => RenditionAttributes.Faint,
                3 => RenditionAttributes.Italic,
                5 => RenditionAttributes.Blink,
                7 => RenditionAttributes.Inverse,
                8 => RenditionAttributes.Invisible,
                9 => RenditionAttributes.CrossedOut,
                _ => RenditionAttributes.None,
            };
            pen = pen with { Attributes = (pen.Attributes & ~bit) | (saved.Attributes & bit) };
        }

        terminal.Pen = pen with
        {
            Underline = (parts >> 4 & 1) != 0 ? saved.Underline : pen.Underline,
            Foreground = (parts >> 30 & 1) != 0 ? saved.Foreground : pen.Foreground,
            Background = (parts >> 31 & 1) != 0 ? saved.Background : pen.Background,
        };
    }

    /// <summary>Applies SGR's parameters to a rendition.</summary>
    public static void Select(ref PackedRendition pen, SequenceParameters parameters)
    {
        RenditionChange[] simple = Simple;
        bool hasSubs = parameters.HasSubParameters;
        for (int i = 0; i < parameters.Count;)
        {
            uint value = (uint)parameters[i];
            if (value < (uint)simple.Length && !hasSubs && (ExtendedColors >> (int)(value & 63) & 1) == 0)
            {
                pen.Change(simple[value].Keep, simple[value].Set);
                i++;
            }
            else
            {
                i += Apply(ref pen, parameters, i);
            }
        }
    }

    /// <summary>What each value without a colour of its own does, learnt from <see cref="Apply"/>: applied to nothing it tells what is
    /// set, applied to everything what is kept.</summary>
    private static RenditionChange[] LearnSimple()
    {
        var changes = new RenditionChange[SimpleValues];
        int[] value = new int[1];
        for (int i = 0; i < changes.Length; i++)
        {
            value[0] = i;
            PackedRendition keep = PackedRendition.AllBits;
            PackedRendition set = default;
            _ = Apply(ref keep, new SequenceParameters(value, 0), 0);
            _ = Apply(ref set, new SequenceParameters(value, 0), 0);
            changes[i] = new RenditionChange(keep, set);
        }

        return changes;
    }

    /// <summary>What an SGR value does: the bits it keeps or sets, and the bits it sets.</summary>
    private readonly record struct RenditionChange(PackedRendition Keep, PackedRendition Set);

    /// <summary>Applies one attribute.</summary>
    /// <returns>Parameters used.</returns>
    private static int Apply(ref PackedRendition pen, in SequenceParameters parameters, int index)
    {
        int value = parameters[index];
        if (parameters.IsSub(index + 1) && value is not (4 or 38 or 48 or 58))
        {
            return 1 + SubParameters(parameters, index);
        }

        switch (value)
        {
            case 0:
                pen.Reset();
                return 1;
            case >= 30 and <= 37:
                pen.Foreground = Color.FromIndex((byte)(value - 30));
                return 1;
            case >= 40 and <= 47:
                pen.Background = Color.FromIndex((byte)(value - 40));
                return 1;
            case >= 90 and <= 97:
                pen.Foreground = Color.FromIndex((byte)(value - 82));
                return 1;
            case >= 100 and <= 107:
                pen.Background = Color.FromIndex((byte)(value - 92));
                return 1;
            case 38:
                int used = ReadColor(parameters, index, out Color foreground);
                pen.Foreground = used < 0 ? pen.Foreground : foreground;
                return Math.Abs(used);
            case 48:
                used = ReadColor(parameters, index, out Color background);
                pen.Background = used < 0 ? pen.Background : background;
                return Math.Abs(used);
            case 58:
                used = ReadColor(parameters, index, out Color underline);
                pen.UnderlineColor = used < 0 ? pen.UnderlineColor : underline;
                return Math.Abs(used);
            case 39:
                pen.Foreground = default;
                return 1;
            case 49:
                pen.Background = default;
                return 1;
            case 59:
                pen.UnderlineColor = default;
                return 1;
            case 4 when parameters.IsSub(index + 1):
                int style = parameters[index + 1];
                pen.Underline = style <= (int)UnderlineStyle.Dashed ? (UnderlineStyle)style : pen.Underline;
                return 1 + SubParameters(parameters, index);
            default:
                ApplyAttribute(ref pen, value);
                return 1;
        }
    }

    private static void ApplyAttribute(ref PackedRendition pen, int value)
    {
        switch (value)
        {
            case 4:
                pen.Underline = UnderlineStyle.Single;
                return;
            case 21:
                pen.Underline = UnderlineStyle.Double;
                return;
            case 24:
                pen.Underline = UnderlineStyle.None;
                return;
            default:
                break;
        }

        RenditionAttributes set = value switch
        {
            1 => RenditionAttributes.Bold,
            2 => RenditionAttributes.Faint,
            3 => RenditionAttributes.Italic,
            5 or 6 => RenditionAttributes.Blink,
            7 => RenditionAttributes.Inverse,
            8 => RenditionAttributes.Invisible,
            9 => RenditionAttributes.CrossedOut,
            53 => RenditionAttributes.Overline,
            _ => RenditionAttributes.None,
        };
        RenditionAttributes reset = value switch
        {
            22 => RenditionAttributes.Bold | RenditionAttributes.Faint,
            23 => RenditionAttributes.Italic,
            25 => RenditionAttributes.Blink,
            27 => RenditionAttributes.Inverse,
            28 => RenditionAttributes.Invisible,
            29 => RenditionAttributes.CrossedOut,
            55 => RenditionAttributes.Overline,
            _ => RenditionAttributes.None,
        };
        pen.Attributes = (pen.Attributes | set) & ~reset;
    }

    /// <summary>Reads the colour of SGR 38, 48 or 58: with colons as ISO 8613-6 has it, or with semicolons as xterm has it.</summary>
    /// <returns>Parameters used, negative when they give no colour.</returns>
    private static int ReadColor(in SequenceParameters parameters, int index, out Color color)
    {
        color = default;
        if (parameters.IsSub(index + 1))
        {
            int count = SubParameters(parameters, index);
            return TryReadColons(parameters, index, count, out color) ? 1 + count : -(1 + count);
        }

        switch (parameters[index + 1])
        {
            case 5 when index + 2 < parameters.Count:
                color = Color.FromIndex((byte)parameters[index + 2]);
                return parameters[index + 2] <= 255 ? 3 : -3;
            case 2 when index + 4 < parameters.Count:
                return TryRgb(parameters, index + 2, out color) ? 5 : -5;
            default:
                return -Math.Max(1, parameters.Count - index);
        }
    }

    private static bool TryReadColons(in SequenceParameters parameters, int index, int count, out Color color)
    {
        color = default;
        switch (parameters[index + 1])
        {
            case 5 when count >= 2 && parameters[index + 2] <= 255:
                color = Color.FromIndex((byte)parameters[index + 2]);
                return true;
            case 2 when count == 4:
                return TryRgb(parameters, index + 2, out color);
            case 2 when count >= 5:
                // The colour space comes first and is ignored.
                return TryRgb(parameters, index + 3, out color);
            default:
                return false;
        }
    }

    private static bool TryRgb(in SequenceParameters parameters, int index, out Color color)
    {
        int red = parameters[index];
        int green = parameters[index + 1];
        int blue = parameters[index + 2];
        color = Color.FromRgb((byte)red, (byte)green, (byte)blue);
        return (red | green | blue) <= 255;
    }

    private static int SubParameters(in SequenceParameters parameters, int index)
    {
        int count = 0;
        while (index + 1 + count < parameters.Count && parameters.IsSub(index + 1 + count))
        {
            count++;
        }

        return count;
    }
}
