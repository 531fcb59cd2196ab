using Multiplex.Server.Commands;

namespace Multiplex.Server.Input;

/// <summary>Key bindings of a session: the command key, the bindings after it by class, the tables of <c>bindkey</c>.</summary>
internal sealed class KeyMaps
{
    private readonly SortedDictionary<string, KeyClass> _classes = new(StringComparer.Ordinal);

    /// <summary>The default bindings.</summary>
    public KeyMaps()
    {
        Prefix = new KeyClass();
        DefaultBindings.Apply(this);
    }

    /// <summary>The command key, C-a unless <c>escape</c> changed it; null when there is none.</summary>
    public byte? Command { get; private set; } = 1;

    /// <summary>The key that types the command key after it.</summary>
    public byte? Literal { get; private set; } = (byte)'a';

    /// <summary>What <c>defescape</c> gives users who attach later; null for the session's own.</summary>
    public (byte Command, byte Literal)? DefaultEscape { get; set; }

    /// <summary>The bindings after the command key.</summary>
    public KeyClass Prefix { get; }

    /// <summary>The named classes of <c>bind -c</c> in the order of their names.</summary>
    public IReadOnlyDictionary<string, KeyClass> Classes => _classes;

    /// <summary><c>bindkey</c>: sequences that the user bound.</summary>
    public SequenceTable User { get; } = new();

    /// <summary><c>bindkey -d</c>: what keys of the outer terminal mean to a window's program.</summary>
    public SequenceTable Default { get; } = new();

    /// <summary><c>bindkey -m</c>: the same in copy mode and in lists.</summary>
    public SequenceTable CopyMode { get; } = new();

    /// <summary>The bindings of a class.</summary>
    /// <param name="name">The class, or null for the bindings right after the command key.</param>
    /// <returns>Null when there is no such class.</returns>
    public KeyClass? Class(string? name) => name is null ? Prefix : _classes.GetValueOrDefault(name);

    /// <summary>The bindings of a class, made when there is none.</summary>
    /// <param name="name">The class, or null.</param>
    public KeyClass ClassFor(string? name)
    {
        if (Class(name) is { } existing)
        {
            return existing;
        }

        return _classes[name!] = new KeyClass();
    }

    /// <summary>What a byte after the command key runs, or null for nothing.</summary>
    /// <param name="key">The byte.</param>
    public CommandInvocation? Find(byte key) => Prefix[key];

    /// <summary>Compares typed bytes with the tables: in copy mode its own first, then the user's, then the default one.</summary>
    /// <param name="input">Bytes typed and not yet handled, from the first on.</param>
    /// <param name="isCopyMode">True while a layer other than a window takes the keys.</param>
    /// <param name="isApplication">True while the window's program has set DECCKM or DECKPAM.</param>
    /// <param name="command">What a complete sequence runs; null when it reaches the window as it is.</param>
    /// <param name="length">How many bytes the complete sequence has; 0 when none is complete.</param>
    /// <param name="hasTimeout">False when the next byte may come at any time.</param>
    /// <returns>Partial when a longer sequence could follow: wait for <c>maptimeout</c>, then take what is complete.</returns>
    public SequenceMatch Match(
        ReadOnlySpan<byte> input, bool isCopyMode, bool isApplication, out CommandInvocation? command, out int length, out bool hasTimeout)
    {
        command = null;
        length = 0;
        hasTimeout = true;
        bool isPartial = false;
        if (input.IsEmpty || !MayStart(input[0]))
        {
            return SequenceMatch.None;
        }

        if (isCopyMode)
        {
            isPartial |= MatchIn(CopyMode, input, isApplication, ref command, ref length, ref hasTimeout);
        }

        isPartial |= MatchIn(User, input, isApplication, ref command, ref length, ref hasTimeout);
        isPartial |= MatchIn(Default, input, isApplication, ref command, ref length, ref hasTimeout);
        return isPartial ? SequenceMatch.Partial : length > 0 ? SequenceMatch.Full : SequenceMatch.None;
    }

    /// <summary>True when a sequence of some table begins with the byte.</summary>
    /// <param name="first">The byte.</param>
    public bool MayStart(byte first) => User.MayStart(first) || Default.MayStart(first) || CopyMode.MayStart(first);

    /// <summary>
    /// Changes the command key. The bindings <c>other</c> and <c>meta</c> move with it, as in screen: pressing the command key twice
    /// switches to the
    /// other window whichever key it is.
    /// </summary>
    /// <param name="command">The new key, or null for none.</param>
    /// <param name="literal">The key that types it.</param>
    public void SetEscape(byte? command, byte? literal)
    {
        // Where both are one key it types itself, as in screen.
        Move(Command, command, "other");
        Move(Literal, literal, "meta");
        Command = command;
        Literal = literal;
    }

    /// <summary>Restores the keys without moving bindings; used when bindings are restored by themselves.</summary>
    /// <param name="command">The command key, or null.</param>
    /// <param name="literal">The key that types it, or null.</param>
    public void RestoreEscape(byte? command, byte? literal)
    {
        Command = command;
        Literal = literal;
    }

    /// <summary>Removes all bindings after the command key and in classes (<c>unbindall</c>).</summary>
    public void UnbindAll()
    {
        Prefix.Clear();
        _classes.Clear();
    }

    private static bool MatchIn(
        SequenceTable table, ReadOnlySpan<byte> input, bool isApplication, ref CommandInvocation? command, ref int length, ref bool hasTimeout)
    {
        SequenceMatch match = table.Match(input, out SequenceBinding? binding, out int found);
        if (binding is not null && found > length)
        {
            command = isApplication ? binding.Application ?? binding.Command : binding.Command;
            length = found;
        }

        if (match == SequenceMatch.Partial)
        {
            hasTimeout &= HasTimeout(table, input);
        }

        return match == SequenceMatch.Partial;
    }

    private static bool HasTimeout(SequenceTable table, ReadOnlySpan<byte> input)
    {
        foreach (SequenceBinding binding in table.Bindings)
        {
            if (!binding.HasTimeout && binding.Key is null && binding.Sequence.AsSpan().StartsWith(input))
            {
                return false;
            }
        }

        return true;
    }

    private void Move(byte? from, byte? to, string command)
    {
        if (from is { } old && Prefix[old]?.Name == command)
        {
            Prefix[old] = DefaultBindings.Of(old, except: command);
        }

        if (to is { } key && CommandInvocation.Create([command], out _) is { } invocation)
        {
            Prefix[key] = invocation;
        }
    }
}
