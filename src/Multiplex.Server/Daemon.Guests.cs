using Multiplex.Platform;
using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server;

/// <summary>Guests: other users, who may come in while a session is shared with them.</summary>
public sealed partial class Daemon
{
    /// <summary>Connections of guests at a time: those of a classroom, and no more descriptors for whoever means ill.</summary>
    private const int MaxGuests = 100;

    private GuestDoor? _door;

    /// <inheritdoc/>
    void ISessionEnvironment.CheckGuests()
    {
        bool isShared = _sessions.Exists(static session => session is { IsMultiuser: true, IsTerminating: false });
        if (isShared == (_door is not null))
        {
            return;
        }

        _door?.Dispose();
        _door = null;
        if (isShared)
        {
            OpenDoor();
        }
    }

    private void OpenDoor()
    {
        try
        {
            _door = new GuestDoor(_loop, AcceptGuest, _log.Write);
        }
        catch (PosixException exception)
        {
            _log.Write($"guests: {exception.Message}");
            foreach (Session session in _sessions)
            {
                if (session.IsMultiuser)
                {
                    Notices.Show(session, null, $"Cannot let other users in: {exception.Message}");
                }
            }
        }
    }

    private void AcceptGuest(UnixSocket socket)
    {
        PeerIdentity peer = socket.GetPeer();
        if (peer.UserId == ProcessContext.EffectiveUserId)
        {
            Accept(socket);
            return;
        }

        string name = UserDatabase.Find(peer.UserId)?.Name ?? string.Empty;
        int guests = 0;
        foreach (ClientConnection client in _clients)
        {
            guests += client.Guest is null ? 0 : 1;
        }

        if (name.Length > 0 && guests < MaxGuests && _sessions.Exists(session => Rights.MayEnter(session, name)))
        {
            _clients.Add(new ClientConnection(_loop, socket, peer, _requests) { Guest = name });
            return;
        }

        socket.Dispose();
        foreach (Session session in _sessions)
        {
            if (session.IsMultiuser)
            {
                Notices.Show(session, null, $"Attach: access denied for user {(name.Length > 0 ? name : peer.UserId)}.");
            }
        }
    }
}
