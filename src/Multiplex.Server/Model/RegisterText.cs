namespace Multiplex.Server.Model;

/// <summary>Bytes that several keep at once: a register, and the windows that it is being pasted into. Whoever was last lets go of the memory.</summary>
internal abstract class RegisterText
{
    private int _holders;

    /// <summary>A text of no bytes.</summary>
    public static RegisterText Empty { get; } = Of([]);

    /// <summary>The bytes; valid while somebody holds the text.</summary>
    public ReadOnlySpan<byte> Span => Room[..Length];

    /// <summary>How many bytes.</summary>
    public int Length { get; private set; }

    /// <summary>True for a text of no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The memory that the text may fill; written to before <see cref="Complete"/> only.</summary>
    public abstract Span<byte> Room { get; }

    /// <summary>Where the bytes outlive the daemon, and what <see cref="RegisterStorage.TryOpen"/> asks for; null for those in its own memory.</summary>
    public virtual TextPlace? Place => null;

    /// <summary>A text in the daemon's own memory.</summary>
    /// <param name="bytes">The text's own from now on.</param>
    public static RegisterText Of(byte[] bytes)
    {
        HeapText text = new(bytes);
        text.Complete(bytes.Length);
        return text;
    }

    /// <summary>All bytes are written.</summary>
    /// <param name="length">How many there are.</param>
    public virtual void Complete(int length) => Length = length;

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray() => Span.ToArray();

    /// <summary>Keeps the bytes until <see cref="Release"/>.</summary>
    /// <returns>This text.</returns>
    public RegisterText Hold()
    {
        _holders++;
        return this;
    }

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    public void Release()
    {
        if (--_holders == 0)
        {
            Free();
        }
    }

    /// <summary>Nobody holds the text any more.</summary>
    protected virtual void Free()
    {
    }

    private sealed class HeapText(byte[] bytes) : RegisterText
    {
        public override Span<byte> Room => bytes;
    }
}

/// <summary>Where a text lies in memory that outlives the daemon.</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Checksum">Their CRC-32C.</param>
internal readonly record struct TextPlace(long Offset, int Length, uint Checksum);

/// <summary>Memory that outlives the daemon, for texts that are too long to be written anew with each change of the session.</summary>
internal abstract class RegisterStorage
{
    /// <summary>Shorter texts stay in the daemon's own memory, and are written with the session.</summary>
    public const int LeastLength = 64 * 1024;

    /// <summary>Takes memory for a text.</summary>
    /// <param name="length">Most bytes that it may have.</param>
    /// <returns>The text, empty and held by nobody yet; null when there is no memory.</returns>
    public abstract RegisterText? TryMake(int length);

    /// <summary>After a restart: finds a text again.</summary>
    /// <param name="place">Where it was.</param>
    /// <returns>The text, held by nobody yet; null when there are other bytes.</returns>
    public abstract RegisterText? TryOpen(TextPlace place);
}
