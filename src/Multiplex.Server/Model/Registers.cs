namespace Multiplex.Server.Model;

/// <summary>screen's registers: bytes by a one-character key; <c>.</c> is the paste buffer.</summary>
internal sealed class Registers
{
    /// <summary>The key of the paste buffer.</summary>
    public const char PasteBuffer = '.';

    /// <summary>Longest content of a register; a copy of the deepest scrollback at ordinary widths fits.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    private readonly SortedDictionary<char, RegisterText> _contents = [];

    /// <summary>All registers in the order of their keys.</summary>
    public IReadOnlyDictionary<char, RegisterText> All => _contents;

    /// <summary>Where long contents go; null as long as there is nothing that outlives the daemon.</summary>
    public RegisterStorage? Storage { get; set; }

    /// <summary>The content of a register; empty when it was never set.</summary>
    /// <param name="key">The register.</param>
    public RegisterText this[char key] => _contents.GetValueOrDefault(key, RegisterText.Empty);

    /// <summary>Replaces a register's content.</summary>
    /// <param name="key">The register.</param>
    /// <param name="bytes">Copied; cut at <see cref="MaxLength"/>.</param>
    public void Set(char key, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, MaxLength)];
        RegisterText text = Make(bytes.Length);
        bytes.CopyTo(text.Room);
        text.Complete(bytes.Length);
        Set(key, text);
    }

    /// <summary>Replaces a register's content.</summary>
    /// <param name="key">The register.</param>
    /// <param name="text">A complete one of <see cref="Make"/>, or another register's.</param>
    public void Set(char key, RegisterText text)
    {
        text.Hold();
        if (_contents.TryGetValue(key, out RegisterText? before))
        {
            before.Release();
        }

        _contents[key] = text;
    }

    /// <summary>Makes a text for a register, to be filled without a copy on the way.</summary>
    /// <param name="length">Most bytes that it may have.</param>
    public RegisterText Make(int length) =>
        (length >= RegisterStorage.LeastLength ? Storage?.TryMake(length) : null) ?? RegisterText.Of(new byte[length]);
}
