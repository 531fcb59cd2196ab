using Multiplex.Client.Probing;

namespace Multiplex.Client.Input;

/// <summary>
/// Takes the terminal's answers to our questions out of what the user types. Only what can be nothing but such an answer is taken;
/// everything
/// else goes on byte for byte and at once. What might still become an answer waits only from its third byte on: ESC, ESC [, ESC ] and ESC P
/// are keys (Escape and Alt with a key) and are never held back.
/// </summary>
internal sealed class InputSplitter(TerminalReplies replies)
{
    /// <summary>Longest answer; a longer one is passed on as it is. XTVERSION and XTGETTCAP take some ten bytes.</summary>
    private const int LongestAnswer = 1024;

    private readonly byte[] _held = new byte[LongestAnswer];
    private int _length;
    private State _state;

    private enum State
    {
        /// <summary>Nothing is held.</summary>
        Ground,

        /// <summary>After ESC [ ?: parameters until a final byte.</summary>
        ControlSequence,

        /// <summary>In a string that ST or BEL ends.</summary>
        String,

        /// <summary>In a string, after ESC.</summary>
        StringEscape,
    }

    /// <summary>True while answers are expected or a part of one is held; otherwise input may bypass the splitter.</summary>
    public bool IsActive => replies.IsExpecting || _length > 0;

    /// <summary>Splits input.</summary>
    /// <param name="input">What came from the terminal.</param>
    /// <param name="keys">Gets what the user typed; its length is <see cref="KeysLength"/>.</param>
    /// <returns>Bytes in <paramref name="keys"/>.</returns>
    public int Split(ReadOnlySpan<byte> input, Span<byte> keys)
    {
        int count = 0;
        int at = 0;
        while (at < input.Length)
        {
            if (_state == State.Ground)
            {
                ReadOnlySpan<byte> rest = input[at..];
                int begin = FindAnswer(rest);
                int plain = begin < 0 ? rest.Length : begin;
                rest[..plain].CopyTo(keys[count..]);
                count += plain;
                at += plain;
                if (begin >= 0)
                {
                    at += Begin(input[at..]);
                }
            }
            else if (!Take(input[at]))
            {
                count += Release(keys[count..]);
            }
            else
            {
                at++;
            }
        }

        return count;
    }

    /// <summary>The length of keys that splitting needs.</summary>
    /// <param name="inputLength">Bytes of input.</param>
    public static int KeysLength(int inputLength) => inputLength + LongestAnswer;

    /// <summary>Finds where something begins that can only be an answer: ESC and its next two bytes.</summary>
    private static int FindAnswer(ReadOnlySpan<byte> input)
    {
        for (int at = 0; at + 2 < input.Length; at++)
        {
            int escape = input[at..^2].IndexOf((byte)0x1B);
            if (escape < 0)
            {
                return -1;
            }

            at += escape;
            if (IsBegin(input[at + 1], input[at + 2]))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>
    /// DA1, DECRPM and kitty's flags begin with CSI ?; the size of cells with CSI 6; XTVERSION with DCS &gt;; XTGETTCAP with DCS 0 or 1; colours with
    /// OSC 1 or 4; kitty's graphics with APC G.
    /// </summary>
    private static bool IsBegin(byte second, byte third) => second switch
    {
        (byte)'[' => third is (byte)'?' or (byte)'6',
        (byte)'_' => third is (byte)'G',
        (byte)'P' => third is (byte)'>' or (byte)'0' or (byte)'1',
        (byte)']' => third is (byte)'1' or (byte)'4',
        _ => false,
    };

    private int Begin(ReadOnlySpan<byte> input)
    {
        input[..3].CopyTo(_held);
        _length = 3;
        _state = input[1] == '[' ? State.ControlSequence : State.String;
        return 3;
    }

    /// <summary>Adds a byte to what is held.</summary>
    /// <returns>False when this is no answer; the byte was not taken.</returns>
    private bool Take(byte value)
    {
        if (_length == LongestAnswer)
        {
            return false;
        }

        switch (_state)
        {
            case State.ControlSequence:
                return TakeParameter(value);
            case State.String when value == 0x1B:
                _state = State.StringEscape;
                Hold(value);
                return true;
            case State.String when value == 0x07:
                replies.AddString(_held.AsSpan(1, _length - 1));
                Drop();
                return true;
            case State.String when value is >= 0x20 and < 0x7F:
                Hold(value);
                return true;
            case State.String:
                return false;
            default:
                if (value != '\\')
                {
                    return false;
                }

                replies.AddString(_held.AsSpan(1, _length - 2));
                Drop();
                return true;
        }
    }

    private bool TakeParameter(byte value)
    {
        if (value is (>= (byte)'0' and <= (byte)'9') or (byte)';' or (byte)'$' or (byte)':')
        {
            Hold(value);
            return true;
        }

        bool isAnswer = _held[2] == (byte)'?'
            ? replies.TryAddSequence(_held.AsSpan(3, _length - 3), value)
            : replies.TryAddSize(_held.AsSpan(2, _length - 2), value);
        if (!isAnswer)
        {
            return false;
        }

        Drop();
        return true;
    }

    private void Hold(byte value) => _held[_length++] = value;

    private void Drop()
    {
        _length = 0;
        _state = State.Ground;
    }

    /// <summary>Gives back what was held: it was typed, or belongs to a program.</summary>
    private int Release(Span<byte> keys)
    {
        int count = _length;
        _held.AsSpan(0, count).CopyTo(keys);
        Drop();
        return count;
    }
}
