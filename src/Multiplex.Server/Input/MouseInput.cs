using System.Buffers;
using Multiplex.Server.Composition;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Input;

namespace Multiplex.Server.Input;

/// <summary>
/// What the mouse of the outer terminal does. A program that asked for the mouse gets the events of its region; with <c>mousetrack on</c> the rest is
/// mux's: click to focus, drag a border, wheel into the scrollback, drag to select and copy, clicks on the windows of the status line.
/// </summary>
/// <param name="display">The display.</param>
internal sealed class MouseInput(Display display)
{
    private static readonly TimeSpan ClickTime = TimeSpan.FromMilliseconds(400);

    private readonly ArrayBufferWriter<byte> _report = new(64);
    private Drag _drag;
    private Region? _dragRegion;
    private OuterMouse _pressed;
    private int _clicks;
    private long _clickTime;

    private enum Drag : byte
    {
        None,
        Program,
        BorderBelow,
        BorderRight,
        Pending,
        Selection,
    }

    /// <summary>Handles an event.</summary>
    /// <param name="mouse">The event; its coordinates are the display's.</param>
    public void Handle(in OuterMouse mouse)
    {
        if (display.Overlay is { } overlay)
        {
            overlay.HandleMouse(display, mouse, new Rectangle(0, 0, display.Rows, display.Columns));
            return;
        }

        if (_drag != Drag.None && (mouse.IsMotion || !mouse.IsPress))
        {
            Continue(mouse);
            return;
        }

        Region? region = display.Regions.At(mouse.Row, mouse.Column);
        if (display.MouseTrack && mouse is { IsPress: true, IsMotion: false })
        {
            if (HandleFurniture(mouse, region))
            {
                return;
            }

            if (region is not null && !mouse.IsWheel && !ReferenceEquals(region, display.Regions.Focus))
            {
                display.Regions.Focus = region;
            }
        }

        if (region is null || !region.Area.Contains(mouse.Row, mouse.Column))
        {
            return;
        }

        if (WantsMouse(region))
        {
            if (ReferenceEquals(region, display.Regions.Focus) || mouse.IsWheel)
            {
                _drag = mouse is { IsPress: true, IsMotion: false, IsWheel: false } ? Drag.Program : Drag.None;
                _dragRegion = region;
                Report(region, mouse);
            }

            return;
        }

        if (display.MouseTrack)
        {
            HandleOwn(mouse, region);
        }
    }

    private static bool WantsMouse(Region region) =>
        region.Layer is null && region.Window?.Terminal is { MouseTracking: not MouseTracking.None };

    /// <summary>Borders, captions and the hardstatus line.</summary>
    private bool HandleFurniture(in OuterMouse mouse, Region? region)
    {
        if (mouse.Row == display.Regions.HardstatusRow)
        {
            if (mouse.Button == 0 && !mouse.IsWheel && Hardstatus.WindowAt(display, mouse.Column) is { } window)
            {
                WindowSwitching.Show(display.Session, display, window);
            }

            return true;
        }

        if (mouse.IsWheel || mouse.Button != 0)
        {
            return false;
        }

        if (region is not null && mouse.Row == region.CaptionRow)
        {
            (_drag, _dragRegion) = (Drag.BorderBelow, region);
            display.Regions.Focus = region;
            return true;
        }

        foreach (Region other in display.Regions.All)
        {
            if (other.BorderColumn == mouse.Column && mouse.Row >= other.Area.Row && mouse.Row <= Math.Max(other.CaptionRow, other.Area.Bottom - 1))
            {
                (_drag, _dragRegion) = (Drag.BorderRight, other);
                return true;
            }
        }

        return false;
    }

    private void HandleOwn(in OuterMouse mouse, Region region)
    {
        if (region.Layer is { } layer && layer.HandleMouse(display, mouse, region.Area))
        {
            return;
        }

        if (mouse.IsWheel)
        {
            Wheel(mouse, region);
            return;
        }

        if (mouse.Button != 0 || !mouse.IsPress || region.Layer is not (null or CopyLayer))
        {
            return;
        }

        CountClicks(mouse);
        (_drag, _dragRegion, _pressed) = (Drag.Pending, region, mouse);
        if (_clicks > 1 && CopyLayer.Enter(display, isQuiet: true) is { } copy)
        {
            _drag = Drag.None;
            copy.PointTo(mouse.Row - region.Area.Row, mouse.Column - region.Area.Column);
            copy.SelectAround(isLine: _clicks > 2);
            copy.Copy(display);
        }
    }

    private void CountClicks(in OuterMouse mouse)
    {
        TimeProvider time = display.Session.Host.Time;
        bool isAgain = _clicks > 0 && mouse.Row == _pressed.Row && mouse.Column == _pressed.Column && time.GetElapsedTime(_clickTime) < ClickTime;
        _clicks = isAgain ? _clicks + 1 : 1;
        _clickTime = time.GetTimestamp();
    }

    private void Wheel(in OuterMouse mouse, Region region)
    {
        if (region.Window?.Terminal is not { } terminal)
        {
            return;
        }

        if (terminal.IsAlternateScreen && (terminal.Modes & FrameModes.AlternateScroll) != 0)
        {
            bool isApplication = (terminal.Modes & FrameModes.ApplicationCursorKeys) != 0;
            ReadOnlySpan<byte> key = mouse.IsWheelUp ? (isApplication ? "\eOA"u8 : "\e[A"u8) : isApplication ? "\eOB"u8 : "\e[B"u8;
            for (int line = 0; line < 3; line++)
            {
                Write(region, key);
            }

            return;
        }

        if (mouse.IsWheelUp && terminal.ScrollbackCount > 0)
        {
            display.Regions.Focus = region;
            CopyLayer.Enter(display, isQuiet: true)?.HandleMouse(display, mouse, region.Area);
        }
    }

    private void Continue(in OuterMouse mouse)
    {
        Region region = _dragRegion!;
        switch (_drag)
        {
            case Drag.Program:
                Report(region, mouse);
                break;
            case Drag.BorderBelow when mouse.IsMotion:
                display.Regions.MoveBorder(region, sideBySide: false, mouse.Row - Math.Min(region.Area.Row, region.CaptionRow) + 1);
                break;
            case Drag.BorderRight when mouse.IsMotion:
                display.Regions.MoveBorder(region, sideBySide: true, mouse.Column - region.Area.Column + 1);
                break;
            case Drag.Pending when mouse.IsMotion && CopyLayer.Enter(display, isQuiet: true) is { } entered:
                _drag = Drag.Selection;
                _clicks = 0;
                entered.PointTo(_pressed.Row - region.Area.Row, _pressed.Column - region.Area.Column);
                entered.BeginSelection();
                Select(mouse, region);
                break;
            case Drag.Selection:
                Select(mouse, region);
                break;
            case Drag.Pending when !mouse.IsPress && region.Layer is CopyLayer copy:
                copy.PointTo(mouse.Row - region.Area.Row, mouse.Column - region.Area.Column);
                copy.HandleKey(display, new KeyPress(' '));
                break;
            default:
                break;
        }

        if (!mouse.IsMotion && !mouse.IsPress)
        {
            if (_drag == Drag.Selection && region.Layer is CopyLayer done)
            {
                done.Copy(display);
            }

            _drag = Drag.None;
        }
    }

    private void Select(in OuterMouse mouse, Region region)
    {
        if (region.Layer is CopyLayer copy)
        {
            copy.PointTo(mouse.Row - region.Area.Row, Math.Clamp(mouse.Column - region.Area.Column, 0, Math.Max(region.Area.Columns - 1, 0)));
            display.Session.Host.Invalidate(display);
        }
    }

    /// <summary>Sends an event to the program of a region, in the region's coordinates and the program's encoding.</summary>
    private void Report(Region region, in OuterMouse mouse)
    {
        if (region.Window?.Terminal is not { } terminal)
        {
            return;
        }

        int row = Math.Clamp(mouse.Row - region.Area.Row + region.RowOffset, 0, terminal.Rows - 1);
        int column = Math.Clamp(mouse.Column - region.Area.Column + region.ColumnOffset, 0, terminal.Columns - 1);
        MouseAction action = mouse.IsMotion ? MouseAction.Move : mouse.IsPress ? MouseAction.Press : MouseAction.Release;
        _report.ResetWrittenCount();
        MouseEncoder.Encode(terminal, new MouseEvent(mouse.TerminalButton, action, row, column, mouse.Modifiers), _report);
        Write(region, _report.WrittenSpan);
    }

    private void Write(Region region, ReadOnlySpan<byte> bytes)
    {
        if (region.Window is { } window && !bytes.IsEmpty && Rights.MayType(display, window))
        {
            Typing.Send(window, bytes, new InputOrigin(display.ClientId, display.InputOffset));
        }
    }
}
