using System.Text;

namespace Multiplex.Server.Copy;

/// <summary>How copied lines are joined (<c>J</c>).</summary>
internal enum LineJoin : byte
{
    /// <summary>A line feed between them.</summary>
    LineFeed,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>A blank.</summary>
    Blank,

    /// <summary>A comma.</summary>
    Comma,
}

/// <summary>What is marked: from the first mark to the cursor, within the margins, or as a rectangle.</summary>
internal static class Marking
{
    /// <summary>True when a cell lies in what is marked.</summary>
    /// <param name="cursor">Marks and margins.</param>
    /// <param name="position">The cell.</param>
    public static bool Contains(CopyCursor cursor, CopyPosition position)
    {
        if (cursor.Mark is not { } mark || position.Column < cursor.LeftMargin || position.Column > cursor.RightMargin)
        {
            return false;
        }

        (CopyPosition start, CopyPosition end) = Order(mark, cursor.Position);
        if (cursor.IsBlock)
        {
            return position.Line >= start.Line && position.Line <= end.Line &&
                position.Column >= Math.Min(start.Column, end.Column) && position.Column <= Math.Max(start.Column, end.Column);
        }

        return position.CompareTo(start) >= 0 && position.CompareTo(end) <= 0;
    }

    /// <summary>The marked text. Blanks at the ends of lines are left out; lines that were wrapped are joined without anything between.</summary>
    /// <param name="cursor">Marks and margins; the first mark is set.</param>
    /// <param name="join">What stands between lines.</param>
    /// <param name="carriageReturn">Line feeds get a carriage return before them (<c>crlf</c>).</param>
    public static string Text(CopyCursor cursor, LineJoin join, bool carriageReturn)
    {
        (CopyPosition start, CopyPosition end) = Order(cursor.Mark ?? cursor.Position, cursor.Position);
        var text = new StringBuilder();
        for (int line = start.Line; line <= end.Line; line++)
        {
            (int first, int last) = Span(cursor, line, start, end);
            bool isLast = line == end.Line;
            cursor.Text.Line(line, out _, out bool isWrapped);
            bool goesOn = isWrapped && !cursor.IsBlock && last == cursor.Text.Columns - 1;
            string part = cursor.Text.Text(line, first, last + 1);
            text.Append(goesOn && !isLast ? part : isLast && !cursor.IsBlock ? KeepMarked(cursor, part, line, last) : part.TrimEnd(' '));
            if (!isLast && !goesOn)
            {
                text.Append(Separator(join, carriageReturn));
            }
        }

        return text.ToString();
    }

    private static (int First, int Last) Span(CopyCursor cursor, int line, CopyPosition start, CopyPosition end)
    {
        int first = line == start.Line ? start.Column : 0;
        int last = line == end.Line ? end.Column : cursor.Text.Columns - 1;
        if (cursor.IsBlock)
        {
            (first, last) = (Math.Min(start.Column, end.Column), Math.Max(start.Column, end.Column));
        }

        return (Math.Max(first, cursor.LeftMargin), Math.Min(last, cursor.RightMargin));
    }

    /// <summary>In the last line blanks that were marked on purpose stay, those behind the line's text do not.</summary>
    private static string KeepMarked(CopyCursor cursor, string part, int line, int last) =>
        cursor.Text.LastFilled(line) > last ? part : part.TrimEnd(' ');

    /// <summary>What stands between two lines.</summary>
    /// <param name="join">How lines are joined.</param>
    /// <param name="carriageReturn">Line feeds get a carriage return before them.</param>
    public static string Separator(LineJoin join, bool carriageReturn) => join switch
    {
        LineJoin.None => string.Empty,
        LineJoin.Blank => " ",
        LineJoin.Comma => ",",
        _ => carriageReturn ? "\r\n" : "\n",
    };

    private static (CopyPosition Start, CopyPosition End) Order(CopyPosition left, CopyPosition right) =>
        left.CompareTo(right) <= 0 ? (left, right) : (right, left);
}
