using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Text;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Rectangles and protection.</summary>
internal static class RectangleSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("$v", "DECCRA", "Copy Rectangular Area", "VT510 RM, DECCRA", Copy) with { Level = 4 },
        Csi("$x", "DECFRA", "Fill Rectangular Area", "VT510 RM, DECFRA", Fill) with { Level = 4 },
        Csi("$z", "DECERA", "Erase Rectangular Area", "VT510 RM, DECERA",
            static (t, p) => Erase(t, p, selective: false)) with { Level = 4 },
        Csi("${", "DECSERA", "Selective Erase Rectangular Area", "VT510 RM, DECSERA",
            static (t, p) => Erase(t, p, selective: true)) with { Level = 4 },
        Csi("$r", "DECCARA", "Change Attributes in Rectangular Area", "VT510 RM, DECCARA",
            static (t, p) => Attributes(t, p, reverse: false)) with { Level = 4 },
        Csi("$t", "DECRARA", "Reverse Attributes in Rectangular Area", "VT510 RM, DECRARA",
            static (t, p) => Attributes(t, p, reverse: true)) with { Level = 4 },
        Csi("*x", "DECSACE", "Select Attribute Change Extent", "VT510 RM, DECSACE",
            static (t, p) => t.IsRectangularExtent = p[0] == 2) with { Level = 4 },
        Csi("*y", "DECRQCRA", "Request Checksum of Rectangular Area", "VT510 RM, DECRQCRA; xterm ctlseqs", AreaChecksum.Answer) with { Level = 4 },
        Csi("#|", "XTREPORTSGR", "Report the rendition of a rectangle", "xterm ctlseqs, XTREPORTSGR", Report) with { Level = 4 },
        Csi("\"q", "DECSCA", "Select Character Protection Attribute", "VT510 RM, DECSCA", static (t, p) =>
        {
            if (p[0] <= 2)
            {
                t.IsProtected = p[0] == 1;
                t.IsIsoProtection = false;
            }
        }) with { Level = 2 },
        Esc("V", "SPA", "Start of Guarded Area", "ECMA-48 8.3.143", static t =>
        {
            t.IsProtected = true;
            t.IsIsoProtection = true;
        }),
        Esc("W", "EPA", "End of Guarded Area", "ECMA-48 8.3.46", static t => t.IsProtected = false),
    ];

    /// <summary>A rectangle in the program's coordinates: top, left, bottom, right, one-based, omitted meaning the whole extent.</summary>
    /// <returns>False when it is empty.</returns>
    public static bool TryArea(TerminalCore terminal, SequenceParameters parameters, int index, out Area area)
    {
        int rows = terminal.OriginMode ? terminal.Bottom : terminal.Rows;
        int columns = terminal.OriginMode ? terminal.Right : terminal.Columns;
        int top = terminal.OriginRow + parameters.CountAt(index) - 1;
        int left = terminal.OriginColumn + parameters.CountAt(index + 1) - 1;
        int bottom = parameters[index + 2] == 0 ? rows : Math.Min(terminal.OriginRow + parameters[index + 2], rows);
        int right = parameters[index + 3] == 0 ? columns : Math.Min(terminal.OriginColumn + parameters[index + 3], columns);
        area = new Area(top, left, bottom, right);
        return top < bottom && left < right;
    }

    private static void Copy(TerminalCore terminal, SequenceParameters parameters)
    {
        if (!TryArea(terminal, parameters, 0, out Area source))
        {
            return;
        }

        int bottom = terminal.OriginMode ? terminal.Bottom : terminal.Rows;
        int right = terminal.OriginMode ? terminal.Right : terminal.Columns;
        int top = terminal.OriginRow + parameters.CountAt(5) - 1;
        int left = terminal.OriginColumn + parameters.CountAt(6) - 1;
        int rows = Math.Min(source.Bottom - source.Top, bottom - top);
        int columns = Math.Min(source.Right - source.Left, right - left);
        if (rows <= 0 || columns <= 0)
        {
            return;
        }

        bool downwards = top <= source.Top;
        var cells = new Cell[columns];
        for (int i = 0; i < rows; i++)
        {
            int row = downwards ? i : rows - 1 - i;
            terminal.Screen.Row(source.Top + row).Slice(source.Left, columns).CopyTo(cells);
            WideCharacters.TrimStart(cells, 0);
            WideCharacters.TrimEnd(cells, columns);
            terminal.Screen.CopyCells(cells, top + row, left);
        }
    }

    private static void Fill(TerminalCore terminal, SequenceParameters parameters)
    {
        int character = parameters[0];
        bool isGraphic = character is (>= 0x20 and <= 0x7E) or (>= 0xA0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF));
        if (!isGraphic || CharacterWidth.Of(character, terminal.Options.AmbiguousWide) != 1
            || !TryArea(terminal, parameters, 1, out Area area))
        {
            return;
        }

        var cells = new Cell[area.Right - area.Left];
        cells.AsSpan().Fill(new Cell((uint)character | terminal.PenBits));
        for (int row = area.Top; row < area.Bottom; row++)
        {
            terminal.Screen.CopyCells(cells, row, area.Left);
        }
    }

    private static void Erase(TerminalCore terminal, SequenceParameters parameters, bool selective)
    {
        if (!TryArea(terminal, parameters, 0, out Area area))
        {
            return;
        }

        for (int row = area.Top; row < area.Bottom; row++)
        {
            terminal.Screen.Lines[row].IsWrapped &= area.Right < terminal.Columns;
            if (selective)
            {
                terminal.Screen.EraseUnprotected(row, area.Left, area.Right, terminal.Blank);
            }
            else
            {
                terminal.Screen.Erase(row, area.Left, area.Right, terminal.Blank);
            }
        }
    }

    private static void Attributes(TerminalCore terminal, SequenceParameters parameters, bool reverse)
    {
        if (!TryArea(terminal, parameters, 0, out Area area))
        {
            // In a stream the last row may end before the column where the first begins.
            if (terminal.IsRectangularExtent || area.Top >= area.Bottom - 1)
            {
                return;
            }
        }

        SequenceParameters attributes = parameters.Slice(4);
        int leftEdge = terminal.OriginColumn;
        int rightEdge = terminal.OriginMode ? terminal.Right : terminal.Columns;
        for (int row = area.Top; row < area.Bottom; row++)
        {
            bool isStream = !terminal.IsRectangularExtent;
            int left = isStream && row > area.Top ? leftEdge : area.Left;
            int right = isStream && row < area.Bottom - 1 ? rightEdge : area.Right;
            ChangeRow(terminal, row, left, right, attributes, reverse);
        }
    }

    private static void ChangeRow(TerminalCore terminal, int row, int left, int right, SequenceParameters attributes, bool reverse)
    {
        Span<Cell> cells = terminal.Screen.Lines[row].Writable(terminal.Columns);
        int last = -1;
        ushort changed = 0;
        int generation = terminal.Tables.Generation;
        for (int column = left; column < right; column++)
        {
            Cell cell = cells[column];
            if (cell.Rendition != last || generation != terminal.Tables.Generation)
            {
                last = cell.Rendition;
                Rendition rendition = terminal.Tables.Renditions[cell.Rendition];
                changed = terminal.Intern(reverse ? Reverse(rendition, attributes) : Change(rendition, attributes));
                generation = terminal.Tables.Generation;
            }

            cells[column] = cells[column].WithRendition(changed);
        }

        terminal.Screen.Lines[row].Occupy(right);
        terminal.Damage.Mark(row);
    }

    /// <summary>DECCARA takes the attributes of SGR; 0 ends bold, underline, blink, inverse and invisible and keeps colours
    /// (xterm).</summary>
    private static Rendition Change(Rendition rendition, SequenceParameters attributes)
    {
        const RenditionAttributes All =
            RenditionAttributes.Bold | RenditionAttributes.Blink | RenditionAttributes.Inverse | RenditionAttributes.Invisible;
        for (int i = 0; i < Math.Max(1, attributes.Count); i++)
        {
            RenditionAttributes bit = AttributeOf(attributes[i] % 20);
            rendition = attributes[i] switch
            {
                0 => rendition with { Attributes = rendition.Attributes & ~All, Underline = UnderlineStyle.None },
                4 => rendition with { Underline = UnderlineStyle.Single },
                24 => rendition with { Underline = UnderlineStyle.None },
                22 => rendition with { Attributes = rendition.Attributes & ~RenditionAttributes.Bold },
                > 20 => rendition with { Attributes = rendition.Attributes & ~bit },
                _ => rendition with { Attributes = rendition.Attributes | bit },
            };
        }

        return rendition;
    }

    private static Rendition Reverse(Rendition rendition, SequenceParameters attributes)
    {
        for (int i = 0; i < Math.Max(1, attributes.Count); i++)
        {
            if (attributes[i] is 0 or 4)
            {
                rendition = rendition with
                {
                    Underline = rendition.Underline == UnderlineStyle.None ? UnderlineStyle.Single : UnderlineStyle.None,
                };
            }

            RenditionAttributes bits = attributes[i] == 0
                ? RenditionAttributes.Bold | RenditionAttributes.Blink | RenditionAttributes.Inverse
                : AttributeOf(attributes[i]);
            rendition = rendition with { Attributes = rendition.Attributes ^ bits };
        }

        return rendition;
    }

    private static RenditionAttributes AttributeOf(int value) => value switch
    {
        1 => RenditionAttributes.Bold,
        5 => RenditionAttributes.Blink,
        7 => RenditionAttributes.Inverse,
        8 => RenditionAttributes.Invisible,
        _ => RenditionAttributes.None,
    };

    /// <summary>XTREPORTSGR: what all cells of the rectangle have in common.</summary>
    private static void Report(TerminalCore terminal, SequenceParameters parameters)
    {
        if (!TryArea(terminal, parameters, 0, out Area area))
        {
            return;
        }

        Rendition common = terminal.Tables.Renditions[terminal.Screen.Row(area.Top)[area.Left].Rendition];
        for (int row = area.Top; row < area.Bottom; row++)
        {
            foreach (Cell cell in terminal.Screen.Row(row)[area.Left..area.Right])
            {
                Rendition other = terminal.Tables.Renditions[cell.Rendition];
                common = new Rendition(
                    common.Foreground == other.Foreground ? common.Foreground : default,
                    common.Background == other.Background ? common.Background : default,
                    common.UnderlineColor == other.UnderlineColor ? common.UnderlineColor : default,
                    common.Attributes & other.Attributes,
                    common.Underline == other.Underline ? common.Underline : UnderlineStyle.None,
                    0);
            }
        }

        var reply = new ReplyBuilder(stackalloc byte[ParserLimits.MaxReplyBytes]);
        reply.Add("\e["u8);
        RenditionReport.Write(ref reply, common);
        reply.Add('m');
        terminal.Reply(reply.Written);
    }

    /// <summary>A rectangle of cells, half-open.</summary>
    public readonly record struct Area(int Top, int Left, int Bottom, int Right);
}
