using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// What a program started for this client inherits: it is sent before every request that may make a window, and on attach.
/// <code>
/// | environment bytes (NAME=VALUE NUL …) | directory bytes | umask u32 | login text | limits u32 count, (soft u64, hard u64) … |
/// </code>
/// </summary>
public sealed record ContextMessage : IMessage<ContextMessage>
{
    /// <summary>Most limits that are read: Linux knows 16.</summary>
    public const int MaximumLimits = 64;

    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Context;

    /// <summary>The environment as raw bytes, each entry ended by a NUL.</summary>
    public byte[] Environment { get; init; } = [];

    /// <summary>The working directory as raw bytes; empty when it is gone.</summary>
    public byte[] Directory { get; init; } = [];

    /// <summary>The umask, 0..0777.</summary>
    public uint Umask { get; init; } = 18;

    /// <summary>The user's login name.</summary>
    public string LoginName { get; init; } = string.Empty;

    /// <summary>Resource limits in pairs: soft and hard of RLIMIT 0, 1, 2 …; <see cref="ulong.MaxValue"/> is "unlimited".</summary>
    public ulong[] Limits { get; init; } = [];

    /// <inheritdoc/>
    public static ContextMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new ContextMessage
        {
            Environment = reader.Bytes().ToArray(),
            Directory = reader.Bytes().ToArray(),
            Umask = reader.U32() & 0x1FF,
            LoginName = reader.Text(),
            Limits = ReadLimits(ref reader),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.Bytes(Environment);
        writer.Bytes(Directory);
        writer.U32(Umask);
        writer.Text(LoginName);
        writer.U32((uint)(Limits.Length / 2));
        foreach (ulong limit in Limits)
        {
            writer.U64(limit);
        }
    }

    private static ulong[] ReadLimits(ref PayloadReader reader)
    {
        int count = reader.Count(16);
        if (count > MaximumLimits)
        {
            throw new ProtocolException($"{count} resource limits");
        }

        ulong[] limits = count == 0 ? [] : new ulong[count * 2];
        for (int i = 0; i < limits.Length; i++)
        {
            limits[i] = reader.U64();
        }

        return limits;
    }
}
