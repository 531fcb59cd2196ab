using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal.Sequences;

/// <summary>DECRQPSR's reports of the cursor (DECCIR) and the tab stops (DECTABSR), and DECRSPS that takes them back (VT510 RM).</summary>
internal static class PresentationState
{
    /// <summary>Answers DECRQPSR.</summary>
    public static void Report(TerminalCore terminal, int what)
    {
        if (what == 1)
        {
            ReportCursor(terminal);
        }
        else if (what == 2)
        {
            ReportTabs(terminal);
        }
    }

    /// <summary>DECRSPS.</summary>
    public static void Restore(TerminalCore terminal, StringRequest request)
    {
        // The report is fixed text and digits, so what is not ASCII is not one.
        string text = Encoding.ASCII.GetString(request.Text);
        if (request.Parameters[0] == 1)
        {
            RestoreCursor(terminal, text.Split(';'));
        }
        else if (request.Parameters[0] == 2)
        {
            terminal.Tabs.ClearAll();
            foreach (string stop in text.Split('/'))
            {
                if (int.TryParse(stop, NumberStyles.None, CultureInfo.InvariantCulture, out int column) && column >= 1
                    && column <= terminal.Columns)
                {
                    terminal.Tabs.Set(column - 1);
                }
            }
        }
    }

    private static void ReportCursor(TerminalCore terminal)
    {
        var reply = new ReplyBuilder(stackalloc byte[ParserLimits.MaxReplyBytes]);
        Rendition pen = terminal.Pen;
        int attributes = '@' | (pen.Has(RenditionAttributes.Bold) ? 1 : 0) | (pen.Underline != UnderlineStyle.None ? 2 : 0)
            | (pen.Has(RenditionAttributes.Blink) ? 4 : 0) | (pen.Has(RenditionAttributes.Inverse) ? 8 : 0);
        int flags = '@' | (terminal.OriginMode ? 1 : 0) | (terminal.SingleShift == 2 ? 2 : 0) | (terminal.SingleShift == 3 ? 4 : 0)
            | (terminal.PendingWrap ? 8 : 0);
        reply.Add("\eP1$u"u8);
        reply.Add(terminal.Row - terminal.OriginRow + 1);
        reply.Add(';');
        reply.Add(terminal.Column - terminal.OriginColumn + 1);
        reply.Add(";1;"u8);
        reply.Add((char)attributes);
        reply.Add(';');
        reply.Add((char)('@' | (terminal.IsProtected ? 1 : 0)));
        reply.Add(';');
        reply.Add((char)flags);
        reply.Add(';');
        reply.Add(terminal.Sets.Left);
        reply.Add(';');
        reply.Add(terminal.Sets.Right);
        reply.Add(';');
        int sizes = '@';
        for (int set = 0; set < 4; set++)
        {
            sizes |= (terminal.Sets[set] & CharacterSets.Set96) != 0 ? 1 << set : 0;
        }

        reply.Add((char)sizes);
        reply.Add(';');
        for (int set = 0; set < 4; set++)
        {
            int value = terminal.Sets[set] & ~CharacterSets.Set96;
            if (value > 0xFF)
            {
                reply.Add((char)(value >> 8));
            }

            reply.Add((char)(value & 0xFF));
        }

        reply.Add("\e\\"u8);
        terminal.Reply(reply.Written);
    }

    private static void ReportTabs(TerminalCore terminal)
    {
        var reply = new ReplyBuilder(stackalloc byte[ParserLimits.MaxReplyBytes]);
        reply.Add("\eP2$u"u8);
        bool isFirst = true;
        for (int column = 0; column < terminal.Columns && reply.Written.Length < ParserLimits.MaxReplyBytes - 16; column++)
        {
            if (terminal.Tabs.IsSet(column))
            {
                reply.Add(isFirst ? ""u8 : "/"u8);
                reply.Add(column + 1);
                isFirst = false;
            }
        }

        reply.Add("\e\\"u8);
        terminal.Reply(reply.Written);
    }

    private static void RestoreCursor(TerminalCore terminal, string[] fields)
    {
        if (fields.Length < 10 || fields[3].Length == 0 || fields[4].Length == 0 || fields[5].Length == 0
            || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int row)
            || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int column))
        {
            return;
        }

        int attributes = fields[3][0];
        int flags = fields[5][0];
        RenditionAttributes set = ((attributes & 1) != 0 ? RenditionAttributes.Bold : 0)
            | ((attributes & 4) != 0 ? RenditionAttributes.Blink : 0)
            | ((attributes & 8) != 0 ? RenditionAttributes.Inverse : 0);
        terminal.Pen = terminal.Pen with
        {
            Attributes = set,
            Underline = (attributes & 2) != 0 ? UnderlineStyle.Single : UnderlineStyle.None,
        };
        terminal.IsProtected = (fields[4][0] & 1) != 0;
        terminal.SetBit(ModeId.Origin, (flags & 1) != 0);
        if (fields[6] is [>= '0' and <= '3'] && fields[7] is [>= '0' and <= '3'])
        {
            terminal.ShiftLeft(fields[6][0] - '0');
            terminal.Sets.Right = (byte)(fields[7][0] - '0');
        }

        CharsetSequences.Restore(terminal, fields[9], fields[8].Length > 0 ? fields[8][0] : 0);
        terminal.MoveToOrigin(row - 1, column - 1);
        terminal.SetPendingWrap((flags & 8) != 0);
        terminal.ShiftOnce((flags & 2) != 0 ? 2 : (flags & 4) != 0 ? 3 : 0);
    }
}
