using System.Diagnostics;
#if FAULT_INJECTION
using System.Globalization;
using Multiplex.Platform.Interop;
#endif

namespace Multiplex.Platform;

/// <summary>
/// How a daemon built for tests (<c>-p:FaultInjection=true</c>) dies at a place that the test chooses, or gives itself out for another version. In the
/// product the calls of <see cref="Pass"/> and <see cref="Poison"/> are not compiled in, and the other members give back what they are given.
/// <para>
/// The test build looks into the directory that MUX_FAULTS names: a file <c>die</c> with a number k kills the first daemon that finds it when it passes
/// its k-th commit point, and adds the point's place to the file <c>died</c>; a file <c>die-always</c> kills each daemon so that is started from the
/// program's present file. MUX_FAULT_VERSION and MUX_FAULT_PROTOCOL are the versions that it gives itself out for.
/// </para>
/// </summary>
public static class FaultInjection
{
    /// <summary>A store to what outlives the daemon, or a word to somebody else, lies just before or behind this point: dying here must be harmless.</summary>
    /// <param name="place">What is done here.</param>
    [Conditional("FAULT_INJECTION")]
    public static void Pass(string place)
    {
#if FAULT_INJECTION
        if (s_left != 0 && Interlocked.Decrement(ref s_left) == 0)
        {
            File.AppendAllText(Path.Combine(s_directory, "died"), place + "\n");
            Die();
        }
#endif
    }

    /// <summary>Dies of the sequence that test builds die of, wherever in a window's output it stands.</summary>
    /// <param name="output">What is about to be parsed.</param>
    [Conditional("FAULT_INJECTION")]
    public static void Poison(ReadOnlySpan<byte> output)
    {
#if FAULT_INJECTION
        if (output.IndexOf("\e_mux:poison\e\\"u8) >= 0)
        {
            Die();
        }
#endif
    }

    /// <summary>Waits while a file <c>hang</c> stands in the directory of faults, as a write to a disk that does not answer would.</summary>
    [Conditional("FAULT_INJECTION")]
    public static void Hang()
    {
#if FAULT_INJECTION
        using ManualResetEventSlim never = new();
        while (File.Exists(Path.Combine(s_directory, "hang")))
        {
            never.Wait(10);
        }
#endif
    }

    /// <summary>The version of the program that a peer is told.</summary>
    /// <param name="own">The true one.</param>
#if FAULT_INJECTION
    public static string Version(string own) => Environment.GetEnvironmentVariable("MUX_FAULT_VERSION") ?? own;
#else
    public static string Version(string own) => own;
#endif

    /// <summary>Where a file of the system stands: MUX_FAULT_ROOT is a system of the test's own.</summary>
    /// <param name="path">Its absolute path.</param>
#if FAULT_INJECTION
    public static string Root(string path) => Environment.GetEnvironmentVariable("MUX_FAULT_ROOT") + path;
#else
    public static string Root(string path) => path;
#endif

    /// <summary>The version of the protocol that a peer is told.</summary>
    /// <param name="own">The true one.</param>
#if FAULT_INJECTION
    public static ushort Protocol(ushort own) =>
        ushort.TryParse(Environment.GetEnvironmentVariable("MUX_FAULT_PROTOCOL"), CultureInfo.InvariantCulture, out ushort other) ? other : own;

    private static readonly string s_directory = Environment.GetEnvironmentVariable("MUX_FAULTS") ?? "/nonexistent";
    private static long s_left = Take("die", isLasting: false) ?? Take("die-always", isLasting: true) ?? 0;

    private static long? Take(string name, bool isLasting)
    {
        string path = Path.Combine(s_directory, name);
        if (!File.Exists(path) || (isLasting && !File.Exists(Environment.ProcessPath)))
        {
            return null;
        }

        long count = long.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);
        if (!isLasting)
        {
            File.Delete(path);
        }

        return count;
    }

    private static void Die() => _ = Shims.ProcessSignal(Environment.ProcessId, 9);
#else
    public static ushort Protocol(ushort own) => own;
#endif
}
