using System.Text;

namespace Multiplex.Server.Copy;

/// <summary>
/// Movement by words. A word is a run of letters, digits and underscores; the end of a line ends it. For the capital keys screen swaps blanks and the
/// rest: <c>B</c> and <c>E</c> go by runs of blanks.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="isBig">The capital keys.</param>
internal readonly struct WordMovement(CopyText text, bool isBig)
{
    /// <summary>The beginning of the next word, or the last place of the text.</summary>
    /// <param name="position">Where from.</param>
    public CopyPosition Next(CopyPosition position)
    {
        bool wasWord = IsWord(position);
        while (TryStep(ref position, 1, out bool isNewLine))
        {
            bool isWord = IsWord(position);
            if (isWord && (!wasWord || isNewLine))
            {
                break;
            }

            wasWord = isWord;
        }

        return position;
    }

    /// <summary>The beginning of this word, or of the one before.</summary>
    /// <param name="position">Where from.</param>
    public CopyPosition Previous(CopyPosition position)
    {
        while (TryStep(ref position, -1, out _))
        {
            if (IsWord(position) && IsStart(position))
            {
                break;
            }
        }

        return position;
    }

    /// <summary>The end of this word, or of the next one.</summary>
    /// <param name="position">Where from.</param>
    public CopyPosition End(CopyPosition position)
    {
        while (TryStep(ref position, 1, out _))
        {
            if (IsWord(position) && IsEnd(position))
            {
                break;
            }
        }

        return position;
    }

    /// <summary>The beginning of the word at a place; the place itself when there is none.</summary>
    /// <param name="position">The place.</param>
    public CopyPosition Start(CopyPosition position)
    {
        while (IsWord(position) && !IsStart(position))
        {
            position = position with { Column = position.Column - 1 };
        }

        return position;
    }

    /// <summary>True when the word at a place ends there.</summary>
    /// <param name="position">The place.</param>
    public bool IsLast(CopyPosition position) => IsWord(position) && IsEnd(position);

    private bool IsStart(CopyPosition position) => position.Column == 0 || !IsWord(position with { Column = position.Column - 1 });

    private bool IsEnd(CopyPosition position) =>
        position.Column == text.Columns - 1 || !IsWord(position with { Column = position.Column + 1 });

    private bool IsWord(CopyPosition position)
    {
        Rune character = text.CharacterAt(position);
        return isBig ? character.Value == ' ' : Rune.IsLetterOrDigit(character) || character.Value == '_';
    }

    private bool TryStep(ref CopyPosition position, int step, out bool isNewLine)
    {
        int column = position.Column + step;
        isNewLine = column < 0 || column >= text.Columns;
        if (!isNewLine)
        {
            position = position with { Column = column };
            return true;
        }

        int line = position.Line + step;
        if (line < 0 || line >= text.LineCount)
        {
            return false;
        }

        position = new CopyPosition(line, step > 0 ? 0 : text.Columns - 1);
        return true;
    }
}
