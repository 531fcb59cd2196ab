using Multiplex.Server.Commands;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Tests.Commands;

namespace Multiplex.Server.Tests.Serving;

public sealed class RightsTests
{
    [Fact]
    public void A_guest_may_do_what_was_not_taken_away()
    {
        var bench = new Bench();
        Display guest = bench.AddDisplay("guest");
        bench.Run("aclchg guest -x detach,title");
        bench.Run("aclchg guest -w \"#\"");
        Apply(bench, guest);

        Assert.Equal(": title: permission denied (user guest)", Run(guest, "title x"));
        Assert.Equal(": stuff: permission denied (user guest)", Run(guest, "stuff x"));
        Assert.False(Rights.MayType(guest, bench.Front));
        Assert.True(Rights.MayType(bench.Display!, bench.Front));
        Run(guest, "select -");
        Assert.Null(guest.Fore);
    }

    [Fact]
    public void Only_the_owner_changes_rights_and_ends_the_session()
    {
        var bench = new Bench();
        Display guest = bench.AddDisplay("guest");

        Assert.Equal(": quit: permission denied (user guest)", Run(guest, "quit"));
        Assert.Equal(": multiuser: permission denied (user guest)", Run(guest, "multiuser on"));
        Assert.Equal(": aclchg: permission denied (user guest)", Run(guest, "aclchg guest +x quit"));
        Assert.False(bench.Host.IsTerminated);
    }

    [Fact]
    public void A_group_lends_its_rights()
    {
        var bench = new Bench();
        bench.Run("acladd guest,staff");
        bench.Run("aclchg staff -x title");
        bench.Run("aclgrp guest staff");
        Display guest = bench.AddDisplay("guest");
        Apply(bench, guest);

        Assert.Equal("guest's groups: staff.", bench.Run("aclgrp guest"));
        Assert.Equal(": title: permission denied (user guest)", Run(guest, "title x"));
        Assert.Equal(": aclgrp: groups may not contain each other", bench.Run("aclgrp staff guest"));
    }

    [Fact]
    public void Aclumask_gives_new_windows_their_rights()
    {
        var bench = new Bench();
        bench.Run("acladd guest");
        bench.Run("aclumask guest-w");
        bench.Run("screen");

        Assert.Equal("rx", bench.Front.Access["guest"]);
        Assert.Equal(": aclumask: '+' or '-' and permission bits expected in 'guest'", bench.Run("aclumask guest"));
    }

    [Fact]
    public void Acldel_detaches_the_user()
    {
        var bench = new Bench();
        bench.Run("acladd guest");
        Display guest = bench.AddDisplay("guest");
        bench.Run("acldel guest");

        Assert.Equal([(guest, DetachReason.RemoteDetach)], bench.Host.Detached);
        Assert.Empty(bench.Session.Users);
    }

    [Theory]
    [InlineData("rwx", "-w", "rx")]
    [InlineData("", "+rx", "rx")]
    [InlineData("r", "w", "rw")]
    [InlineData("rwx", "-a+r", "r")]
    [InlineData("rwx", "-q", null)]
    public void Change_adds_and_removes_rights(string rights, string bits, string? expected) => Assert.Equal(expected, AccessMasks.Change(rights, bits));

    private static string Run(Display display, string line)
    {
        display.Session.LastMessage = string.Empty;
        CommandRunner.RunPrompt(display, line);
        return display.Session.LastMessage;
    }

    /// <summary>The daemon takes a display's user from the session's list when it is there.</summary>
    private static void Apply(Bench bench, Display guest)
    {
        User known = bench.Session.Users.Find(static user => user.Name == "guest")!;
        foreach ((string command, bool allowed) in known.CommandAccess)
        {
            guest.User!.CommandAccess[command] = allowed;
        }

        guest.User!.Group = known.Group;
    }
}
