using System.Text;

namespace Multiplex.Server.Copy;

/// <summary>
/// Movement by words, as screen has it. Letters, digits and what mail addresses are written with make a word, and so does a run of anything else but
/// blanks; the end of a line ends it. For the capital keys screen swaps blanks and the rest: <c>B</c> and <c>E</c> go by runs of blanks.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="isBig">The capital keys.</param>
internal readonly struct WordMovement(CopyText text, bool isBig)
{
    private const string LettersToo = "_.@:%!-+";

    /// <summary>The beginning of the next word, or the last place of the text.</summary>
    /// <param name="position">Where from.</param>
    /// <param name="count">How often.</param>
    public CopyPosition Next(CopyPosition position, int count = 1) => Move(position, position.Column, 1, toEnd: false, count);

    /// <summary>The beginning of this word, or of the one before.</summary>
    /// <param name="position">Where from.</param>
    /// <param name="count">How often.</param>
    public CopyPosition Previous(CopyPosition position, int count = 1) => Move(position, position.Column - 1, -1, toEnd: true, count);

    /// <summary>The end of this word, or of the next one.</summary>
    /// <param name="position">Where from.</param>
    /// <param name="count">How often.</param>
    public CopyPosition End(CopyPosition position, int count = 1) => Move(position, position.Column + 1, 1, toEnd: true, count);

    /// <summary>The beginning of the word at a place, or of the one before it when there is none.</summary>
    /// <param name="position">The place.</param>
    public CopyPosition Start(CopyPosition position) => Move(position, position.Column, -1, toEnd: true, 1);

    /// <summary>The end of the word at a place, or of the one behind it when there is none.</summary>
    /// <param name="position">The place.</param>
    /// <param name="count">How many words.</param>
    public CopyPosition Last(CopyPosition position, int count = 1) => Move(position, position.Column, 1, toEnd: true, count);

    /// <summary>Goes on until the kind of character has changed often enough. A blank stands before and behind each line.</summary>
    private CopyPosition Move(CopyPosition position, int column, int step, bool toEnd, int count)
    {
        int line = position.Line;
        int before = -1;
        while (true)
        {
            int kind = Kind(line, column);
            if (before >= 0 && before != kind)
            {
                position = new CopyPosition(line, before == 0 || !toEnd ? column : column - step);
                if ((toEnd ? before : kind) != 0 && --count <= 0)
                {
                    return position;
                }
            }

            bool isOutside = step > 0 ? column >= text.Columns : column < 0;
            if (isOutside)
            {
                line += step;
                if (line < 0 || line >= text.LineCount)
                {
                    return position;
                }
            }

            column = isOutside ? (step > 0 ? 0 : text.Columns - 1) : column + step;
            before = kind;
        }
    }

    private int Kind(int line, int column)
    {
        if (column < 0 || column >= text.Columns)
        {
            return 0;
        }

        Rune character = text.CharacterAt(new CopyPosition(line, column));
        bool isBlank = character.Value == ' ';
        if (isBig)
        {
            return isBlank ? 1 : 0;
        }

        bool isLetter = Rune.IsLetterOrDigit(character) || (character.IsAscii && LettersToo.Contains((char)character.Value, StringComparison.Ordinal));
        return isBlank ? 0 : isLetter ? 1 : 2;
    }
}
