using System.Buffers;
using System.Text;
using Multiplex.Server.Layers;

namespace Multiplex.Server.Input;

/// <summary>Splits typed bytes into the keys that layers take.</summary>
internal static class LayerKeys
{
    /// <summary>Reads the first key of the input.</summary>
    /// <param name="input">At least one byte.</param>
    /// <param name="isFinal">No more bytes will follow soon.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="key">The key.</param>
    /// <returns>False when more bytes are needed.</returns>
    public static bool Classify(ReadOnlySpan<byte> input, bool isFinal, out int length, out KeyPress key)
    {
        length = 1;
        key = new KeyPress(input[0]);
        if (input[0] == KeyPress.Escape)
        {
            int read = EscapeReader.TryRead(input, out KeyPress named, out bool isRelease);
            if (read > 0)
            {
                length = read;
                key = isRelease ? new KeyPress(0, NamedKey.Other) : named;
                return true;
            }

            return read < 0 || isFinal;
        }

        if (input[0] < 0x80)
        {
            return true;
        }

        OperationStatus status = Rune.DecodeFromUtf8(input, out Rune rune, out length);
        key = new KeyPress(rune.Value);
        return status != OperationStatus.NeedMoreData || isFinal;
    }
}
