using System.Text;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>Writes down what an emulator told its owner, one line an event, answers apart.</summary>
internal sealed class EventRecorder : ITerminalEvents
{
    private readonly List<byte> _replies = [];

    public List<string> Events { get; } = [];

    public int Bells { get; private set; }

    public byte[] Replies => [.. _replies];

    public void CopyFrom(EventRecorder other)
    {
        _replies.AddRange(other._replies);
        Events.AddRange(other.Events);
        Bells = other.Bells;
    }

    public void Reply(ReadOnlySpan<byte> bytes) => _replies.AddRange(bytes);

    public byte[] TakeReplies()
    {
        byte[] replies = [.. _replies];
        _replies.Clear();
        return replies;
    }

    public int TakeBells()
    {
        int bells = Bells;
        Bells = 0;
        return bells;
    }

    public void PutBack(byte[] replies) => _replies.InsertRange(0, replies);

    public void Bell() => Bells++;

    public void VisualBell() => Events.Add("visualbell");

    public void TitleChanged() => Events.Add("title");

    public void IconTitleChanged() => Events.Add("icon");

    public void HardstatusChanged() => Events.Add("hardstatus");

    public void Message(string text) => Events.Add($"message {text}");

    public void ScreenTitle(string title) => Events.Add($"screentitle {title}");

    public void Clipboard(string selection, ReadOnlySpan<byte> base64) =>
        Events.Add($"clipboard {selection} {Encoding.UTF8.GetString(base64)}");

    public void ClipboardQuery(string selection) => Events.Add($"clipboardquery {selection}");

    public void Print(ReadOnlySpan<byte> page) => Events.Add($"print {Encoding.UTF8.GetString(page)}");

    public void Notification(string title, string body) => Events.Add($"notify {title}|{body}");

    public void Progress(int state, int percent) => Events.Add($"progress {state} {percent}");

    public void PointerShapeChanged() => Events.Add("pointer");

    public void WorkingDirectoryChanged() => Events.Add("cwd");

    public void ShellIntegration(char mark, string arguments) => Events.Add($"shell {mark} {arguments}");

    public void PassThrough(ReadOnlySpan<byte> bytes) => Events.Add($"pass {Encoding.UTF8.GetString(bytes)}");

    public void ResizeRequested(int columns, int rows) => Events.Add($"resize {columns}x{rows}");

    public void PaletteChanged() => Events.Add("palette");

    public void SynchronizedOutputChanged() => Events.Add("sync");

    public void AlternateScreenChanged() => Events.Add("alternate");
}
