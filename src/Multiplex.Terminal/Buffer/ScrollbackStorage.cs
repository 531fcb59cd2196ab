namespace Multiplex.Terminal.Buffer;

/// <summary>
/// Numbered blocks of fixed size that scrollback is written to. The owner may keep them in shared memory; then a snapshot refers
/// to blocks by number and holds no scrollback itself. A block's bytes are written once, from its start to its end.
/// </summary>
public abstract class ScrollbackStorage
{
    /// <summary>Bytes in each block, 1024..65536.</summary>
    public abstract int BlockSize { get; }

    /// <summary>Blocks in use.</summary>
    public abstract int Count { get; }

    /// <summary>True when the blocks outlive the process, so that a snapshot needs only their numbers.</summary>
    public virtual bool IsPersistent => false;

    /// <summary>The bytes of a block; borrowed until it is freed.</summary>
    /// <param name="number">A number that <see cref="Allocate"/> gave out.</param>
    public abstract Span<byte> Block(int number);

    /// <summary>Takes a free block into use.</summary>
    /// <returns>Its number, or -1 when there is no room: the oldest lines are then given up.</returns>
    public abstract int Allocate();

    /// <summary>Gives a block back.</summary>
    /// <param name="number">Its number.</param>
    public abstract void Free(int number);
}

/// <summary>Scrollback in the process's own memory.</summary>
internal sealed class MemoryScrollbackStorage : ScrollbackStorage
{
    /// <summary>Blocks kept back, so that a full scrollback goes round without allocating although blocks hold more or fewer
    /// lines.</summary>
    private const int MaxSpares = 4;

    private readonly List<byte[]?> _blocks = [];
    private readonly Stack<int> _free = new();
    private readonly Stack<byte[]> _spares = new();

    /// <inheritdoc/>
    public override int BlockSize => 4096;

    /// <inheritdoc/>
    public override int Count => _blocks.Count - _free.Count;

    /// <inheritdoc/>
    public override Span<byte> Block(int number) => _blocks[number];

    /// <inheritdoc/>
    public override int Allocate()
    {
        byte[] block = _spares.TryPop(out byte[]? spare) ? spare : GC.AllocateUninitializedArray<byte>(BlockSize);
        if (_free.TryPop(out int number))
        {
            _blocks[number] = block;
            return number;
        }

        _blocks.Add(block);
        return _blocks.Count - 1;
    }

    /// <inheritdoc/>
    public override void Free(int number)
    {
        if (_spares.Count < MaxSpares)
        {
            _spares.Push(_blocks[number]!);
        }

        _blocks[number] = null;
        _free.Push(number);
    }
}
