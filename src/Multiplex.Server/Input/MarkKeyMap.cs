namespace Multiplex.Server.Input;

/// <summary>
/// <c>markkeys</c>: which key of copy mode each byte stands for. A key of copy mode and those that shall do the same are joined by
/// equals signs, such groups by colons.
/// </summary>
internal sealed class MarkKeyMap
{
    private readonly byte[] _meanings = new byte[256];

    private MarkKeyMap()
    {
        for (int key = 0; key < _meanings.Length; key++)
        {
            _meanings[key] = (byte)key;
        }
    }

    /// <summary>The map in which every key stands for itself.</summary>
    public static MarkKeyMap Default { get; } = new();

    /// <summary>The key whose meaning a byte has.</summary>
    /// <param name="key">The byte typed.</param>
    public byte this[byte key] => _meanings[key];

    /// <summary>
    /// Reads the argument of <c>markkeys</c>: <c>h=^B:@=L=H</c> makes <c>^B</c> do what <c>h</c> does, and L and H nothing.
    /// </summary>
    /// <param name="text">The argument; control characters may be written out or stand for themselves.</param>
    /// <param name="map">The map; the default one when the text is wrong.</param>
    public static bool TryParse(string text, out MarkKeyMap map)
    {
        map = new MarkKeyMap();
        ReadOnlySpan<byte> rest = Commands.CommandText.ToBytes(text);
        bool isFirst = true;
        byte meaning = 0;
        while (!rest.IsEmpty)
        {
            if (!KeySyntax.TryRead(ref rest, out byte key))
            {
                break;
            }

            if (isFirst)
            {
                meaning = key;
            }
            else
            {
                map._meanings[key] = meaning;
            }

            bool isPair = !rest.IsEmpty && rest[0] == '=';
            bool isEnd = !isFirst && (rest.IsEmpty || rest[0] == ':');
            if (!isPair && !isEnd)
            {
                map = Default;
                return false;
            }

            isFirst = isEnd;
            rest = rest.IsEmpty ? rest : rest[1..];
        }

        return true;
    }
}
