using CsCheck;
using Multiplex.Client.Input;

namespace Multiplex.Client.Tests.Input;

public sealed class InputQueueTests
{
    [Fact]
    public void What_is_not_acknowledged_is_kept_in_order() => Gen.Select(Gen.Byte.Array[0, 50], Gen.Int[0, 60]).Array[1, 60].Sample(
        steps =>
        {
            InputQueue queue = new();
            List<byte> all = [];
            ulong safe = 0;
            foreach ((byte[] typed, int acknowledged) in steps)
            {
                Assert.Equal((ulong)all.Count, queue.Append(typed));
                all.AddRange(typed);
                safe = Math.Min(safe + (ulong)acknowledged, (ulong)all.Count);
                queue.Acknowledge(safe);
                Assert.Equal(safe, queue.Acknowledged);
                Assert.Equal((ulong)all.Count, queue.End);
                Assert.Equal(all.Skip((int)safe), queue.Pending.ToArray());
            }
        });

    [Fact]
    public void Acknowledging_more_than_was_typed_or_less_than_before_does_no_harm()
    {
        InputQueue queue = new();
        queue.Append("abc"u8);
        queue.Acknowledge(100);
        Assert.Equal(3ul, queue.Acknowledged);
        queue.Acknowledge(1);
        Assert.Equal(3ul, queue.Acknowledged);
        Assert.Equal(3ul, queue.Append("d"u8));
    }

    [Fact]
    public void Typing_and_acknowledging_allocates_nothing()
    {
        InputQueue queue = new();
        queue.Append("warm"u8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            queue.Append("k"u8);
            queue.Acknowledge(queue.End);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
