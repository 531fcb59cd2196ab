using System.Globalization;
using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>The attached clients (<c>displays</c>).</summary>
internal sealed class DisplaysLayer : ListLayer
{
    private const string Title = "term-type   size         user interface           window       Perms";
    private const string Rule = "---------- ------- ---------- ----------------- ----------     -----";
    private const string Footer = "[Press Space to refresh; Return to end.]";

    private readonly List<Display> _displays = [];

    /// <inheritdoc/>
    protected override int Count => _displays.Count;

    /// <summary>Opens the list.</summary>
    /// <param name="display">Where.</param>
    public static void Open(Display display)
    {
        var layer = new DisplaysLayer();
        layer.Refresh(display);
        display.Regions.Focus.Push(layer);
    }

    /// <inheritdoc/>
    protected override void Refresh(Display display)
    {
        _displays.Clear();
        for (int index = display.Session.Displays.Count - 1; index >= 0; index--)
        {
            _displays.Add(display.Session.Displays[index]);
        }
    }

    /// <inheritdoc/>
    protected override void ComposeTitle(Display display, Frame frame, Rectangle area)
    {
        CellText.Write(frame, area.Row, area.Column, area.Right, Title, 0);
        if (area.Rows > 1)
        {
            CellText.Write(frame, area.Row + 1, area.Column, area.Right, Rule, 0);
        }

        if (area.Rows > HeaderRows + FooterRows)
        {
            int column = area.Column + Math.Max((area.Columns - Footer.Length - 1) / 2, 0);
            CellText.Write(frame, area.Bottom - 1, column, area.Right, Footer, 0);
        }
    }

    /// <inheritdoc/>
    protected override void ComposeLine(Display display, Frame frame, int line, int row, Rectangle area)
    {
        Rendition rendition = line == Selected ? Standout.Of(display.Session).ToRendition() : Rendition.Default;
        ushort id = CellText.Intern(frame, rendition);
        CellText.Write(frame, row, area.Column, area.Right, Describe(_displays[line]), id);
    }

    /// <inheritdoc/>
    protected override void HandleOther(Display display, KeyPress key)
    {
        switch (key.Code)
        {
            case '\r' or '\n' or KeyPress.Escape or 'G' & 0x1F when key.Name == NamedKey.None:
                Close(display);
                break;
            case 'd' or 'D' when Selected < Count && !ReferenceEquals(_displays[Selected], display):
                display.Session.Host.Detach(_displays[Selected], key.Code == 'd' ? DetachReason.RemoteDetach : DetachReason.RemotePowerDetach);
                Refresh(display);
                break;
            default:
                break;
        }
    }

    private static string Describe(Display display)
    {
        string type = Cut(display.TerminalType, 10);
        string user = $"{Cut(display.User?.Name ?? Environment.UserName, 10)}@{Cut(display.TerminalName, 16)}";
        string window = display.Fore is { } fore
            ? string.Create(CultureInfo.InvariantCulture, $"{fore.Number}({Cut(fore.Title, 10)})")
            : "(blank)";
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {type,-10}{display.Columns,4}x{display.Rows,-4}      {user,-21}    {window,-14}{Permissions(display)}");
    }

    private static string Permissions(Display display) =>
        display.Fore?.WriteLock is { } owner && !ReferenceEquals(owner, display.User) ? "r-x" : "rwx";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
