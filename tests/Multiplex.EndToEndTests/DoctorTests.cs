using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary><c>mux --doctor</c> in surroundings that are good and bad: a line for each thing, with advice where something is to be done.</summary>
public sealed class DoctorTests
{
    private static readonly string[] s_subjects = ["socket directory", "mux-holder", "open files", "terminals", "logout", "TERM", "terminfo", "locale"];

    [Fact]
    public void Good_surroundings_get_a_line_each_and_no_advice()
    {
        using MuxWorld world = new();
        Outcome outcome = world.Shell("ulimit -n 4096; exec \"$PROGRAM\" --doctor");
        string[] lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(s_subjects, lines.Select(static line => line[9..line.IndexOf(':', StringComparison.Ordinal)]));
        Assert.All(lines, static line => Assert.StartsWith("ok       ", line, StringComparison.Ordinal));
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Empty(Directory.GetFileSystemEntries(world.SocketDirectory));
    }

    [Theory]
    [InlineData("ulimit -n 256", "open files: at most 256; a session can have 96 windows: raise the hard limit (ulimit -Hn, /etc/security/limits.conf)")]
    [InlineData("unset TERM", "TERM: not set; set it to the type of your terminal, such as xterm-256color")]
    [InlineData("export TERM=nonesuch", "TERM: nonesuch is not in the terminfo database; mux draws as for an xterm; other programs may not: install its entry (ncurses-term)")]
    [InlineData("export TERM=../../etc", "TERM: ../../etc is not in the terminfo database; mux draws as for an xterm; other programs may not: install its entry (ncurses-term)")]
    [InlineData("export LANG=C", "locale: C; for characters beyond ASCII set LANG=C.UTF-8, or call mux -U")]
    [InlineData("export LC_ALL=de_DE.ISO-8859-1", "locale: de_DE.ISO-8859-1; for characters beyond ASCII set LANG=C.UTF-8, or call mux -U")]
    [InlineData("unset LANG", "locale: not set; for characters beyond ASCII set LANG=C.UTF-8, or call mux -U")]
    [InlineData("export MUX_HOLDER=/nonexistent", "mux-holder: /nonexistent does not exist; install it there, or set MUX_HOLDER to its path")]
    [InlineData("chmod 755 $MUXDIR", "socket directory: Directory $MUXDIR must have mode 700.; mend it, or set MUXDIR to a directory of mode 700 of your own")]
    [InlineData("chmod 500 $MUXDIR", "socket directory: Directory $MUXDIR must have mode 700.; mend it, or set MUXDIR to a directory of mode 700 of your own")]
    [InlineData("rmdir $MUXDIR; ln -s /tmp $MUXDIR", "socket directory: $MUXDIR is not a directory.; mend it, or set MUXDIR to a directory of mode 700 of your own")]
    [InlineData("export MUXDIR=$MUXDIR/no/such", "socket directory: Cannot access $MUXDIR/no/such: No such file or directory; mend it, or set MUXDIR to a directory of mode 700 of your own")]
    public void Bad_surroundings_get_a_word_what_to_do(string surroundings, string line)
    {
        using MuxWorld world = new();
        string before = world.Variables["MUXDIR"];
        Outcome outcome = world.Shell($"{surroundings}; exec \"$PROGRAM\" --doctor");
        string problem = Assert.Single(outcome.Output.Split('\n'), static found => found.StartsWith("problem", StringComparison.Ordinal));
        Assert.StartsWith("problem  " + line.Replace("$MUXDIR", before, StringComparison.Ordinal), problem, StringComparison.Ordinal);
        Assert.Contains("; ", problem, StringComparison.Ordinal);
        Assert.Equal((1, s_subjects.Length, string.Empty), (outcome.ExitCode, outcome.Output.Split('\n').Length - 1, outcome.Error));
    }

    [SkippableFact]
    public void A_directory_that_cannot_be_written_is_told_by_the_doctor_and_by_mux()
    {
        Skip.IfNot(Environment.UserName == "root" && MuxWorld.HasProgram("setpriv"), "another user is needed, who may not write everywhere");
        using MuxWorld world = new();
        File.SetUnixFileMode(world.Root, (UnixFileMode)0x1ED);
        string nobodys = world.PathOf("nobodys");
        Directory.CreateDirectory(nobodys);
        string[] call = ["--reuid=65534", "--regid=65534", "--clear-groups", MuxBinary.Path];
        world.Variables.Remove("MUXDIR");
        world.Variables["XDG_RUNTIME_DIR"] = nobodys;
        Outcome doctor = world.RunProgram("setpriv", [.. call, "--doctor"]);
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains($"problem  socket directory: {nobodys}/mux cannot be written: Permission denied; mend it, or set MUXDIR to a directory of mode 700 of your own\n", doctor.Output, StringComparison.Ordinal);
        Outcome start = world.RunProgram("setpriv", [.. call, "-dmS", "x", "sleep", "1000"]);
        Assert.Equal((1, $"mux: make the socket directory {nobodys}/mux: Permission denied\n"), (start.ExitCode, start.Error));

        // A directory on a disk that is mounted to be read only.
        string disk = world.PathOf("disk");
        Directory.CreateDirectory(disk);
        world.Variables["XDG_RUNTIME_DIR"] = disk;
        string mount = $"mount -t tmpfs none {disk} && mkdir -m 700 {disk}/mux && mount -o remount,ro {disk}";
        Skip.IfNot(world.RunProgram("unshare", "-m", "/bin/sh", "-c", mount).ExitCode == 0, "no right to mount in a namespace of one's own");
        Outcome readOnly = world.RunProgram("unshare", "-m", "/bin/sh", "-c", $"{mount} && {MuxBinary.Path} --doctor; exec {MuxBinary.Path} -dmS x sleep 1000");
        Assert.Contains($"problem  socket directory: {disk}/mux cannot be written: Read-only file system", readOnly.Output, StringComparison.Ordinal);
        Assert.Equal((1, $"mux: open {disk}/mux/.start: Read-only file system\n"), (readOnly.ExitCode, readOnly.Error));
    }

    [Fact]
    public void A_path_that_no_socket_address_holds_does()
    {
        using MuxWorld world = new();
        string deep = world.SocketDirectory;
        for (int level = 0; level < 4; level++)
        {
            deep = Path.Combine(deep, new string('d', 200));
            Directory.CreateDirectory(deep);
            File.SetUnixFileMode(deep, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        world.Variables["MUXDIR"] = deep;
        Assert.Equal(new Outcome(0, string.Empty, string.Empty), world.Run("-dmS", "deep", "sleep", "1000"));
        Assert.Contains(".deep\t", world.Run("-ls").Output, StringComparison.Ordinal);
        Assert.Equal(0, world.Run("-S", "deep", "-X", "quit").ExitCode);
        world.Variables["MUXDIR"] = Path.Combine(world.Root, new string('n', 300));
        Outcome tooLong = world.Run("-dmS", "x", "sleep", "1000");
        Assert.Equal(1, tooLong.ExitCode);
        Assert.Contains("File name too long", tooLong.Output + tooLong.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false, false, "ok       logout: sessions outlive it (KillUserProcesses is off)")]
    [InlineData(false, true, "problem  logout: systemd ends all of your processes; turn lingering on: loginctl enable-linger ")]
    [InlineData(true, true, "ok       logout: lingering is on: sessions outlive it")]
    public void Where_systemd_ends_a_user_s_processes_the_doctor_says_how_to_keep_them(bool lingers, bool kills, string line)
    {
        using MuxWorld world = new();
        string root = world.PathOf("root");
        foreach (string directory in new[] { $"{root}/run/systemd/system", $"{root}/var/lib/systemd/linger", $"{root}/etc/systemd/logind.conf.d" })
        {
            Directory.CreateDirectory(directory);
        }

        File.WriteAllText($"{root}/etc/systemd/logind.conf.d/10-kill.conf", kills ? "[Login]\nKillUserProcesses=yes\n" : "[Login]\n");
        if (lingers)
        {
            File.WriteAllText($"{root}/var/lib/systemd/linger/{Environment.UserName}", string.Empty);
        }

        world.Variables["MUX_FAULT_ROOT"] = root;
        Assert.Contains(line, world.RunProgram(FaultyBinary.Path, "--doctor").Output, StringComparison.Ordinal);
    }
}
