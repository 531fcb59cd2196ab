using System.Text;
using CsCheck;
using Multiplex.Server.Holding;

namespace Multiplex.Server.Tests.Holding;

public sealed class WindowEnvironmentTests
{
    [Fact]
    public void Apply_without_changes_gives_the_same_bytes_also_when_they_are_not_utf8()
    {
        byte[] environment = [.. "A=1\0B=\xff\xfe\n\0noequals\0A=2\0"u8];
        Assert.Equal(environment, new WindowEnvironment().Apply(environment));
    }

    [Fact]
    public void Apply_replaces_in_place_drops_duplicates_and_appends_new_ones()
    {
        WindowEnvironment changes = new();
        changes.Set("TERM", "screen-256color");
        changes.Set("STY", "12.train");
        changes.Set("GONE", (string?)null);
        Assert.Equal(
            "A=1\0TERM=screen-256color\0Z=9\0STY=12.train\0",
            Encoding.UTF8.GetString(changes.Apply("A=1\0TERM=xterm\0GONE=x\0Z=9\0TERM=again\0"u8)));
    }

    [Fact]
    public void Apply_keeps_a_value_of_many_kilobytes_with_newlines()
    {
        string value = string.Concat(Enumerable.Repeat("line\n", 30_000));
        byte[] environment = Encoding.UTF8.GetBytes($"BIG={value}\0");
        WindowEnvironment changes = new();
        changes.Set("WINDOW", "0");
        Assert.Equal($"BIG={value}\0WINDOW=0\0", Encoding.UTF8.GetString(changes.Apply(environment)));
    }

    [Fact]
    public void Refresh_takes_connection_variables_and_nothing_else()
    {
        byte[] refreshed = WindowEnvironment.Refresh("PATH=/a\0DISPLAY=:0\0SSH_TTY=/dev/pts/1\0"u8, "PATH=/b\0SSH_TTY=/dev/pts/9\0SSH_AUTH_SOCK=/s\0"u8);
        Assert.Equal("PATH=/a\0SSH_TTY=/dev/pts/9\0SSH_AUTH_SOCK=/s\0", Encoding.UTF8.GetString(refreshed));
    }

    [Fact]
    public void Find_gives_the_first_entry_as_getenv_does()
    {
        Assert.Equal("1", WindowEnvironment.FindText("AB=0\0A=1\0A=2\0"u8, "A"));
        Assert.Null(WindowEnvironment.Find("AB=0\0"u8, "A"));
    }

    [Fact]
    public void Apply_changes_only_what_was_set() =>
        Gen.Select(Gen.String[Gen.Char['a', 'c'], 1, 2], Gen.String[Gen.Char['x', 'z'], 0, 3]).Array[0, 12].Sample(entries =>
        {
            byte[] environment = Encoding.UTF8.GetBytes(string.Concat(entries.Select(static entry => $"{entry.Item1}={entry.Item2}\0")));
            WindowEnvironment changes = new();
            changes.Set("a", "new");
            byte[] applied = changes.Apply(environment);
            Assert.Equal("new", WindowEnvironment.FindText(applied, "a"));
            foreach ((string name, _) in entries.Where(static entry => entry.Item1 != "a"))
            {
                Assert.Equal(WindowEnvironment.Find(environment, name), WindowEnvironment.Find(applied, name));
            }
        });
}
