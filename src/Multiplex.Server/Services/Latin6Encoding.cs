using System.Text;

namespace Multiplex.Server.Services;

/// <summary>ISO 8859-10, which .NET lacks.</summary>
internal sealed class Latin6Encoding : Encoding
{
    private const int FirstLetter = 0xa0;

    /// <summary>The characters of 0xA0 to 0xFF (ISO/IEC 8859-10:1998).</summary>
    private const string Letters =
        "\u00a0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00adŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ";

    /// <inheritdoc/>
    public override bool IsSingleByte => true;

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (int index = 0; index < charCount; index++)
        {
            char character = chars[charIndex + index];
            int letter = character < FirstLetter ? -1 : Letters.IndexOf(character);
            bytes[byteIndex + index] = character < FirstLetter ? (byte)character : letter < 0 ? (byte)'?' : (byte)(FirstLetter + letter);
        }

        return charCount;
    }

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (int index = 0; index < byteCount; index++)
        {
            byte value = bytes[byteIndex + index];
            chars[charIndex + index] = value < FirstLetter ? (char)value : Letters[value - FirstLetter];
        }

        return byteCount;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => charCount;

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;
}
