using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Multiplex.Terminal;

/// <summary>The whole state in bytes.</summary>
internal static class Snapshot
{
    /// <summary>Writes.</summary>
    public static void Save(TerminalEmulator emulator, IBufferWriter<byte> destination)
    {
        _ = emulator;
        destination.Write("MUXT"u8);
    }

    /// <summary>Reads.</summary>
    public static bool TryLoad(
        ReadOnlySpan<byte> snapshot, TerminalOptions options, ITerminalEvents events, [NotNullWhen(true)] out TerminalEmulator? emulator)
    {
        emulator = null;
        _ = (snapshot.Length, options, events);
        return false;
    }
}
