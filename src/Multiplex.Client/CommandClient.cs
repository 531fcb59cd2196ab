using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Protocol.Messages;

namespace Multiplex.Client;

/// <summary>Sends one request to the daemon, prints the reply and gives its exit code: -X, -Q, -ls, -d, -wipe, -dm.</summary>
public static class CommandClient
{
    /// <summary>Asks a daemon.</summary>
    /// <typeparam name="T">The request's type.</typeparam>
    /// <param name="socket">A connection to the daemon; it is closed.</param>
    /// <param name="request">The request.</param>
    /// <param name="context">What a new window inherits; null for requests that make none.</param>
    /// <returns>The exit code; 1 when the daemon went away before it answered.</returns>
    public static int Run<T>(UnixSocket socket, T request, ContextMessage? context = null)
        where T : IMessage<T>
    {
        if (TryRun(socket, request, context) is { } exitCode)
        {
            return exitCode;
        }

        BareOutput.WriteError("Error: Cannot find master process to attach to!\n");
        return 1;
    }

    /// <summary>Asks a daemon that may be about to leave.</summary>
    /// <typeparam name="T">The request's type.</typeparam>
    /// <param name="socket">A connection to the daemon; it is closed.</param>
    /// <param name="request">The request.</param>
    /// <param name="context">What a new window inherits; null for requests that make none.</param>
    /// <returns>The exit code, or null when the daemon left without a word: it never took the request, which may be made again.</returns>
    public static int? TryRun<T>(UnixSocket socket, T request, ContextMessage? context = null)
        where T : IMessage<T>
    {
        using DaemonConnection connection = new(socket);
        connection.Outgoing.Add(ClientIdentity.CreateHello());
        if (context is not null)
        {
            connection.Outgoing.Add(context);
        }

        connection.Outgoing.Add(request);
        try
        {
            return Converse(connection);
        }
        catch (ProtocolException e)
        {
            BareOutput.WriteError($"mux: the daemon answers nonsense: {e.Message}\n");
            return 1;
        }
    }

    private static int? Converse(DaemonConnection connection)
    {
        using Poller poller = new();
        poller.Add(connection.Descriptor, PollEvents.Read, 0);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        bool isWriting = false;
        bool hasAnswered = false;
        string version = string.Empty;
        while (!connection.IsClosed)
        {
            connection.Flush();
            if (isWriting == connection.Outgoing.IsEmpty)
            {
                isWriting = !connection.Outgoing.IsEmpty;
                poller.Modify(connection.Descriptor, isWriting ? PollEvents.Read | PollEvents.Write : PollEvents.Read, 0);
            }

            if (poller.Wait(ready, -1) == 0 || (ready[0].Events & ~PollEvents.Write) == 0)
            {
                continue;
            }

            connection.Receive();
            hasAnswered |= !connection.IsClosed;
            if (ReadMessages(connection, ref version) is { } code)
            {
                DaemonStarter.TakeOverIfOlder(connection, version);
                return code;
            }
        }

        if (!hasAnswered)
        {
            return null;
        }

        BareOutput.WriteError("Error: Cannot find master process to attach to!\n");
        return 1;
    }

    /// <summary>Prints what came.</summary>
    /// <param name="connection">Where from.</param>
    /// <param name="version">The daemon's version, once it said so.</param>
    /// <returns>The exit code when the last reply came.</returns>
    private static int? ReadMessages(DaemonConnection connection, ref string version)
    {
        while (connection.TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload))
        {
            switch (header.Kind)
            {
                case MessageKind.Welcome:
                    version = WelcomeMessage.Read(payload).ProgramVersion;
                    break;
                case MessageKind.Reply:
                    ReplyMessage reply = ReplyMessage.Read(payload);
                    BareOutput.Write(reply.Output);
                    BareOutput.WriteError(reply.Error);
                    if (!reply.HasMore)
                    {
                        return reply.ExitCode;
                    }

                    break;
                case MessageKind.Print:
                    PrintMessage print = PrintMessage.Read(payload);
                    if (print.IsError)
                    {
                        BareOutput.WriteError(print.Text);
                    }
                    else
                    {
                        BareOutput.Write(print.Text);
                    }

                    break;
                case MessageKind.Ping:
                    connection.Outgoing.Add(new PongMessage(PingMessage.Read(payload).Token));
                    break;
                default:
                    break;
            }
        }

        return null;
    }
}
