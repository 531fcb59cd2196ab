using Multiplex.Server.Commands;

namespace Multiplex.Server.Input;

/// <summary>A binding of <c>bindkey</c>: a sequence of bytes or a named key, and what it runs.</summary>
/// <param name="Key">The termcap name, or null for a plain sequence.</param>
/// <param name="Sequence">The bytes, when <paramref name="Key"/> is null.</param>
/// <param name="Command">What runs; null makes the sequence reach the window untranslated.</param>
/// <param name="Application">What runs instead while the window is in application mode (<c>-a</c>), or null for the same.</param>
/// <param name="HasTimeout">False with <c>-t</c>: the bytes may come at any pace.</param>
internal sealed record SequenceBinding(
    string? Key,
    byte[] Sequence,
    CommandInvocation? Command,
    CommandInvocation? Application,
    bool HasTimeout)
{
    /// <summary>The byte sequences that stand for the binding.</summary>
    public IEnumerable<byte[]> Patterns => Key is null
        ? [Sequence]
        : KeyNames.Find(Key)?.Sequences.Select(CommandText.ToBytes) ?? [];
}

/// <summary>How bytes compare with a table of sequences.</summary>
internal enum SequenceMatch : byte
{
    /// <summary>No sequence begins so.</summary>
    None,

    /// <summary>More bytes could make a sequence.</summary>
    Partial,

    /// <summary>A sequence is complete.</summary>
    Full,
}

/// <summary>One of <c>bindkey</c>'s tables.</summary>
internal sealed class SequenceTable
{
    /// <summary>Most bindings in a table: a screenrc holds a few dozen; the cap keeps each typed byte cheap.</summary>
    public const int MaxBindings = 1024;

    private readonly List<SequenceBinding> _bindings = [];
    private readonly bool[] _starts = new bool[256];
    private List<(byte[] Bytes, SequenceBinding Binding)> _patterns = [];

    /// <summary>The bindings in the order in which they were made.</summary>
    public IReadOnlyList<SequenceBinding> Bindings => _bindings;

    /// <summary>True when some sequence begins with the byte; a cheap test for each typed key.</summary>
    /// <param name="first">The byte.</param>
    public bool MayStart(byte first) => _starts[first];

    /// <summary>Compares the front of the input with the sequences; the longest complete one wins.</summary>
    /// <param name="input">Bytes typed and not yet handled.</param>
    /// <param name="binding">The complete binding.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>Partial when a longer sequence than <paramref name="binding"/> could follow, or none is complete yet.</returns>
    public SequenceMatch Match(ReadOnlySpan<byte> input, out SequenceBinding? binding, out int length)
    {
        binding = null;
        length = 0;
        if (input.IsEmpty || !_starts[input[0]])
        {
            return SequenceMatch.None;
        }

        bool isPartial = false;
        foreach ((byte[] bytes, SequenceBinding candidate) in _patterns)
        {
            if (bytes.Length > input.Length)
            {
                isPartial |= bytes.AsSpan().StartsWith(input);
            }
            else if (bytes.Length > length && input.StartsWith(bytes))
            {
                binding = candidate;
                length = bytes.Length;
            }
        }

        return isPartial ? SequenceMatch.Partial : binding is not null ? SequenceMatch.Full : SequenceMatch.None;
    }

    /// <summary>The binding of a named key or sequence, or null.</summary>
    /// <param name="key">The termcap name, or null.</param>
    /// <param name="sequence">The bytes when there is no name.</param>
    public SequenceBinding? Find(string? key, ReadOnlySpan<byte> sequence)
    {
        foreach (SequenceBinding binding in _bindings)
        {
            if (binding.Key == key && (key is not null || sequence.SequenceEqual(binding.Sequence)))
            {
                return binding;
            }
        }

        return null;
    }

    /// <summary>Adds a binding or replaces the one of the same key.</summary>
    /// <param name="binding">The binding.</param>
    /// <returns>False when the table is full.</returns>
    public bool Set(SequenceBinding binding)
    {
        if (Find(binding.Key, binding.Sequence) is { } former)
        {
            _bindings[_bindings.IndexOf(former)] = binding;
        }
        else if (_bindings.Count == MaxBindings)
        {
            return false;
        }
        else
        {
            _bindings.Add(binding);
        }

        Rebuild();
        return true;
    }

    /// <summary>Removes the binding of a key.</summary>
    /// <param name="key">The termcap name, or null.</param>
    /// <param name="sequence">The bytes when there is no name.</param>
    public void Remove(string? key, ReadOnlySpan<byte> sequence)
    {
        if (Find(key, sequence) is { } binding)
        {
            _bindings.Remove(binding);
            Rebuild();
        }
    }

    /// <summary>Removes all bindings.</summary>
    public void Clear()
    {
        _bindings.Clear();
        Rebuild();
    }

    private void Rebuild()
    {
        _patterns = [.. _bindings.SelectMany(static binding => binding.Patterns.Where(static bytes => bytes.Length > 0).Select(bytes => (bytes, binding)))];
        Array.Clear(_starts);
        foreach ((byte[] bytes, _) in _patterns)
        {
            _starts[bytes[0]] = true;
        }
    }
}
