using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>What may stand in the place of the socket directory, and what a permissive umask must not give away.</summary>
public sealed class DirectoryTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public void Hostile_socket_directories_are_refused_and_nothing_is_followed() => Scorecard.Check(
        "R29",
        "hostile socket directories, umask 000",
        () =>
        {
            using MuxWorld world = new();
            string real = world.PathOf("real");
            Directory.CreateDirectory(real, OwnerOnly);
            string link = world.PathOf("link");
            Directory.CreateSymbolicLink(link, real);
            string dangling = world.PathOf("dangling");
            Directory.CreateSymbolicLink(dangling, world.PathOf("nothing"));
            string file = world.PathOf("file");
            File.WriteAllText(file, string.Empty);
            string pipe = world.PathOf("pipe");
            Assert.Equal(0, world.RunProgram("mkfifo", pipe).ExitCode);
            List<string> hostile = [link, dangling, file, pipe, world.PathOf("file") + "/below", world.PathOf("no") + "/such/parent"];
            foreach (UnixFileMode mode in new[] { (UnixFileMode)0x1FF, OwnerOnly | UnixFileMode.GroupRead, OwnerOnly | UnixFileMode.OtherExecute, OwnerOnly | UnixFileMode.GroupWrite })
            {
                string open = world.PathOf($"open{(int)mode}");
                Directory.CreateDirectory(open);
                File.SetUnixFileMode(open, mode);
                hostile.Add(open);
            }

            if (Environment.UserName == "root")
            {
                string foreign = world.PathOf("foreign");
                Directory.CreateDirectory(foreign, OwnerOnly);
                Assert.Equal(0, world.RunProgram("chown", "65534", foreign).ExitCode);
                hostile.Add(foreign);
            }

            foreach (string directory in hostile)
            {
                world.Variables["MUXDIR"] = directory;
                Outcome outcome = world.Run("-dmS", "x", "sleep", "1000");
                Assert.True(outcome.ExitCode != 0, $"{directory} was taken");
                Assert.Contains(Path.GetFileName(directory), outcome.Output + outcome.Error, StringComparison.Ordinal);
                Assert.DoesNotContain(ProcessList.With(world.Root), process => process.Arguments[0] == "sleep");
            }

            Assert.Empty(Directory.GetFileSystemEntries(real));
            world.Variables["MUXDIR"] = world.SocketDirectory;
            Directory.Delete(world.SocketDirectory);
            Outcome wide = world.Shell($"umask 000; exec \"$PROGRAM\" -L -dmS y sh -c 'exec sleep 1000' 2>&1");
            Assert.Equal(new Outcome(0, string.Empty, string.Empty), wide);
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(world.SocketDirectory));
            foreach (string entry in Directory.GetFileSystemEntries(world.SocketDirectory))
            {
                Assert.Equal((entry, UnixFileMode.None), (entry, File.GetUnixFileMode(entry) & ~OwnerOnly));
            }

            return $"{hostile.Count} layouts refused with a word, with umask 000 nothing is open to others";
        });
}
