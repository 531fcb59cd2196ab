using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server.Holding;

/// <summary>
/// Long registers in a session's state memfd, far behind its checkpoints: the session's record only says where they are, and a paste reads them from
/// there. The pages of a text that was replaced are given back once a record that does not know it is valid.
/// </summary>
/// <param name="descriptor">The memfd; it stays the caller's and outlives this object.</param>
internal sealed class RegisterFile(FileDescriptor descriptor) : RegisterStorage, IDisposable
{
    private readonly List<FileText> _texts = [];

    /// <inheritdoc/>
    public override RegisterText? TryMake(int length) => TryTake(FindGap(length), length);

    /// <inheritdoc/>
    public override RegisterText? TryOpen(TextPlace place)
    {
        bool isInside = place.Offset >= CheckpointStore.AreaOffset
            && place.Offset % HolderProtocol.PageSize == 0
            && place.Length is > 0 and <= Registers.MaxLength
            && place.Offset + place.Length <= SharedMemory.SizeOf(descriptor);
        if (!isInside || TryTake(place.Offset, place.Length) is not { } text)
        {
            return null;
        }

        text.Complete(place.Length);
        if (text.Place!.Value.Checksum == place.Checksum)
        {
            return text;
        }

        _texts.Remove(text);
        text.Unmap();
        return null;
    }

    /// <summary>A record of the session that knows only the texts of today is valid: the pages of others are given back.</summary>
    public void Checkpointed()
    {
        for (int index = _texts.Count - 1; index >= 0; index--)
        {
            if (_texts[index].IsFree)
            {
                FaultInjection.Pass("before a register's pages are given back");
                SharedMemory.Punch(descriptor, _texts[index].Offset, _texts[index].Size);
                _texts[index].Unmap();
                _texts.RemoveAt(index);
            }
        }
    }

    /// <summary>After a restart: gives the pages back that no text of the record is on.</summary>
    public void Recovered()
    {
        long end = SharedMemory.SizeOf(descriptor);
        long start = CheckpointStore.AreaOffset;
        foreach (FileText text in _texts)
        {
            Punch(start, text.Offset);
            start = text.Offset + text.Size;
        }

        Punch(start, end);
    }

    /// <summary>Ends the mappings; the memfd and the texts in it stay.</summary>
    public void Dispose()
    {
        foreach (FileText text in _texts)
        {
            text.Unmap();
        }

        _texts.Clear();
    }

    private static long PageUp(long value) => (value + HolderProtocol.PageSize - 1) & -HolderProtocol.PageSize;

    private void Punch(long start, long end)
    {
        if (end > start)
        {
            SharedMemory.Punch(descriptor, start, end - start);
        }
    }

    private long FindGap(int length)
    {
        long place = CheckpointStore.AreaOffset;
        foreach (FileText text in _texts)
        {
            if (text.Offset - place >= length)
            {
                break;
            }

            place = text.Offset + text.Size;
        }

        return place;
    }

    private FileText? TryTake(long offset, int length)
    {
        try
        {
            long size = PageUp(length);
            if (SharedMemory.SizeOf(descriptor) < offset + size)
            {
                SharedMemory.Resize(descriptor, offset + size);
            }

            FileText text = new(SharedMemory.Map(descriptor, offset, size, isWritable: true), offset, length);
            int index = _texts.FindIndex(other => other.Offset > offset);
            _texts.Insert(index < 0 ? _texts.Count : index, text);
            return text;
        }
        catch (PosixException)
        {
            return null;
        }
    }

    private sealed class FileText(SharedMemory memory, long offset, int capacity) : RegisterText
    {
        /// <summary>So much of a text at once is in the daemon's own resident memory.</summary>
        private const int Piece = 256 * 1024;

        private uint _checksum;

        public long Offset => offset;

        public long Size => memory.Length;

        /// <summary>True when nobody holds it any more.</summary>
        public bool IsFree { get; private set; }

        public override Span<byte> Room => memory.Slice(0, capacity);

        public override TextPlace? Place => new(offset, Length, _checksum);

        public override void Complete(int length)
        {
            base.Complete(length);
            uint checksum = Crc32C.Start;
            for (int start = 0; start < length; start += Piece)
            {
                int end = Math.Min(start + Piece, length);
                checksum = Crc32C.Append(checksum, Span[start..end]);
                memory.Evict(start, end);
            }

            _checksum = Crc32C.Finish(checksum);
        }

        public void Unmap() => memory.Dispose();

        protected override void Free() => IsFree = true;
    }
}
