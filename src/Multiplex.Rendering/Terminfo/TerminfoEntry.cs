using System.Buffers.Binary;
using System.Text;

namespace Multiplex.Rendering.Terminfo;

/// <summary>
/// Boolean capabilities that are looked at; the numbers are their places in a compiled entry (term(5), order of terminfo's Caps
/// file).
/// </summary>
public enum TerminfoFlag
{
    /// <summary>am.</summary>
    AutoRightMargin = 1,

    /// <summary>xenl.</summary>
    EatNewlineGlitch = 4,

    /// <summary>bce.</summary>
    BackColorErase = 28,
}

/// <summary>String capabilities that are looked at; the numbers are their places in a compiled entry.</summary>
public enum TerminfoString
{
    /// <summary>csr.</summary>
    ChangeScrollRegion = 3,

    /// <summary>hpa.</summary>
    ColumnAddress = 8,

    /// <summary>cup.</summary>
    CursorAddress = 10,

    /// <summary>civis.</summary>
    CursorInvisible = 13,

    /// <summary>blink.</summary>
    EnterBlink = 26,

    /// <summary>bold.</summary>
    EnterBold = 27,

    /// <summary>smcup.</summary>
    EnterAlternateScreen = 28,

    /// <summary>dim.</summary>
    EnterDim = 30,

    /// <summary>invis.</summary>
    EnterSecure = 32,

    /// <summary>rev.</summary>
    EnterReverse = 34,

    /// <summary>smul.</summary>
    EnterUnderline = 36,

    /// <summary>ech.</summary>
    EraseCharacters = 37,

    /// <summary>rmul.</summary>
    ExitUnderline = 44,

    /// <summary>smkx.</summary>
    KeypadTransmit = 89,

    /// <summary>dl.</summary>
    DeleteLines = 106,

    /// <summary>ich.</summary>
    InsertCharacters = 108,

    /// <summary>indn.</summary>
    ScrollForward = 109,

    /// <summary>rep.</summary>
    RepeatCharacter = 121,

    /// <summary>vpa.</summary>
    RowAddress = 127,

    /// <summary>sc.</summary>
    SaveCursor = 128,

    /// <summary>sitm.</summary>
    EnterItalics = 311,

    /// <summary>kmous.</summary>
    KeyMouse = 355,
}

/// <summary>A compiled terminfo entry, term(5): the standard part by place, ncurses' extended part by name.</summary>
public sealed class TerminfoEntry
{
    /// <summary>Magic number of entries with 16-bit numbers.</summary>
    private const int Magic16 = 0x011A;

    /// <summary>Magic number of entries with 32-bit numbers.</summary>
    private const int Magic32 = 0x021E;

    private const int MaximumColorsIndex = 13;
    private const int HeaderSize = 12;

    private readonly byte[] _flags;
    private readonly byte[]?[] _strings;
    private readonly Dictionary<string, byte[]> _extended = new(StringComparer.Ordinal);

    private TerminfoEntry(byte[] flags, byte[]?[] strings, int maximumColors)
    {
        _flags = flags;
        _strings = strings;
        MaximumColors = maximumColors;
    }

    /// <summary>The number <c>colors</c>; -1 when it is missing.</summary>
    public int MaximumColors { get; }

    /// <summary>Reads an entry.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>The entry, or null when the bytes are none.</returns>
    public static TerminfoEntry? TryRead(ReadOnlySpan<byte> file)
    {
        Layout layout = new(file);
        if (!layout.IsValid)
        {
            return null;
        }

        byte[]?[] strings = new byte[]?[layout.StringCount];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = layout.String(file, i);
        }

        TerminfoEntry entry = new(
            layout.Flags(file).ToArray(),
            strings,
            layout.NumberCount > MaximumColorsIndex ? layout.Number(file, MaximumColorsIndex) : -1);
        entry.ReadExtended(file[Math.Min(layout.End + (layout.End & 1), file.Length)..], layout.NumberSize);
        return entry;
    }

    /// <summary>True when a boolean capability is set.</summary>
    /// <param name="flag">The capability.</param>
    public bool Has(TerminfoFlag flag) => (int)flag < _flags.Length && _flags[(int)flag] == 1;

    /// <summary>True when a string capability is there.</summary>
    /// <param name="name">The capability.</param>
    public bool Has(TerminfoString name) => (int)name < _strings.Length && _strings[(int)name] is not null;

    /// <summary>A string capability as it stands in the entry, parameters and all.</summary>
    /// <param name="name">The capability.</param>
    /// <returns>Its bytes, empty when missing.</returns>
    public ReadOnlySpan<byte> Get(TerminfoString name) => (int)name < _strings.Length ? _strings[(int)name] : default;

    /// <summary>True when the extended part has a capability: a string, a number or a flag that is set.</summary>
    /// <param name="name">Its name, as <c>Tc</c>.</param>
    public bool HasExtended(string name) => _extended.ContainsKey(name);

    /// <summary>An extended string capability.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its bytes; empty when missing and for flags and numbers.</returns>
    public ReadOnlySpan<byte> GetExtended(string name) => _extended.GetValueOrDefault(name);

    /// <summary>The extended part: five counts; flags, numbers, offsets of the values, offsets of the names, the strings.</summary>
    private void ReadExtended(ReadOnlySpan<byte> part, int numberSize)
    {
        if (part.Length < 10)
        {
            return;
        }

        int flags = Word(part, 0);
        int numbers = Word(part, 2);
        int strings = Word(part, 4);
        int table = 10 + flags + (flags & 1) + (numbers * numberSize);
        int names = table + (2 * strings);
        int text = names + (2 * (flags + numbers + strings));
        if (flags < 0 || numbers < 0 || strings < 0 || text > part.Length)
        {
            return;
        }

        int namesBase = text;
        for (int i = 0; i < strings; i++)
        {
            ReadOnlySpan<byte> value = Text(part, text, Word(part, table + (2 * i)));
            namesBase = Math.Max(namesBase, text + Word(part, table + (2 * i)) + value.Length + 1);
        }

        for (int i = 0; i < flags + numbers + strings; i++)
        {
            string name = Encoding.Latin1.GetString(Text(part, namesBase, Word(part, names + (2 * i))));
            bool isThere = i < flags ? part[10 + i] == 1 : i < flags + numbers || Word(part, table + (2 * (i - flags - numbers))) >= 0;
            if (isThere && name.Length > 0)
            {
                _extended[name] = i < flags + numbers ? [] : Text(part, text, Word(part, table + (2 * (i - flags - numbers)))).ToArray();
            }
        }
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes, int start, int offset)
    {
        if (offset < 0 || start + offset >= bytes.Length)
        {
            return default;
        }

        ReadOnlySpan<byte> rest = bytes[(start + offset)..];
        int end = rest.IndexOf((byte)0);
        return end < 0 ? default : rest[..end];
    }

    private static int Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt16LittleEndian(bytes[offset..]);

    /// <summary>Where the sections of the standard part begin.</summary>
    private readonly ref struct Layout
    {
        private readonly int _flags;
        private readonly int _flagCount;
        private readonly int _numbers;
        private readonly int _offsets;
        private readonly int _table;

        public Layout(ReadOnlySpan<byte> file)
        {
            if (file.Length < HeaderSize || Word(file, 0) is not (Magic16 or Magic32))
            {
                return;
            }

            NumberSize = Word(file, 0) == Magic32 ? 4 : 2;
            int names = Word(file, 2);
            _flagCount = Word(file, 4);
            NumberCount = Word(file, 6);
            StringCount = Word(file, 8);
            int tableSize = Word(file, 10);
            if (names < 0 || _flagCount < 0 || NumberCount < 0 || StringCount < 0 || tableSize < 0)
            {
                return;
            }

            _flags = HeaderSize + names;
            int end = _flags + _flagCount;
            _numbers = end + (end & 1);
            _offsets = _numbers + (NumberCount * NumberSize);
            _table = _offsets + (2 * StringCount);
            End = _table + tableSize;
            IsValid = End <= file.Length;
        }

        public bool IsValid { get; }

        public int NumberSize { get; }

        public int NumberCount { get; }

        public int StringCount { get; }

        public int End { get; }

        public ReadOnlySpan<byte> Flags(ReadOnlySpan<byte> file) => file.Slice(_flags, _flagCount);

        public int Number(ReadOnlySpan<byte> file, int index) => NumberSize == 2
            ? Word(file, _numbers + (2 * index))
            : BinaryPrimitives.ReadInt32LittleEndian(file[(_numbers + (4 * index))..]);

        public byte[]? String(ReadOnlySpan<byte> file, int index)
        {
            int offset = Word(file, _offsets + (2 * index));
            return offset < 0 ? null : Text(file[..End], _table, offset).ToArray();
        }
    }
}
