using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Multiplex.Server.Model;

namespace Multiplex.Server.Copy;

/// <summary>Where copied text goes: the paste buffer, and the clipboard of the outer terminal.</summary>
internal static class CopyResult
{
    /// <summary>Longest text for the clipboard; terminals refuse or choke on longer ones (xterm's own limit is near).</summary>
    public const int MaxClipboard = 256 * 1024;

    /// <summary>Keeps a copied text and says how much it was; what screen calls characters are bytes of UTF-8.</summary>
    /// <param name="display">Where it was copied.</param>
    /// <param name="text">The text.</param>
    /// <param name="appends">Add it to what was copied before, on a line of its own.</param>
    /// <param name="join">What stands between the two.</param>
    public static void Store(Display display, string text, bool appends, LineJoin join = LineJoin.LineFeed)
    {
        Session session = display.Session;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        RegisterText before = session.Registers[Registers.PasteBuffer];
        bool isAppended = appends && !before.IsEmpty;
        byte[] whole = isAppended
            ? [.. before.Span, .. Encoding.UTF8.GetBytes(Marking.Separator(join, session.Settings.CrLf)), .. bytes]
            : bytes;
        session.Registers.Set(Registers.PasteBuffer, whole);
        session.Host.StateChanged(session);
        display.MessageLine.Show(isAppended
            ? string.Create(CultureInfo.InvariantCulture, $"Appended {bytes.Length} characters to buffer")
            : string.Create(CultureInfo.InvariantCulture, $"Copied {bytes.Length} characters into buffer"));
        if (session.Settings.Clipboard && whole.Length is > 0 and <= MaxClipboard)
        {
            byte[] base64 = new byte[Base64.GetMaxEncodedToUtf8Length(whole.Length)];
            _ = Base64.EncodeToUtf8(whole, base64, out _, out int written);
            session.Host.Send(display, new OuterEvent(OuterEventKind.Clipboard, "c", base64.AsMemory(0, written)));
        }
    }
}
