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
        options.AllowAlternateScreen = settings.AlternateScreen;
        options.C1 = window.Settings.C1;
        options.Utf8 = window.Codec is not { IsDirect: true };
        options.BackgroundColorErase = window.Settings.Bce;
        options.KeepErased = true;
        options.BottomStays = true;
        options.Printer = settings.PrintCommand.Length > 0;
        options.Wrap = window.Settings.Wrap ?? settings.DefaultWrap;
    }

    private static bool TakesUtf8(string encoding) => Encodings.FindDefinition(encoding)?.CodePage != Encodings.Latin1;
}
