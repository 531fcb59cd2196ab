using Multiplex.Platform;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>What a client prints when its display is over: screen's words, which scripts wait for.</summary>
internal static class DetachTexts
{
    /// <summary>The text, without newline.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reason">Why the display is over.</param>
    public static string Text(Session session, DetachReason reason) => reason switch
    {
        DetachReason.Detach => $"[detached from {session.FullName}]{LogoutHint(session)}",
        DetachReason.PowerDetach => Power(session, $"[power detached from {session.FullName}]"),
        DetachReason.RemoteDetach => $"[remote detached from {session.FullName}]",
        DetachReason.RemotePowerDetach => Power(session, $"[remote power detached from {session.FullName}]"),
        DetachReason.Terminating => "[screen is terminating]",
        DetachReason.Refused => "Password incorrect.",
        _ => string.Empty,
    };

    /// <summary>What the client does besides.</summary>
    /// <param name="reason">Why the display is over.</param>
    public static EndAction Action(DetachReason reason) =>
        reason is DetachReason.PowerDetach or DetachReason.RemotePowerDetach ? EndAction.HangUpParent : EndAction.None;

    /// <summary>One line where the session would not outlive the logout that often follows.</summary>
    private static string LogoutHint(Session session) => LogoutPolicy.Look(session.Owner).EndsEverything
        ? $"\nsystemd ends this session at your last logout: loginctl enable-linger {session.Owner} keeps it"
        : string.Empty;

    private static string Power(Session session, string text) =>
        session.Settings.PowerDetachMessage is { Length: > 0 } message ? $"{text}\n{message}" : text;
}
