using Multiplex.Terminal.Tests.Support;
using Xunit.Abstractions;

namespace Multiplex.Terminal.Tests;

/// <summary>Every block of Transcripts/*.vt, whole, byte by byte, in random pieces, amid other input, and saved and loaded in the
/// middle.</summary>
public sealed class TranscriptTests
{
    private const int RandomRuns = 3;

    public static TheoryData<BlockName> Blocks() => [.. TranscriptBlock.All.Keys.Select(static name => new BlockName(name))];

    [SkippableTheory]
    [MemberData(nameof(Blocks))]
    public void Block_holds_however_its_bytes_arrive(BlockName name)
    {
        TranscriptBlock block = TranscriptBlock.All[name.ToString()];
        Skip.If(block.SkipReason is not null, block.SkipReason ?? "");
        int seed = Seeds.Of(name.ToString());
        TranscriptRunner.Run(block, FeedWay.Whole, seed);
        TranscriptRunner.Run(block, FeedWay.ByteByByte, seed);
        TranscriptRunner.Run(block, FeedWay.Padded, seed);
        for (int i = 0; i < RandomRuns; i++)
        {
            TranscriptRunner.Run(block, FeedWay.RandomPieces, seed + i);
            TranscriptRunner.Run(block, FeedWay.SavedAndLoaded, seed + i);
        }
    }

    [Fact]
    public void Transcripts_have_a_clause_each_and_cover_their_families()
    {
        Assert.True(TranscriptBlock.All.Count >= 900, $"only {TranscriptBlock.All.Count} blocks were found");
        Assert.All(TranscriptBlock.All.Values, static block => Assert.Matches(@"^\S.*\. \[[^\]]+\]$", block.Title));
    }

    /// <summary>A block's name as a test case shows it: xunit cuts strings short, but not what has its own text.</summary>
    public sealed class BlockName : IXunitSerializable
    {
        private string _name;

        public BlockName()
            : this("")
        {
        }

        public BlockName(string name) => _name = name;

        public override string ToString() => _name;

        void IXunitSerializable.Deserialize(IXunitSerializationInfo info) => _name = info.GetValue<string>("name");

        void IXunitSerializable.Serialize(IXunitSerializationInfo info) => info.AddValue("name", _name);
    }
}
