namespace Multiplex.Protocol;

/// <summary>
/// The kinds of messages between a client and the daemon. Numbers are explicit and never given out twice; unknown ones are ignored.
/// </summary>
public enum MessageKind : ushort
{
    /// <summary>No message.</summary>
    None = 0,

    /// <summary>Client: who and what terminal I am. See <see cref="Messages.HelloMessage"/>.</summary>
    Hello = 1,

    /// <summary>Client: environment, directory, limits for new windows. See <see cref="Messages.ContextMessage"/>.</summary>
    Context = 2,

    /// <summary>Client: start a session. See <see cref="Messages.CreateMessage"/>.</summary>
    Create = 3,

    /// <summary>Client: show me a session. See <see cref="Messages.AttachMessage"/>.</summary>
    Attach = 4,

    /// <summary>Client: -X, -Q, or a window asked for from inside. See <see cref="Messages.CommandMessage"/>.</summary>
    Command = 5,

    /// <summary>Client: -ls and -wipe. See <see cref="Messages.ListMessage"/>.</summary>
    List = 6,

    /// <summary>Client: -d and -D without -r. See <see cref="Messages.DetachRequestMessage"/>.</summary>
    DetachRequest = 7,

    /// <summary>Client: what the user typed. See <see cref="Messages.InputMessage"/>.</summary>
    Input = 8,

    /// <summary>Client: the terminal's new size. See <see cref="Messages.ResizeMessage"/>.</summary>
    Resize = 9,

    /// <summary>Client: a frame was drawn. See <see cref="Messages.FrameAckMessage"/>.</summary>
    FrameAck = 10,

    /// <summary>Client: what the terminal answered. See <see cref="Messages.TerminalInfoMessage"/>.</summary>
    TerminalInfo = 11,

    /// <summary>Client: the terminal got or lost the focus. See <see cref="Messages.FocusChangeMessage"/>.</summary>
    FocusChange = 12,

    /// <summary>Client: stopped by job control; send no frames. See <see cref="Messages.SuspendedMessage"/>.</summary>
    Suspended = 13,

    /// <summary>Client: continued; send a full frame. See <see cref="Messages.ResumedMessage"/>.</summary>
    Resumed = 14,

    /// <summary>Client: leaving on purpose. See <see cref="Messages.GoodbyeMessage"/>.</summary>
    Goodbye = 15,

    /// <summary>Daemon: the answer to Hello. See <see cref="Messages.WelcomeMessage"/>.</summary>
    Welcome = 64,

    /// <summary>Daemon: what to show. See <see cref="Frames.FrameEncoder"/>.</summary>
    Frame = 65,

    /// <summary>Daemon: a bell, a clipboard, a notification. See <see cref="Messages.EventMessage"/>.</summary>
    Event = 66,

    /// <summary>Daemon: input up to here is safe. See <see cref="Messages.InputAckMessage"/>.</summary>
    InputAck = 67,

    /// <summary>Daemon: the answer to a request. See <see cref="Messages.ReplyMessage"/>.</summary>
    Reply = 68,

    /// <summary>Daemon: the display is over. See <see cref="Messages.EndMessage"/>.</summary>
    End = 69,

    /// <summary>Daemon: text for the bare terminal, before or after the display. See <see cref="Messages.PrintMessage"/>.</summary>
    Print = 70,

    /// <summary>Daemon: the answer to Attach, and to Create without -d. See <see cref="Messages.AttachedMessage"/>.</summary>
    Attached = 71,

    /// <summary>Daemon: a picture for the frames that follow. See <see cref="Messages.PictureMessage"/>.</summary>
    Picture = 72,

    /// <summary>Either: answer with Pong. See <see cref="Messages.PingMessage"/>.</summary>
    Ping = 128,

    /// <summary>Either: the answer to Ping. See <see cref="Messages.PongMessage"/>.</summary>
    Pong = 129,
}
