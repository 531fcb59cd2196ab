using System.Text;

namespace Multiplex.Platform.Tests;

public class UnixSocketTests
{
    [Fact]
    public void Packets_keep_their_bounds_and_carry_descriptors()
    {
        (UnixSocket first, UnixSocket second) = UnixSocket.Pair(UnixSocketKind.Packets);
        using (first)
        using (second)
        using (PipePair pipe = new())
        {
            Assert.Equal(6, first.Send("one"u8, "two"u8, [pipe.Reader.Value, pipe.Writer.Value]).Value);
            Assert.Equal(1, first.Send("x"u8).Value);
            byte[] buffer = new byte[100];
            int[] descriptors = new int[UnixSocket.MaxDescriptors];

            Assert.Equal(6, second.Receive(buffer, descriptors, out int count).Value);
            Assert.Equal("onetwo", Encoding.ASCII.GetString(buffer, 0, 6));
            Assert.Equal(2, count);
            using FileDescriptor reader = new(descriptors[0]);
            using FileDescriptor writer = new(descriptors[1]);
            PosixFile.Write(writer, "through"u8).OrThrow("write");
            Assert.Equal(7, PosixFile.Read(reader, buffer).Value);
            Assert.Equal(1, second.Receive(buffer).Value);
            Assert.True(second.Receive(buffer).IsWouldBlock);
        }
    }

    [Fact]
    public void A_packet_larger_than_the_buffer_is_an_error_and_not_half_a_packet()
    {
        (UnixSocket first, UnixSocket second) = UnixSocket.Pair(UnixSocketKind.Packets);
        using (first)
        using (second)
        {
            first.Send(new byte[200]).OrThrow("send");
            Assert.Equal(Errno.MessageTooLong, second.Receive(new byte[100]).Error);
        }
    }

    [Fact]
    public void What_a_peer_sent_before_it_closed_with_answers_unread_still_arrives()
    {
        (UnixSocket first, UnixSocket second) = UnixSocket.Pair(UnixSocketKind.Packets);
        using (second)
        {
            second.Send("unread answer"u8).OrThrow("send");
            first.Send("last word"u8).OrThrow("send");
            first.Dispose();
            byte[] buffer = new byte[100];

            Assert.Equal(9, second.Receive(buffer).Value);
            Assert.Equal(0, second.Receive(buffer).Value);
            Assert.Equal(Errno.BrokenPipe, second.Send("x"u8).Error);
        }
    }

    [Fact]
    public void A_full_stream_would_block_and_writes_go_on_when_the_peer_has_read()
    {
        (UnixSocket first, UnixSocket second) = UnixSocket.Pair(UnixSocketKind.Stream);
        using (first)
        using (second)
        using (Poller poller = new())
        {
            poller.Add(first.Descriptor, PollEvents.Write, 42);
            byte[] bytes = new byte[65536];
            while (first.Send(bytes).IsSuccess)
            {
            }

            ReadyEvent[] ready = new ReadyEvent[4];
            Assert.Equal(0, poller.Wait(ready, 0));
            while (second.Receive(bytes).IsSuccess)
            {
            }

            Assert.Equal(1, poller.Wait(ready, 5000));
            Assert.Equal((42ul, PollEvents.Write), (ready[0].Token, ready[0].Events));
        }
    }

    [Fact]
    public void Connect_to_nobody_tells_errno_operation_and_path()
    {
        PosixException failure = Assert.Throws<PosixException>(() => UnixSocket.Connect("/no/such/socket", UnixSocketKind.Stream));

        Assert.Equal((Errno.NotFound, "connect", "/no/such/socket"), (failure.Error, failure.Operation, failure.Path));
        Assert.Equal("connect /no/such/socket: No such file or directory", failure.Message);
        Assert.Equal(Errno.NameTooLong, Assert.Throws<PosixException>(() => UnixSocket.Connect(new string('x', 108), UnixSocketKind.Stream)).Error);
    }

    [Fact]
    public void Nothing_is_allocated_by_waiting_sending_and_receiving()
    {
        (UnixSocket first, UnixSocket second) = UnixSocket.Pair(UnixSocketKind.Packets);
        using (first)
        using (second)
        using (Poller poller = new())
        using (EventFd wake = new())
        {
            poller.Add(second.Descriptor, PollEvents.Read, 1);
            poller.Add(wake.Descriptor, PollEvents.Read, 2);
            byte[] buffer = new byte[100];
            ReadyEvent[] ready = new ReadyEvent[4];
            Turn();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                Turn();
            }

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

            void Turn()
            {
                first.Send("hello"u8).OrThrow("send");
                wake.Signal();
                poller.Wait(ready, -1);
                wake.Clear();
                second.Receive(buffer).OrThrow("receive");
            }
        }
    }
}
