using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiplex.Terminal.Text;

/// <summary>How many columns a character takes (wcwidth by the tables of <see cref="UnicodeVersion"/>).</summary>
public static partial class CharacterWidth
{
    private const int Ambiguous = 3;

    /// <summary>The width of a code point.</summary>
    /// <param name="codePoint">0..0x10FFFF.</param>
    /// <param name="ambiguousWide">East Asian width A counts as two.</param>
    /// <returns>0, 1 or 2.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(int codePoint, bool ambiguousWide)
    {
        uint block = Unsafe.Add(ref MemoryMarshal.GetReference(BlockNumbers), codePoint >> 7);
        uint bits = Unsafe.Add(ref MemoryMarshal.GetReference(Blocks), (nint)((block << 5) + (uint)((codePoint & 0x7F) >> 2)));
        int width = (int)(bits >> ((codePoint & 3) << 1)) & 3;
        return width == Ambiguous ? (ambiguousWide ? 2 : 1) : width;
    }
}
