using Multiplex.Server.Settings;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary><c>attrcolor</c>: what stands in for an attribute when windows are drawn.</summary>
internal sealed class AttributeRules
{
    private const string Letters = "dubrsB";

    private readonly List<(RenditionAttributes Attribute, bool IsUnderline, RenditionModifier Modifier)> _rules = [];
    private readonly List<string> _texts = [];

    /// <summary>Changes whenever the rules do.</summary>
    public int Version { get; private set; }

    /// <summary>Reads the rules anew when the setting has changed.</summary>
    /// <param name="settings">The session's settings.</param>
    public void Update(SessionSettings settings)
    {
        if (IsCurrent(settings))
        {
            return;
        }

        Version++;
        _rules.Clear();
        _texts.Clear();
        foreach ((char letter, string text) in settings.AttributeColors)
        {
            _texts.Add(letter + text);
            int bit = Letters.IndexOf(letter);
            if (bit >= 0 && RenditionModifier.TryParse(text, out RenditionModifier modifier))
            {
                _rules.Add((Of((StatusAttributes)(1 << bit)), letter == 'u', modifier));
            }
        }
    }

    /// <summary>The rendition that stands for another one.</summary>
    /// <param name="rendition">The window's.</param>
    public Rendition Apply(Rendition rendition)
    {
        foreach ((RenditionAttributes attribute, bool isUnderline, RenditionModifier modifier) in _rules)
        {
            bool matches = isUnderline ? rendition.Underline != UnderlineStyle.None : attribute != 0 && rendition.Has(attribute);
            if (!matches)
            {
                continue;
            }

            Rendition without = isUnderline
                ? rendition with { Underline = UnderlineStyle.None }
                : rendition with { Attributes = rendition.Attributes & ~attribute };
            StatusRendition changed = modifier.Apply(new StatusRendition(StatusAttributes.None, without.Foreground, without.Background));
            Rendition added = changed.ToRendition();
            rendition = without with
            {
                Foreground = added.Foreground,
                Background = added.Background,
                Attributes = without.Attributes | added.Attributes,
                Underline = added.Underline == UnderlineStyle.None ? without.Underline : added.Underline,
            };
        }

        return rendition;
    }

    private bool IsCurrent(SessionSettings settings)
    {
        if (settings.AttributeColors.Count != _texts.Count)
        {
            return false;
        }

        if (_texts.Count == 0)
        {
            return true;
        }

        int index = 0;
        foreach ((char letter, string text) in settings.AttributeColors)
        {
            string known = _texts[index++];
            if (known[0] != letter || !known.AsSpan(1).SequenceEqual(text))
            {
                return false;
            }
        }

        return true;
    }

    private static RenditionAttributes Of(StatusAttributes attribute) => attribute switch
    {
        StatusAttributes.Dim => RenditionAttributes.Faint,
        StatusAttributes.Bold => RenditionAttributes.Bold,
        StatusAttributes.Reverse or StatusAttributes.Standout => RenditionAttributes.Inverse,
        StatusAttributes.Blink => RenditionAttributes.Blink,
        _ => RenditionAttributes.None,
    };
}
