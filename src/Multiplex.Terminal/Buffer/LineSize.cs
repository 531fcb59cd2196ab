namespace Multiplex.Terminal.Buffer;

/// <summary>How large the characters of a line are (DECSWL, DECDWL, DECDHL). The values are written in snapshots and scrollback.</summary>
public enum LineSize : byte
{
    /// <summary>As those of any line.</summary>
    Single = 0,

    /// <summary>Double width: half as many columns.</summary>
    DoubleWidth = 1,

    /// <summary>The upper half of a line of double width and height.</summary>
    DoubleHeightTop = 2,

    /// <summary>The lower half of one.</summary>
    DoubleHeightBottom = 3,
}
