namespace Multiplex.Terminal.Pictures;

/// <summary>Where a picture leaves the cursor.</summary>
internal enum PictureFlow
{
    /// <summary>On the line below, in the column where it was; the screen scrolls (xterm's sixels).</summary>
    Below,

    /// <summary>On the picture's last line, behind it; the screen scrolls (kitty, and sixels under mode 8452).</summary>
    Right,

    /// <summary>Where it was; nothing scrolls (kitty's C=1).</summary>
    Stay,

    /// <summary>Where it was; the picture is at the top left (sixels under DECSDM).</summary>
    Home,
}
