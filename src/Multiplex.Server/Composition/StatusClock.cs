namespace Multiplex.Server.Composition;

/// <summary>The escapes that show the time or the load: each notes when its value is another one, so that a clock runs only where one is shown.</summary>
internal static class StatusClock
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>The kernel's shortest average is over a minute; half of it shows a change in time.</summary>
    private static readonly TimeSpan LoadInterval = TimeSpan.FromSeconds(30);

    /// <summary>Hours and minutes.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="zero">Fill the hour with a zero.</param>
    /// <param name="twelve">Twelve hours.</param>
    public static bool Time(StatusExpansion expansion, bool zero, bool twelve)
    {
        DateTimeOffset now = expansion.Now;
        expansion.Line.RefreshAt(Truncate(now, TimeSpan.TicksPerMinute));
        expansion.AppendNumber(twelve ? ((now.Hour + 11) % 12) + 1 : now.Hour, 2, zero ? '0' : ' ');
        expansion.Append(':');
        return expansion.AppendNumber(now.Minute, 2, '0');
    }

    /// <summary>Seconds.</summary>
    /// <param name="expansion">Where to.</param>
    public static bool Seconds(StatusExpansion expansion)
    {
        expansion.Line.RefreshAt(Truncate(expansion.Now, TimeSpan.TicksPerSecond));
        return expansion.AppendNumber(expansion.Now.Second, 2, '0');
    }

    /// <summary>Before or after noon.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="before">Text before noon.</param>
    /// <param name="after">Text from noon on.</param>
    public static bool Noon(StatusExpansion expansion, string before, string after)
    {
        expansion.Line.RefreshAt(Truncate(expansion.Now, TimeSpan.TicksPerHour));
        return expansion.AppendValue(expansion.Now.Hour < 12 ? before : after);
    }

    /// <summary>Day of the month.</summary>
    /// <param name="expansion">Where to.</param>
    public static bool Day(StatusExpansion expansion) => expansion.AppendNumber(Today(expansion).Day, 2, '0');

    /// <summary>Day of the week.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="isLong">The whole name.</param>
    public static bool Weekday(StatusExpansion expansion, bool isLong) => Name(expansion, Days[(int)Today(expansion).DayOfWeek], isLong);

    /// <summary>Number of the month.</summary>
    /// <param name="expansion">Where to.</param>
    public static bool Month(StatusExpansion expansion) => expansion.AppendNumber(Today(expansion).Month, 2, '0');

    /// <summary>Name of the month.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="isLong">The whole name.</param>
    public static bool MonthName(StatusExpansion expansion, bool isLong) => Name(expansion, Months[Today(expansion).Month - 1], isLong);

    /// <summary>The year.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="digits">2 or 4.</param>
    public static bool Year(StatusExpansion expansion, int digits)
    {
        int year = Today(expansion).Year;
        return expansion.AppendNumber(digits == 2 ? year % 100 : year, digits, '0');
    }

    /// <summary>The three load averages.</summary>
    /// <param name="expansion">Where to.</param>
    public static bool Load(StatusExpansion expansion)
    {
        expansion.Line.RefreshAt(expansion.Now + LoadInterval);
        return expansion.AppendValue(HostFacts.LoadAverages(expansion.Context.Session.Host.Time));
    }

    private static bool Name(StatusExpansion expansion, string name, bool isLong) =>
        expansion.AppendValue(isLong ? name : name.AsSpan(0, 3));

    private static DateTimeOffset Today(StatusExpansion expansion)
    {
        DateTimeOffset now = expansion.Now;
        expansion.Line.RefreshAt(Truncate(now, TimeSpan.TicksPerDay));
        return now;
    }

    private static DateTimeOffset Truncate(DateTimeOffset time, long ticks) =>
        new(time.Ticks - (time.Ticks % ticks) + ticks, time.Offset);
}
