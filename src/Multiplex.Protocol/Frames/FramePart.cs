using System.Buffers.Binary;

namespace Multiplex.Protocol.Frames;

/// <summary>One frame message being written; it goes on in a further message when it gets long.</summary>
internal ref struct FramePart
{
    private readonly MessageBuffer _output;
    private readonly uint _sequence;
    private readonly ushort _columns;
    private readonly ushort _rows;
    private FrameFlags _flags;
    private int _mark;
    private int _section;
    private int _count;

    /// <summary>Begins the first message of a frame.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="sequence">The frame's number.</param>
    /// <param name="columns">Width.</param>
    /// <param name="rows">Height.</param>
    /// <param name="flags">Flags of the first message.</param>
    public FramePart(MessageBuffer output, uint sequence, int columns, int rows, FrameFlags flags)
    {
        _output = output;
        _sequence = sequence;
        _columns = (ushort)columns;
        _rows = (ushort)rows;
        _flags = flags;
        _mark = output.Begin();
        WriteHead();
    }

    /// <summary>True when the message is to be ended: nothing large shall be added to it.</summary>
    public readonly bool IsLong => _output.PayloadLength(_mark) > FrameLimits.SplitLength;

    /// <summary>The message under construction.</summary>
    public readonly MessageBuffer Output => _output;

    /// <summary>Begins a section, in a new message when this one is long.</summary>
    /// <param name="section">Its number.</param>
    public PayloadWriter BeginSection(FrameSection section)
    {
        if (IsLong)
        {
            End(isLast: false);
            _flags = FrameFlags.None;
            _mark = _output.Begin();
            WriteHead();
        }

        PayloadWriter writer = new(_output);
        writer.U8((byte)section);
        _section = _output.Length;
        writer.U32(0);
        return writer;
    }

    /// <summary>Fills in the section's length.</summary>
    public readonly void EndSection() =>
        BinaryPrimitives.WriteUInt32LittleEndian(_output.Patch(_section, 4), (uint)(_output.Length - _section - 4));

    /// <summary>Leaves room for a u16 count.</summary>
    public void ReserveCount()
    {
        _count = _output.Length;
        new PayloadWriter(_output).U16(0);
    }

    /// <summary>Fills in the count.</summary>
    /// <param name="count">The count.</param>
    public readonly void SetCount(ushort count) => BinaryPrimitives.WriteUInt16LittleEndian(_output.Patch(_count, 2), count);

    /// <summary>Completes the message.</summary>
    /// <param name="isLast">False when another message continues the frame.</param>
    public readonly void End(bool isLast)
    {
        if (!isLast)
        {
            const int FlagsOffset = MessageHeader.Size + 4;
            BinaryPrimitives.WriteUInt16LittleEndian(_output.Patch(_mark + FlagsOffset, 2), (ushort)(_flags | FrameFlags.More));
        }

        _output.End(_mark, MessageKind.Frame);
    }

    private readonly void WriteHead()
    {
        PayloadWriter writer = new(_output);
        writer.U32(_sequence);
        writer.U16((ushort)_flags);
        writer.U16(_columns);
        writer.U16(_rows);
    }
}
