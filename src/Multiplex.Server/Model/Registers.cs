namespace Multiplex.Server.Model;

/// <summary>screen's registers: bytes by a one-character key; <c>.</c> is the paste buffer.</summary>
internal sealed class Registers
{
    /// <summary>The key of the paste buffer.</summary>
    public const char PasteBuffer = '.';

    /// <summary>Longest content of a register; a copy of the deepest scrollback at ordinary widths fits.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    private readonly SortedDictionary<char, byte[]> _contents = [];

    /// <summary>All registers in the order of their keys.</summary>
    public IReadOnlyDictionary<char, byte[]> All => _contents;

    /// <summary>The content of a register; empty when it was never set.</summary>
    /// <param name="key">The register.</param>
    public ReadOnlyMemory<byte> this[char key] => _contents.TryGetValue(key, out byte[]? bytes) ? bytes : ReadOnlyMemory<byte>.Empty;

    /// <summary>Replaces a register's content.</summary>
    /// <param name="key">The register.</param>
    /// <param name="bytes">Copied; cut at <see cref="MaxLength"/>.</param>
    public void Set(char key, ReadOnlySpan<byte> bytes) => _contents[key] = bytes[..Math.Min(bytes.Length, MaxLength)].ToArray();

    /// <summary>Forgets a register.</summary>
    /// <param name="key">The register.</param>
    public void Remove(char key) => _contents.Remove(key);
}
