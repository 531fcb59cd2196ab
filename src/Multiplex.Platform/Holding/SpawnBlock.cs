using System.Runtime.InteropServices;

namespace Multiplex.Platform.Holding;

/// <summary>What a window's program is to be, byte for byte. Lists of strings are NUL-terminated strings back to back.</summary>
public readonly ref struct SpawnDescription
{
    /// <summary>argv.</summary>
    public required ReadOnlySpan<byte> Arguments { get; init; }

    /// <summary>Strings in <see cref="Arguments"/>, at least 1.</summary>
    public required int ArgumentCount { get; init; }

    /// <summary>The environment.</summary>
    public required ReadOnlySpan<byte> Environment { get; init; }

    /// <summary>Strings in <see cref="Environment"/>.</summary>
    public required int EnvironmentCount { get; init; }

    /// <summary>What to execute, without a NUL; empty = argv[0]. Without a slash it is looked for in the environment's own PATH.</summary>
    public ReadOnlySpan<byte> File { get; init; }

    /// <summary>The directory to start in, without a NUL; empty = $HOME.</summary>
    public ReadOnlySpan<byte> Directory { get; init; }

    /// <summary>The umask.</summary>
    public uint Umask { get; init; }

    /// <summary>The resource limits, or null to leave them.</summary>
    public ResourceLimits? Limits { get; init; }

    /// <summary>The terminal's modes, or null for the system's default.</summary>
    public TerminalAttributes? Attributes { get; init; }

    /// <summary>Whether the terminal is told that it carries UTF-8 (IUTF8).</summary>
    public bool IsUtf8 { get; init; }

    /// <summary>Whether <see cref="File"/> is a serial line, to be opened in place of a pty and a program.</summary>
    public bool IsLine { get; init; }

    /// <summary>The terminal's size.</summary>
    public WindowSize Size { get; init; }

    /// <summary>Bytes of the output ring, a power of two; 0 for the default.</summary>
    public int RingSize { get; init; }
}

/// <summary>Lays a description out in a memory file, as a holder reads it.</summary>
public static unsafe class SpawnBlock
{
    /// <summary>Makes the block.</summary>
    /// <param name="description">What to lay out.</param>
    /// <param name="request">The message to send with it.</param>
    /// <returns>The memory file, to be sent and then closed.</returns>
    /// <exception cref="PosixException">The description is larger than <see cref="HolderProtocol.MaxSpawnBlock"/>.</exception>
    public static FileDescriptor Create(in SpawnDescription description, out SpawnRequest request)
    {
        int header = sizeof(SpawnBlockHeader);
        long total = (long)header + description.Arguments.Length + description.Environment.Length + description.File.Length
            + description.Directory.Length + 2;
        if (total > HolderProtocol.MaxSpawnBlock || description.ArgumentCount < 1
            || Math.Max(description.ArgumentCount, description.EnvironmentCount) > HolderProtocol.MaxArguments)
        {
            throw new PosixException(TooBig, "start a program");
        }

        FileDescriptor memory = SharedMemory.Create("mux:spawn", total);
        try
        {
            using SharedMemory mapping = SharedMemory.Map(memory, 0, total, true);
            Write(description, mapping.Slice(0, (int)total));
        }
        catch (PosixException)
        {
            memory.Dispose();
            throw;
        }

        SpawnFlags flags = (description.Attributes is null ? 0 : SpawnFlags.TerminalAttributes) | (description.IsUtf8 ? SpawnFlags.Utf8 : 0)
            | (description.Limits is null ? 0 : SpawnFlags.ResourceLimits) | (description.IsLine ? SpawnFlags.Line : 0);
        request = new SpawnRequest((uint)total, (uint)description.RingSize, flags, description.Size);
        return memory;
    }

    private const int TooBig = 7;

    private static void Write(in SpawnDescription description, Span<byte> block)
    {
        uint at = (uint)sizeof(SpawnBlockHeader);
        SpawnBlockHeader header = new()
        {
            Magic = HolderProtocol.SpawnMagic,
            Layout = HolderProtocol.LayoutVersion,
            TotalLength = (uint)block.Length,
            Umask = description.Umask,
            ArgumentCount = (uint)description.ArgumentCount,
            EnvironmentCount = (uint)description.EnvironmentCount,
            Limits = description.Limits.GetValueOrDefault(),
            Attributes = description.Attributes.GetValueOrDefault(),
        };
        (header.ArgumentOffset, header.ArgumentLength) = Append(block, ref at, description.Arguments, false);
        (header.EnvironmentOffset, header.EnvironmentLength) = Append(block, ref at, description.Environment, false);
        (header.FileOffset, header.FileLength) = Append(block, ref at, description.File, true);
        (header.DirectoryOffset, header.DirectoryLength) = Append(block, ref at, description.Directory, true);
        MemoryMarshal.Write(block, header);
    }

    /// <summary>The block is zero from the start, so a NUL is a byte passed over.</summary>
    private static (uint Offset, uint Length) Append(Span<byte> block, ref uint at, ReadOnlySpan<byte> bytes, bool terminate)
    {
        uint offset = at;
        bytes.CopyTo(block[(int)at..]);
        uint length = (uint)bytes.Length + (terminate && bytes.Length > 0 ? 1u : 0u);
        at += length;
        return (offset, length);
    }
}
