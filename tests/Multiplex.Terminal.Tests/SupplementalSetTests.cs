using System.Text;
using Multiplex.Terminal.Text;

namespace Multiplex.Terminal.Tests;

/// <summary>The sets of 96 characters, held to the runtime's encodings. Of signs its tables have some from elsewhere.</summary>
public sealed class SupplementalSetTests
{
    [Theory]
    [InlineData('B', "iso-8859-2")]
    [InlineData('F', "iso-8859-7")]
    [InlineData('H', "iso-8859-8")]
    [InlineData('L', "iso-8859-5")]
    [InlineData('M', "iso-8859-9")]
    public void Letters_of_the_supplemental_sets_are_those_of_ISO_8859(char final, string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        string characters = SupplementalSets.Find(final)!;
        Assert.Equal(96, characters.Length);
        string expected = Encoding.GetEncoding(name).GetString([.. Enumerable.Range(0xA0, 96).Select(static value => (byte)value)]);
        Assert.All(
            characters.Zip(expected).Where(static pair => char.IsLetter(pair.First)), static pair => Assert.Equal(pair.Second, pair.First));
    }
}
