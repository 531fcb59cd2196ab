namespace Multiplex.Terminal.Tests;

/// <summary>What earlier versions wrote is read: a daemon that is upgraded finds the checkpoints of the one before.</summary>
public sealed class SnapshotVersionTests
{
    /// <summary>Version 1 of 12 by 3 cells after three lines, red, wide, combined and linked text, level 62, a title and half an
    /// SGR.</summary>
    private const string Version1 =
        "TVVYVAEMAxhEBQ8RJzOXEJkQnxCtEAAYRAUPESczlxCZEJ8QrRAAAgQAAAMADAAAQkJCQggAAQAAAAAAAAAAAHgAAD4AAAAAAAAA" +
        "AAAAAAAAAEJCQkIIAAAAAEJCQkIIAAAAAAAFdGl0bGUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEBAQEBAQEAAAQFVTIZBhKMAAcA" +
        "AwFBAQEEAHJlZCDmvKIBA2XMgQYEEQADAYAQAAlodHRwOi8vYS8BAI3yZAQBAAAAAAAAAScGAAAAAAAAAAAAAAIAAAAAAAAAAQAC" +
        "AQsABAPQYwAEAxUGAU1VWFRDXC7jnOLGoA==";

    /// <summary>Version 2 of the same with level 62, a mouse mode and half an SGR.</summary>
    private const string Version2 =
        "TVVYVAIMAxhEBQ8RJzPVD5cQmRCfEK0QABhEBQ8RJzOXEJkQnxCtEAACBAAAAwAMAABCQkJCCAABAAAAAAAAAAAAAAAAPgAAAAAAAAAA" +
        "AAAAAAAAQkJCQggAAAAAQkJCQggAAAAAAAV0aXRsZQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQEBAQEBAQACBAVVMhkGEowABAAPQQEB" +
        "cmVkIOa8ogEDZcyBBgQQAAeAEAAJaHR0cDovL2EvAgCN8mQDAAAABAEAAAAAAAAABAAAAAAAAAAAAAACAAAAAAAAAAEAAgELAgQD0GMA" +
        "BAMVBgFNVVhUk6eTo4r57Ig=";

    [Fact]
    public void A_snapshot_of_version_1_is_read()
    {
        Assert.True(TerminalEmulator.TryLoad(
            Convert.FromBase64String(Version1),
            new TerminalOptions { Columns = 12, Rows = 3, ScrollbackLines = 50 },
            new NullTerminalEvents(),
            out TerminalEmulator? terminal));
        string dump = TerminalDump.ToText(terminal);
        Assert.Contains("screen primary level 62\n", dump, StringComparison.Ordinal);
        Assert.Contains("parser ControlParameters\n", dump, StringComparison.Ordinal);
        Assert.EndsWith(
            "-2 |one|\n-1 |two|\n0 |three|\n1 |red 漢e\u0301| [0..3 fg=1 Bold]\n2 |linx| [0..3 link=@http://a/]\n",
            dump,
            StringComparison.Ordinal);
        terminal.Feed(";5mX"u8);
        Assert.Equal("linxX", terminal.TextOf(2));
    }

    [Fact]
    public void A_snapshot_of_version_2_is_read()
    {
        Assert.True(TerminalEmulator.TryLoad(
            Convert.FromBase64String(Version2),
            new TerminalOptions { Columns = 12, Rows = 3, ScrollbackLines = 50 },
            new NullTerminalEvents(),
            out TerminalEmulator? terminal));
        string dump = TerminalDump.ToText(terminal);
        Assert.Contains("screen primary level 62\n", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("settings", dump, StringComparison.Ordinal);
        Assert.EndsWith(
            "-2 |one|\n-1 |two|\n0 |three|\n1 |red 漢e\u0301| [0..7 fg=1 Bold]\n2 |linx| [0..3 link=@http://a/]\n",
            dump,
            StringComparison.Ordinal);
        terminal.Feed("1mX"u8);
        Assert.Equal("linxX", terminal.TextOf(2));
        terminal.Feed("\e[?1m"u8);
        Assert.Equal(Buffer.MouseTracking.ButtonEvent, terminal.MouseTracking);
    }
}
