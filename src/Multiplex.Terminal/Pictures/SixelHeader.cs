namespace Multiplex.Terminal.Pictures;

/// <summary>
/// How large a sixel picture is. Its raster attributes say so, but they may lie, and what is drawn outside would spoil other regions: steps are
/// counted as well. No pixel is decoded.
/// </summary>
internal static class SixelHeader
{
    /// <summary>Pixels of a band of sixels.</summary>
    private const int BandHeight = 6;

    /// <summary>Sizes saturate here: no screen has as many pixels.</summary>
    private const int Largest = 32_767;

    /// <summary>Keeps what can be a sixel picture.</summary>
    /// <param name="text">What stood between q and the string's end.</param>
    /// <returns>Printable ASCII only, which can neither end the string nor command a terminal.</returns>
    public static byte[] Clean(ReadOnlySpan<byte> text)
    {
        byte[] clean = new byte[text.Length];
        int length = 0;
        foreach (byte b in text)
        {
            if (b is > 0x20 and < 0x7F)
            {
                clean[length++] = b;
            }
        }

        return length == clean.Length ? clean : clean[..length];
    }

    /// <summary>The size in pixels.</summary>
    /// <param name="data">Cleaned data.</param>
    /// <param name="ratio">How many pixels high a dot is, by P1 of the sequence.</param>
    public static (int Width, int Height) Measure(ReadOnlySpan<byte> data, int ratio)
    {
        Extent extent = new() { Ratio = ratio };
        int at = 0;
        while (at < data.Length)
        {
            at = extent.Take(data, at);
        }

        return extent.Size;
    }

    /// <summary>P1 of DCS q (VT340 GPM, table 14-1): how many pixels high a dot is; as xterm, 0 is one.</summary>
    public static int RatioOf(int macro) => macro switch
    {
        1 or 5 or 6 => 2,
        2 => 5,
        3 or 4 => 3,
        _ => 1,
    };

    private static int Number(ReadOnlySpan<byte> data, ref int at)
    {
        int value = 0;
        while (at < data.Length && data[at] is >= (byte)'0' and <= (byte)'9')
        {
            value = Math.Min((value * 10) + data[at++] - '0', Largest);
        }

        return value;
    }

    private ref struct Extent
    {
        private int _x;
        private int _width;
        private int _top;
        private int _height;
        private int _rasterWidth;
        private int _rasterHeight;

        public int Ratio { get; set; }

        public readonly (int Width, int Height) Size => (
            Math.Max(_width, _rasterWidth), Math.Min(Math.Max(_height, _rasterHeight) * Ratio, Largest));

        public int Take(ReadOnlySpan<byte> data, int at)
        {
            byte command = data[at++];
            switch (command)
            {
                case (byte)'"':
                    return Raster(data, at);
                case (byte)'!':
                    int count = Number(data, ref at);
                    return at < data.Length && Dots(data[at], Math.Max(count, 1)) ? at + 1 : at;
                case (byte)'$':
                    _x = 0;
                    return at;
                case (byte)'-':
                    _x = 0;
                    _top = Math.Min(_top + BandHeight, Largest);
                    return at;
                default:
                    _ = Dots(command, 1);
                    return at;
            }
        }

        private int Raster(ReadOnlySpan<byte> data, int at)
        {
            Span<int> values = stackalloc int[4];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Number(data, ref at);
                if (at >= data.Length || data[at] != (byte)';')
                {
                    break;
                }

                at++;
            }

            Ratio = values[0] > values[1] && values[1] > 0 ? (values[0] + values[1] - 1) / values[1] : values[0] > 0 ? 1 : Ratio;
            (_rasterWidth, _rasterHeight) = (values[2], values[3]);
            return at;
        }

        private bool Dots(byte sixel, int count)
        {
            if (sixel is < (byte)'?' or > (byte)'~')
            {
                return false;
            }

            _x = Math.Min(_x + count, Largest);
            int bits = sixel - '?';
            if (bits != 0)
            {
                _width = Math.Max(_width, _x);
                _height = Math.Max(_height, _top + 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)bits));
            }

            return true;
        }
    }
}
