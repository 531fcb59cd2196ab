using System.Runtime.InteropServices;

namespace Multiplex.Platform.Interop;

/// <summary>Polling and sockets. The calls that never wait and never call back skip the switch of the collector's mode.</summary>
internal static unsafe partial class Shims
{
    [LibraryImport(Library, EntryPoint = "mux_poll_create")]
    internal static partial int PollCreate(int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_poll_add")]
    internal static partial int PollAdd(int poll, int descriptor, uint events, ulong token);

    [LibraryImport(Library, EntryPoint = "mux_poll_modify")]
    internal static partial int PollModify(int poll, int descriptor, uint events, ulong token);

    [LibraryImport(Library, EntryPoint = "mux_poll_remove")]
    internal static partial int PollRemove(int poll, int descriptor);

    [LibraryImport(Library, EntryPoint = "mux_poll_wait")]
    internal static partial int PollWait(int poll, ReadyEvent* ready, int capacity, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "mux_socket_connect")]
    internal static partial int SocketConnect(byte* path, uint length, int packets, int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_socket_listen")]
    internal static partial int SocketListen(byte* path, uint length, int packets, int backlog, int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_socket_accept")]
    internal static partial int SocketAccept(int listener, int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_socket_pair")]
    internal static partial int SocketPair(int packets, int* first, int* second);

    [LibraryImport(Library, EntryPoint = "mux_tcp_connect")]
    internal static partial int TcpConnect(byte* host, byte* service, int* descriptor);

    [LibraryImport(Library, EntryPoint = "mux_socket_peer")]
    internal static partial int SocketPeer(int descriptor, int* processId, uint* userId, uint* groupId);

    [LibraryImport(Library, EntryPoint = "mux_socket_send_buffer")]
    internal static partial int SocketSendBuffer(int descriptor, int bytes);

    [LibraryImport(Library, EntryPoint = "mux_socket_send")]
    internal static partial int SocketSend(int descriptor, byte* first, uint firstLength, byte* second, uint secondLength, int* descriptors,
        uint count);

    [LibraryImport(Library, EntryPoint = "mux_socket_receive")]
    internal static partial int SocketReceive(int descriptor, byte* buffer, uint length, int* descriptors, uint* count);
}
