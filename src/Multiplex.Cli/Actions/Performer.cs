using Multiplex.Cli.Listing;
using Multiplex.Cli.Texts;
using Multiplex.Client;
using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Protocol.Listing;
using Multiplex.Protocol.Messages;
using Multiplex.Server;

namespace Multiplex.Cli.Actions;

/// <summary>Does what was decided.</summary>
internal static class Performer
{
    /// <summary>Acts, and prints what is to be printed.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="PosixException">The system refuses something.</exception>
    public static int Perform(MuxAction action) => action switch
    {
        MuxAction.Refuse refusal => Refuse(refusal),
        MuxAction.Answer answer => Answers.Print(answer.Question, answer.Argument),
        MuxAction.RunDaemon daemon => RunDaemon(daemon),
        _ => PerformInDirectory(action),
    };

    private static int Refuse(MuxAction.Refuse refusal)
    {
        if (refusal.WithUsage)
        {
            BareOutput.Write(refusal.Text is null ? HelpText.Usage() : $"{HelpText.Usage()}\nError: {refusal.Text}\n");
            return refusal.Text is null ? ExitCode.Success : ExitCode.Failure;
        }

        BareOutput.Write(refusal.Text + "\r\n");
        return ExitCode.Failure;
    }

    private static int RunDaemon(MuxAction.RunDaemon daemon) => Daemon.Run(new DaemonOptions
    {
        TakeOver = daemon.TakesOver,
        ReadyDescriptor = daemon.SaysReady ? DaemonStarter.ReadinessDescriptor : null,
    });

    private static int PerformInDirectory(MuxAction action)
    {
        if (OwnerTarget.Of(action) is { } owner)
        {
            return PerformForOwner(owner);
        }

        string path = SocketDirectory.Locate();
        if (DirectoryCheck.Complaint(path) is { } complaint)
        {
            BareOutput.Write(complaint + "\r\n");
            return ExitCode.Failure;
        }

        using SocketDirectory directory = SocketDirectory.Open(path);
        return PerformIn(directory, action);
    }

    /// <summary>A session of another user: through the door that a shared session opens.</summary>
    private static int PerformForOwner(in OwnerTarget target)
    {
        if (UserDatabase.Find(target.Owner) is not { } owner)
        {
            BareOutput.Write($"Cannot identify account '{target.Owner}'.\r\n");
            return ExitCode.Failure;
        }

        if (owner.Id == ProcessContext.EffectiveUserId)
        {
            return PerformInDirectory(target.Action);
        }

        using SocketDirectory? directory = GuestDirectory.TryOpen(owner.Id);
        try
        {
            if (directory is not null)
            {
                return PerformIn(directory, target.Action);
            }
        }
        catch (PosixException exception) when (exception.Error is Errno.ConnectionRefused or Errno.NotFound)
        {
            // What a daemon has left that is gone.
        }

        BareOutput.Write($"{owner.Name} shares no session.\r\n");
        return ExitCode.Failure;
    }

    private static int PerformIn(SocketDirectory directory, MuxAction action)
    {
        return action switch
        {
            MuxAction.List list => List(directory, list.Message),
            MuxAction.Detach detach => Ask(directory, detach.Message, Question(detach.Message)),
            MuxAction.Request request => Request(directory, request.Message),
            MuxAction.Start start => AskNewDaemon(directory, start.Message, ClientIdentity.CaptureContext()),
            MuxAction.StartAndAttach start => Show(new ClientOptions { Directory = directory, Create = start.Message }, start.Message.Flags),
            MuxAction.Attach attach => Attach(directory, attach.Message),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A list never starts a daemon: without one the holders answer for themselves.</summary>
    private static int List(SocketDirectory directory, ListMessage message)
    {
        if (directory.IsGuest)
        {
            return AskOwner(directory, message);
        }

        if (DaemonStarter.TryConnect(directory) is { } socket && CommandClient.TryRun(socket, message) is { } answered)
        {
            return answered;
        }

        string? match = message.Match.Length == 0 ? null : message.Match;
        IReadOnlyList<SessionEntry> sessions = SessionScan.Run(directory, message.Flags.HasFlag(ListFlags.Wipe), match);
        (string text, int exitCode) = message.Flags.HasFlag(ListFlags.Json)
            ? SessionListing.Json(sessions, directory.Path, match)
            : SessionListing.List(sessions, directory.Path, match, message.Flags.HasFlag(ListFlags.Quiet));
        BareOutput.Write(text);
        return exitCode;
    }

    /// <summary>A request to a session is refused without starting a daemon when there is no session that it could be meant for.</summary>
    private static int Ask<T>(SocketDirectory directory, T message, in SessionQuestion question, ContextMessage? context = null)
        where T : IMessage<T>
    {
        if (directory.IsGuest)
        {
            return AskOwner(directory, message);
        }

        if (DaemonStarter.TryConnect(directory) is { } socket && CommandClient.TryRun(socket, message, context) is { } answered)
        {
            return answered;
        }

        return RefuseWithoutSession(directory, question) ?? AskNewDaemon(directory, message, context);
    }

    /// <summary>Another user's daemon closes the connection of whom it does not let in. What a guest has around it is no business of the owner's.</summary>
    private static int AskOwner<T>(SocketDirectory directory, T message)
        where T : IMessage<T>
    {
        if (CommandClient.TryRun(DaemonStarter.ConnectOrStart(directory), message) is { } answered)
        {
            return answered;
        }

        BareOutput.Write("Access to session denied.\r\n");
        return ExitCode.Failure;
    }

    /// <summary>Between connecting and asking a daemon may leave, as one does that has had no session for a while; the next one is asked again.</summary>
    private static int AskNewDaemon<T>(SocketDirectory directory, T message, ContextMessage? context)
        where T : IMessage<T> =>
        CommandClient.TryRun(DaemonStarter.ConnectOrStart(directory), message, context)
        ?? CommandClient.Run(DaemonStarter.ConnectOrStart(directory), message, context);

    private static int Request(SocketDirectory directory, CommandMessage message)
    {
        string? target = message.Target.Length == 0 ? null : message.Target;
        bool? mustBeAttached = message.Flags.HasFlag(CommandFlags.AttachedOnly) ? true : message.Flags.HasFlag(CommandFlags.DetachedOnly) ? false : null;
        SessionQuestion question = new(SessionWish.Command, target, Quiet: message.Flags.HasFlag(CommandFlags.Quiet)) { MustBeAttached = mustBeAttached };

        // A command may make a window (screen, layout …), whose program then has the environment of this call.
        return Ask(directory, message, question, message.Request == CommandRequest.Query ? null : ClientIdentity.CaptureContext());
    }

    private static int Attach(SocketDirectory directory, AttachMessage message)
    {
        if (!directory.IsGuest && message.Create is null && !HasDaemon(directory) && RefuseWithoutSession(directory, Question(message)) is { } exitCode)
        {
            return exitCode;
        }

        return Show(new ClientOptions { Directory = directory, Attach = message }, message.Create?.Flags ?? CreateFlags.None);
    }

    private static int Show(ClientOptions options, CreateFlags flags) =>
        AttachClient.Run(flags.HasFlag(CreateFlags.Utf8) ? options with { IsUtf8 = true } : options);

    private static bool HasDaemon(SocketDirectory directory)
    {
        using UnixSocket? probe = DaemonStarter.TryConnect(directory);
        return probe is not null;
    }

    /// <returns>The exit code when nothing fits, null when a daemon is worth its start.</returns>
    private static int? RefuseWithoutSession(SocketDirectory directory, in SessionQuestion question)
    {
        SessionChoice choice = SessionChoice.Decide(SessionScan.Run(directory, wipe: false, match: null), question);
        if (choice.Kind != ChoiceKind.Refuse)
        {
            return null;
        }

        BareOutput.Write(choice.Text);
        return choice.ExitCode;
    }

    private static SessionQuestion Question(DetachRequestMessage message) =>
        new(SessionWish.Detach, message.Target.Length == 0 ? null : message.Target, Quiet: message.Flags.HasFlag(DetachFlags.Quiet));

    private static SessionQuestion Question(AttachMessage message) => new(
        message.Flags.HasFlag(AttachFlags.Multi) ? SessionWish.Share : SessionWish.Resume,
        message.Target.Length == 0 ? null : message.Target,
        Detach: message.Flags.HasFlag(AttachFlags.DetachOther),
        CreateLevel: message.Flags.HasFlag(AttachFlags.CreateIfNone) ? message.Flags.HasFlag(AttachFlags.Youngest) ? 2 : 1 : 0,
        Quiet: message.Flags.HasFlag(AttachFlags.Quiet));
}
