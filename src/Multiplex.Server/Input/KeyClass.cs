using Multiplex.Server.Commands;

namespace Multiplex.Server.Input;

/// <summary>
/// The bindings of one class: what a key does after the command key (<c>bind -c</c>), by byte and by termcap name (<c>bind -k</c>).
/// </summary>
internal sealed class KeyClass
{
    private readonly CommandInvocation?[] _bytes = new CommandInvocation?[256];
    private readonly SortedDictionary<string, CommandInvocation> _named = new(StringComparer.Ordinal);

    /// <summary>Bindings of named keys in the order of their names.</summary>
    public IReadOnlyDictionary<string, CommandInvocation> Named => _named;

    /// <summary>Number of bytes bound.</summary>
    public int Count => _bytes.Count(static binding => binding is not null);

    /// <summary>What a byte is bound to; null for nothing.</summary>
    /// <param name="key">The byte.</param>
    public CommandInvocation? this[byte key]
    {
        get => _bytes[key];
        set => _bytes[key] = value;
    }

    /// <summary>What a named key is bound to, or null.</summary>
    /// <param name="name">The termcap name.</param>
    public CommandInvocation? Find(string name) => _named.GetValueOrDefault(name);

    /// <summary>Binds a named key, or unbinds it.</summary>
    /// <param name="name">The termcap name.</param>
    /// <param name="binding">The command, or null.</param>
    public void Set(string name, CommandInvocation? binding)
    {
        if (binding is null)
        {
            _named.Remove(name);
        }
        else
        {
            _named[name] = binding;
        }
    }

    /// <summary>Removes all bindings.</summary>
    public void Clear()
    {
        Array.Clear(_bytes);
        _named.Clear();
    }
}
