using Multiplex.Protocol.Messages;

namespace Multiplex.Cli.Actions;

/// <summary>What one call of mux does.</summary>
internal abstract record MuxAction
{
    private MuxAction()
    {
    }

    /// <summary>Says why nothing can be done.</summary>
    /// <param name="Text">The line, or null.</param>
    /// <param name="WithUsage">Whether the usage text stands before it.</param>
    internal sealed record Refuse(string? Text, bool WithUsage) : MuxAction;

    /// <summary>Prints help, version, manual or completions, or looks around.</summary>
    /// <param name="Question">What to print.</param>
    /// <param name="Argument">The shell, for completions.</param>
    internal sealed record Answer(Options.Question Question, string Argument) : MuxAction;

    /// <summary>Is the daemon.</summary>
    /// <param name="TakesOver">Whether to take the sessions over from the daemon that lives.</param>
    /// <param name="SaysReady">Whether whoever started it waits to be told that clients may connect.</param>
    internal sealed record RunDaemon(bool TakesOver, bool SaysReady) : MuxAction;

    /// <summary>Lists sessions, which does not start a daemon.</summary>
    /// <param name="Message">What to list.</param>
    internal sealed record List(ListMessage Message) : MuxAction;

    /// <summary>Takes a session away from whoever is attached to it.</summary>
    /// <param name="Message">Which.</param>
    internal sealed record Detach(DetachRequestMessage Message) : MuxAction;

    /// <summary>Runs a command in a session, asks one, or opens a window from inside.</summary>
    /// <param name="Message">What to run.</param>
    internal sealed record Request(CommandMessage Message) : MuxAction;

    /// <summary>Starts a session without attaching to it.</summary>
    /// <param name="Message">The session.</param>
    internal sealed record Start(CreateMessage Message) : MuxAction;

    /// <summary>Starts a session and shows it.</summary>
    /// <param name="Message">The session.</param>
    internal sealed record StartAndAttach(CreateMessage Message) : MuxAction;

    /// <summary>Shows a session, and makes one first where that was asked for.</summary>
    /// <param name="Message">Which, and how.</param>
    internal sealed record Attach(AttachMessage Message) : MuxAction;
}
