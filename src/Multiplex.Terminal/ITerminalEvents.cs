namespace Multiplex.Terminal;

/// <summary>
/// What the owner of an emulator must act on. Called synchronously by <see cref="TerminalEmulator.Feed(ReadOnlySpan{byte})"/>; spans are borrowed for the call,
/// and the emulator must not be fed, resized or reset from within one. Texts are free of control characters.
/// </summary>
public interface ITerminalEvents
{
    /// <summary>Bytes for the program's input: the answer to a query. Made of digits and fixed text only.</summary>
    public void Reply(ReadOnlySpan<byte> bytes);

    /// <summary>BEL.</summary>
    public void Bell();

    /// <summary>screen's ESC g.</summary>
    public void VisualBell();

    /// <summary><see cref="TerminalEmulator.Title"/> changed.</summary>
    public void TitleChanged();

    /// <summary><see cref="TerminalEmulator.IconTitle"/> changed.</summary>
    public void IconTitleChanged();

    /// <summary><see cref="TerminalEmulator.Hardstatus"/> changed (screen's ESC _).</summary>
    public void HardstatusChanged();

    /// <summary>screen's ESC !: a text for the message line.</summary>
    public void Message(string text);

    /// <summary>screen's ESC k: a title for the window.</summary>
    public void ScreenTitle(string title);

    /// <summary>OSC 52 sets a selection.</summary>
    /// <param name="selection">Letters of <c>cpqs0-7</c>, perhaps none.</param>
    /// <param name="base64">The text, not decoded and not checked; empty clears the selection.</param>
    public void Clipboard(string selection, ReadOnlySpan<byte> base64);

    /// <summary>OSC 52 asks for a selection; only when <see cref="TerminalOptions.ClipboardReport"/> is on.</summary>
    public void ClipboardQuery(string selection);

    /// <summary>A page for the printer, from between CSI 5 i and CSI 4 i; only when <see cref="TerminalOptions.Printer"/> is on.</summary>
    /// <param name="page">Text and controls as they came, at most 1 MiB: what is longer comes in several pages; borrowed for the
    /// call.</param>
    public void Print(ReadOnlySpan<byte> page);

    /// <summary>OSC 9, 99 or 777.</summary>
    /// <param name="title">May be empty.</param>
    /// <param name="body">The text.</param>
    public void Notification(string title, string body);

    /// <summary>OSC 9;4.</summary>
    /// <param name="state">0 none, 1 normal, 2 error, 3 indeterminate, 4 paused.</param>
    /// <param name="percent">0..100.</param>
    public void Progress(int state, int percent);

    /// <summary><see cref="TerminalEmulator.PointerShape"/> was set (OSC 22).</summary>
    public void PointerShapeChanged();

    /// <summary><see cref="TerminalEmulator.WorkingDirectory"/> changed (OSC 7).</summary>
    public void WorkingDirectoryChanged();

    /// <summary>OSC 133: a shell's prompt, input or output starts or ends here.</summary>
    /// <param name="mark">A, B, C, D, …</param>
    /// <param name="arguments">What follows the mark, often empty.</param>
    public void ShellIntegration(char mark, string arguments);

    /// <summary>A string for the outer terminal as it stands (screen's DCS, tmux's DCS "tmux;"). The owner decides whether it may
    /// pass.</summary>
    public void PassThrough(ReadOnlySpan<byte> bytes);

    /// <summary>The program asks for another size (DECCOLM, CSI 8 t, DECSLPP …). The owner resizes after the call or does not.</summary>
    public void ResizeRequested(int columns, int rows);

    /// <summary>A palette entry or a default colour changed.</summary>
    public void PaletteChanged();

    /// <summary>Synchronized output (mode 2026) begins: the owner draws nothing until it ends, and ends it itself after a
    /// time-out.</summary>
    public void SynchronizedOutputChanged();

    /// <summary>The program switched between the primary and the alternate screen.</summary>
    public void AlternateScreenChanged();
}

/// <summary>Ignores everything; a base for those who care for a few events only.</summary>
public class NullTerminalEvents : ITerminalEvents
{
    /// <inheritdoc/>
    public virtual void Reply(ReadOnlySpan<byte> bytes)
    {
    }

    /// <inheritdoc/>
    public virtual void Bell()
    {
    }

    /// <inheritdoc/>
    public virtual void VisualBell()
    {
    }

    /// <inheritdoc/>
    public virtual void TitleChanged()
    {
    }

    /// <inheritdoc/>
    public virtual void IconTitleChanged()
    {
    }

    /// <inheritdoc/>
    public virtual void HardstatusChanged()
    {
    }

    /// <inheritdoc/>
    public virtual void Message(string text)
    {
    }

    /// <inheritdoc/>
    public virtual void ScreenTitle(string title)
    {
    }

    /// <inheritdoc/>
    public virtual void Clipboard(string selection, ReadOnlySpan<byte> base64)
    {
    }

    /// <inheritdoc/>
    public virtual void ClipboardQuery(string selection)
    {
    }

    /// <inheritdoc/>
    public virtual void Print(ReadOnlySpan<byte> page)
    {
    }

    /// <inheritdoc/>
    public virtual void Notification(string title, string body)
    {
    }

    /// <inheritdoc/>
    public virtual void Progress(int state, int percent)
    {
    }

    /// <inheritdoc/>
    public virtual void PointerShapeChanged()
    {
    }

    /// <inheritdoc/>
    public virtual void WorkingDirectoryChanged()
    {
    }

    /// <inheritdoc/>
    public virtual void ShellIntegration(char mark, string arguments)
    {
    }

    /// <inheritdoc/>
    public virtual void PassThrough(ReadOnlySpan<byte> bytes)
    {
    }

    /// <inheritdoc/>
    public virtual void ResizeRequested(int columns, int rows)
    {
    }

    /// <inheritdoc/>
    public virtual void PaletteChanged()
    {
    }

    /// <inheritdoc/>
    public virtual void SynchronizedOutputChanged()
    {
    }

    /// <inheritdoc/>
    public virtual void AlternateScreenChanged()
    {
    }
}
