using Multiplex.Server.Commands;
using Multiplex.Server.Composition;
using Multiplex.Server.Input;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>What Tab completes in a prompt.</summary>
internal enum PromptCompletion : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The name of a command (the colon prompt).</summary>
    Command,
}

/// <summary>A question in the last row of the focused region, answered by a line of text.</summary>
internal sealed class PromptLayer : Layer
{
    private readonly string _label;
    private readonly PromptCompletion _completion;
    private readonly Action<Display, string> _accept;
    private readonly InputHistory _history;
    private readonly LineEditor _editor;

    private PromptLayer(Display display, string label, PromptCompletion completion, Action<Display, string> accept)
    {
        _label = label;
        _completion = completion;
        _accept = accept;
        _history = new InputHistory(display.Session.PromptHistory);
        _editor = new LineEditor(_history);
    }

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override bool IsTransparent => true;

    /// <inheritdoc/>
    public override bool WantsPaste => true;

    /// <summary>Runs when the prompt is left without an answer, or null.</summary>
    public Action<Display>? Cancelled { get; init; }

    /// <summary>Tells of an answer that needs no Return any more, or null.</summary>
    public Predicate<string>? IsComplete { get; init; }

    /// <summary>True for a password: what is typed is neither shown nor remembered.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The prompt's text and answer as they are shown.</summary>
    public string Text => _label + Shown;

    private string Shown => IsHidden ? string.Empty : _editor.Text;

    private int CursorColumns => CellText.Columns(_label) + (IsHidden ? 0 : CellText.Columns(_editor.Text.AsSpan(0, _editor.Cursor)));

    /// <summary>Asks for a line.</summary>
    /// <param name="display">Whom.</param>
    /// <param name="label">The question, with its trailing blank.</param>
    /// <param name="initial">An answer to begin with.</param>
    /// <param name="completion">What Tab completes.</param>
    /// <param name="accept">Receives the answer.</param>
    /// <param name="cancelled">Runs when there is none, or null.</param>
    /// <param name="isComplete">Tells of an answer that needs no Return any more, or null.</param>
    /// <param name="isHidden">True for a password.</param>
    public static void Ask(
        Display display,
        string label,
        string initial,
        PromptCompletion completion,
        Action<Display, string> accept,
        Action<Display>? cancelled = null,
        Predicate<string>? isComplete = null,
        bool isHidden = false)
    {
        var prompt = new PromptLayer(display, label, completion, accept) { Cancelled = cancelled, IsComplete = isComplete, IsHidden = isHidden };
        prompt._editor.Set(initial);
        display.MessageLine.Clear();
        display.Regions.Focus.Push(prompt);
    }

    /// <inheritdoc/>
    public override void HandleKey(Display display, KeyPress key)
    {
        switch (key.Code)
        {
            case '\r' or '\n':
                Accept(display);
                return;
            case KeyPress.Escape or 'G' & 0x1F or 'C' & 0x1F or 0 when key.Name == NamedKey.None:
                Close(display);
                Cancelled?.Invoke(display);
                return;
            case '\t':
                Complete(display);
                break;
            default:
                _editor.Handle(key);
                break;
        }

        if (IsComplete?.Invoke(_editor.Text) == true)
        {
            Accept(display);
        }

        display.Session.Host.Invalidate(display);
    }

    private void Accept(Display display)
    {
        string answer = _editor.Text;
        if (!IsHidden)
        {
            _history.Add(answer);
        }

        Close(display);
        _accept(display, answer);
    }

    /// <inheritdoc/>
    public override void HandlePaste(Display display, ReadOnlySpan<char> text)
    {
        _editor.Insert(text.TrimEnd("\r\n"));
        display.Session.Host.Invalidate(display);
    }

    /// <inheritdoc/>
    public override void Compose(Display display, Frame frame, Rectangle area)
    {
        if (area.Rows < 1)
        {
            return;
        }

        int row = area.Bottom - 1;
        ushort rendition = CellText.Intern(frame, Standout.Of(display.Session).ToRendition());
        CellText.Blank(frame, row, area.Column, area.Right, 0);
        int shift = Shift(area);
        string text = Text;
        int start = 0;
        while (start < text.Length && shift > 0)
        {
            int length = char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? 2 : 1;
            shift -= CellText.Columns(text.AsSpan(start, length));
            start += length;
        }

        CellText.Write(frame, row, area.Column - shift, area.Right, text.AsSpan(start), rendition);
    }

    /// <inheritdoc/>
    public override CursorPlace Cursor(Display display, Rectangle area)
    {
        int column = area.Column + CursorColumns - Shift(area);
        return new CursorPlace(Math.Max(area.Bottom - 1, area.Row), Math.Clamp(column, area.Column, Math.Max(area.Right - 1, area.Column)), true);
    }

    /// <summary>Columns by which a line that is longer than the region is moved to the left, so that the cursor stays in view.</summary>
    private int Shift(Rectangle area) => Math.Max(CursorColumns - area.Columns + 1, 0);

    private void Complete(Display display)
    {
        string text = _editor.Text;
        if (_completion != PromptCompletion.Command || text.Contains(' ') || _editor.Cursor != text.Length)
        {
            return;
        }

        var names = new List<string>();
        foreach (CommandDefinition definition in CommandTable.All)
        {
            if (definition.Name.StartsWith(text, StringComparison.Ordinal))
            {
                names.Add(definition.Name);
            }
        }

        if (names.Count == 1)
        {
            _editor.Set(names[0] + " ");
            return;
        }

        if (names.Count == 0)
        {
            return;
        }

        _editor.Set(CommonStart(names));
        if (display.Regions.HasCaptions || display.Regions.HardstatusRow >= 0)
        {
            display.MessageLine.Show("Possible commands: " + string.Join(' ', names));
        }
    }

    private static string CommonStart(List<string> names)
    {
        string start = names[0];
        foreach (string name in names)
        {
            start = start[..start.AsSpan().CommonPrefixLength(name)];
        }

        return start;
    }
}
