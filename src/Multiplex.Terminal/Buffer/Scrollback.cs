namespace Multiplex.Terminal.Buffer;

/// <summary>
/// Lines that left the primary screen at its top, oldest first, in blocks of a <see cref="ScrollbackStorage"/>. Lines are never kept as
/// cells:
/// a line of text takes about three quarters of its length. Going round at the limit allocates nothing.
/// </summary>
internal sealed class Scrollback
{
    private readonly ScrollbackStorage _storage;
    private readonly FrameTables _tables;
    private readonly ScrollbackDecoder _decoder;
    private Block[] _blocks = [];
    private int _head;
    private int _blockCount;
    private long _nextSerial;
    private long _first;
    private long _next;
    private int _limit;
    private bool _mustBegin;

    /// <summary>An empty scrollback.</summary>
    public Scrollback(ScrollbackStorage storage, FrameTables tables)
    {
        _storage = storage;
        _tables = tables;
        _decoder = new ScrollbackDecoder(tables);
    }

    /// <summary>Where the blocks are.</summary>
    public ScrollbackStorage Storage => _storage;

    /// <summary>Most lines kept; lowering it forgets the oldest.</summary>
    public int Limit
    {
        get => _limit;
        set
        {
            _limit = value;
            Evict();
        }
    }

    /// <summary>Lines kept.</summary>
    public int Count => (int)(_next - _first);

    /// <summary>Lines that were ever pushed, less those taken back.</summary>
    public long TotalCount { get; private set; }

    /// <summary>Blocks in use.</summary>
    public int BlockCount => _blockCount;

    /// <summary>Made with the first line: most windows that wait for something have printed less than a screen.</summary>
    private ScrollbackEncoder Encoder => field ??= new ScrollbackEncoder(_tables);

    /// <summary>Keeps a line.</summary>
    public void Push(Line line)
    {
        TotalCount++;
        if (_limit > 0)
        {
            Store(line.Cells.AsSpan(0, line.Occupied), line.IsWrapped, line.Size);
        }
    }

    /// <summary>Keeps a line.</summary>
    public void Push(ReadOnlySpan<Cell> cells, bool isWrapped, LineSize size = LineSize.Single)
    {
        TotalCount++;
        if (_limit > 0)
        {
            Store(cells, isWrapped, size);
        }
    }

    /// <summary>Reads a line.</summary>
    /// <param name="index">0 is the oldest.</param>
    /// <param name="destination">Filled with the line and empty cells.</param>
    /// <param name="isWrapped">Its text goes on in the next line.</param>
    /// <param name="size">How large its characters are.</param>
    /// <returns>How many cells it has.</returns>
    public int Read(int index, Span<Cell> destination, out bool isWrapped, out LineSize size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        destination.Clear();
        long line = _first + index;
        int block = Seek(line);
        int end = 0;
        RecordFlags flags;
        while (true)
        {
            ReadOnlySpan<byte> bytes = Bytes(block);
            if (_decoder.Position >= bytes.Length)
            {
                if (++block >= _blockCount)
                {
                    flags = 0;
                    break;
                }

                _decoder.Open(At(block).Serial, Bytes(block));
                _decoder.Line = line;
                continue;
            }

            flags = _decoder.Next(bytes, destination, ref end);
            if ((flags & RecordFlags.Continues) == 0)
            {
                break;
            }
        }

        _decoder.Line = line + 1;
        if (end > destination.Length && !destination.IsEmpty)
        {
            WideCharacters.TrimEnd(destination, destination.Length);
        }

        isWrapped = (flags & RecordFlags.Wrapped) != 0;
        size = RecordSize.Of(flags);
        return end;
    }

    /// <summary>Takes the newest line back.</summary>
    /// <param name="destination">Filled with the line and empty cells.</param>
    /// <param name="isWrapped">Its text goes on in the next line.</param>
    /// <param name="size">How large its characters are.</param>
    /// <returns>False when there is none.</returns>
    public bool TryPop(Span<Cell> destination, out bool isWrapped, out LineSize size)
    {
        isWrapped = false;
        size = LineSize.Single;
        if (Count == 0)
        {
            return false;
        }

        long line = _next - 1;
        int block = Seek(line);
        int position = _decoder.Position;
        Read(Count - 1, destination, out isWrapped, out size);
        while (_blockCount > block + 1)
        {
            _storage.Free(At(--_blockCount).Number);
        }

        At(block).Used = position;
        if (position <= At(block).Start)
        {
            _storage.Free(At(--_blockCount).Number);
        }

        _decoder.Forget();
        _next--;
        TotalCount--;
        _mustBegin = true;
        return true;
    }

    /// <summary>Forgets all lines.</summary>
    public void Clear()
    {
        for (int block = 0; block < _blockCount; block++)
        {
            _storage.Free(At(block).Number);
        }

        _blockCount = 0;
        _first = _next;
        _mustBegin = true;
        _decoder.Forget();
    }

    /// <summary>Lays all lines out for a new width: wrapped lines are joined and cut anew.</summary>
    /// <param name="columns">The new width.</param>
    /// <param name="beforeLine">Called before each joined line, when no ids are held.</param>
    public void Reflow(int columns, Action beforeLine)
    {
        if (Count == 0)
        {
            return;
        }

        long total = TotalCount - Count;
        var old = new Scrollback(_storage, _tables)
        {
            _blocks = _blocks, _head = _head, _blockCount = _blockCount, _first = _first, _next = _next, _limit = int.MaxValue,
                _nextSerial = _nextSerial,
        };
        _blocks = [];
        _head = 0;
        _blockCount = 0;
        _first = _next;
        _decoder.Forget();
        var text = new LogicalLine();
        while (old.Count > 0)
        {
            beforeLine();
            text.Clear();
            bool isWrapped = true;
            LineSize size = LineSize.Single;
            while (isWrapped && old.Count > 0)
            {
                text.Append(old, 0, out isWrapped, out size);
                old._first++;
                old.FreeOldBlocks();
            }

            if (size == LineSize.Single)
            {
                text.PushTo(this, columns, isWrapped);
            }
            else
            {
                // A line of double width stands alone and is cut, not laid out anew.
                Push(text.Cells[..text.FittingIn(DoubleWidth.Columns(columns))], isWrapped: false, size);
            }
        }

        TotalCount = total + Count;
    }

    /// <summary>The blocks and positions, for a snapshot.</summary>
    public void Save(ref BlockWriter writer)
    {
        writer.AddNumber(_blockCount);
        writer.AddNumber((int)(_first - (_blockCount == 0 ? _first : At(0).FirstLine)));
        for (int block = 0; block < _blockCount; block++)
        {
            ref Block entry = ref At(block);
            long end = block + 1 < _blockCount ? At(block + 1).FirstLine : _next;
            writer.AddNumber((int)(end - entry.FirstLine));
            writer.AddNumber(entry.Start);
            writer.AddNumber(entry.Used);
            if (_storage.IsPersistent)
            {
                writer.AddNumber(entry.Number);
            }
            else
            {
                writer.Add(Bytes(block));
            }
        }
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <returns>False when it cannot be.</returns>
    public bool TryLoad(ref BlockReader reader, long totalCount)
    {
        int count = reader.ReadNumber();
        int skipped = reader.ReadNumber();
        for (int i = 0; i < count; i++)
        {
            int lines = reader.ReadNumber();
            int start = reader.ReadNumber();
            int used = reader.ReadNumber();
            // A line takes two bytes at least: more lines than there is room for are damage.
            if (reader.IsAtEnd || used > _storage.BlockSize || start > used || lines > used - start)
            {
                return false;
            }

            int number = _storage.IsPersistent ? reader.ReadNumber() : _storage.Allocate();
            if (number < 0)
            {
                return false;
            }

            if (!_storage.IsPersistent && !reader.ReadBytes(used).TryCopyTo(_storage.Block(number)))
            {
                return false;
            }

            Append(new Block { Number = number, Start = start, Used = used, FirstLine = _next, Serial = _nextSerial++ });
            _next += lines;
        }

        _first = Math.Min(skipped, _next);
        _mustBegin = true;
        TotalCount = totalCount;
        Evict();
        return true;
    }

    private void Store(ReadOnlySpan<Cell> cells, bool isWrapped, LineSize size)
    {
        while (!cells.IsEmpty && cells[^1] == Cell.Empty)
        {
            cells = cells[..^1];
        }

        RecordFlags last = RecordSize.Flags(isWrapped, size);
        bool isFirst = true;
        int most = ScrollbackEncoder.MaxCells;
        do
        {
            int count = Math.Min(cells.Length, most);
            RecordFlags flags = count == cells.Length ? last : RecordFlags.Continues;
            if (!TryStore(cells[..count], flags, isFirst))
            {
                if (count <= 1 || _blockCount == 0)
                {
                    break;
                }

                most = count / 2;
                continue;
            }

            isFirst = false;
            cells = cells[count..];
        }
        while (!cells.IsEmpty);
        _next++;
        Evict();
    }

    /// <summary>Writes a record to the last block or, when it is full, to a new one.</summary>
    private bool TryStore(ReadOnlySpan<Cell> cells, RecordFlags flags, bool isFirst)
    {
        if (_blockCount != 0 && !_mustBegin && TryAppend(cells, flags, isFirst))
        {
            return true;
        }

        return TryBegin(isFirst) && TryAppend(cells, flags, isFirst);
    }

    private bool TryAppend(ReadOnlySpan<Cell> cells, RecordFlags flags, bool isFirst)
    {
        ref Block block = ref At(_blockCount - 1);
        int length = Encoder.Encode(cells, flags, _storage.Block(block.Number)[block.Used..]);
        if (length == 0)
        {
            return false;
        }

        block.Used += length;
        if (!isFirst && block.FirstLine > _next)
        {
            block.Start = block.Used;
        }

        return true;
    }

    private bool TryBegin(bool isFirst)
    {
        _mustBegin = false;
        if (_blockCount != 0)
        {
            ref Block last = ref At(_blockCount - 1);
            if (last.Used == last.Start && isFirst)
            {
                // Nothing was written to it: a record that does not fit in a whole block comes back in parts.
                last.Used = last.Start = Encoder.BeginBlock(_storage.Block(last.Number));
                return true;
            }
        }

        int number = _storage.Allocate();
        while (number < 0 && _blockCount > 1)
        {
            _first = Math.Max(_first, At(1).FirstLine);
            FreeOldBlocks();
            number = _storage.Allocate();
        }

        if (number < 0)
        {
            return false;
        }

        int start = Encoder.BeginBlock(_storage.Block(number));
        Append(new Block { Number = number, Start = start, Used = start, FirstLine = isFirst ? _next : _next + 1, Serial = _nextSerial++ });
        return true;
    }

    private void Evict()
    {
        if (_next - _first > _limit)
        {
            _first = _next - _limit;
            FreeOldBlocks();
        }
    }

    private void FreeOldBlocks()
    {
        while (_blockCount > 1 && At(1).FirstLine <= _first)
        {
            _storage.Free(At(0).Number);
            _head = (_head + 1) & (_blocks.Length - 1);
            _blockCount--;
        }

        if (_blockCount == 1 && _first >= _next && _limit == 0)
        {
            Clear();
        }
    }

    /// <summary>Brings the decoder to the start of a line.</summary>
    /// <returns>The block that the line starts in.</returns>
    private int Seek(long line)
    {
        int block = FindBlock(line);
        ReadOnlySpan<byte> bytes = Bytes(block);
        if (_decoder.BlockSerial != At(block).Serial || _decoder.Line > line)
        {
            _decoder.Open(At(block).Serial, bytes);
            _decoder.Line = At(block).FirstLine;
            while (_decoder.Position < At(block).Start)
            {
                _decoder.Skip(bytes);
            }
        }

        while (_decoder.Line < line && _decoder.Position < bytes.Length)
        {
            if ((_decoder.Skip(bytes) & RecordFlags.Continues) == 0)
            {
                _decoder.Line++;
            }
        }

        return block;
    }

    private int FindBlock(long line)
    {
        int low = 0;
        int high = _blockCount - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (At(middle).FirstLine <= line)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private ReadOnlySpan<byte> Bytes(int block) => _storage.Block(At(block).Number)[..At(block).Used];

    /// <summary>The array's length is a power of two.</summary>
    private ref Block At(int index) => ref _blocks[(_head + index) & (_blocks.Length - 1)];

    private void Append(Block block)
    {
        if (_blockCount == _blocks.Length)
        {
            var larger = new Block[Math.Max(4, _blocks.Length * 2)];
            for (int i = 0; i < _blockCount; i++)
            {
                larger[i] = At(i);
            }

            _blocks = larger;
            _head = 0;
        }

        _blockCount++;
        At(_blockCount - 1) = block;
    }

    private struct Block
    {
        /// <summary>Its number in the storage.</summary>
        public int Number;

        /// <summary>Where the first line that starts in it starts; before it the end of a line from the block before may stand.</summary>
        public int Start;

        /// <summary>Bytes written.</summary>
        public int Used;

        /// <summary>The first line that starts in it, counted from the very first.</summary>
        public long FirstLine;

        /// <summary>Tells blocks apart although numbers are used again.</summary>
        public long Serial;
    }
}
