namespace Multiplex.Server.Model;

/// <summary>What reaches the outer terminal besides frames.</summary>
internal enum OuterEventKind
{
    /// <summary>BEL.</summary>
    Bell,

    /// <summary>The visual bell.</summary>
    VisualBell,

    /// <summary>OSC 52: <see cref="OuterEvent.Text"/> names the selection, the bytes are base64.</summary>
    Clipboard,

    /// <summary>OSC 9, 99 or 777: the text is title and body with a line feed between.</summary>
    Notification,

    /// <summary>OSC 52 query: the text names the selection.</summary>
    ClipboardQuery,

    /// <summary>Bytes that a program sends past mux to the terminal (DCS passthrough).</summary>
    PassThrough,

    /// <summary>OSC 7's URI.</summary>
    WorkingDirectory,
}

/// <summary>An event for the outer terminal of a display; it happens at most once.</summary>
/// <param name="Kind">What.</param>
/// <param name="Text">See <see cref="OuterEventKind"/>; free of control characters.</param>
/// <param name="Bytes">See <see cref="OuterEventKind"/>; borrowed for the call.</param>
internal readonly record struct OuterEvent(OuterEventKind Kind, string Text = "", ReadOnlyMemory<byte> Bytes = default);
