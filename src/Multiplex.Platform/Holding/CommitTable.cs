using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiplex.Platform.Holding;

/// <summary>How far one client's keys have been taken.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Offset">Bytes of its input stream, counted from the stream's start.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CommitClient(ulong ClientId, ulong Offset);

/// <summary>The clients of a commit slot.</summary>
[InlineArray(HolderProtocol.CommitClients)]
public struct CommitClients
{
    private CommitClient _first;
}

/// <summary>What one commit publishes at once: the input's head, the replies given, and each client's place.</summary>
[StructLayout(LayoutKind.Sequential, Size = 1024)]
public struct CommitSlot
{
    /// <summary>Bytes ever put into the input ring; unused in the session's table.</summary>
    public ulong InputHead;

    /// <summary>The journal offset just behind the last query that was answered.</summary>
    public ulong ReplyOffset;

    /// <summary>How many of <see cref="Clients"/> are valid.</summary>
    public uint ClientCount;
    private readonly uint _reserved;

    /// <summary>The clients' places, in no order.</summary>
    public CommitClients Clients;

    /// <summary>The valid clients; borrowed.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<CommitClient> ValidClients =>
        ((ReadOnlySpan<CommitClient>)Clients)[..(int)Math.Min(ClientCount, HolderProtocol.CommitClients)];

    /// <summary>How far a client's keys have been taken.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="offset">Its place, or 0.</param>
    /// <returns>Whether the client is known here.</returns>
    public readonly bool TryGetOffset(ulong clientId, out ulong offset)
    {
        int index = IndexOf(clientId);
        offset = index >= 0 ? Clients[index].Offset : 0;
        return index >= 0;
    }

    /// <summary>Notes how far a client's keys have been taken.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="offset">Its place.</param>
    /// <returns>False when the table is full of other clients: remove one that is gone first.</returns>
    public bool TrySetOffset(ulong clientId, ulong offset)
    {
        int index = IndexOf(clientId);
        if (index < 0)
        {
            if (ClientCount >= HolderProtocol.CommitClients)
            {
                return false;
            }

            index = (int)ClientCount++;
        }

        Clients[index] = new CommitClient(clientId, offset);
        return true;
    }

    /// <summary>Forgets a client.</summary>
    /// <param name="clientId">The client.</param>
    /// <returns>Whether it was known.</returns>
    public bool Remove(ulong clientId)
    {
        int index = IndexOf(clientId);
        if (index < 0)
        {
            return false;
        }

        Clients[index] = Clients[(int)--ClientCount];
        return true;
    }

    private readonly int IndexOf(ulong clientId)
    {
        ReadOnlySpan<CommitClient> clients = ValidClients;
        for (int i = 0; i < clients.Length; i++)
        {
            if (clients[i].ClientId == clientId)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>Two slots and the sequence number whose parity selects the valid one: a commit is one atomic store.</summary>
public readonly unsafe struct CommitTable
{
    private const int UsedBytes = 24;
    private readonly ulong* _sequence;
    private readonly CommitSlot* _slots;

    internal CommitTable(byte* sequence, byte* slots)
    {
        Debug.Assert(sizeof(CommitSlot) == 1024, "The slot's size is part of the contract.");
        _sequence = (ulong*)sequence;
        _slots = (CommitSlot*)slots;
    }

    /// <summary>Commits so far.</summary>
    public ulong Sequence => Volatile.Read(ref *_sequence);

    /// <summary>The slot that is valid.</summary>
    public ref readonly CommitSlot Current => ref _slots[Sequence & 1];

    /// <summary>Starts a commit: the spare slot as a copy of the valid one, to be changed and published.</summary>
    /// <returns>The spare slot.</returns>
    public ref CommitSlot Begin()
    {
        ulong sequence = Sequence;
        CommitSlot* current = &_slots[sequence & 1];
        CommitSlot* spare = &_slots[(sequence + 1) & 1];

        // The last commit's sequence number has to be out before the slot it deselected changes: the holder reads a slot and then
        // looks whether the number is still the same.
        Interlocked.MemoryBarrier();
        uint clients = Math.Min(current->ClientCount, HolderProtocol.CommitClients);
        Unsafe.CopyBlock(spare, current, UsedBytes + (clients * (uint)sizeof(CommitClient)));
        FaultInjection.Pass("after the spare slot is filled");
        return ref *spare;
    }

    /// <summary>Makes the spare slot the valid one. A death before this store undoes the commit, one after it does not.</summary>
    public void Publish()
    {
        FaultInjection.Pass("before a commit");
        Volatile.Write(ref *_sequence, *_sequence + 1);
        FaultInjection.Pass("after a commit");
    }
}
