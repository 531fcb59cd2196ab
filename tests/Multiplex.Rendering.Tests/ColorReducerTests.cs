using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering.Tests;

/// <summary>Colours that a terminal lacks become those that look most like them.</summary>
public sealed class ColorReducerTests
{
    [Theory]
    [InlineData(0xFF0000, 196)]
    [InlineData(0x00FF00, 46)]
    [InlineData(0x0000FF, 21)]
    [InlineData(0x5F87AF, 67)]
    [InlineData(0x808080, 244)]
    [InlineData(0x0A0A0A, 232)]
    [InlineData(0xFEFEFE, 231)]
    [InlineData(0xFFAF5F, 215)]
    public void Reduce_to_256_takes_the_nearest(int rgb, int index) => Assert.Equal(Color.FromIndex((byte)index), ColorReducer.Reduce(Rgb(rgb), ColorDepth.Colors256));

    [Theory]
    [InlineData(0xFF1010, 9)]
    [InlineData(0xC00000, 1)]
    [InlineData(0x10FF10, 10)]
    [InlineData(0xFFFF30, 11)]
    [InlineData(0xFAFAFA, 15)]
    [InlineData(0x808080, 8)]
    [InlineData(0x050505, 0)]
    public void Reduce_to_16_takes_the_nearest(int rgb, int index) => Assert.Equal(Color.FromIndex((byte)index), ColorReducer.Reduce(Rgb(rgb), ColorDepth.Colors16));

    [Theory]
    [InlineData(0xC00000, 1)]
    [InlineData(0xFF2020, 1)]
    [InlineData(0x00A000, 2)]
    [InlineData(0x0000FF, 4)]
    [InlineData(0xFFFFFF, 7)]
    [InlineData(0x000000, 0)]
    public void Reduce_to_8_takes_the_nearest(int rgb, int index) => Assert.Equal(Color.FromIndex((byte)index), ColorReducer.Reduce(Rgb(rgb), ColorDepth.Colors8));

    [Fact]
    public void Reduce_leaves_what_the_terminal_has()
    {
        for (int i = 0; i < 256; i++)
        {
            Color color = Color.FromIndex((byte)i);
            Assert.Equal(color, ColorReducer.Reduce(color, ColorDepth.TrueColor));
            Assert.Equal(color, ColorReducer.Reduce(color, ColorDepth.Colors256));
            Assert.Equal(Color.Default, ColorReducer.Reduce(color, ColorDepth.Mono));
            Assert.InRange(ColorReducer.Reduce(color, ColorDepth.Colors16).Index, 0, 15);
            Assert.InRange(ColorReducer.Reduce(color, ColorDepth.Colors8).Index, 0, 7);

            // The value of a colour of the cube or the greys is nearest to that colour itself, or to its twin in the other part.
            Color value = ColorReducer.PaletteValue((byte)i);
            Assert.True(i < 16 || ColorReducer.PaletteValue(ColorReducer.Reduce(value, ColorDepth.Colors256).Index) == value);
        }

        Assert.Equal(Color.Default, ColorReducer.Reduce(Color.Default, ColorDepth.Colors8));
        Assert.Equal(Rgb(0x123456), ColorReducer.Reduce(Rgb(0x123456), ColorDepth.TrueColor));
    }

    private static Color Rgb(int value) => Color.FromRgb((byte)(value >> 16), (byte)(value >> 8), (byte)value);
}
