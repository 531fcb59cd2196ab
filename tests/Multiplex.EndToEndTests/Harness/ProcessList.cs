using System.Diagnostics;
using System.Text;

namespace Multiplex.EndToEndTests.Harness;

/// <summary>A process as /proc shows it.</summary>
internal readonly record struct RunningProcess(int Pid, IReadOnlyList<string> Arguments)
{
    public override string ToString() => $"{Pid} {string.Join(' ', Arguments)}";
}

/// <summary>Finds the processes of one test among all others: they carry its directory in their environment or arguments.</summary>
internal static class ProcessList
{
    public static IReadOnlyList<RunningProcess> With(string directory)
    {
        byte[] mark = Encoding.UTF8.GetBytes(directory);
        List<RunningProcess> found = [];
        foreach (string path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), out int pid) && !IsZombie(path))
            {
                byte[] arguments = Read(path, "cmdline");
                if (Contains(arguments, mark) || Contains(Read(path, "environ"), mark))
                {
                    found.Add(new RunningProcess(pid, Encoding.UTF8.GetString(arguments).TrimEnd('\0').Split('\0')));
                }
            }
        }

        return found;
    }

    /// <summary>One field of /proc/PID/stat behind the name, counted as in proc(5), where the state is number 3.</summary>
    public static string Stat(int pid, int field)
    {
        string text = File.ReadAllText($"/proc/{pid}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ')[field - 3];
    }

    /// <summary>True while the process runs.</summary>
    public static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}") && !IsZombie($"/proc/{pid}");

    /// <summary>What the open descriptors of a process are (proc(5), /proc/PID/fd); none of one that has ended meanwhile.</summary>
    public static IReadOnlyList<string> Descriptors(int pid)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Select(static path => new FileInfo(path).LinkTarget ?? string.Empty)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    public static void Kill(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
    }

    private static bool IsZombie(string path)
    {
        string stat = Encoding.UTF8.GetString(Read(path, "stat"));
        int name = stat.LastIndexOf(')');
        return name < 0 || stat[name + 2] is 'Z' or 'X';
    }

    private static byte[] Read(string path, string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(path, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => text.IndexOf(part) >= 0;
}
