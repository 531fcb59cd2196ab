using System.Globalization;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Composition;

/// <summary>Which flags of a window are shown.</summary>
internal enum WindowFlagSet
{
    /// <summary>Only the star of the current window (<c>%w</c>).</summary>
    Current,

    /// <summary>All but current and previous (<c>%f</c>, the window list).</summary>
    States,

    /// <summary>All (<c>%Lw</c>, <c>windows</c>).</summary>
    All,
}

/// <summary>The escapes that list windows with numbers, flags and titles.</summary>
internal static class WindowNames
{
    /// <summary>screen cuts titles in its lists after so many columns.</summary>
    public const int MaxTitle = 20;

    /// <summary><c>%w</c>, <c>%-w</c>, <c>%+w</c>.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="arguments">The qualifiers.</param>
    public static bool List(StatusExpansion expansion, in StatusArguments arguments)
    {
        Range range = arguments.Minus ? Range.Before : arguments.Plus ? Range.After : Range.All;
        return Write(expansion, range, arguments.Long ? WindowFlagSet.All : WindowFlagSet.Current);
    }

    /// <summary><c>%W</c>.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="arguments">The qualifiers.</param>
    public static bool Others(StatusExpansion expansion, in StatusArguments arguments) =>
        Write(expansion, Range.Others, arguments.Long ? WindowFlagSet.All : WindowFlagSet.Current);

    /// <summary>How many windows there are.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="inGroup">Only those of the current window's group.</param>
    public static bool Count(StatusExpansion expansion, bool inGroup)
    {
        int count = 0;
        WindowList windows = expansion.Context.Session.Windows;
        for (int index = 0; index < windows.Count; index++)
        {
            count += !inGroup || ReferenceEquals(windows[index].Group, expansion.Window?.Group) ? 1 : 0;
        }

        return expansion.AppendNumber(count);
    }

    /// <summary>The flags of a window.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="window">The window, or null.</param>
    /// <param name="set">Which flags.</param>
    /// <returns>True when there was any.</returns>
    public static bool Flags(StatusExpansion expansion, Window? window, WindowFlagSet set)
    {
        if (window is null)
        {
            return false;
        }

        int before = expansion.Line.Count;
        bool isCurrent = ReferenceEquals(window, expansion.Window);
        Put(expansion, isCurrent && set != WindowFlagSet.States, '*');
        if (set != WindowFlagSet.Current)
        {
            Put(expansion, !isCurrent && set == WindowFlagSet.All && ReferenceEquals(window, expansion.Context.Display?.Other), '-');
            Put(expansion, IsShared(expansion, window), '&');
            Put(expansion, window.Monitor && window.HasActivity, '@');
            Put(expansion, window.HasBell, '!');
            Put(expansion, window.Settings.IsLoggedIn, '$');
            if (window.Log is not null)
            {
                expansion.Append("(L)");
            }

            Put(expansion, window.IsZombie, 'Z');
        }

        return expansion.Line.Count > before;
    }

    private static bool Write(StatusExpansion expansion, Range range, WindowFlagSet flags)
    {
        StatusContext context = expansion.Context;
        Window? current = context.Window;
        bool any = false;
        WindowList windows = context.Session.Windows;
        for (int index = 0; index < windows.Count; index++)
        {
            Window window = windows[index];
            if (!ReferenceEquals(window.Group, current?.Group) || !IsInRange(window, current, range))
            {
                continue;
            }

            if (any || range == Range.After)
            {
                expansion.Append("  ");
            }

            any = true;
            Entry(expansion, window, flags);
        }

        if (any && range == Range.Before)
        {
            expansion.Append("  ");
        }

        return any;
    }

    private static void Entry(StatusExpansion expansion, Window window, WindowFlagSet flags)
    {
        if (ReferenceEquals(window, expansion.Window))
        {
            expansion.Line.CurrentStart = expansion.Line.Count;
        }

        bool isMarked = RenditionOf(expansion.Context.Session, window, out RenditionModifier modifier);
        if (isMarked)
        {
            expansion.Change(modifier);
        }

        expansion.Line.Window = window.Number;
        expansion.AppendNumber(window.Number);
        Flags(expansion, window, flags);
        expansion.Append(' ');
        expansion.Append(Cut(window.Title));
        expansion.Line.Window = -1;
        if (isMarked)
        {
            expansion.Pop();
        }
    }

    /// <summary>The rendition of windows with a bell, activity or silence in lists (<c>rendition</c>).</summary>
    /// <param name="session">The session.</param>
    /// <param name="window">The window.</param>
    /// <param name="modifier">The change.</param>
    /// <returns>False when the window is drawn as any other.</returns>
    public static bool RenditionOf(Session session, Window window, out RenditionModifier modifier)
    {
        SessionSettings settings = session.Settings;
        string text =
            window.HasBell ? settings.BellRendition :
            window.Monitor && window.HasActivity ? settings.MonitorRendition :
            window.HasSilence ? settings.SilenceRendition : string.Empty;
        return RenditionModifier.TryParse(text, out modifier) && text.Length > 0;
    }

    private static ReadOnlySpan<char> Cut(string title)
    {
        if (title.Length <= MaxTitle)
        {
            return title;
        }

        int length = 0;
        for (int elements = 0; elements < MaxTitle && length < title.Length; elements++)
        {
            length += StringInfo.GetNextTextElementLength(title, length);
        }

        return title.AsSpan(0, length);
    }

    private static bool IsInRange(Window window, Window? current, Range range) => range switch
    {
        Range.All => true,
        Range.Others => !ReferenceEquals(window, current),
        Range.Before => current is not null && window.Number < current.Number,
        _ => current is null || window.Number > current.Number,
    };

    /// <summary>More than one region shows the window, on whichever displays.</summary>
    private static bool IsShared(StatusExpansion expansion, Window window)
    {
        int shown = 0;
        foreach (Display display in expansion.Context.Session.Displays)
        {
            for (int index = 0; index < display.Regions.All.Count; index++)
            {
                shown += ReferenceEquals(display.Regions.All[index].Window, window) ? 1 : 0;
            }
        }

        return shown > 1;
    }

    private static void Put(StatusExpansion expansion, bool isSet, char flag)
    {
        if (isSet)
        {
            expansion.Append(flag);
        }
    }

    private enum Range
    {
        All,
        Others,
        Before,
        After,
    }
}
