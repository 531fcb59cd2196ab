using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>A rendition in the words of the transcript language: <c>bold ul=curly fg=1 bg=#102030 link=…</c>, or <c>default</c>.</summary>
internal static class RenditionText
{
    private static readonly (RenditionAttributes Attribute, string Word)[] Words =
    [
        (RenditionAttributes.Bold, "bold"),
        (RenditionAttributes.Faint, "faint"),
        (RenditionAttributes.Italic, "italic"),
        (RenditionAttributes.Blink, "blink"),
        (RenditionAttributes.Inverse, "inverse"),
        (RenditionAttributes.Invisible, "invisible"),
        (RenditionAttributes.CrossedOut, "strike"),
        (RenditionAttributes.Overline, "overline"),
    ];

    public static string Of(FrameTables tables, ushort id)
    {
        Rendition rendition = tables.Renditions[id];
        var words = new List<string>();
        foreach ((RenditionAttributes attribute, string word) in Words)
        {
            if (rendition.Has(attribute))
            {
                words.Add(word);
            }
        }

        if (rendition.Underline != UnderlineStyle.None)
        {
            words.Add($"ul={rendition.Underline.ToString().ToLowerInvariant()}");
        }

        Add(words, "fg", rendition.Foreground);
        Add(words, "bg", rendition.Background);
        Add(words, "ulc", rendition.UnderlineColor);
        if (rendition.Link != 0)
        {
            words.Add($"link={tables.Links[rendition.Link].Uri}");
        }

        return words.Count == 0 ? "default" : Normalize(string.Join(' ', words));
    }

    /// <summary>The same words in one order.</summary>
    public static string Normalize(string words) => string.Join(' ', words.Split(' ').Order(StringComparer.Ordinal));

    private static void Add(List<string> words, string name, Color color)
    {
        switch (color.Kind)
        {
            case ColorKind.Indexed:
                words.Add($"{name}={color.Index}");
                break;
            case ColorKind.Rgb:
                words.Add($"{name}=#{color.Red:x2}{color.Green:x2}{color.Blue:x2}");
                break;
            default:
                break;
        }
    }
}
