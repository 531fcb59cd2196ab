using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.State;

/// <summary>
/// What F6 to F20 with Shift type because a program said so (DECUDK; VT510 RM). Kept only where the owner allows it: a file that is shown
/// could otherwise put a command under a key.
/// </summary>
internal sealed class UserKeys
{
    /// <summary>How many keys there are.</summary>
    public const int MaxKeys = 15;

    /// <summary>Bytes kept for all keys together: as many as a string may have.</summary>
    private const int MaxBytes = ParserLimits.MaxStringBytes / 2;

    private readonly SortedDictionary<int, byte[]> _texts = [];

    /// <summary>No program may change them until a reset.</summary>
    public bool IsLocked { get; set; }

    /// <summary>The keys by their DEC numbers with what they type.</summary>
    public IReadOnlyDictionary<int, byte[]> Texts => _texts;

    /// <summary>F6 to F20 by their DEC numbers, which are those before the ~ of what they send.</summary>
    public static bool IsKey(int number) => number is (>= 17 and <= 21) or (>= 23 and <= 26) or 28 or 29 or (>= 31 and <= 34);

    /// <summary>Gives a key its text; an empty one takes it away. What is too much is dropped.</summary>
    public void Set(int number, ReadOnlySpan<byte> text)
    {
        _texts.Remove(number);
        if (IsKey(number) && !text.IsEmpty && text.Length + _texts.Values.Sum(static t => t.Length) <= MaxBytes)
        {
            _texts[number] = text.ToArray();
        }
    }

    /// <summary>Forgets all texts.</summary>
    public void Clear() => _texts.Clear();

    /// <summary>As after power-up.</summary>
    public void Reset()
    {
        _texts.Clear();
        IsLocked = false;
    }
}
