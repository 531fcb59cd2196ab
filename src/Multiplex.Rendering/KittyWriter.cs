using Multiplex.Terminal.Pictures;

namespace Multiplex.Rendering;

/// <summary>Commands of kitty's graphics protocol for the user's terminal; it is asked for no answers.</summary>
internal static class KittyWriter
{
    /// <summary>Our ids in the terminal begin here ("mu" in ASCII), where other programs hardly have theirs.</summary>
    private const int FirstId = 0x6D75_0000;

    /// <summary>Longest part that the protocol allows.</summary>
    private const int PartLength = 4096;

    /// <summary>Gives a picture's data to the terminal.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="id">The id in cells.</param>
    /// <param name="data">The data.</param>
    public static void Transmit(OutputBytes output, int id, PictureData data)
    {
        ReadOnlySpan<byte> rest = data.Bytes.Span;
        output.Add("\e_Ga=t,q=2,i="u8);
        output.AddNumber(FirstId + id);
        Add(output, ",f="u8, data.Format);
        if (data.Format != 100)
        {
            Add(output, ",s="u8, data.Width);
            Add(output, ",v="u8, data.Height);
        }

        output.Add(data.IsCompressed ? ",o=z"u8 : default);
        while (true)
        {
            ReadOnlySpan<byte> part = rest[..Math.Min(PartLength, rest.Length)];
            rest = rest[part.Length..];
            output.Add(rest.IsEmpty ? ",m=0;"u8 : ",m=1;"u8);
            output.Add(part);
            output.Add("\e\\"u8);
            if (rest.IsEmpty)
            {
                return;
            }

            output.Add("\e_Gq=2"u8);
        }
    }

    /// <summary>Puts a picture, or lines of it, at the cursor, which stays.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="id">The id in cells.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="place">Which lines.</param>
    public static void Place(OutputBytes output, int id, Picture picture, PicturePlace place)
    {
        output.Add("\e_Ga=p,q=2,i="u8);
        output.AddNumber(FirstId + id);
        output.Add(",p=1,C=1"u8);
        Add(output, ",c="u8, picture.Columns);
        Add(output, ",r="u8, place.Count);
        PictureSource source = picture.Source;
        int height = source.Height > 0 ? source.Height : Math.Max(1, picture.Data.Height - source.Y);
        int top = source.Y + (int)((long)height * place.First / picture.Rows);
        int bottom = source.Y + (int)((long)height * (place.First + place.Count) / picture.Rows);
        bool isCut = place.Count != picture.Rows;
        AddIf(output, ",x="u8, source.X);
        AddIf(output, ",y="u8, top);
        AddIf(output, ",w="u8, source.Width);
        AddIf(output, ",h="u8, isCut ? Math.Max(1, bottom - top) : source.Height);
        if (picture.Depth != 0)
        {
            output.Add(picture.Depth < 0 ? ",z=-"u8 : ",z="u8);
            output.AddNumber((int)Math.Min(Math.Abs((long)picture.Depth), int.MaxValue));
        }

        output.Add("\e\\"u8);
    }

    /// <summary>Takes a picture off the terminal and out of its memory.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="id">The id in cells.</param>
    public static void Delete(OutputBytes output, int id)
    {
        output.Add("\e_Ga=d,d=I,q=2,i="u8);
        output.AddNumber(FirstId + id);
        output.Add("\e\\"u8);
    }

    private static void Add(OutputBytes output, ReadOnlySpan<byte> key, int value)
    {
        output.Add(key);
        output.AddNumber(value);
    }

    private static void AddIf(OutputBytes output, ReadOnlySpan<byte> key, int value)
    {
        if (value > 0)
        {
            Add(output, key, value);
        }
    }
}
