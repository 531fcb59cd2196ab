using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>Rows of cells as text, and text of a drawing as the characters that cells should hold.</summary>
internal static class ScreenText
{
    /// <summary>Stands in a drawing for a cell that was never written; a blank stands for any empty-looking cell.</summary>
    public const string NeverWritten = "·";

    /// <summary>The characters of a row from left to right; a cell that was never written is <see cref="NeverWritten"/>.</summary>
    public static List<string> Characters(ReadOnlySpan<Cell> row, FrameTables tables)
    {
        var characters = new List<string>();
        foreach (Cell cell in row)
        {
            if (cell.Width == CellWidth.WideTail)
            {
                continue;
            }

            characters.Add(cell.IsEmpty ? NeverWritten : Text(cell, tables));
        }

        return characters;
    }

    public static string Text(Cell cell, FrameTables tables)
    {
        if (cell.IsGrapheme)
        {
            return tables.Graphemes[cell.Content];
        }

        return cell.IsEmpty ? "" : char.ConvertFromUtf32(cell.Content);
    }

    /// <summary>The characters of a drawing: combining characters and joined emoji belong to the character before them.</summary>
    public static List<string> Characters(string drawing)
    {
        var characters = new List<string>();
        foreach (Rune rune in drawing.EnumerateRunes())
        {
            bool joins = characters.Count > 0 && (Joins(rune) || characters[^1].EndsWith('\u200d'));
            if (joins)
            {
                characters[^1] += rune;
            }
            else
            {
                characters.Add(rune.ToString());
            }
        }

        return characters;
    }

    /// <summary>True when the drawing's character describes what the cell holds.</summary>
    public static bool Matches(string drawn, string held) => drawn == held || (drawn == " " && held is NeverWritten);

    public static string Plain(IEnumerable<string> characters) =>
        string.Concat(characters).Replace(NeverWritten, " ", StringComparison.Ordinal);

    private static bool Joins(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
        || rune.Value is >= 0x1F3FB and <= 0x1F3FF;
}
