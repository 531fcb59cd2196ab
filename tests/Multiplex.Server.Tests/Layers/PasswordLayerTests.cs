using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Tests.Commands;

namespace Multiplex.Server.Tests.Layers;

/// <summary><c>auth on</c>: the owner's account password is compared while everything else goes on.</summary>
public sealed class PasswordLayerTests
{
    private readonly Bench _bench = new();
    private int _admitted;

    public PasswordLayerTests() => _bench.Session.Settings.Authenticate = true;

    [Fact]
    public void What_is_typed_while_the_password_is_compared_reaches_the_window_afterwards()
    {
        Display display = Attach("root");
        Type(display, "sec\b\bxret\rl");
        Type(display, "s\r");
        (string password, Action<bool> answered) = Assert.Single(_bench.Host.Checks);
        Assert.Equal("sxret", password);
        Assert.Equal(string.Empty, Bench.Typed(_bench.Front));
        Assert.NotNull(display.Guard);

        answered(true);
        Assert.Null(display.Guard);
        Assert.Equal(1, _admitted);
        Assert.Equal("ls\r", Bench.Typed(_bench.Front));
    }

    [Fact]
    public void A_wrong_password_ends_the_display()
    {
        Display display = Attach("root");
        Type(display, "guess\rls\r");
        _bench.Host.Checks[0].Answered(false);
        Assert.Equal((display, DetachReason.Refused), Assert.Single(_bench.Host.Detached));
        Assert.Equal(string.Empty, Bench.Typed(_bench.Front));
        Assert.Equal(0, _admitted);
    }

    [Fact]
    public void An_answer_for_a_display_that_has_left_does_nothing()
    {
        Display display = Attach("root");
        Type(display, "secret\r");
        _bench.Session.Displays.Remove(display);
        _bench.Host.Checks[0].Answered(true);
        Assert.Equal(0, _admitted);
    }

    [Fact]
    public void A_guest_is_asked_for_the_password_of_acladd_alone()
    {
        _bench.Session.Users.Add(new User("ann"));
        Attach("ann");
        Assert.Equal(1, _admitted);
        Assert.False(PasswordLayer.Asks(_bench.Session, "ann"));
        Assert.True(PasswordLayer.Asks(_bench.Session, "root"));
    }

    private static void Type(Display display, string keys) =>
        display.Keys.HandleInput(System.Text.Encoding.UTF8.GetBytes(keys), display.InputOffset);

    private Display Attach(string user)
    {
        Display display = _bench.AddDisplay(user);
        PasswordLayer.Guard(display, _ => _admitted++);
        return display;
    }
}
