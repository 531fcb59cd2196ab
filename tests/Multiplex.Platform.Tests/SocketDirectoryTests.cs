namespace Multiplex.Platform.Tests;

public sealed class SocketDirectoryTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("mux-test-").FullName;

    [Fact]
    public void Open_makes_a_directory_for_the_user_alone()
    {
        using SocketDirectory directory = SocketDirectory.Open(Path.Combine(_path, "new"));

        Assert.Equal(0x1c0u, PosixFile.GetStatus(directory.Descriptor).Permissions);
        Assert.True(directory.IsInPlace());
        Assert.Empty(directory.List());
    }

    [Theory]
    [InlineData(0x1c7u)]
    [InlineData(0x1f8u)]
    [InlineData(0x1c1u)]
    public void Open_refuses_a_directory_that_others_may_enter(uint mode)
    {
        string path = Path.Combine(_path, "open");
        Directory.CreateDirectory(path);
        PosixFile.SetPermissions(null, path, mode);

        PosixException refusal = Assert.Throws<PosixException>(() => SocketDirectory.Open(path));
        Assert.Equal(Errno.NotPermitted, refusal.Error);
        Assert.Contains("open to other users", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_refuses_a_symbolic_link_a_file_and_a_missing_parent()
    {
        string link = Path.Combine(_path, "link");
        Directory.CreateDirectory(Path.Combine(_path, "target"));
        File.CreateSymbolicLink(link, Path.Combine(_path, "target"));
        string file = Path.Combine(_path, "file");
        File.WriteAllText(file, string.Empty);

        Assert.Contains(Assert.Throws<PosixException>(() => SocketDirectory.Open(link)).Error, new[] { Errno.SymbolicLink, Errno.NotDirectory });
        Assert.Equal(Errno.NotDirectory, Assert.Throws<PosixException>(() => SocketDirectory.Open(file)).Error);
        Assert.Equal(Errno.NotFound, Assert.Throws<PosixException>(() => SocketDirectory.Open(Path.Combine(_path, "a/b"))).Error);
        Assert.Null(SocketDirectory.TryOpenExisting(Path.Combine(_path, "nowhere")));
    }

    [Fact]
    public void List_shows_sockets_of_sessions_and_nothing_else()
    {
        using SocketDirectory directory = SocketDirectory.Open(Path.Combine(_path, "list"));
        File.WriteAllText(Path.Combine(directory.Path, "12.file"), string.Empty);
        using UnixSocket first = UnixSocket.Listen(directory.Descriptor, "123.name.with dots", UnixSocketKind.Packets);
        using UnixSocket second = UnixSocket.Listen(directory.Descriptor, "notapid.x", UnixSocketKind.Packets);
        using UnixSocket daemon = UnixSocket.Listen(directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);
        PosixFile.SetPermissions(directory.Descriptor, "123.name.with dots", 0x1c0);

        SessionSocket socket = Assert.Single(directory.List());
        Assert.Equal((123, "name.with dots", true), (socket.ProcessId, socket.Name, socket.IsAttached));
        Assert.Equal("123.name.with dots", socket.FileName);
    }

    [Fact]
    public void List_reads_directories_larger_than_its_buffer()
    {
        using SocketDirectory directory = SocketDirectory.Open(Path.Combine(_path, "many"));
        for (int i = 1; i <= 600; i++)
        {
            using UnixSocket socket = UnixSocket.Listen(directory.Descriptor, $"{i}.session-with-a-rather-long-name", UnixSocketKind.Packets);
        }

        Assert.Equal(Enumerable.Range(1, 600), directory.List().Select(socket => socket.ProcessId).Order());
    }

    [Fact]
    public void Sockets_in_a_deep_directory_are_reached_whatever_its_path_is_long()
    {
        string deep = _path;
        for (int i = 0; i < 6; i++)
        {
            deep = Path.Combine(deep, new string('d', 40));
            Directory.CreateDirectory(deep);
        }

        using SocketDirectory directory = SocketDirectory.Open(Path.Combine(deep, "mux"));
        using UnixSocket listener = UnixSocket.Listen(directory.Descriptor, "1.deep", UnixSocketKind.Stream);
        using UnixSocket client = UnixSocket.Connect(directory.Descriptor, "1.deep", UnixSocketKind.Stream);
        using UnixSocket? server = listener.TryAccept();

        Assert.NotNull(server);
        Assert.Equal(ProcessContext.EffectiveUserId, client.GetPeer().UserId);
    }

    [Fact]
    public void Lock_is_held_by_one_and_free_again_when_it_is_disposed()
    {
        using SocketDirectory directory = SocketDirectory.Open(Path.Combine(_path, "lock"));
        using (FileDescriptor? held = directory.TryLock(SocketDirectory.StartLock))
        {
            Assert.NotNull(held);
            Assert.Null(directory.TryLock(SocketDirectory.StartLock));
        }

        using FileDescriptor? again = directory.TryLock(SocketDirectory.StartLock);
        Assert.NotNull(again);
    }

    [Fact]
    public void A_directory_that_was_replaced_is_noticed()
    {
        string path = Path.Combine(_path, "replaced");
        using SocketDirectory directory = SocketDirectory.Open(path);
        using DirectoryWatch watch = new();
        watch.Add(path);
        File.WriteAllText(Path.Combine(path, "1.socket"), string.Empty);
        watch.Clear();
        Directory.Delete(path, true);
        Directory.CreateDirectory(path);

        Assert.False(directory.IsInPlace());
        Assert.True(watch.Clear());
    }

    public void Dispose() => Directory.Delete(_path, true);
}
