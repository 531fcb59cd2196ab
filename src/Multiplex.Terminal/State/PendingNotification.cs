using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.State;

/// <summary>A notification that comes in several parts (kitty desktop notifications, OSC 99 with <c>d=0</c>). One is kept: parts of another
/// one forget it.</summary>
internal sealed class PendingNotification
{
    /// <summary>Most bytes kept of a title or a body: as many as of a notification in one part.</summary>
    private const int MaxBytes = ParserLimits.MaxStringBytes;

    private readonly List<byte> _id = [];

    /// <summary>The title so far, in UTF-8.</summary>
    public List<byte> Title { get; } = [];

    /// <summary>The body so far, in UTF-8.</summary>
    public List<byte> Body { get; } = [];

    /// <summary>What its parts have in common.</summary>
    public ReadOnlySpan<byte> Id => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_id);

    /// <summary>Goes on with the notification of an id, forgetting any other one.</summary>
    public void Continue(ReadOnlySpan<byte> id)
    {
        if (!Id.SequenceEqual(id))
        {
            Clear();
            _id.AddRange(id);
        }
    }

    /// <summary>Adds to the title or the body; what is too much is dropped.</summary>
    public static void Add(List<byte> part, ReadOnlySpan<byte> text) => part.AddRange(text[..Math.Min(text.Length, MaxBytes - part.Count)]);

    /// <summary>Forgets it.</summary>
    public void Clear()
    {
        _id.Clear();
        Title.Clear();
        Body.Clear();
    }
}
