namespace Multiplex.Server.Composition;

/// <summary>What status lines say about the machine.</summary>
internal static class HostFacts
{
    private const string LoadFile = "/proc/loadavg";

    private static string _load = string.Empty;
    private static long _loadTime = long.MinValue;

    /// <summary>The host name up to the first dot.</summary>
    public static string HostName { get; } = Environment.MachineName.Split('.')[0];

    /// <summary>The load averages of 1, 5 and 15 minutes, read at most once a second; empty where the system does not tell them.</summary>
    /// <param name="time">The clock.</param>
    public static string LoadAverages(TimeProvider time)
    {
        long now = time.GetTimestamp();
        if (_loadTime == long.MinValue || time.GetElapsedTime(_loadTime, now) >= TimeSpan.FromSeconds(1))
        {
            _loadTime = now;
            _load = Read();
        }

        return _load;
    }

    private static string Read()
    {
        try
        {
            string[] words = File.ReadAllText(LoadFile).Split(' ');
            return words.Length < 3 ? string.Empty : string.Join(' ', words[0], words[1], words[2]);
        }
        catch (IOException)
        {
            return string.Empty;
        }
        catch (UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
