using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.Pictures;

/// <summary>
/// The pictures of a window, by the ids in its cells, and those that kitty's protocol keeps for later. Bounded: the oldest goes first, and what is
/// left of it is the placeholder in its cells. A snapshot has no pictures, since each would be copied into every checkpoint.
/// </summary>
internal sealed class PictureStore
{
    private readonly Dictionary<int, Picture> _placed = [];
    private readonly List<PictureData> _data = [];
    private int _lastId;

    /// <summary>All bytes kept.</summary>
    public int Bytes { get; private set; }

    /// <summary>Pictures on the screens.</summary>
    public int Count => _placed.Count;

    /// <summary>All pictures on the screens.</summary>
    public IReadOnlyDictionary<int, Picture> Placed => _placed;

    /// <summary>The picture of an id in a cell.</summary>
    public Picture? Find(int id) => _placed.GetValueOrDefault(id);

    /// <summary>kitty: a kept picture by i, or else the newest one by I.</summary>
    public PictureData? Named(uint id, uint number) =>
        _data.FindLast(data => data.Kind == PictureKind.Kitty && (id != 0 ? data.Id == id : number != 0 && data.Number == number));

    /// <summary>An id for kitty's I that is not in use.</summary>
    public uint FreeName()
    {
        uint id = 1;
        while (_data.Exists(data => data.Id == id))
        {
            id++;
        }

        return id;
    }

    /// <summary>Keeps a picture and gives up the oldest ones for it.</summary>
    public void Keep(PictureData data)
    {
        if (_data.Contains(data))
        {
            return;
        }

        _data.Add(data);
        Bytes += data.Bytes.Length;
        while (Bytes > ParserLimits.MaxWindowPictureBytes || _data.Count > ParserLimits.MaxPictures)
        {
            Forget(_data[0]);
        }
    }

    /// <summary>Puts a picture on a screen; no cell holds an id that is not placed.</summary>
    /// <returns>The id for its cells.</returns>
    public int Place(Picture picture)
    {
        Keep(picture.Data);
        if (_placed.Count >= ParserLimits.MaxPictures)
        {
            Remove(_placed.Keys.First());
        }

        do
        {
            _lastId = (_lastId % Cell.MaxPictureId) + 1;
        }
        while (_placed.ContainsKey(_lastId));
        _placed.Add(_lastId, picture);
        return _lastId;
    }

    /// <summary>Takes a picture off the screens; what nobody can ask for again is forgotten.</summary>
    public void Remove(int id)
    {
        if (!_placed.Remove(id, out Picture? picture))
        {
            return;
        }

        picture.IsGone = true;
        if (!picture.Data.IsNamed && !_placed.Values.Any(other => other.Data == picture.Data))
        {
            Forget(picture.Data);
        }
    }

    /// <summary>Forgets a picture; the ids of its places mean nothing any more.</summary>
    public void Forget(PictureData data)
    {
        if (!_data.Remove(data))
        {
            return;
        }

        Bytes -= data.Bytes.Length;
        foreach ((int id, Picture picture) in _placed.Where(pair => pair.Value.Data == data).ToArray())
        {
            picture.IsGone = true;
            _placed.Remove(id);
        }
    }
}
