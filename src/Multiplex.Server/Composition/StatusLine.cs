using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Text;

namespace Multiplex.Server.Composition;

/// <summary>One character of an expanded status string.</summary>
/// <param name="CodePoint">Its code point.</param>
/// <param name="Width">Columns it takes: 0, 1 or 2.</param>
/// <param name="Style">Index into <see cref="StatusLine.Styles"/>.</param>
/// <param name="Window">Number of the window whose entry in a list it belongs to, or -1; clicks find the window by it.</param>
internal readonly record struct StatusCharacter(int CodePoint, byte Width, byte Style, short Window = -1);

/// <summary>
/// An expanded status string: characters with renditions. It is meant to be kept and filled again, so that drawing a caption allocates nothing.
/// </summary>
internal sealed class StatusLine
{
    /// <summary>Longest expansion; far beyond any display's width, so that a window list of a hundred long titles still truncates right.</summary>
    public const int MaxLength = 16_384;

    /// <summary>Most different renditions in one line; later changes reuse the last one.</summary>
    public const int MaxStyles = 255;

    private StatusCharacter[] _characters = new StatusCharacter[128];
    private readonly List<StatusRendition> _styles = [];

    /// <summary>The characters.</summary>
    public ReadOnlySpan<StatusCharacter> Characters => _characters.AsSpan(0, Count);

    /// <summary>How many characters there are.</summary>
    public int Count { get; private set; }

    /// <summary>The renditions that the characters refer to.</summary>
    public IReadOnlyList<StatusRendition> Styles => _styles;

    /// <summary>When the text will be another one by the clock alone, or null when it shows no time.</summary>
    public DateTimeOffset? NextRefresh { get; private set; }

    /// <summary>Number of the window whose entry is written at the moment, or -1.</summary>
    public int Window { get; set; } = -1;

    /// <summary>Index of the first character of the current window's entry in a list of windows, or -1.</summary>
    public int CurrentStart { get; set; }

    /// <summary>Empties the line.</summary>
    /// <param name="rendition">What it begins with.</param>
    public void Clear(StatusRendition rendition)
    {
        Count = 0;
        CurrentStart = -1;
        Window = -1;
        NextRefresh = null;
        _styles.Clear();
        _styles.Add(rendition);
    }

    /// <summary>Finds or makes the index of a rendition.</summary>
    /// <param name="rendition">The rendition.</param>
    public byte Style(StatusRendition rendition)
    {
        int index = _styles.LastIndexOf(rendition);
        if (index >= 0)
        {
            return (byte)index;
        }

        if (_styles.Count < MaxStyles)
        {
            _styles.Add(rendition);
        }

        return (byte)(_styles.Count - 1);
    }

    /// <summary>Notes when the text changes by the clock.</summary>
    /// <param name="time">The moment.</param>
    public void RefreshAt(DateTimeOffset time)
    {
        if (NextRefresh is null || time < NextRefresh)
        {
            NextRefresh = time;
        }
    }

    /// <summary>Adds a text.</summary>
    /// <param name="text">The text; what is not a Unicode scalar becomes U+FFFD.</param>
    /// <param name="style">Its rendition.</param>
    public void Append(ReadOnlySpan<char> text, byte style)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            Append(rune.Value, style);
        }
    }

    /// <summary>Adds a character.</summary>
    /// <param name="codePoint">The character.</param>
    /// <param name="style">Its rendition.</param>
    public void Append(int codePoint, byte style)
    {
        if (Count < MaxLength)
        {
            Insert(Count, 1, new StatusCharacter(codePoint, (byte)WidthOf(codePoint), style, (short)Window));
        }
    }

    /// <summary>Columns that a character takes; control characters count one, as screen counts them.</summary>
    /// <param name="codePoint">The character.</param>
    public static int WidthOf(int codePoint)
    {
        if (codePoint is >= 0x20 and < 0x7F || codePoint < 0xA0)
        {
            return 1;
        }

        return CharacterWidth.Of(codePoint, ambiguousWide: false);
    }

    /// <summary>Forgets all characters from an index on.</summary>
    /// <param name="count">How many stay.</param>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>The columns that a range of characters takes.</summary>
    /// <param name="start">First character.</param>
    /// <param name="end">One past the last.</param>
    public int Columns(int start, int end)
    {
        int columns = 0;
        for (int index = start; index < end; index++)
        {
            columns += _characters[index].Width;
        }

        return columns;
    }

    /// <summary>Puts blanks or other copies of a character in front of an index.</summary>
    /// <param name="index">Where.</param>
    /// <param name="count">How many.</param>
    /// <param name="character">The character.</param>
    public void Insert(int index, int count, StatusCharacter character)
    {
        count = Math.Min(count, MaxLength - Count);
        if (count <= 0)
        {
            return;
        }

        if (Count + count > _characters.Length)
        {
            Array.Resize(ref _characters, Math.Max(Count + count, _characters.Length * 2));
        }

        _characters.AsSpan(index, Count - index).CopyTo(_characters.AsSpan(index + count));
        _characters.AsSpan(index, count).Fill(character);
        Count += count;
    }

    /// <summary>
    /// Removes columns from a range: a wide character of which only a half is removed becomes a blank.
    /// </summary>
    /// <param name="start">First character that may be removed.</param>
    /// <param name="columns">How many columns go, at least 0.</param>
    public void RemoveColumns(int start, int columns)
    {
        int end = start;
        int removed = 0;
        while (end < Count && (removed < columns || _characters[end].Width == 0))
        {
            removed += _characters[end++].Width;
        }

        if (end == start)
        {
            return;
        }

        byte style = _characters[end - 1].Style;
        _characters.AsSpan(end, Count - end).CopyTo(_characters.AsSpan(start));
        Count -= end - start;
        Insert(start, removed - columns, new StatusCharacter(' ', 1, style));
    }

    /// <summary>Writes dots over characters, the mark of a cut end.</summary>
    /// <param name="start">First character.</param>
    /// <param name="end">One past the last.</param>
    public void Dot(int start, int end)
    {
        for (int index = Math.Max(start, 0); index < Math.Min(end, Count); index++)
        {
            _characters[index] = _characters[index] with { CodePoint = '.', Width = 1 };
        }
    }

    /// <summary>The window whose entry covers a column, or -1.</summary>
    /// <param name="column">Zero-based column of the line.</param>
    public int WindowAt(int column)
    {
        int at = 0;
        foreach (StatusCharacter character in Characters)
        {
            at += character.Width;
            if (at > column)
            {
                return character.Window;
            }
        }

        return -1;
    }

    /// <summary>The rendition of a character as a cell has it.</summary>
    /// <param name="index">The character.</param>
    public Rendition RenditionOf(int index) => _styles[_characters[index].Style].ToRendition();

    /// <summary>True when the characters are those of a text; allocates nothing.</summary>
    /// <param name="text">The text.</param>
    public bool TextEquals(ReadOnlySpan<char> text)
    {
        int index = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (index >= Count || _characters[index++].CodePoint != rune.Value)
            {
                return false;
            }
        }

        return index == Count;
    }

    /// <summary>The characters alone.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Count);
        foreach (StatusCharacter character in Characters)
        {
            text.Append(Rune.IsValid(character.CodePoint) ? new Rune(character.CodePoint) : Rune.ReplacementChar);
        }

        return text.ToString();
    }
}
