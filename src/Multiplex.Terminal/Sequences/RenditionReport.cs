using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Sequences;

/// <summary>A rendition as SGR's parameters, in xterm's order.</summary>
internal static class RenditionReport
{
    private static readonly (RenditionAttributes Bit, int Value)[] _attributes =
    [
        (RenditionAttributes.Bold, 1), (RenditionAttributes.Faint, 2), (RenditionAttributes.Italic, 3), (RenditionAttributes.Blink, 5),
        (RenditionAttributes.Inverse, 7), (RenditionAttributes.Invisible, 8), (RenditionAttributes.CrossedOut, 9),
            (RenditionAttributes.Overline, 53),
    ];

    /// <summary>Adds the parameters, 0 first.</summary>
    public static void Write(ref ReplyBuilder reply, in Rendition rendition)
    {
        reply.Add('0');
        foreach ((RenditionAttributes bit, int value) in _attributes)
        {
            if (value == 5 && rendition.Underline != UnderlineStyle.None)
            {
                AddUnderline(ref reply, rendition.Underline);
            }

            if (rendition.Has(bit))
            {
                reply.Add(';');
                reply.Add(value);
            }
        }

        AddColor(ref reply, rendition.Foreground, 30, 90, 38);
        AddColor(ref reply, rendition.Background, 40, 100, 48);
        AddColor(ref reply, rendition.UnderlineColor, 0, 0, 58);
    }

    private static void AddUnderline(ref ReplyBuilder reply, UnderlineStyle style)
    {
        if (style == UnderlineStyle.Double)
        {
            reply.Add(";21"u8);
            return;
        }

        reply.Add(";4"u8);
        if (style != UnderlineStyle.Single)
        {
            reply.Add(':');
            reply.Add((int)style);
        }
    }

    private static void AddColor(ref ReplyBuilder reply, Color color, int normal, int bright, int extended)
    {
        if (color.Kind == ColorKind.Default)
        {
            return;
        }

        reply.Add(';');
        if (color.Kind == ColorKind.Indexed && color.Index < 16 && normal != 0)
        {
            reply.Add(color.Index < 8 ? normal + color.Index : bright + color.Index - 8);
            return;
        }

        reply.Add(extended);
        if (color.Kind == ColorKind.Indexed)
        {
            reply.Add(":5:"u8);
            reply.Add(color.Index);
            return;
        }

        reply.Add(":2::"u8);
        reply.Add(color.Red);
        reply.Add(':');
        reply.Add(color.Green);
        reply.Add(':');
        reply.Add(color.Blue);
    }
}
