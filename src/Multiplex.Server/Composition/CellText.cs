using System.Text;
using Multiplex.Server.Layers;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>Writes text into the cells of a frame: the only way in which mux's own words reach a display.</summary>
internal static class CellText
{
    /// <summary>The id of a rendition in the frame's tables; the default's when they are full.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="rendition">The rendition.</param>
    public static ushort Intern(Frame frame, in Rendition rendition)
    {
        _ = frame.Tables.Renditions.TryIntern(rendition, out ushort id);
        return id;
    }

    /// <summary>Fills columns of a row with blanks.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="row">A row of the frame.</param>
    /// <param name="column">First column.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="rendition">Id of the blanks' rendition; 0 leaves the cells empty.</param>
    public static void Blank(Frame frame, int row, int column, int end, ushort rendition)
    {
        end = Math.Min(end, frame.Columns);
        if (row >= 0 && row < frame.Rows && column < end)
        {
            WideCells.Split(frame.Row(row), column, end);
            frame.Row(row)[column..end].Fill(rendition == 0 ? Cell.Empty : Cell.FromCodePoint(' ', CellWidth.Narrow, rendition));
        }
    }

    /// <summary>Empties an area.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="area">The area, clipped to the frame.</param>
    public static void Clear(Frame frame, Rectangle area)
    {
        for (int row = area.Row; row < area.Bottom; row++)
        {
            Blank(frame, row, area.Column, area.Right, 0);
        }
    }

    /// <summary>Writes a text.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="row">A row of the frame.</param>
    /// <param name="column">Where it begins; may lie left of 0, then its beginning is cut.</param>
    /// <param name="end">One past the last column that may be written.</param>
    /// <param name="text">The text; control characters are shown as <c>^X</c>.</param>
    /// <param name="rendition">Id of its rendition.</param>
    /// <returns>The column after the text.</returns>
    public static int Write(Frame frame, int row, int column, int end, ReadOnlySpan<char> text, ushort rendition)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (column >= end)
            {
                break;
            }

            int value = rune.Value;
            if (value is < 0x20 or 0x7F)
            {
                column = Put(frame, row, column, end, '^', rendition);
                value ^= 0x40;
            }

            column = Put(frame, row, column, end, value, rendition);
        }

        return column;
    }

    /// <summary>Writes an expanded status string.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="row">A row of the frame.</param>
    /// <param name="column">Where it begins.</param>
    /// <param name="end">One past the last column that may be written.</param>
    /// <param name="line">The line.</param>
    /// <returns>The column after the text.</returns>
    public static int Write(Frame frame, int row, int column, int end, StatusLine line)
    {
        int style = -1;
        ushort rendition = 0;
        ReadOnlySpan<StatusCharacter> characters = line.Characters;
        for (int index = 0; index < characters.Length && column < end; index++)
        {
            StatusCharacter character = characters[index];
            if (character.Style != style)
            {
                style = character.Style;
                rendition = Intern(frame, line.RenditionOf(index));
            }

            column = Put(frame, row, column, end, character.CodePoint < 0x20 ? ' ' : character.CodePoint, rendition);
        }

        return column;
    }

    /// <summary>The columns that a text takes.</summary>
    /// <param name="text">The text.</param>
    public static int Columns(ReadOnlySpan<char> text)
    {
        int columns = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            columns += rune.Value is < 0x20 or 0x7F ? 2 : StatusLine.WidthOf(rune.Value);
        }

        return columns;
    }

    /// <summary>Writes one character, or joins a combining one to the cell on its left.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="row">A row of the frame.</param>
    /// <param name="column">Where.</param>
    /// <param name="end">One past the last column that may be written.</param>
    /// <param name="codePoint">The character.</param>
    /// <param name="rendition">Id of its rendition.</param>
    /// <returns>The column after it.</returns>
    public static int Put(Frame frame, int row, int column, int end, int codePoint, ushort rendition)
    {
        end = Math.Min(end, frame.Columns);
        if (row < 0 || row >= frame.Rows || column >= end)
        {
            return column;
        }

        int width = StatusLine.WidthOf(codePoint);
        Span<Cell> cells = frame.Row(row);
        if (width == 0)
        {
            Join(frame, cells, column, codePoint);
            return column;
        }

        if (column >= 0)
        {
            if (column + width > end)
            {
                codePoint = ' ';
                width = 1;
            }

            WideCells.Split(cells, column, column + width);
            cells[column] = Cell.FromCodePoint(codePoint, width == 2 ? CellWidth.Wide : CellWidth.Narrow, rendition);
            if (width == 2)
            {
                cells[column + 1] = Cell.Tail(rendition);
            }
        }
        else if (column + width > 0)
        {
            cells[0] = Cell.FromCodePoint(' ', CellWidth.Narrow, rendition);
        }

        return column + width;
    }

    private static void Join(Frame frame, Span<Cell> cells, int column, int codePoint)
    {
        int at = column - 1;
        if (at > 0 && cells[at].Width == CellWidth.WideTail)
        {
            at--;
        }

        if (at < 0 || cells[at].IsEmpty)
        {
            return;
        }

        Cell cell = cells[at];
        Span<char> text = stackalloc char[GraphemeTable.MaxLength + 2];
        int length;
        if (cell.IsGrapheme)
        {
            string known = frame.Tables.Graphemes[cell.Content];
            known.CopyTo(text);
            length = known.Length;
        }
        else
        {
            length = new Rune(cell.Content).EncodeToUtf16(text);
        }

        length += new Rune(codePoint).EncodeToUtf16(text[length..]);
        if (frame.Tables.Graphemes.TryIntern(text[..length], out int id))
        {
            cells[at] = Cell.FromGrapheme(id, cell.Width, cell.Rendition);
        }
    }
}
