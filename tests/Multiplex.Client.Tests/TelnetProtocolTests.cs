using System.Buffers;
using System.Text;

namespace Multiplex.Client.Tests;

public sealed class TelnetProtocolTests
{
    private readonly ArrayBufferWriter<byte> _shown = new();
    private readonly ArrayBufferWriter<byte> _answer = new();
    private readonly TelnetProtocol _protocol = new("screen", () => (80, 255));

    [Theory]
    [InlineData("fffd1f", "fffb1ffffa1f005000fffffff0")]
    [InlineData("fffd18fffa1801fff0", "fffb18fffa180053435245454efff0")]
    [InlineData("fffb01fffb01", "fffd01")]
    [InlineData("fffb01fffc01", "fffd01fffe01")]
    [InlineData("fffd01", "fffc01")]
    [InlineData("fffb22", "fffe22")]
    [InlineData("fffe1f", "")]
    [InlineData("fff1fffa2201fffffff0", "")]
    public void Options_are_agreed_to_or_refused_once(string sent, string answered)
    {
        foreach (byte value in Convert.FromHexString(sent))
        {
            _protocol.Decode([value], _shown, _answer);
        }

        Assert.Equal(answered, Convert.ToHexStringLower(_answer.WrittenSpan));
        Assert.Equal(0, _shown.WrittenCount);
    }

    [Fact]
    public void Text_passes_and_commands_do_not()
    {
        _protocol.Decode([(byte)'a', 255, 255, 255, 241, (byte)'\r', 0, (byte)'b', 0], _shown, _answer);
        Assert.Equal("a\u00ff\rb\0", Encoding.Latin1.GetString(_shown.WrittenSpan));
    }

    [Fact]
    public void Keys_are_quoted_as_the_host_reads_them()
    {
        _protocol.Encode([(byte)'x', 255, (byte)'\r'], _answer);
        Assert.Equal("78ffff0d00", Convert.ToHexStringLower(_answer.WrittenSpan));
        _protocol.Decode([255, 253, 0], _shown, _answer);
        _answer.ResetWrittenCount();
        _protocol.Encode([(byte)'\r'], _answer);
        Assert.Equal("0d", Convert.ToHexStringLower(_answer.WrittenSpan));
    }
}
