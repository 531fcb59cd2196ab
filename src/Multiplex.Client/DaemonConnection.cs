using Multiplex.Platform;
using Multiplex.Protocol;

namespace Multiplex.Client;

/// <summary>A connection to the daemon: messages out, messages in, nothing waits.</summary>
internal sealed class DaemonConnection(UnixSocket socket) : IDisposable
{
    private readonly MessageFramer _framer = new();
    private int _attached = -1;

    /// <summary>The descriptor to poll.</summary>
    public int Descriptor => socket.Descriptor;

    /// <summary>True when the daemon is this user's.</summary>
    public bool IsOwn => socket.GetPeer().UserId == ProcessContext.EffectiveUserId;

    /// <summary>Messages to be sent.</summary>
    public MessageBuffer Outgoing { get; } = new();

    /// <summary>True when the daemon closed the connection or broke the protocol.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Lets a descriptor travel with the next byte that is sent.</summary>
    /// <param name="descriptor">It stays the caller's.</param>
    public void AttachDescriptor(int descriptor) => _attached = descriptor;

    /// <summary>Sends what goes without waiting.</summary>
    public void Flush()
    {
        while (!Outgoing.IsEmpty && !IsClosed)
        {
            ReadOnlySpan<int> descriptors = _attached >= 0 ? [_attached] : [];
            IoResult result = socket.Send(Outgoing.Pending, default, descriptors);
            if (result.IsWouldBlock)
            {
                return;
            }

            if (!result.IsSuccess)
            {
                IsClosed = true;
                return;
            }

            _attached = -1;
            Outgoing.Consume(result.Bytes);
        }
    }

    /// <summary>Reads what has come; call once for every time the descriptor is readable.</summary>
    public void Receive()
    {
        IoResult result = socket.Receive(_framer.GetSpan());
        if (result.IsWouldBlock)
        {
            return;
        }

        if (result.Value <= 0)
        {
            IsClosed = true;
            return;
        }

        _framer.Advance(result.Bytes);
    }

    /// <summary>Takes the next whole message.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payload">Its payload, borrowed until the next <see cref="Receive"/>.</param>
    /// <returns>False when none is complete.</returns>
    /// <exception cref="ProtocolException">The daemon breaks the protocol.</exception>
    public bool TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload) => _framer.TryRead(out header, out payload);

    /// <summary>Gives the connection up: the daemon broke the protocol.</summary>
    public void Abandon() => IsClosed = true;

    /// <summary>Closes the connection.</summary>
    public void Dispose() => socket.Dispose();
}
