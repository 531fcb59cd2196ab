using System.Buffers;
using CsCheck;
using Multiplex.Platform;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server.Tests.Holding;

public sealed class InputQueueTests
{
    [Fact]
    public void Bytes_come_out_as_they_went_in_whatever_was_kept_where_and_however_often_the_daemon_died() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 300_000]).Array[5, 60].Sample(steps =>
        {
            using FileDescriptor descriptor = SharedMemory.Create("test", 4096);
            InputQueue queue = new() { Spill = new InputSpill(descriptor) };
            Queue<byte> expected = new();
            byte next = 0;
            foreach ((int kind, int size) in steps)
            {
                if (kind < 5)
                {
                    byte[] bytes = new byte[size];
                    for (int index = 0; index < size; index++)
                    {
                        bytes[index] = next++;
                    }

                    if (queue.TryAdd(bytes, new InputOrigin(7, (ulong)(expected.Count + size))))
                    {
                        Array.ForEach(bytes, expected.Enqueue);
                    }
                }
                else if (kind < 9)
                {
                    Take(queue, size, expected);
                }
                else
                {
                    // A checkpoint, then some of it is typed, then the daemon dies.
                    ArrayBufferWriter<byte> checkpoint = new();
                    queue.Save(checkpoint);
                    int gone = Take(queue, size, expected);
                    queue.Abandon();
                    queue = new() { Spill = new InputSpill(descriptor) };
                    ReadOnlySpan<byte> saved = checkpoint.WrittenSpan;
                    Assert.True(queue.TryLoad(ref saved, (ulong)gone));
                    Assert.True(saved.IsEmpty);
                }

                Assert.Equal(expected.Count, queue.Length);
            }

            Take(queue, int.MaxValue, expected);
            Assert.True(queue.IsEmpty);
            Assert.Empty(expected);
        }, iter: 60, threads: 1);

    [Fact]
    public void Much_that_waits_is_not_in_the_checkpoint()
    {
        using FileDescriptor descriptor = SharedMemory.Create("test", 4096);
        InputQueue queue = new() { Spill = new InputSpill(descriptor) };
        byte[] message = new byte[16 * 1024];
        for (int index = 0; index < 512; index++)
        {
            Assert.True(queue.TryAdd(message, new InputOrigin(7, (ulong)index)));
        }

        Assert.Equal(InputQueue.MaxBytes, queue.Length);
        Assert.False(queue.TryAdd("x"u8, InputOrigin.None));
        ArrayBufferWriter<byte> checkpoint = new();
        queue.Save(checkpoint);
        Assert.InRange(checkpoint.WrittenCount, 1, 128 * 1024);
    }

    [Fact]
    public void A_register_is_typed_from_where_it_lies_and_kept_until_then()
    {
        using FileDescriptor descriptor = SharedMemory.Create("test", 4096);
        using RegisterFile file = new(descriptor);
        Registers registers = new() { Storage = file };
        byte[] text = new byte[200_000];
        for (int index = 0; index < text.Length; index++)
        {
            text[index] = index % 80 == 79 ? (byte)'\n' : (byte)('a' + (index % 26));
        }

        registers.Set('p', text);
        InputQueue queue = new();
        Assert.True(queue.TryAdd(registers['p'], "<"u8, ">"u8));
        registers.Set('p', "other"u8);
        file.Checkpointed();
        byte[] typed = [(byte)'<', .. text.Select(static value => value == '\n' ? (byte)'\r' : value), (byte)'>'];
        Take(queue, int.MaxValue, new Queue<byte>(typed));
        Assert.True(queue.IsEmpty);
    }

    private static int Take(InputQueue queue, int count, Queue<byte> expected)
    {
        int taken = 0;
        while (taken < count && !queue.IsEmpty)
        {
            ReadOnlySpan<byte> bytes = queue.Next(out InputOrigin _, out _);
            bytes = bytes[..Math.Min(bytes.Length, count - taken)];
            foreach (byte value in bytes)
            {
                if (value != expected.Dequeue())
                {
                    Assert.Fail($"another byte after {taken}");
                }
            }

            queue.Consume(bytes.Length);
            taken += bytes.Length;
        }

        return taken;
    }
}
