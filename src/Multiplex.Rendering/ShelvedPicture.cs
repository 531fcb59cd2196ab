using Multiplex.Terminal.Pictures;

namespace Multiplex.Rendering;

/// <summary>Where a part of a picture is on the terminal.</summary>
/// <param name="Row">Row of its first line on the terminal.</param>
/// <param name="Column">Its first column there.</param>
/// <param name="First">Which line of the picture that is.</param>
/// <param name="Count">How many lines there are.</param>
internal readonly record struct PicturePlace(int Row, int Column, int First, int Count);

/// <summary>A picture at hand, and what the terminal has of it.</summary>
/// <param name="picture">The picture.</param>
internal sealed class ShelvedPicture(Picture picture)
{
    private bool _isTransmitted;

    /// <summary>The picture.</summary>
    public Picture Picture { get; } = picture;

    /// <summary>True when the terminal keeps it apart from its text, so that it stays until it is deleted (kitty).</summary>
    public bool IsLayer => Picture.Data.Kind == PictureKind.Kitty;

    /// <summary>Where it was put last; null when it is not there. Of pictures on a layer only.</summary>
    public PicturePlace? Place { get; private set; }

    /// <summary>True when the terminal may have it on its layer.</summary>
    public bool MayBeThere { get; set; }

    /// <summary>True when a terminal shows such pictures.</summary>
    /// <param name="profile">The terminal.</param>
    public bool CanShow(TerminalProfile profile) => profile.Can(IsLayer ? TerminalAbilities.KittyGraphics : TerminalAbilities.Sixel);

    /// <summary>What the terminal has is not known any more.</summary>
    public void Forget()
    {
        _isTransmitted = false;
        Place = null;
    }

    /// <summary>True when nothing in a picture can end its string or command the terminal.</summary>
    /// <param name="picture">A picture as it came.</param>
    public static bool IsSafe(Picture picture)
    {
        bool isSixel = picture.Data.Kind == PictureKind.Sixel;
        foreach (byte b in picture.Data.Bytes.Span)
        {
            bool isFit = isSixel ? b is > 0x20 and < 0x7F : char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/' or (byte)'=';
            if (!isFit)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Draws it at the cursor.</summary>
    /// <param name="outlet">The terminal.</param>
    /// <param name="id">The id in cells.</param>
    /// <param name="place">Where the cursor is, and which part is wanted.</param>
    public void Draw(TerminalOutlet outlet, int id, PicturePlace place)
    {
        if (IsLayer)
        {
            if (!_isTransmitted)
            {
                KittyWriter.Transmit(outlet.Output, id, Picture.Data);
            }

            KittyWriter.Place(outlet.Output, id, Picture, place);
            _isTransmitted = true;
            MayBeThere = true;
            Place = place;
            return;
        }

        // P1 is the form of a dot, P2 = 1 leaves pixels that are not set as they are (VT340 GPM).
        outlet.Output.Add("\eP"u8);
        outlet.Output.AddNumber(Picture.Data.Format >> 1);
        outlet.Output.Add((Picture.Data.Format & 1) != 0 ? ";1q"u8 : ";0q"u8);
        outlet.Output.Add(Picture.Data.Bytes.Span);
        outlet.Output.Add("\e\\"u8);

        // Terminals differ in where they leave the cursor.
        outlet.SetPlace(-1, -1);
    }
}
