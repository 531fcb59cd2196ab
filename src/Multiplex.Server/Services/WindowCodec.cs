using System.Buffers;
using System.Text;
using Multiplex.Terminal;

namespace Multiplex.Server.Services;

/// <summary>
/// Translates between a window's encoding and UTF-8, in which the emulator, the keys and the registers are. A window in UTF-8 has none. What is left of a
/// character at the end of a piece of output waits for the next one.
/// </summary>
internal sealed class WindowCodec
{
    /// <summary>Bytes that are decoded at a time.</summary>
    private const int PieceSize = 1024;

    /// <summary>Bytes of the longest character: four in GB18030.</summary>
    private const int MaxCharacter = 4;

    private const int ShiftJis = 932;
    private const int EucJp = 51932;
    private const int Gb18030 = 54936;

    private static readonly byte[] _replacement = "\ufffd"u8.ToArray();

    // No byte of a character in any of these encodings is a control: a control ends what was left unfinished.
    private static readonly SearchValues<byte> _controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static value => (byte)value), 0x7f]);

    private readonly Encoding _encoding;
    private readonly int _page;
    private readonly byte[] _piece = new byte[PieceSize + MaxCharacter];
    private readonly char[] _characters = new char[PieceSize + MaxCharacter];
    private readonly byte[] _utf8 = new byte[3 * (PieceSize + MaxCharacter)];
    private byte[] _cutKey = [];
    private int _kept;

    private WindowCodec(int page)
    {
        _page = page;
        _encoding = EncodingOf(page);
    }

    /// <summary>True when the emulator takes the window's bytes as they are: ISO 8859-1, which is what its character sets stand for.</summary>
    public bool IsDirect => _page == Encodings.Latin1;

    /// <summary>True while the first bytes of a character wait for the others.</summary>
    public bool IsInCharacter => _kept > 0;

    /// <summary>The translation for an encoding; null when none is needed, or none is known.</summary>
    /// <param name="name">A name that <see cref="Encodings.Find"/> gave.</param>
    public static WindowCodec? Create(string name)
    {
        int page = Encodings.FindDefinition(name)?.CodePage ?? 0;
        return page == 0 ? null : new WindowCodec(page);
    }

    /// <summary>A text in another encoding as UTF-8.</summary>
    /// <param name="name">The encoding.</param>
    /// <param name="text">The text.</param>
    public static byte[] ToUtf8(string name, byte[] text) => Encodings.FindDefinition(name) is { CodePage: not 0 } definition
        ? Encoding.UTF8.GetBytes(EncodingOf(definition.CodePage).GetString(text))
        : text;

    /// <summary>A UTF-8 text in another encoding.</summary>
    /// <param name="name">The encoding.</param>
    /// <param name="text">The text.</param>
    public static byte[] FromUtf8(string name, byte[] text) => Encodings.FindDefinition(name) is { CodePage: not 0 } definition
        ? EncodingOf(definition.CodePage).GetBytes(Encoding.UTF8.GetString(text))
        : text;

    /// <summary>Draws a window's output.</summary>
    /// <param name="output">In the window's encoding; borrowed for the call.</param>
    /// <param name="terminal">The window's emulator, which takes UTF-8, or the bytes themselves when <see cref="IsDirect"/>.</param>
    public void Decode(ReadOnlySpan<byte> output, TerminalEmulator terminal)
    {
        if (IsDirect)
        {
            terminal.Feed(output);
            return;
        }

        while (!output.IsEmpty)
        {
            int plain = _kept > 0 ? output[..1].IndexOfAnyExcept(_controls) : output.IndexOfAnyExceptInRange((byte)0, (byte)0x7f);
            plain = plain < 0 ? output.Length : plain;
            if (plain > 0)
            {
                if (_kept > 0)
                {
                    _kept = 0;
                    terminal.Feed(_replacement);
                    continue;
                }

                terminal.Feed(output[..plain]);
                output = output[plain..];
            }

            int end = output.IndexOfAny(_controls);
            int length = Math.Min(end < 0 ? output.Length : end, PieceSize);
            DecodeText(output[..length], terminal);
            output = output[length..];
        }
    }

    /// <summary>Translates what was typed.</summary>
    /// <param name="keys">
    /// UTF-8, which may be cut within a character; what is none (a mouse report, a byte that a command names) passes as it is. Borrowed for the call.
    /// </param>
    /// <param name="output">Gets the bytes in the window's encoding; a character that it lacks becomes a question mark.</param>
    public void Encode(ReadOnlySpan<byte> keys, IBufferWriter<byte> output)
    {
        Span<char> characters = stackalloc char[2];
        if (_cutKey.Length > 0)
        {
            byte[] joined = [.. _cutKey, .. keys];
            _cutKey = [];
            keys = joined;
        }

        while (!keys.IsEmpty)
        {
            int plain = keys.IndexOfAnyExceptInRange((byte)0, (byte)0x7f);
            plain = plain < 0 ? keys.Length : plain;
            output.Write(keys[..plain]);
            keys = keys[plain..];
            switch (Rune.DecodeFromUtf8(keys, out Rune rune, out int length))
            {
                case OperationStatus.Done:
                    int count = rune.EncodeToUtf16(characters);
                    output.Advance(_encoding.GetBytes(characters[..count], output.GetSpan(_encoding.GetMaxByteCount(count))));
                    break;
                case OperationStatus.NeedMoreData when !keys.IsEmpty:
                    _cutKey = keys.ToArray();
                    return;
                default:
                    output.Write(keys[..length]);
                    break;
            }

            keys = keys[length..];
        }
    }

    private static Encoding EncodingOf(int page) => page switch
    {
        Encodings.Latin1 => Encoding.GetEncoding(Encodings.Latin1, new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback),
        Encodings.Latin6 => new Latin6Encoding(),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(page, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\ufffd"))!,
    };

    private void DecodeText(ReadOnlySpan<byte> text, TerminalEmulator terminal)
    {
        text.CopyTo(_piece.AsSpan(_kept));
        Span<byte> piece = _piece.AsSpan(0, _kept + text.Length);
        int whole = 0;
        while (whole < piece.Length && LengthOf(piece[whole..]) is > 0 and int length && length <= piece.Length - whole)
        {
            whole += length;
        }

        int count = _encoding.GetChars(piece[..whole], _characters);
        terminal.Feed(_utf8.AsSpan(0, Encoding.UTF8.GetBytes(_characters.AsSpan(0, count), _utf8)));
        _kept = piece.Length - whole;
        piece[whole..].CopyTo(_piece);
    }

    /// <summary>Bytes of the character at the start of a text; 0 when more of it is needed to tell.</summary>
    private int LengthOf(ReadOnlySpan<byte> text)
    {
        byte first = text[0];
        if (first < 0x80 || _encoding.IsSingleByte)
        {
            return 1;
        }

        return _page switch
        {
            ShiftJis => first is (>= 0x81 and <= 0x9f) or (>= 0xe0 and <= 0xfc) ? 2 : 1,
            EucJp => first == 0x8f ? 3 : first is 0x8e or (>= 0xa1 and <= 0xfe) ? 2 : 1,
            Gb18030 when first is >= 0x81 and <= 0xfe => text.Length < 2 ? 0 : text[1] is >= (byte)'0' and <= (byte)'9' ? 4 : 2,
            _ => first is >= 0x81 and <= 0xfe ? 2 : 1,
        };
    }
}
