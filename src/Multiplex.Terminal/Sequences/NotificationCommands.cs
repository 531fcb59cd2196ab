using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>Notifications and progress.</summary>
internal static class NotificationCommands
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Osc(9, "Notification; 9;4 progress", "iTerm2, OSC 9; ConEmu, OSC 9;4", NotifyOrProgress),
        Osc(99, "Notification, in one or several parts", "kitty desktop notifications, OSC 99", KittyNotify),
        Osc(777, "Notification", "urxvt, OSC 777", UrxvtNotify),
    ];

    private static void NotifyOrProgress(TerminalCore terminal, StringRequest request)
    {
        if (!request.Text.StartsWith("4;"u8))
        {
            terminal.Events.Notification(string.Empty, TerminalCore.CleanText(request.Text));
            return;
        }

        ReadOnlySpan<byte> rest = request.Text[2..];
        ColorCommands.TryNext(ref rest, out ReadOnlySpan<byte> stateText);
        ColorCommands.TryNext(ref rest, out ReadOnlySpan<byte> percentText);
        if (Utf8Parser.TryParse(stateText, out int state, out int used) && used == stateText.Length && state is >= 0 and <= 4)
        {
            _ = Utf8Parser.TryParse(percentText, out int percent, out _);
            terminal.Events.Progress(state, Math.Clamp(percent, 0, 100));
        }
    }

    /// <summary>
    /// OSC 99 ; key=value:… ; payload. Parts with one id make one notification, which the first without <c>d=0</c> ends; <c>p</c> says
    /// what the payload is, <c>e=1</c> that it is in base64. What is neither title nor body (buttons, icons) and what asks is left out: an
    /// answer would hold an id that the program chose.
    /// </summary>
    private static void KittyNotify(TerminalCore terminal, StringRequest request)
    {
        int separator = request.Text.IndexOf((byte)';');
        if (separator < 0)
        {
            return;
        }

        ReadOnlySpan<byte> metadata = request.Text[..separator];
        scoped ReadOnlySpan<byte> payload = request.Text[(separator + 1)..];
        Span<byte> decoded = stackalloc byte[ParserLimits.MaxStringBytes];
        if (Value(metadata, (byte)'e').SequenceEqual("1"u8))
        {
            if (Base64.DecodeFromUtf8(payload, decoded, out _, out int length) != OperationStatus.Done)
            {
                return;
            }

            payload = decoded[..length];
        }

        PendingNotification pending = terminal.PendingNotification;
        pending.Continue(Value(metadata, (byte)'i'));
        ReadOnlySpan<byte> kind = Value(metadata, (byte)'p');
        if (kind.IsEmpty || kind.SequenceEqual("title"u8))
        {
            PendingNotification.Add(pending.Title, payload);
        }
        else if (kind.SequenceEqual("body"u8))
        {
            PendingNotification.Add(pending.Body, payload);
        }

        if (!Value(metadata, (byte)'d').SequenceEqual("0"u8))
        {
            Show(terminal, pending);
        }
    }

    private static void Show(TerminalCore terminal, PendingNotification pending)
    {
        string title = TerminalCore.CleanText(CollectionsMarshal.AsSpan(pending.Title));
        string body = TerminalCore.CleanText(CollectionsMarshal.AsSpan(pending.Body));
        pending.Clear();
        if (title.Length + body.Length != 0)
        {
            terminal.Events.Notification(title, body);
        }
    }

    /// <summary>The value of a key of one letter, empty when it is not there.</summary>
    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> metadata, byte key)
    {
        foreach (Range range in metadata.Split((byte)':'))
        {
            ReadOnlySpan<byte> pair = metadata[range];
            if (pair.Length >= 2 && pair[0] == key && pair[1] == (byte)'=')
            {
                return pair[2..];
            }
        }

        return [];
    }

    private static void UrxvtNotify(TerminalCore terminal, StringRequest request)
    {
        ReadOnlySpan<byte> rest = request.Text;
        if (ColorCommands.TryNext(ref rest, out ReadOnlySpan<byte> command) && command.SequenceEqual("notify"u8))
        {
            ColorCommands.TryNext(ref rest, out ReadOnlySpan<byte> title);
            terminal.Events.Notification(TerminalCore.CleanText(title), TerminalCore.CleanText(rest));
        }
    }
}
