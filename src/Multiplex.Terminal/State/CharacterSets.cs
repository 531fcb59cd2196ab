namespace Multiplex.Terminal.State;

/// <summary>The sets designated to G0..G3 and which of them GL and GR show (ECMA-35; VT510 RM, "Character Sets"). A set is its SCS final,
/// with an intermediate in the high byte.</summary>
internal struct CharacterSets : IEquatable<CharacterSets>
{
    /// <summary>US ASCII.</summary>
    public const ushort Ascii = 'B';

    /// <summary>DEC Special Graphics.</summary>
    public const ushort SpecialGraphics = '0';

    /// <summary>DEC Supplemental, also reached as the user-preferred set.</summary>
    public const ushort DecSupplemental = ('%' << 8) | '5';

    /// <summary>Marks a 96-character set: Latin-1 is <c>ESC - A</c>, and <c>ESC ( A</c> is UK.</summary>
    public const ushort Set96 = 0x8000;

    /// <summary>ISO Latin-1 supplemental.</summary>
    public const ushort Latin1 = Set96 | 'A';

    /// <summary>The designated sets.</summary>
    public ushort G0;

    /// <summary>G1.</summary>
    public ushort G1;

    /// <summary>G2.</summary>
    public ushort G2;

    /// <summary>G3.</summary>
    public ushort G3;

    /// <summary>Which of the four is in GL, 0..3.</summary>
    public byte Left;

    /// <summary>Which of the four is in GR, 0..3.</summary>
    public byte Right;

    /// <summary>The state after a reset: ASCII everywhere, G2 in GR (xterm).</summary>
    public static CharacterSets Default => new() { G0 = Ascii, G1 = Ascii, G2 = Ascii, G3 = Ascii, Left = 0, Right = 2 };

    /// <summary>The set in GL.</summary>
    public readonly ushort GraphicLeft => this[Left];

    /// <summary>The set in GR.</summary>
    public readonly ushort GraphicRight => this[Right];

    /// <summary>The set designated to G0..G3.</summary>
    public ushort this[int index]
    {
        readonly get => index switch { 0 => G0, 1 => G1, 2 => G2, _ => G3 };
        set
        {
            switch (index)
            {
                case 0:
                    G0 = value;
                    break;
                case 1:
                    G1 = value;
                    break;
                case 2:
                    G2 = value;
                    break;
                default:
                    G3 = value;
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public readonly bool Equals(CharacterSets other) =>
        G0 == other.G0 && G1 == other.G1 && G2 == other.G2 && G3 == other.G3 && Left == other.Left && Right == other.Right;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is CharacterSets other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(G0, G1, G2, G3, Left, Right);
}
