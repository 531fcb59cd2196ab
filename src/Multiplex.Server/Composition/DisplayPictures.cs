using System.Diagnostics.CodeAnalysis;
using Multiplex.Protocol.Messages;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Server.Composition;

/// <summary>
/// Which pictures a display's client has, and under which ids the cells of its frames name them. Each is sent once; when there are too many, those that
/// were not shown for longest are given up.
/// </summary>
internal sealed class DisplayPictures
{
    /// <summary>Pictures that a client keeps.</summary>
    private const int MostPictures = 64;

    /// <summary>Bytes of pictures that a client keeps: two windows full of them.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Bytes of pictures that are sent before one frame: what waits for a client has a cap of its own.</summary>
    private const int MostBytesAtOnce = 4 * 1024 * 1024;

    private readonly Dictionary<Picture, Sent> _sent = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(int Id, Picture? Picture)> _news = new();
    private TerminalInfoMessage? _info;
    private TerminalEmulator? _terminal;
    private int _lastAsked;
    private int _lastAnswer;
    private int _lastId;
    private int _bytes;
    private int _bytesNow;
    private uint _frame;

    /// <summary>True when a picture has to wait for the next frame.</summary>
    public bool HasDeferred { get; private set; }

    /// <summary>A frame is composed.</summary>
    /// <param name="info">What is known of the client's terminal.</param>
    public void Begin(TerminalInfoMessage? info)
    {
        _info = info;
        _frame++;
        _bytesNow = 0;
        HasDeferred = false;
        _terminal = null;
        foreach (Picture picture in _sent.Keys)
        {
            if (picture.IsGone)
            {
                GiveUpWhere(static gone => gone.IsGone);
                break;
            }
        }
    }

    /// <summary>What follows are cells of a screen.</summary>
    /// <param name="terminal">The screen.</param>
    public void Enter(TerminalEmulator terminal)
    {
        _terminal = terminal;
        _lastAsked = 0;
    }

    /// <summary>The id for a picture in the cells of the frame.</summary>
    /// <param name="id">The id in the cells of the screen.</param>
    /// <returns>0 when the display shows the placeholder.</returns>
    public int IdFor(int id)
    {
        if (id != _lastAsked)
        {
            _lastAsked = id;
            _lastAnswer = _terminal?.Picture(id) is { } picture && CanShow(picture) ? IdFor(picture) : 0;
        }

        return _lastAnswer;
    }

    /// <summary>What the client has to be told before the frame.</summary>
    /// <param name="id">The id.</param>
    /// <param name="picture">The picture; null when the id is given up.</param>
    /// <returns>False when that was all.</returns>
    public bool TryTakeNews(out int id, out Picture? picture)
    {
        bool hasNews = _news.TryDequeue(out (int Id, Picture? Picture) news);
        (id, picture) = news;
        return hasNews;
    }

    /// <summary>The terminal is another one: everything is sent again.</summary>
    public void Forget() => GiveUpWhere(static _ => true);

    private void GiveUpWhere(Func<Picture, bool> isMeant)
    {
        foreach (Picture picture in _sent.Keys.Where(isMeant).ToArray())
        {
            GiveUp(picture);
        }
    }

    /// <summary>A sixel has the size of its pixels; where cells have another size it would cover others than those kept for it.</summary>
    private bool CanShow(Picture picture) => _info is { } info && (picture.Data.Kind == PictureKind.Kitty
        ? info.HasKittyGraphics
        : info.HasSixel && info.CellWidth == picture.CellWidth && info.CellHeight == picture.CellHeight);

    private int IdFor(Picture picture)
    {
        if (_sent.TryGetValue(picture, out Sent? known))
        {
            known.Frame = _frame;
            return known.Id;
        }

        int length = picture.Data.Bytes.Length;
        if (_bytesNow > 0 && _bytesNow + length > MostBytesAtOnce)
        {
            HasDeferred = true;
            return 0;
        }

        while ((_sent.Count >= MostPictures || _bytes + length > MostBytes) && TryFindOldest(out Picture? oldest))
        {
            GiveUp(oldest);
        }

        if (_sent.Count >= MostPictures || _bytes + length > MostBytes)
        {
            return 0;
        }

        do
        {
            _lastId = (_lastId % Cell.MaxPictureId) + 1;
        }
        while (_sent.Values.Any(sent => sent.Id == _lastId));
        _sent.Add(picture, new Sent(_lastId, _frame));
        _news.Enqueue((_lastId, picture));
        _bytes += length;
        _bytesNow += length;
        return _lastId;
    }

    private bool TryFindOldest([NotNullWhen(true)] out Picture? oldest)
    {
        oldest = null;
        foreach ((Picture picture, Sent sent) in _sent)
        {
            if (sent.Frame != _frame && (oldest is null || sent.Frame < _sent[oldest].Frame))
            {
                oldest = picture;
            }
        }

        return oldest is not null;
    }

    private void GiveUp(Picture picture)
    {
        if (_sent.Remove(picture, out Sent? sent))
        {
            _bytes -= picture.Data.Bytes.Length;
            _news.Enqueue((sent.Id, null));
        }
    }

    private sealed class Sent(int id, uint frame)
    {
        public int Id { get; } = id;

        public uint Frame { get; set; } = frame;
    }
}
