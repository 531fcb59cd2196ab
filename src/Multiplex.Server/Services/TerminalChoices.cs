using Multiplex.Protocol.Messages;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Services;

/// <summary>What the settings mean for a window's emulated terminal.</summary>
internal static class TerminalChoices
{
    /// <summary>The choices for a new window.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">What is asked for, complete.</param>
    public static TerminalOptions OptionsFor(Session session, WindowRequest request)
    {
        SessionSettings settings = session.Settings;
        return new TerminalOptions
        {
            Columns = request.Size?.Columns ?? 80,
            Rows = request.Size?.Rows ?? 24,
            ScrollbackLines = request.ScrollbackLines ?? settings.DefaultScrollback,
            AmbiguousWide = settings.WideAmbiguous,
            AllowAlternateScreen = settings.AlternateScreen,
            Wrap = settings.DefaultWrap,
            C1 = settings.DefaultC1,
            Utf8 = TakesUtf8(settings.DefaultEncoding),
            BackgroundColorErase = settings.DefaultBce,
            KeepErased = true,
            BottomStays = true,
            Printer = settings.PrintCommand.Length > 0,
            ClipboardReport = true,
            Sixel = Has(session, static info => info.HasSixel),
            KittyGraphics = Has(session, static info => info.HasKittyGraphics),
            CellPixelWidth = CellSize(session).Width,
            CellPixelHeight = CellSize(session).Height,
            OuterForeground = OuterInfo(session)?.Foreground ?? Color.Default,
            OuterBackground = OuterInfo(session)?.Background ?? Color.Default,
        };
    }

    /// <summary>What is known of the terminal outside: programs that ask for the default colours get those of the display that attached last.</summary>
    private static TerminalInfoMessage? OuterInfo(Session session)
    {
        for (int index = session.Displays.Count - 1; index >= 0; index--)
        {
            if (session.Displays[index].TerminalInfo is { } info)
            {
                return info;
            }
        }

        return null;
    }

    /// <summary>True when a terminal that is attached at the moment has an ability.</summary>
    private static bool Has(Session session, Func<TerminalInfoMessage, bool> ability)
    {
        foreach (Display display in session.Displays)
        {
            if (display.TerminalInfo is { } info && ability(info))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Pixels of a cell, of the display that attached last and told; else those of a VT340.</summary>
    private static (int Width, int Height) CellSize(Session session) =>
        OuterInfo(session) is { CellWidth: > 0, CellHeight: > 0 } info ? (info.CellWidth, info.CellHeight) : (10, 20);

    /// <summary>Brings all windows' terminals in line: what is attached has changed.</summary>
    /// <param name="session">The session.</param>
    public static void ApplyAll(Session session)
    {
        foreach (Window window in session.Windows)
        {
            Apply(window);
        }
    }

    /// <summary>Brings a window's terminal in line with its settings and the session's.</summary>
    /// <param name="window">The window.</param>
    public static void Apply(Window window)
    {
        if (window.Terminal is not { } terminal)
        {
            return;
        }

        SessionSettings settings = window.Session.Settings;
        TerminalOptions options = terminal.Options;
        options.AmbiguousWide = settings.WideAmbiguous;
        options.ClipboardReport = true;
        options.OuterForeground = OuterInfo(window.Session)?.Foreground ?? options.OuterForeground;
        options.OuterBackground = OuterInfo(window.Session)?.Background ?? options.OuterBackground;
        (bool, bool, int, int) pictures = (options.Sixel, options.KittyGraphics, options.CellPixelWidth, options.CellPixelHeight);
        options.Sixel = Has(window.Session, static info => info.HasSixel);
        options.KittyGraphics = Has(window.Session, static info => info.HasKittyGraphics);
        (options.CellPixelWidth, options.CellPixelHeight) = CellSize(window.Session);
        options.AllowAlternateScreen = settings.AlternateScreen;
        options.C1 = window.Settings.C1;
        options.Utf8 = window.Codec is not { IsDirect: true };
        options.BackgroundColorErase = window.Settings.Bce;
        options.KeepErased = true;
        options.BottomStays = true;
        options.Printer = settings.PrintCommand.Length > 0;
        options.Wrap = window.Settings.Wrap ?? settings.DefaultWrap;
        bool hasPictures = options.Sixel || options.KittyGraphics;
        if (hasPictures && pictures != (options.Sixel, options.KittyGraphics, options.CellPixelWidth, options.CellPixelHeight))
        {
            // The pty learns the size in pixels.
            window.Process?.Resize(terminal.Columns, terminal.Rows);
        }
    }

    private static bool TakesUtf8(string encoding) => Encodings.FindDefinition(encoding)?.CodePage != Encodings.Latin1;
}
