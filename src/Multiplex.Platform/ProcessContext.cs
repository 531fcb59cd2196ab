using Multiplex.Platform.Holding;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>Everything of this process that a window opened by it is to have, byte for byte.</summary>
public sealed unsafe class ProcessContext
{
    private const int MaxPath = 4096;

    /// <summary>A tenth of a millisecond, the shortest that Linux takes.</summary>
    private const ulong LatencySlice = 100_000;

    private ProcessContext(byte[] environment, int environmentCount, byte[] workingDirectory, uint umask, ResourceLimits limits)
    {
        Environment = environment;
        EnvironmentCount = environmentCount;
        WorkingDirectory = workingDirectory;
        Umask = umask;
        Limits = limits;
    }

    /// <summary>This process's pid.</summary>
    public static int ProcessId => Ids.ProcessId;

    /// <summary>The real user.</summary>
    public static uint UserId => Ids.UserId;

    /// <summary>The effective user.</summary>
    public static uint EffectiveUserId => Ids.EffectiveUserId;

    /// <summary>The real group.</summary>
    public static uint GroupId => Ids.GroupId;

    /// <summary>The environment: NUL-terminated strings back to back, in their order, duplicates and malformed ones included.</summary>
    public ReadOnlyMemory<byte> Environment { get; }

    /// <summary>How many strings <see cref="Environment"/> has.</summary>
    public int EnvironmentCount { get; }

    /// <summary>The working directory as bytes without a NUL; empty when it has been removed.</summary>
    public ReadOnlyMemory<byte> WorkingDirectory { get; }

    /// <summary>The umask.</summary>
    public uint Umask { get; }

    /// <summary>The resource limits.</summary>
    public ResourceLimits Limits { get; }

    private static (int ProcessId, uint UserId, uint EffectiveUserId, uint GroupId) Ids
    {
        get
        {
            int processId;
            uint userId;
            uint effectiveUserId;
            uint groupId;
            Shims.ProcessIds(&processId, &userId, &effectiveUserId, &groupId);
            return (processId, userId, effectiveUserId, groupId);
        }
    }

    /// <summary>Takes a picture of this process.</summary>
    public static ProcessContext Capture()
    {
        byte* directory = stackalloc byte[MaxPath];
        int length = Shims.ProcessDirectory(directory, MaxPath);
        uint umask;
        PosixException.Check(Shims.ProcessUmask(&umask), "read the umask");
        ResourceLimits limits;
        PosixException.Check(Shims.ProcessLimits(&limits), "getrlimit");
        byte[] environment = CopyEnvironment(out int count);
        return new ProcessContext(environment, count, new ReadOnlySpan<byte>(directory, Math.Max(length, 0)).ToArray(), umask, limits);
    }

    /// <summary>Changes the working directory of the whole process.</summary>
    /// <param name="path">The directory.</param>
    public static void ChangeDirectory(string path)
    {
        fixed (byte* name = NativeText.Terminate(path))
        {
            PosixException.Check(Shims.ProcessChangeDirectory(name), "chdir", path);
        }
    }

    /// <summary>Sets the umask of the whole process.</summary>
    /// <param name="umask">The low 9 bits count.</param>
    public static void SetUmask(uint umask) => Shims.ProcessSetUmask(umask);

    /// <summary>Lets this process open as many files as its hard limit allows. Programs that it starts inherit that.</summary>
    public static void RaiseFileLimit() => PosixException.Check(Shims.ProcessRaiseFileLimit(), "setrlimit");

    /// <summary>
    /// Asks for a short time slice, so that this process comes soon when it wakes up although others compute: a person waits for it. Where the
    /// system knows no such thing nothing changes. Programs that it starts do not inherit it.
    /// </summary>
    public static void PreferLatency() => _ = Shims.ProcessTimeSlice(LatencySlice);

    /// <summary>Gives memory back that only the start needed: code that is not used any more, and the garbage it made.</summary>
    public static void GiveBackMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = Shims.ProcessGiveBackCode();
    }

    /// <summary>Sets the name that ps and top show for the calling thread, cut to 15 bytes.</summary>
    /// <param name="name">The name.</param>
    public static void SetName(string name)
    {
        fixed (byte* text = NativeText.Terminate(name))
        {
            Shims.ProcessSetName(text);
        }
    }

    /// <summary>Leaves the terminal: a session of its own, and 0 to 2 lead nowhere.</summary>
    public static void Detach() => PosixException.Check(Shims.ProcessDetach(), "setsid");

    private static byte[] CopyEnvironment(out int count)
    {
        int length = 0;
        count = 0;
        for (byte* entry; (entry = Shims.ProcessEnvironment((uint)count)) != null; count++)
        {
            length += NativeText.Span(entry).Length + 1;
        }

        byte[] environment = new byte[length];
        int at = 0;
        for (uint i = 0; i < (uint)count; i++)
        {
            ReadOnlySpan<byte> entry = NativeText.Span(Shims.ProcessEnvironment(i));
            entry.CopyTo(environment.AsSpan(at));
            at += entry.Length + 1;
        }

        return environment;
    }
}
