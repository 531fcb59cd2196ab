using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Sequences;

namespace Multiplex.Terminal.Pictures;

/// <summary>
/// kitty's graphics protocol as far as a multiplexer can carry it: pictures that come through the pty itself, at places on the screen. Files and shared
/// memory are refused, since the terminal outside may be another machine's; so are animations and pictures in the text itself.
/// </summary>
/// <param name="terminal">The terminal.</param>
internal sealed class KittyGraphics(TerminalCore terminal)
{
    private static readonly byte[] s_empty = [];

    private readonly List<byte[]> _parts = [];
    private readonly long[] _first = new long[KittyCommand.Room];
    private int _length;
    private bool _isCollecting;

    private static ReadOnlySpan<byte> Done => "OK"u8;

    private static ReadOnlySpan<byte> NotUnderstood => "EINVAL:not understood"u8;

    private static ReadOnlySpan<byte> NotThere => "ENOENT:no such picture"u8;

    private static ReadOnlySpan<byte> TooLarge => "EFBIG:too large"u8;

    private static ReadOnlySpan<byte> NotSupported => "ENOTSUP:not supported"u8;

    /// <summary>Obeys a command.</summary>
    /// <param name="text">G and what follows.</param>
    public void Obey(ReadOnlySpan<byte> text)
    {
        Span<long> values = stackalloc long[KittyCommand.Room];
        if (!KittyCommand.TryRead(text, values, out KittyCommand command))
        {
            Abandon();
            terminal.UnknownSequences++;
            return;
        }

        if (_isCollecting && command.IsPart)
        {
            Collect(command);
            return;
        }

        Abandon();
        if (command.IsPart)
        {
            // The first part was lost, or is older than this daemon.
            return;
        }

        switch (command.Letter('a'))
        {
            case 'p':
                Place(command, terminal.Pictures.Named(command.Id('i'), command.Id('I')));
                break;
            case 'd':
                KittyDeletion.Obey(terminal, command);
                break;
            case '\0' or 't' or 'T' or 'q':
                values.CopyTo(_first);
                _isCollecting = true;
                Collect(command);
                break;
            default:
                Answer(command, NotSupported);
                break;
        }
    }

    private void Abandon()
    {
        _parts.Clear();
        _length = 0;
        _isCollecting = false;
    }

    private void Collect(in KittyCommand part)
    {
        // What is too much is counted and not kept.
        _length = Math.Min(_length + part.Payload.Length, ParserLimits.MaxPictureBytes + 1);
        if (_length <= ParserLimits.MaxPictureBytes && !part.Payload.IsEmpty)
        {
            _parts.Add(part.Payload.ToArray());
        }

        if (part['m'] == 1)
        {
            return;
        }

        var command = KittyCommand.Of(_first);
        ReadOnlySpan<byte> error = _length > ParserLimits.MaxPictureBytes ? TooLarge : Transmit(command);
        Abandon();
        if (!error.IsEmpty)
        {
            Answer(command, error);
        }
    }

    /// <summary>Everything of a picture is there.</summary>
    /// <returns>The answer, empty when it was given.</returns>
    private ReadOnlySpan<byte> Transmit(in KittyCommand command)
    {
        if (command.Letter('t') is not ('\0' or 'd'))
        {
            return NotSupported;
        }

        byte[] bytes = Join();
        int format = command['f'] == 0 ? 32 : command['f'];
        (int width, int height) = (command['s'], command['v']);
        bool isSound = IsBase64(bytes)
            && (command.Letter('o') is '\0' or 'z')
            && (format == 100 ? PngHeader.TryMeasure(bytes, out width, out height) : format is 24 or 32 && width > 0 && height > 0);
        if (!isSound)
        {
            return NotUnderstood;
        }

        if (command.Letter('a') == 'q')
        {
            return Done;
        }

        uint id = command.Id('i') != 0 ? command.Id('i') : command.Id('I') != 0 ? terminal.Pictures.FreeName() : 0;
        var data = new PictureData
        {
            Kind = PictureKind.Kitty,
            Bytes = bytes,
            Format = format,
            Width = width,
            Height = height,
            IsCompressed = command.Letter('o') == 'z',
            Id = id,
            Number = command.Id('I'),
        };
        if (command.Id('i') != 0 && terminal.Pictures.Named(id, 0) is { } former)
        {
            terminal.ErasePictures(picture => picture.Data == former);
            terminal.Pictures.Forget(former);
        }

        if (command.Letter('a') == 'T')
        {
            Place(command, data);
            return default;
        }

        if (id != 0)
        {
            terminal.Pictures.Keep(data);
        }

        Answer(command, Done, id);
        return default;
    }

    private void Place(in KittyCommand command, PictureData? data)
    {
        if (data is null)
        {
            Answer(command, NotThere);
            return;
        }

        if (command['U'] != 0)
        {
            Answer(command, NotSupported, data.Id);
            return;
        }

        var source = new PictureSource(
            Math.Max(command['x'], 0), Math.Max(command['y'], 0), Math.Max(command['w'], 0), Math.Max(command['h'], 0));
        (int width, int height) = terminal.CellSize;
        int shownWidth = source.Width > 0 ? source.Width : Math.Max(1, data.Width - source.X);
        int shownHeight = source.Height > 0 ? source.Height : Math.Max(1, data.Height - source.Y);
        (int columns, int rows) = (command['c'], command['r']);
        if (columns <= 0 && rows <= 0)
        {
            columns = Cells(shownWidth, width);
            rows = Cells(shownHeight, height);
        }
        else if (columns <= 0)
        {
            columns = Cells((int)Math.Min((long)rows * height * shownWidth / shownHeight, int.MaxValue), width);
        }
        else if (rows <= 0)
        {
            rows = Cells((int)Math.Min((long)columns * width * shownHeight / shownWidth, int.MaxValue), height);
        }

        uint placement = command.Id('p');
        if (placement != 0)
        {
            terminal.ErasePictures(picture => picture.Data == data && picture.Placement == placement);
        }

        var picture = new Picture(data, columns, rows, width, height, source, placement, command['z']);
        terminal.PlacePicture(picture, command['C'] == 1 ? PictureFlow.Stay : PictureFlow.Right);
        Answer(command, Done, data.Id);
    }

    private static int Cells(int pixels, int size) => Math.Max(1, (int)Math.Min(((long)pixels + size - 1) / size, ParserLimits.MaxSize));

    private byte[] Join()
    {
        if (_parts.Count <= 1)
        {
            return _parts.Count == 0 ? s_empty : _parts[0];
        }

        byte[] whole = new byte[_length];
        int at = 0;
        foreach (byte[] part in _parts)
        {
            part.CopyTo(whole, at);
            at += part.Length;
        }

        return whole;
    }

    /// <summary>Only such bytes can neither end the string nor command a terminal.</summary>
    private static bool IsBase64(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.LastIndexOfAnyExcept((byte)'=') + 1;
        foreach (byte b in bytes[..end])
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'/'))
            {
                return false;
            }
        }

        return bytes.Length - end <= 2 && end > 0;
    }

    /// <summary>Answers, where the program gave the picture a name: numbers and fixed words only.</summary>
    private void Answer(in KittyCommand command, ReadOnlySpan<byte> text, uint id = 0)
    {
        id = id == 0 ? command.Id('i') : id;
        bool isWanted = command['q'] == 0 || (command['q'] == 1 && !text.SequenceEqual(Done));
        if (!terminal.Options.KittyGraphics || !isWanted || (id == 0 && command.Id('I') == 0))
        {
            return;
        }

        var reply = new ReplyBuilder(stackalloc byte[ParserLimits.MaxReplyBytes]);
        reply.Add("\e_Gi="u8);
        reply.Add(id);
        AddKey(ref reply, ",I="u8, command.Id('I'));
        AddKey(ref reply, ",p="u8, command.Id('p'));
        reply.Add(';');
        reply.Add(text);
        reply.Add("\e\\"u8);
        terminal.Reply(reply.Written);
    }

    private static void AddKey(ref ReplyBuilder reply, ReadOnlySpan<byte> key, uint value)
    {
        if (value != 0)
        {
            reply.Add(key);
            reply.Add(value);
        }
    }
}
