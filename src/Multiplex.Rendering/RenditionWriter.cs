using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// Writes the shortest SGR that leads from one rendition to another: either the differences, or a reset and the whole target.
/// Both renditions are already reduced to what the terminal shows. Hyperlinks are no part of it.
/// </summary>
internal static class RenditionWriter
{
    private const int MaximumLength = 128;

    private static readonly (RenditionAttributes Attribute, int On, int Off)[] s_attributes =
    [
        (RenditionAttributes.Bold, 1, 22),
        (RenditionAttributes.Faint, 2, 22),
        (RenditionAttributes.Italic, 3, 23),
        (RenditionAttributes.Blink, 5, 25),
        (RenditionAttributes.Inverse, 7, 27),
        (RenditionAttributes.Invisible, 8, 28),
        (RenditionAttributes.CrossedOut, 9, 29),
        (RenditionAttributes.Overline, 53, 55),
    ];

    /// <summary>Writes the change.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="from">What the terminal has.</param>
    /// <param name="to">What it shall have.</param>
    /// <param name="hasPartialReset">True when the terminal knows SGR 22 to 29.</param>
    public static void Write(OutputBytes output, in Rendition from, in Rendition to, bool hasPartialReset)
    {
        Span<byte> whole = stackalloc byte[MaximumLength];
        Parameters reset = new(whole);
        Rendition nothing = Rendition.Default;
        if (IsPlain(to))
        {
            output.Add("\e[m"u8);
            return;
        }

        // A parameter that is left out is 0 (ECMA-48 5.4.2), so a semicolon before the others begins with a reset.
        reset.AddEmpty();
        AddChange(ref reset, nothing, to);
        Span<byte> partial = stackalloc byte[MaximumLength];
        Parameters change = new(partial);
        bool isPartialPossible = hasPartialReset || !TakesAway(from, to);
        if (isPartialPossible)
        {
            AddChange(ref change, from, to);
        }

        output.Add("\e["u8);
        output.Add(isPartialPossible && change.Length <= reset.Length ? change.Written : reset.Written);
        output.Add((byte)'m');
    }

    private static bool IsPlain(in Rendition r) =>
        r.Foreground.IsDefault && r.Background.IsDefault && r.UnderlineColor.IsDefault
        && r.Attributes == RenditionAttributes.None && r.Underline == UnderlineStyle.None;

    private static bool TakesAway(in Rendition from, in Rendition to) =>
        (from.Attributes & ~to.Attributes) != 0
        || (from.Underline != UnderlineStyle.None && to.Underline == UnderlineStyle.None);

    private static void AddChange(ref Parameters parameters, in Rendition from, in Rendition to)
    {
        RenditionAttributes off = from.Attributes & ~to.Attributes;
        RenditionAttributes on = to.Attributes & ~from.Attributes;
        if ((off & (RenditionAttributes.Bold | RenditionAttributes.Faint)) != 0)
        {
            // SGR 22 ends both, so the one that stays is switched on again.
            parameters.Add(22);
            off &= ~(RenditionAttributes.Bold | RenditionAttributes.Faint);
            on |= to.Attributes & (RenditionAttributes.Bold | RenditionAttributes.Faint);
        }

        foreach ((RenditionAttributes attribute, int onCode, int offCode) in s_attributes)
        {
            if ((off & attribute) != 0)
            {
                parameters.Add(offCode);
            }
            else if ((on & attribute) != 0)
            {
                parameters.Add(onCode);
            }
        }

        if (from.Underline != to.Underline)
        {
            AddUnderline(ref parameters, to.Underline);
        }

        AddColors(ref parameters, from, to);
    }

    private static void AddUnderline(ref Parameters parameters, UnderlineStyle style)
    {
        if (style == UnderlineStyle.None)
        {
            parameters.Add(24);
            return;
        }

        parameters.Add(4);
        if (style != UnderlineStyle.Single)
        {
            parameters.AddSub((int)style);
        }
    }

    private static void AddColors(ref Parameters parameters, in Rendition from, in Rendition to)
    {
        if (from.Foreground != to.Foreground)
        {
            AddColor(ref parameters, to.Foreground, 30, 90);
        }

        if (from.Background != to.Background)
        {
            AddColor(ref parameters, to.Background, 40, 100);
        }

        if (from.UnderlineColor != to.UnderlineColor)
        {
            AddUnderlineColor(ref parameters, to.UnderlineColor);
        }
    }

    private static void AddColor(ref Parameters parameters, Color color, int normal, int bright)
    {
        switch (color.Kind)
        {
            case ColorKind.Default:
                parameters.Add(normal + 9);
                break;
            case ColorKind.Indexed when color.Index < 8:
                parameters.Add(normal + color.Index);
                break;
            case ColorKind.Indexed when color.Index < 16:
                parameters.Add(bright + color.Index - 8);
                break;
            case ColorKind.Indexed:
                parameters.Add(normal + 8);
                parameters.Add(5);
                parameters.Add(color.Index);
                break;
            default:
                parameters.Add(normal + 8);
                parameters.Add(2);
                parameters.Add(color.Red);
                parameters.Add(color.Green);
                parameters.Add(color.Blue);
                break;
        }
    }

    /// <summary>SGR 58 was born with colons (ISO 8613-6); a terminal that ignores it then ignores all of it.</summary>
    private static void AddUnderlineColor(ref Parameters parameters, Color color)
    {
        if (color.IsDefault)
        {
            parameters.Add(59);
            return;
        }

        parameters.Add(58);
        if (color.Kind == ColorKind.Indexed)
        {
            parameters.AddSub(5);
            parameters.AddSub(color.Index);
            return;
        }

        parameters.AddSub(2);
        parameters.AddEmptySub();
        parameters.AddSub(color.Red);
        parameters.AddSub(color.Green);
        parameters.AddSub(color.Blue);
    }

    /// <summary>Parameters of one SGR, separated by semicolons, sub-parameters by colons.</summary>
    private ref struct Parameters(Span<byte> room)
    {
        private readonly Span<byte> _room = room;

        private bool _isFirstEmpty;

        public int Length { get; private set; }

        public readonly ReadOnlySpan<byte> Written => _room[..Length];

        public void Add(int value)
        {
            if (Length > 0 || _isFirstEmpty)
            {
                _room[Length++] = (byte)';';
            }

            AddDigits(value);
        }

        public void AddEmpty() => _isFirstEmpty = true;

        public void AddSub(int value)
        {
            _room[Length++] = (byte)':';
            AddDigits(value);
        }

        public void AddEmptySub() => _room[Length++] = (byte)':';

        private void AddDigits(int value)
        {
            if (value >= 100)
            {
                _room[Length++] = (byte)('0' + (value / 100));
            }

            if (value >= 10)
            {
                _room[Length++] = (byte)('0' + (value / 10 % 10));
            }

            _room[Length++] = (byte)('0' + (value % 10));
        }
    }
}
