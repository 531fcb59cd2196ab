using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>Connections to other hosts.</summary>
public static unsafe class TcpConnection
{
    /// <summary>Connects, and waits until that is done.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="service">A port's number or name.</param>
    /// <returns>The connection, which never waits.</returns>
    /// <exception cref="PosixException">There is no such host (ENOENT), or it does not answer.</exception>
    public static FileDescriptor Connect(string host, string service)
    {
        int descriptor;
        fixed (byte* name = NativeText.Terminate(host))
        fixed (byte* port = NativeText.Terminate(service))
        {
            PosixException.Check(Shims.TcpConnect(name, port, &descriptor), "connect", host);
        }

        return new FileDescriptor(descriptor);
    }
}
