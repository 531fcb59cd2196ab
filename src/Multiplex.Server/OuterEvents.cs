using System.Buffers.Text;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>Turns the model's events for the outer terminal into messages.</summary>
internal static class OuterEvents
{
    /// <summary>The message of an event.</summary>
    /// <param name="outerEvent">The event.</param>
    /// <returns>The message, or null when the event's content makes no sense.</returns>
    public static EventMessage? ToMessage(in OuterEvent outerEvent) => outerEvent.Kind switch
    {
        OuterEventKind.Bell => new EventMessage { Event = EventKind.Bell },
        OuterEventKind.VisualBell => new EventMessage { Event = EventKind.VisualBell, Text = outerEvent.Text },
        OuterEventKind.Clipboard => Clipboard(outerEvent),
        OuterEventKind.Notification => Notification(outerEvent.Text),
        OuterEventKind.ClipboardQuery => new EventMessage { Event = EventKind.ClipboardQuery, Text = outerEvent.Text },
        OuterEventKind.PassThrough => new EventMessage { Event = EventKind.Passthrough, Bytes = outerEvent.Bytes.ToArray() },
        OuterEventKind.WorkingDirectory => new EventMessage { Event = EventKind.WorkingDirectory, Text = outerEvent.Text },
        _ => null,
    };

    private static EventMessage? Clipboard(in OuterEvent outerEvent)
    {
        byte[] bytes = outerEvent.Bytes.ToArray();
        return Base64.DecodeFromUtf8InPlace(bytes, out int length) == System.Buffers.OperationStatus.Done
            ? new EventMessage { Event = EventKind.ClipboardSet, Text = outerEvent.Text, Bytes = bytes[..length] }
            : null;
    }

    private static EventMessage Notification(string text)
    {
        int newline = text.IndexOf('\n', StringComparison.Ordinal);
        return newline < 0
            ? new EventMessage { Event = EventKind.Notification, Text = text }
            : new EventMessage { Event = EventKind.Notification, Title = text[..newline], Text = text[(newline + 1)..] };
    }
}
