using System.Buffers;
using System.Buffers.Binary;
using Multiplex.Platform.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server.Holding;

/// <summary>
/// What goes to a window's program: bytes are put into the input ring and published by one store, together with the place in the client's stream
/// (or the query that they answer). A death before the store undoes them and the client sends them again, one after it does not.
/// </summary>
/// <param name="holder">The connection to the holder.</param>
internal sealed class WindowInput(IHolder holder)
{
    /// <summary>What may wait when a query is answered: a program that asks and asks without reading gets no more answers, as from a terminal.</summary>
    private const int MaxBeforeReplies = 64 * 1024;

    private readonly InputQueue _waiting = new();
    private ControlPage? _page;
    private uint _slot;

    /// <summary>Bytes that wait for room in the ring.</summary>
    public int Waiting => _waiting.Length;

    /// <summary>Gives the window its ring; what was typed before it was there follows now.</summary>
    /// <param name="page">The control page.</param>
    /// <param name="slot">The window's slot.</param>
    /// <param name="spill">Where much input waits; owned from now on.</param>
    public void Attach(ControlPage page, uint slot, InputSpill spill)
    {
        _page = page;
        _slot = slot;
        _waiting.Spill = spill;
        Drain();
    }

    /// <summary>How far into a client's stream the input goes that waits.</summary>
    /// <param name="clientId">The client.</param>
    public ulong WaitingInput(ulong clientId) => _waiting.LastOffset(clientId);

    /// <summary>Writes what waits into a checkpoint, and how much went into the ring before it.</summary>
    /// <param name="page">The control page.</param>
    /// <param name="output">The checkpoint.</param>
    public void Save(ControlPage page, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), page.Commits.Current.InputHead);
        output.Advance(sizeof(ulong));
        _waiting.Save(output);
    }

    /// <summary>After a restart: takes what waited at a checkpoint, but for what has gone into the ring since.</summary>
    /// <param name="page">The control page.</param>
    /// <param name="bytes">What <see cref="Save"/> wrote, and more; moved past it.</param>
    /// <returns>False when the bytes make no sense.</returns>
    public bool TryLoad(ControlPage page, ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(ulong))
        {
            return false;
        }

        // What waits goes first, so everything that was committed since came from the front of it.
        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        bytes = bytes[sizeof(ulong)..];
        return _waiting.TryLoad(ref bytes, page.Commits.Current.InputHead - head);
    }

    /// <summary>Takes the ring away: what is written now is refused, as nobody reads it.</summary>
    public void Detach()
    {
        _page = null;
        _waiting.Abandon();
    }

    /// <summary>Types bytes.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="origin">Where they come from.</param>
    /// <returns>False when they were refused because too much waits.</returns>
    public bool Write(ReadOnlySpan<byte> bytes, InputOrigin origin)
    {
        if (_page is null || !_waiting.IsEmpty)
        {
            return _waiting.TryAdd(bytes, origin);
        }

        int written = Commit(_page, bytes, origin, reply: 0);
        return written == bytes.Length || Wait(bytes[written..], origin, reply: 0);
    }

    /// <summary>Types a register's text, with its line feeds as returns.</summary>
    /// <param name="text">Held, and not copied, until it is typed.</param>
    /// <param name="start">What comes before it.</param>
    /// <param name="end">What comes behind it.</param>
    /// <returns>False when it was refused because too much waits.</returns>
    public bool Paste(RegisterText text, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        if (!_waiting.TryAdd(text, start, end))
        {
            return false;
        }

        Drain();
        return true;
    }

    /// <summary>Answers a query, exactly once however often its bytes are parsed.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="query">The mark of the query, which is committed with the answer; marks only grow.</param>
    public void Reply(ReadOnlySpan<byte> bytes, ulong query)
    {
        if (_page is null || bytes.IsEmpty || query <= _page.Commits.Current.ReplyOffset)
        {
            return;
        }

        if (_waiting.Length > MaxBeforeReplies)
        {
            return;
        }

        if (!_waiting.IsEmpty || Commit(_page, bytes, InputOrigin.None, query) == 0)
        {
            Wait(bytes, InputOrigin.None, query);
        }
    }

    /// <summary>Puts into the ring what waits, as far as there is room.</summary>
    public void Drain()
    {
        if (_page is null)
        {
            return;
        }

        while (!_waiting.IsEmpty)
        {
            ReadOnlySpan<byte> next = _waiting.Next(out InputOrigin origin, out ulong reply);
            int length = next.Length;
            int written = Commit(_page, next, origin, reply);
            if (written > 0)
            {
                _waiting.Consume(written);
            }

            if (written < length && _page.WaitForInputRoom(reply != 0 ? length : 1))
            {
                return;
            }
        }
    }

    private bool Wait(ReadOnlySpan<byte> bytes, InputOrigin origin, ulong reply)
    {
        bool isTaken = _waiting.TryAdd(bytes, origin, reply);
        if (!_page!.WaitForInputRoom())
        {
            Drain();
        }

        return isTaken;
    }

    private int Commit(ControlPage page, ReadOnlySpan<byte> bytes, InputOrigin origin, ulong reply)
    {
        ref CommitSlot slot = ref page.Commits.Begin();
        int count = Math.Min(bytes.Length, page.FreeInput(slot));
        if (count == 0 || (reply != 0 && count < bytes.Length))
        {
            // Half an answer would be typed into the program as text.
            return 0;
        }

        page.Append(ref slot, bytes[..count]);
        if (reply != 0)
        {
            slot.ReplyOffset = reply;
        }

        if (origin.ClientId != 0)
        {
            Note(ref slot, origin.ClientId, origin.Offset - (ulong)(bytes.Length - count));
        }

        page.Commits.Publish();
        holder.Kick(_slot);
        return count;
    }

    private void Note(ref CommitSlot slot, ulong clientId, ulong offset)
    {
        if (slot.TryGetOffset(clientId, out ulong known) && known >= offset)
        {
            return;
        }

        while (!slot.TrySetOffset(clientId, offset))
        {
            if (!TryForgetOne(ref slot))
            {
                return;
            }
        }
    }

    private bool TryForgetOne(ref CommitSlot slot)
    {
        foreach (CommitClient client in slot.ValidClients)
        {
            if (!holder.IsClientKnown(client.ClientId))
            {
                return slot.Remove(client.ClientId);
            }
        }

        return false;
    }
}
