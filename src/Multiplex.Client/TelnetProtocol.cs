using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Multiplex.Client;

/// <summary>
/// The telnet protocol (RFC 854, RFC 855) on one connection: agrees to what a terminal can do and refuses the rest, each once, so that two sides never go on
/// agreeing for ever.
/// </summary>
/// <param name="terminalType">$TERM, for those who ask (RFC 1091).</param>
/// <param name="size">The terminal's size, for those who ask (RFC 1073).</param>
internal sealed class TelnetProtocol(string terminalType, Func<(int Columns, int Rows)> size)
{
    private const byte EndOfParameters = 240;
    private const byte Break = 243;
    private const byte Parameters = 250;
    private const byte Will = 251;
    private const byte WillNot = 252;
    private const byte Do = 253;
    private const byte DoNot = 254;
    private const byte Command = 255;
    private const byte Binary = 0;
    private const byte Echo = 1;
    private const byte SuppressGoAhead = 3;
    private const byte TerminalType = 24;
    private const byte WindowSize = 31;

    /// <summary>Longest parameters that are kept; those that are understood have one byte.</summary>
    private const int MaxParameters = 64;

    private readonly byte[] _own = new byte[256];
    private readonly byte[] _theirs = new byte[256];
    private readonly List<byte> _parameters = [];
    private State _state;
    private byte _verb;
    private bool _wasReturn;

    private enum State : byte
    {
        Text,
        Command,
        Option,
        Parameters,
        ParametersCommand,
    }

    /// <summary>Takes what the host sent.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="output">Gets the text.</param>
    /// <param name="answer">Gets what is to be sent back.</param>
    public void Decode(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output, IBufferWriter<byte> answer)
    {
        foreach (byte value in bytes)
        {
            switch (_state)
            {
                case State.Text when value == Command:
                    _state = State.Command;
                    break;
                case State.Text:
                    // A lone carriage return comes with a NUL behind it (RFC 854, p. 11).
                    if (value != 0 || !_wasReturn)
                    {
                        Put(output, value);
                    }

                    _wasReturn = value == '\r';
                    break;
                case State.Command:
                    TakeCommand(value, output);
                    break;
                case State.Option:
                    _state = State.Text;
                    Negotiate(value, answer);
                    break;
                case State.Parameters when value == Command:
                    _state = State.ParametersCommand;
                    break;
                case State.ParametersCommand when value == EndOfParameters:
                    _state = State.Text;
                    TakeParameters(answer);
                    break;
                default:
                    _state = State.Parameters;
                    if (_parameters.Count < MaxParameters)
                    {
                        _parameters.Add(value);
                    }

                    break;
            }
        }
    }

    /// <summary>Takes what was typed.</summary>
    /// <param name="keys">Borrowed for the call.</param>
    /// <param name="output">Gets what is to be sent.</param>
    public void Encode(ReadOnlySpan<byte> keys, IBufferWriter<byte> output)
    {
        foreach (byte key in keys)
        {
            if (key == Command)
            {
                Put(output, Command, Command);
            }
            else if (key == '\r' && _own[Binary] == 0)
            {
                Put(output, key, 0);
            }
            else
            {
                Put(output, key);
            }
        }
    }

    /// <summary>Tells the terminal's size, if the host wants to know it.</summary>
    /// <param name="output">Gets what is to be sent.</param>
    public void TellSize(IBufferWriter<byte> output)
    {
        if (_own[WindowSize] == 0)
        {
            return;
        }

        (int columns, int rows) = size();
        Span<byte> numbers = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(numbers, (ushort)columns);
        BinaryPrimitives.WriteUInt16BigEndian(numbers[2..], (ushort)rows);
        Put(output, Command, Parameters, WindowSize);
        foreach (byte number in numbers)
        {
            if (number == Command)
            {
                Put(output, Command);
            }

            Put(output, number);
        }

        Put(output, Command, EndOfParameters);
    }

    /// <summary>Sends a break, as the key of that name would (RFC 854, p. 14).</summary>
    /// <param name="output">Gets what is to be sent.</param>
    public static void SendBreak(IBufferWriter<byte> output) => Put(output, Command, Break);

    private static void Put(IBufferWriter<byte> output, params ReadOnlySpan<byte> bytes) => output.Write(bytes);

    private void TakeCommand(byte value, IBufferWriter<byte> output)
    {
        _state = State.Text;
        switch (value)
        {
            case Command:
                Put(output, value);
                break;
            case Will or WillNot or Do or DoNot:
                _verb = value;
                _state = State.Option;
                break;
            case Parameters:
                _parameters.Clear();
                _state = State.Parameters;
                break;
            default:
                break;
        }
    }

    private void Negotiate(byte option, IBufferWriter<byte> answer)
    {
        bool isAboutUs = _verb is Do or DoNot;
        bool isWanted = _verb is Do or Will;
        byte[] known = isAboutUs ? _own : _theirs;
        bool isPossible = isAboutUs
            ? option is Binary or SuppressGoAhead or TerminalType or WindowSize
            : option is Binary or SuppressGoAhead or Echo;
        byte next = isWanted && isPossible ? (byte)1 : (byte)0;
        bool isNews = known[option] != next || (isWanted && !isPossible);
        known[option] = next;
        if (isNews)
        {
            byte verb = isAboutUs ? next == 1 ? Will : WillNot : next == 1 ? Do : DoNot;
            Put(answer, Command, verb, option);
        }

        if (isAboutUs && next == 1 && option == WindowSize && isNews)
        {
            TellSize(answer);
        }
    }

    private void TakeParameters(IBufferWriter<byte> answer)
    {
        // SEND is 1, IS is 0.
        if (_parameters is [TerminalType, 1, ..] && _own[TerminalType] == 1)
        {
            Put(answer, Command, Parameters, TerminalType, 0);
            answer.Write(Encoding.ASCII.GetBytes(terminalType.ToUpperInvariant()));
            Put(answer, Command, EndOfParameters);
        }
    }
}
