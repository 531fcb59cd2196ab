using System.Globalization;
using System.Text;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;
using Multiplex.Terminal;

namespace Multiplex.Server.Services;

/// <summary>What happens when a program ends: its window goes, or stays as a zombie (<c>zombie</c>).</summary>
internal static class ZombiePolicy
{
    /// <summary>A program has ended.</summary>
    /// <param name="window">Its window.</param>
    /// <param name="status">The wait status, or null when it is not known.</param>
    public static void Ended(Window window, int? status)
    {
        SessionSettings settings = window.Session.Settings;
        window.ExitStatus = status;
        window.Filter?.Dispose();
        if (settings.ZombieDestroyKey is null || (settings.ZombieOnError && status == 0))
        {
            WindowSwitching.Close(window);
            return;
        }

        window.IsZombie = true;
        DateTimeOffset now = window.Session.Host.Time.GetLocalNow();
        string time = now.ToString("ddd MMM ", CultureInfo.InvariantCulture) + now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2)
            + now.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture);
        if (window.Terminal is { } terminal)
        {
            int below = LastFilledRow(terminal) + 1;
            terminal.Feed(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"\e[?6l\e[r\e[{below}H\r\n=== Command {Describe(status)} ({time}) ===")));
        }

        window.Process?.Changed();
        window.Session.Host.StateChanged(window.Session);
        foreach (Display display in window.Displays)
        {
            window.Session.Host.Invalidate(display);
        }

        if (settings.ZombieTimeoutSeconds > 0)
        {
            window.Session.Host.StartTimer(TimeSpan.FromSeconds(settings.ZombieTimeoutSeconds), () => Restart(window));
        }
    }

    /// <summary>How a program ended, in screen's words.</summary>
    /// <param name="status">The wait status as waitpid gives it, or null.</param>
    public static string Describe(int? status) => status switch
    {
        null => "detached from window",
        0 => "terminated normally",
        { } value when (value & 0x7f) == 0 => $"terminated with exit status {(value >> 8) & 0xff}",
        { } value => $"terminated with signal {value & 0x7f}{((value & 0x80) != 0 ? " (core file generated)" : string.Empty)}",
    };

    /// <summary>screen writes below the last row that has text, wherever the cursor is.</summary>
    private static int LastFilledRow(TerminalEmulator terminal)
    {
        int row = terminal.Rows - 1;
        while (row > 0 && terminal.TextOf(row).Length == 0)
        {
            row--;
        }

        return row;
    }

    private static void Restart(Window window)
    {
        if (window.IsZombie && window.Session.Windows.Contains(window))
        {
            window.Session.Host.Resurrect(window);
        }
    }
}
