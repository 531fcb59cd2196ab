using CsCheck;
using Multiplex.Platform;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server.Tests.Holding;

public sealed class RegisterFileTests
{
    [Fact]
    public void Long_registers_are_found_again_and_hold_what_was_set_last() =>
        Gen.Select(Gen.Char['a', 'd'], Gen.Int[0, 3], Gen.Int[1, 500_000]).Array[1, 25].Sample(steps =>
        {
            using FileDescriptor descriptor = SharedMemory.Create("test", 0);
            using CheckpointStore store = new(descriptor);
            using RegisterFile file = new(descriptor);
            Registers registers = new() { Storage = file };
            Dictionary<char, byte[]> expected = [];
            for (int step = 0; step < steps.Length; step++)
            {
                (char key, int what, int length) = steps[step];
                byte[] bytes = Enumerable.Repeat((byte)step, length).ToArray();
                registers.Set(key, bytes);
                expected[key] = bytes;
                if (what == 0)
                {
                    store.Write(1, 1, bytes);
                    file.Checkpointed();
                }
            }

            store.Write(1, 1, [1, 2, 3]);
            file.Checkpointed();
            using NextDaemon again = new(descriptor, registers);
            foreach ((char key, byte[] bytes) in expected)
            {
                Assert.Equal(bytes, registers[key].ToArray());
                Assert.Equal(bytes, again.Registers[key].ToArray());
            }

            Assert.Equal([1, 2, 3], store.Payload.ToArray());
        }, iter: 30, threads: 1);

    [Fact]
    public void Another_text_in_a_register_s_place_is_not_taken_for_it()
    {
        using FileDescriptor descriptor = SharedMemory.Create("test", 0);
        using RegisterFile file = new(descriptor);
        Registers registers = new() { Storage = file };
        registers.Set('a', new byte[100_000]);
        TextPlace place = registers['a'].Place!.Value;
        using RegisterFile other = new(descriptor);
        Assert.Null(other.TryOpen(place with { Checksum = place.Checksum + 1 }));
        Assert.Null(other.TryOpen(place with { Offset = place.Offset + 1 }));
        Assert.Null(other.TryOpen(place with { Offset = long.MaxValue & -4096 }));
        Assert.Null(other.TryOpen(place with { Length = int.MaxValue }));
        Assert.NotNull(other.TryOpen(place));
    }

    /// <summary>What the next daemon makes of the same memory.</summary>
    private sealed class NextDaemon : IDisposable
    {
        private readonly RegisterFile _file;

        public NextDaemon(FileDescriptor descriptor, Registers before)
        {
            _file = new RegisterFile(descriptor);
            Registers = new Registers { Storage = _file };
            foreach ((char key, RegisterText text) in before.All)
            {
                if (text.Place is { } place)
                {
                    Registers.Set(key, _file.TryOpen(place)!);
                }
                else
                {
                    Registers.Set(key, text.Span);
                }
            }

            _file.Recovered();
        }

        public Registers Registers { get; }

        public void Dispose() => _file.Dispose();
    }
}
