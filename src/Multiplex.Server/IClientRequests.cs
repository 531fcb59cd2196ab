using Multiplex.Protocol.Messages;

namespace Multiplex.Server;

/// <summary>What clients ask of the daemon. Each request is answered by Reply, or by Attached.</summary>
internal interface IClientRequests
{
    /// <summary>Starts a session.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="message">What for.</param>
    public void Create(ClientConnection client, CreateMessage message);

    /// <summary>Shows a session on the client's terminal.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="message">Which.</param>
    public void Attach(ClientConnection client, AttachMessage message);

    /// <summary>-X, -Q, or a window asked for from inside.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="message">What for.</param>
    public void Command(ClientConnection client, CommandMessage message);

    /// <summary>-ls and -wipe.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="message">What for.</param>
    public void List(ClientConnection client, ListMessage message);

    /// <summary>-d and -D.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="message">What for.</param>
    public void Detach(ClientConnection client, DetachRequestMessage message);

    /// <summary>An answer is about to be given: what it tells of must outlive the daemon from now on.</summary>
    public void Answering();

    /// <summary>A connection has ended.</summary>
    /// <param name="client">The connection.</param>
    public void Closed(ClientConnection client);

    /// <summary>Writes a line to the daemon's log.</summary>
    /// <param name="line">The line.</param>
    public void Log(string line);
}
