using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal;

/// <summary>
/// The whole state in bytes: a magic word, the version, the terminal, the parser, the scrollback, a checksum. Renditions, graphemes and
/// links stand with the cells that use them, so that ids are made anew on loading. A later version may only add at the end of a part after
/// raising <see cref="Version"/>, and must go on reading what earlier ones wrote.
/// </summary>
internal static class Snapshot
{
    /// <summary>The version written.</summary>
    public const byte Version = 3;

    private const int LargestSnapshot = 1 << 30;
    private const int ChecksumLength = sizeof(ulong);

    private static ReadOnlySpan<byte> Magic => "MUXT"u8;

    /// <summary>Writes.</summary>
    public static void Save(TerminalEmulator emulator, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Scrollback scrollback = emulator.Core.Scrollback;
        int size = 8192 + (emulator.Rows * emulator.Columns) + (scrollback.BlockCount * 16)
            + (scrollback.Storage.IsPersistent ? 0 : scrollback.BlockCount * scrollback.Storage.BlockSize);
        while (size <= LargestSnapshot)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
            var writer = new BlockWriter(buffer);
            Write(emulator, ref writer);
            if (!writer.Overflowed)
            {
                ReadOnlySpan<byte> written = buffer.AsSpan(0, writer.Length);
                destination.Write(written);
                BinaryPrimitives.WriteUInt64LittleEndian(destination.GetSpan(ChecksumLength), Checksum(written));
                destination.Advance(ChecksumLength);
            }

            ArrayPool<byte>.Shared.Return(buffer);
            if (!writer.Overflowed)
            {
                return;
            }

            size *= 2;
        }
    }

    /// <summary>Reads.</summary>
    public static bool TryLoad(
        ReadOnlySpan<byte> snapshot, TerminalOptions options, ITerminalEvents events, [NotNullWhen(true)] out TerminalEmulator? emulator)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(events);
        emulator = null;
        int length = snapshot.Length - ChecksumLength;
        if (length < 0 || BinaryPrimitives.ReadUInt64LittleEndian(snapshot[length..]) != Checksum(snapshot[..length]))
        {
            return false;
        }

        var reader = new BlockReader(snapshot[..length]);
        byte version = 0;
        if (!reader.ReadBytes(4).SequenceEqual(Magic) || (version = reader.ReadByte()) is 0 or > Version)
        {
            return false;
        }

        int columns = reader.ReadNumber();
        int rows = reader.ReadNumber();
        if (columns is < 1 or > Parsing.ParserLimits.MaxSize || rows is < 1 or > Parsing.ParserLimits.MaxSize || reader.IsAtEnd)
        {
            return false;
        }

        var loaded = new TerminalEmulator(new TerminalCore(options, events, columns, rows));
        if (!loaded.Core.TryLoad(ref reader, version) || !loaded.Parser.TryLoad(ref reader))
        {
            return false;
        }

        long total = (long)reader.ReadUnsigned();
        if (!loaded.Core.Scrollback.TryLoad(ref reader, total) || !reader.ReadBytes(4).SequenceEqual(Magic))
        {
            return false;
        }

        emulator = loaded;
        return true;
    }

    /// <summary>
    /// Multiply and rotate over words of eight bytes: finds damage, at the speed of the memory. It is no defence against someone who
    /// makes snapshots on purpose.
    /// </summary>
    internal static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        ulong sum = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.RotateLeft((sum ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Multiplier, 29);
        }

        foreach (byte b in bytes)
        {
            sum = BitOperations.RotateLeft((sum ^ b) * Multiplier, 29);
        }

        return sum;
    }

    private static void Write(TerminalEmulator emulator, ref BlockWriter writer)
    {
        writer.Add(Magic);
        writer.Add(Version);
        writer.AddNumber(emulator.Columns);
        writer.AddNumber(emulator.Rows);
        emulator.Core.Save(ref writer);
        emulator.Parser.Save(ref writer);
        writer.AddUnsigned((ulong)emulator.Core.Scrollback.TotalCount);
        emulator.Core.Scrollback.Save(ref writer);

        // The magic word again: a snapshot that was cut off is not taken for a whole one.
        writer.Add(Magic);
    }
}
