using System.Text;
using CsCheck;
using Multiplex.Platform;
using Multiplex.Server.Holding;

namespace Multiplex.Server.Tests.Holding;

public sealed class CheckpointStoreTests
{
    [Fact]
    public void Crc32C_of_the_check_string_is_that_of_the_standard() =>
        Assert.Equal(0xE3069283u, Crc32C.Finish(Crc32C.Append(Crc32C.Start, "123456789"u8)));

    [Fact]
    public void Empty_memfd_has_no_checkpoint()
    {
        using FileDescriptor descriptor = SharedMemory.Create("test", 0);
        using CheckpointStore store = new(descriptor);
        Assert.False(store.HasCheckpoint);
        Assert.False(store.FallBack());
    }

    [Fact]
    public void Newest_checkpoint_is_found_again_whatever_the_sizes_were() =>
        Gen.Int[0, 20_000].Array[1, 20].Sample(sizes =>
        {
            using FileDescriptor descriptor = SharedMemory.Create("test", 0);
            using CheckpointStore store = new(descriptor);
            for (int index = 0; index < sizes.Length; index++)
            {
                byte[] payload = Payload(sizes[index], index);
                store.Write((ulong)index * 100, 7, payload);
                using CheckpointStore again = new(descriptor);
                Assert.Equal(((ulong)index * 100, 7u), (again.Info.JournalOffset, again.Info.FormatVersion));
                Assert.Equal(payload, again.Payload);
                if (index > 0)
                {
                    Assert.True(again.FallBack());
                    Assert.Equal(Payload(sizes[index - 1], index - 1), again.Payload);
                    store.Write((ulong)index * 100, 7, payload);
                    store.Write((ulong)index * 100, 7, payload);
                }

                if (index % 5 == 4)
                {
                    store.Trim();
                    Assert.Equal(payload, store.Payload);
                }
            }
        }, iter: 50);

    [Fact]
    public void Damaged_checkpoint_is_passed_over_for_the_one_before()
    {
        using FileDescriptor descriptor = SharedMemory.Create("test", 0);
        using CheckpointStore store = new(descriptor);
        store.Write(1, 1, Payload(6000, 1));
        store.Write(2, 1, Payload(6000, 2));
        using SharedMemory memory = SharedMemory.Map(descriptor, 0, SharedMemory.SizeOf(descriptor), isWritable: true);
        memory.Slice(4096 + 8192 + 17, 1)[0] ^= 1;
        using CheckpointStore again = new(descriptor);
        Assert.Equal(1ul, again.Info.JournalOffset);
    }

    [Fact]
    public void Garbage_in_the_memfd_is_no_checkpoint() =>
        Gen.Byte.Array[4096, 4200].Sample(bytes =>
        {
            using FileDescriptor descriptor = SharedMemory.Create("test", bytes.Length);
            using (SharedMemory memory = SharedMemory.Map(descriptor, 0, bytes.Length, isWritable: true))
            {
                bytes.CopyTo(memory.Slice(0, bytes.Length));
                Encoding.ASCII.GetBytes("MUXK").CopyTo(memory.Slice(0, 4));
            }

            using CheckpointStore store = new(descriptor);
            Assert.False(store.HasCheckpoint);
        }, iter: 100);

    private static byte[] Payload(int length, int seed)
    {
        byte[] payload = new byte[length];
        new Random(seed).NextBytes(payload);
        return payload;
    }
}
