using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.State;

/// <summary>What XTPUSHSGR keeps (xterm ctlseqs): a rendition and which of its parts were asked for.</summary>
internal sealed class RenditionStack
{
    private readonly List<(Rendition Pen, int Parts)> _entries = [];

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The entries from the oldest.</summary>
    public IReadOnlyList<(Rendition Pen, int Parts)> Entries => _entries;

    /// <summary>Forgets all.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Pushes, unless the stack is full.</summary>
    public void Push(in Rendition pen, int parts)
    {
        if (_entries.Count < ParserLimits.MaxRenditionStack)
        {
            _entries.Add((pen, parts));
        }
    }

    /// <summary>Pops.</summary>
    /// <returns>False when there is nothing.</returns>
    public bool TryPop(out Rendition pen, out int parts)
    {
        if (_entries.Count == 0)
        {
            pen = default;
            parts = 0;
            return false;
        }

        (pen, parts) = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        return true;
    }
}
