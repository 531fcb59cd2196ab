using System.Buffers;
using System.Buffers.Binary;
using Multiplex.Terminal.Buffer;
using Xunit.Sdk;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>Saving, loading and reading of the parts of a terminal that are not on its screen.</summary>
internal static class Snapshots
{
    /// <exception cref="XunitException">The snapshot could not be loaded.</exception>
    public static TerminalEmulator SaveAndLoad(TerminalEmulator terminal, TerminalOptions options, ITerminalEvents events)
    {
        var bytes = new ArrayBufferWriter<byte>();
        terminal.Save(bytes);
        return TerminalEmulator.TryLoad(bytes.WrittenSpan, options, events, out TerminalEmulator? loaded)
            ? loaded
            : throw new XunitException($"a snapshot of {bytes.WrittenCount} bytes was refused");
    }

    /// <summary>Gives damaged bytes the checksum of what they are now, so that the damage is found by those who read it.</summary>
    public static void Reseal(Span<byte> snapshot)
    {
        int length = snapshot.Length - sizeof(ulong);
        BinaryPrimitives.WriteUInt64LittleEndian(snapshot[length..], Snapshot.Checksum(snapshot[..length]));
    }

    /// <summary>The text of every line of scrollback, oldest first.</summary>
    public static IEnumerable<string> ScrollbackText(TerminalEmulator terminal)
    {
        for (int i = 0; i < terminal.ScrollbackCount; i++)
        {
            yield return ScrollbackLine(terminal, i);
        }
    }

    private static string ScrollbackLine(TerminalEmulator terminal, int index)
    {
        var cells = new Cell[2048];
        int length = terminal.ReadScrollbackLine(index, cells, out _);
        return ScreenText.Plain(ScreenText.Characters(cells.AsSpan(0, length), terminal.Tables));
    }
}
