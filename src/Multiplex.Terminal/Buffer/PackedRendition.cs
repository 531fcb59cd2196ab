using System.Runtime.CompilerServices;

namespace Multiplex.Terminal.Buffer;

/// <summary>A rendition in two words, so that changing, comparing and hashing one takes a few instructions: SGR is what programs send
/// most.</summary>
internal struct PackedRendition : IEquatable<PackedRendition>
{
    private const int AttributesShift = 32;
    private const int UnderlineShift = 40;
    private const int LinkShift = 48;
    private const ulong Low = uint.MaxValue;

    private ulong _colors;
    private ulong _rest;

    /// <summary>Packs a rendition.</summary>
    public PackedRendition(in Rendition rendition)
    {
        _colors = rendition.Foreground.Value | ((ulong)rendition.Background.Value << 32);
        _rest = rendition.UnderlineColor.Value | ((ulong)rendition.Attributes << AttributesShift)
            | ((ulong)rendition.Underline << UnderlineShift) | ((ulong)rendition.Link << LinkShift);
    }

    /// <summary>Every bit: what a change keeps that changes nothing.</summary>
    public static PackedRendition AllBits => new() { _colors = ulong.MaxValue, _rest = ulong.MaxValue };

    /// <summary>The foreground.</summary>
    public Color Foreground
    {
        readonly get => new((uint)_colors);
        set => _colors = (_colors & ~Low) | value.Value;
    }

    /// <summary>The background.</summary>
    public Color Background
    {
        readonly get => new((uint)(_colors >> 32));
        set => _colors = (_colors & Low) | ((ulong)value.Value << 32);
    }

    /// <summary>The underline's colour.</summary>
    public Color UnderlineColor
    {
        readonly get => new((uint)_rest);
        set => _rest = (_rest & ~Low) | value.Value;
    }

    /// <summary>The switches.</summary>
    public RenditionAttributes Attributes
    {
        readonly get => (RenditionAttributes)(byte)(_rest >> AttributesShift);
        set => _rest = (_rest & ~(0xFFul << AttributesShift)) | ((ulong)(byte)value << AttributesShift);
    }

    /// <summary>The underline's style.</summary>
    public UnderlineStyle Underline
    {
        readonly get => (UnderlineStyle)(byte)(_rest >> UnderlineShift);
        set => _rest = (_rest & ~(0xFFul << UnderlineShift)) | ((ulong)value << UnderlineShift);
    }

    /// <summary>The link.</summary>
    public readonly ushort Link => (ushort)(_rest >> LinkShift);

    /// <summary>SGR 0: everything but the link.</summary>
    public void Reset()
    {
        _colors = 0;
        _rest &= 0xFFFFul << LinkShift;
    }

    /// <summary>Keeps the bits of one rendition and sets those of another: most of what SGR does, without a branch.</summary>
    /// <param name="keep">All bits of what stays.</param>
    /// <param name="set">What is set.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Change(in PackedRendition keep, in PackedRendition set)
    {
        _colors = (_colors & keep._colors) | set._colors;
        _rest = (_rest & keep._rest) | set._rest;
    }

    /// <summary>Unpacks.</summary>
    public readonly Rendition ToRendition() => new(Foreground, Background, UnderlineColor, Attributes, Underline, Link);

    /// <summary>A hash whose high bits are good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Hash() => ((_colors * 0x9E3779B97F4A7C15) ^ (_rest + 0x7F4A7C15)) * 0xC2B2AE3D27D4EB4F;

    /// <inheritdoc/>
    public readonly bool Equals(PackedRendition other) => Equals(in other);

    /// <summary>True when both are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Equals(in PackedRendition other) => ((_colors ^ other._colors) | (_rest ^ other._rest)) == 0;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is PackedRendition other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => (int)(Hash() >> 32);
}
