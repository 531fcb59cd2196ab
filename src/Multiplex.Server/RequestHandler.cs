using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Protocol.Listing;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Commands;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server;

/// <summary>Carries out what clients ask: which session is meant, what screen says when there is none, and then the deed.</summary>
/// <param name="daemon">The daemon.</param>
internal sealed class RequestHandler(Daemon daemon) : IClientRequests
{
    /// <summary>How often a session is looked for whose holder answers late.</summary>
    private static readonly TimeSpan _lateRetry = TimeSpan.FromMilliseconds(50);

    /// <summary>A holder whose socket was removed has put it back by then.</summary>
    private static readonly TimeSpan _returnTime = TimeSpan.FromSeconds(2);

    private const string Denied = "Access to session denied.\r\n";

    private readonly SessionDirectory _sessions = new(daemon);

    /// <inheritdoc/>
    public void Create(ClientConnection client, CreateMessage message) => daemon.WhenRecovered(() => StartSession(client, message));

    /// <inheritdoc/>
    public void Attach(ClientConnection client, AttachMessage message) => daemon.WhenRecovered(() => AttachNow(client, message, daemon.Loop.Time.GetTimestamp()));

    /// <inheritdoc/>
    public void Command(ClientConnection client, CommandMessage message) => daemon.WhenRecovered(() => CommandNow(client, message));

    /// <inheritdoc/>
    public void List(ClientConnection client, ListMessage message) => daemon.WhenRecovered(() =>
    {
        IReadOnlyList<SessionEntry> entries = Entries(client);
        if (message.Flags.HasFlag(ListFlags.Wipe) && client.Guest is null)
        {
            entries = _sessions.Wipe(entries, message.Match);
        }

        bool isQuiet = message.Flags.HasFlag(ListFlags.Quiet);
        (string text, int exitCode) = message.Flags.HasFlag(ListFlags.Json)
            ? SessionListing.Json(entries, daemon.Directory.Path, message.Match)
            : SessionListing.List(entries, daemon.Directory.Path, message.Match, isQuiet);
        client.Reply(exitCode, text);
    });

    /// <inheritdoc/>
    public void Detach(ClientConnection client, DetachRequestMessage message) => daemon.WhenRecovered(() =>
    {
        bool isPower = message.Flags.HasFlag(DetachFlags.Power);
        SessionQuestion question = new(SessionWish.Detach, message.Target, Quiet: message.Flags.HasFlag(DetachFlags.Quiet));
        SessionChoice choice = SessionChoice.Decide(Entries(client), question);
        if (choice.Kind != ChoiceKind.Use || _sessions.Find(choice.Session!) is not { } host)
        {
            client.Reply(choice.ExitCode, choice.Text);
            return;
        }

        if (client.Guest is not null)
        {
            client.Reply(1, Denied);
            return;
        }

        DetachAll(host, isPower);
        string verb = isPower ? "power detached" : "detached";
        client.Reply(0, question.Quiet ? string.Empty : $"[{host.Session!.FullName} {verb}.]\n\r\n");
    });

    /// <inheritdoc/>
    public void Answering() => daemon.KeepState();

    /// <inheritdoc/>
    public void Closed(ClientConnection client) => daemon.Forget(client);

    /// <inheritdoc/>
    public void Log(string line) => ((ISessionEnvironment)daemon).Log(line);

    private static void DetachAll(SessionHost host, bool isPower) => SendAway(host, [.. host.Displays], isPower);

    /// <summary>The sessions that a client may know of.</summary>
    private IReadOnlyList<SessionEntry> Entries(ClientConnection client) => client.Guest is not { } name
        ? _sessions.List()
        : [.. _sessions.List().Where(entry => _sessions.Find(entry) is { Session: { } session } && Rights.MayEnter(session, name))];

    private void AttachNow(ClientConnection client, AttachMessage message, long since)
    {
        if (client.State == ConnectionState.Closed)
        {
            return;
        }

        if (!client.Hello.Flags.HasFlag(HelloFlags.HasTerminal))
        {
            client.Reply(1, "Must be connected to a terminal.\r\n");
            return;
        }

        bool isResume = message.Flags.HasFlag(AttachFlags.Resume);
        if (isResume && TryResume(client, message, since))
        {
            return;
        }

        // A guest joins who is there, and sends nobody away.
        bool isPower = client.Guest is null && message.Flags.HasFlag(AttachFlags.PowerDetach);
        bool detaches = isPower || (client.Guest is null && message.Flags.HasFlag(AttachFlags.DetachOther));
        SessionQuestion question = new(
            isResume || client.Guest is not null || message.Flags.HasFlag(AttachFlags.Multi) ? SessionWish.Share : SessionWish.Resume,
            message.Target,
            detaches,
            message.Flags.HasFlag(AttachFlags.Youngest) ? 2 : message.Flags.HasFlag(AttachFlags.CreateIfNone) ? 1 : 0,
            message.Flags.HasFlag(AttachFlags.Quiet));
        SessionChoice choice = SessionChoice.Decide(Entries(client), question);
        if (choice.Kind == ChoiceKind.Create && message.Create is { } create)
        {
            StartSession(client, create);
        }
        else if (choice.Kind != ChoiceKind.Use || _sessions.Find(choice.Session!) is not { } host)
        {
            client.Reply(choice.ExitCode, choice.Text);
        }
        else if (message.InsideOf == host.Session!.FullName && !isResume)
        {
            client.Reply(0, "Attaching from inside of screen?\r\n");
        }
        else
        {
            Join(host, client, message, detaches && !isResume ? isPower : null);
        }
    }

    /// <summary>Attaches; who is to be sent away stays until the session's password was given.</summary>
    private static void Join(SessionHost host, ClientConnection client, AttachMessage message, bool? sendsAway)
    {
        ClientDisplay[] others = [.. host.Displays];
        if (!PasswordLayer.Asks(host.Session!, client.Guest ?? host.Session!.Owner))
        {
            SendAway(host, others, sendsAway);
            host.Attach(client, message.Preselect, message.Flags.HasFlag(AttachFlags.Resume));
        }
        else
        {
            ClientDisplay attached = host.Attach(client, message.Preselect, message.Flags.HasFlag(AttachFlags.Resume));
            PasswordLayer.Guard(attached.Display, _ => SendAway(host, others, sendsAway));
        }
    }

    private static void SendAway(SessionHost host, IEnumerable<ClientDisplay> displays, bool? isPower)
    {
        foreach (ClientDisplay display in isPower is null ? [] : displays.Intersect(host.Displays).ToArray())
        {
            host.Remove(display, isPower == true ? DetachReason.RemotePowerDetach : DetachReason.RemoteDetach);
        }
    }

    /// <summary>A client that lost its daemon comes back to its session, whatever that is called by now.</summary>
    /// <param name="client">The client.</param>
    /// <param name="message">What it asks for.</param>
    /// <param name="since">When it asked first.</param>
    /// <returns>False when there is no such session.</returns>
    private bool TryResume(ClientConnection client, AttachMessage message, long since)
    {
        if (!SocketDirectory.TryParse(message.Target, out int pid, out _))
        {
            return false;
        }

        if (daemon.FindHost(pid, out bool isExpected) is { } host && (client.Guest is null || Rights.MayEnter(host.Session!, client.Guest)))
        {
            host.Attach(client, message.Preselect, true);
            return true;
        }

        bool isAwaited = isExpected || (client.Guest is null && daemon.Loop.Time.GetElapsedTime(since) < _returnTime);
        if (isAwaited)
        {
            daemon.Loop.Timers.Start(_lateRetry, () => daemon.WhenRecovered(() => AttachNow(client, message, since)));
        }

        return isAwaited;
    }

    private void CommandNow(ClientConnection client, CommandMessage message)
    {
        SessionQuestion question = new(SessionWish.Command, message.Target, Quiet: message.Flags.HasFlag(CommandFlags.Quiet))
        {
            MustBeAttached = message.Flags.HasFlag(CommandFlags.AttachedOnly) ? true
                : message.Flags.HasFlag(CommandFlags.DetachedOnly) ? false
                : null,
        };
        IReadOnlyList<SessionEntry> entries = Entries(client);
        SessionChoice choice = SessionChoice.Decide(entries, question);
        if (choice.Kind != ChoiceKind.Use || _sessions.Find(choice.Session!) is not { } host)
        {
            bool isStale = message.CallerWindow >= 0 && SessionMatch.Select(entries, message.Target).Count == 0;
            client.Reply(
                choice.ExitCode,
                isStale ? $"{daemon.Directory.Path}/{message.Target}: {Errno.Describe(Errno.NotFound)}\r\n" : choice.Text);
            return;
        }

        string asking = client.Guest ?? host.Session!.Owner;
        if (PasswordLayer.HashFor(host.Session!, asking).Length > 0 && message.Request != CommandRequest.NewWindow)
        {
            client.Reply(1, string.Empty, $"User {asking} has a password, cannot use remote commands (using -Q or -X option).\r\n");
            return;
        }

        User? guest = client.Guest is { } name ? host.Session!.Users.Find(user => user.Name == name) : null;
        RequestResult result = message.Request switch
        {
            CommandRequest.Query => SessionRequests.Query(
                host.Session!, message.Preselect, message.Arguments, message.Flags.HasFlag(CommandFlags.Json), guest),
            CommandRequest.NewWindow when client.Guest is not null => new RequestResult(1, Denied, string.Empty),
            CommandRequest.NewWindow => NewWindow(host.Session!, client, message),
            _ => SessionRequests.Execute(
                host.Session!, message.Preselect, message.Arguments, guest is null ? client.Context : host.Session!.Context, guest),
        };
        client.Reply(result.ExitCode, result.Output, result.Error);
    }

    private static RequestResult NewWindow(Session session, ClientConnection client, CommandMessage message)
    {
        CreateMessage create = message.Create ?? new CreateMessage();
        IReadOnlyList<string> arguments = message.Arguments.Count > 0 ? message.Arguments : create.Arguments;
        return SessionRequests.NewWindow(session, message.CallerWindow, arguments, SessionOptions.FirstWindow(create, client.Context, [], null));
    }

    private void StartSession(ClientConnection client, CreateMessage message)
    {
        if (client.Guest is not null)
        {
            client.Reply(1, Denied);
            return;
        }

        bool attaches = (message.Flags & (CreateFlags.Detached | CreateFlags.WaitForEnd)) == 0;
        if (attaches && !client.Hello.Flags.HasFlag(HelloFlags.HasTerminal))
        {
            client.Reply(1, "Must be connected to a terminal.\r\n");
            return;
        }

        string name = message.Name is { Length: > 0 } given ? given : SessionOptions.DefaultName(client.Hello.TerminalName, attaches);
        if (SessionOptions.CheckName(name) is { } refusal)
        {
            client.Reply(1, refusal + "\r\n");
            return;
        }

        try
        {
            StartingHolder holder = HolderLauncher.Start(daemon.Directory, name, daemon.BinaryPath);
            _ = new HolderStart(daemon, holder, Connect, Refuse);
        }
        catch (PosixException exception)
        {
            Refuse(exception.Message);
        }

        void Connect(string fileName)
        {
            if (daemon.Connect(fileName, host => Started(host, client, message), Refuse) is null)
            {
                Refuse($"{fileName} does not answer");
            }
        }

        void Refuse(string error) => client.Reply(1, $"Cannot start a session: {error}\r\n");
    }

    private static void Started(SessionHost host, ClientConnection client, CreateMessage message)
    {
        Session session = host.Session!;
        session.Context = client.Context;
        SessionOptions.Apply(session, message);
        WindowRequest first = SessionOptions.FirstWindow(message, client.Context, message.Arguments, null);
        if (client.Hello.Flags.HasFlag(HelloFlags.HasTerminal) && client.Hello is { Columns: > 0, Rows: > 0 } terminal)
        {
            // A program that is born in the right size need not draw twice, nor mix what it says about the one with the other.
            first.Size = (terminal.Columns, terminal.Rows);
        }

        SessionRequests.Start(session, message.RcFile, first, messages => Show(host, client, message, messages));
    }

    private static void Show(SessionHost host, ClientConnection client, CreateMessage message, IReadOnlyList<string> messages)
    {
        Session session = host.Session!;
        if (session.Windows.Count == 0)
        {
            host.Terminate(session);
            client.Reply(1, string.Concat(messages.Select(static line => line + "\r\n")));
            return;
        }

        if (message.Flags.HasFlag(CreateFlags.WaitForEnd))
        {
            host.ReplyAtEnd(client);
        }
        else if (message.Flags.HasFlag(CreateFlags.Detached))
        {
            client.Reply(0, string.Empty);
        }
        else if (client.State != ConnectionState.Closed)
        {
            foreach (string line in messages)
            {
                client.Send(new PrintMessage { Text = line + "\r\n" });
            }

            ClientDisplay attached = host.Attach(client, message.Preselect, resumed: false);
            if (message.Flags.HasFlag(CreateFlags.SayNewScreen))
            {
                attached.Display.MessageLine.Show("New screen...");
            }

            if (message.Flags.HasFlag(CreateFlags.IsBareStart) && session.Settings.StartupMessage)
            {
                DisplayRequests.ShowLicense(attached.Display);
            }
        }

        host.StateChanged(session);
    }
}
