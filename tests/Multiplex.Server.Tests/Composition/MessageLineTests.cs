using Multiplex.Server.Composition;
using Multiplex.Server.Tests.KeyLayer;

namespace Multiplex.Server.Tests.Composition;

public class MessageLineTests
{
    [Fact]
    public void Show_takes_the_line_away_after_msgwait()
    {
        TestSession test = new();
        MessageLine line = test.Display.MessageLine;

        line.Show("hello");
        test.Host.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal("hello", line.Text);
        test.Host.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Null(line.Text);
        Assert.Equal("hello", line.Last);
        Assert.Equal(0, test.Host.RunningTimers);
    }

    [Fact]
    public void Show_lets_messages_follow_each_other_after_msgminwait()
    {
        TestSession test = new();
        MessageLine line = test.Display.MessageLine;

        line.Show("one");
        line.Show("two");
        line.Show("three");
        Assert.Equal("one", line.Text);
        test.Host.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", line.Text);
        test.Host.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("three", line.Text);
        test.Host.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(line.Text);
    }

    [Fact]
    public void Show_replaces_a_message_that_was_readable_long_enough()
    {
        TestSession test = new();

        test.Display.MessageLine.Show("one");
        test.Host.Advance(TimeSpan.FromSeconds(2));
        test.Display.MessageLine.Show("two");

        Assert.Equal("two", test.Display.MessageLine.Text);
    }

    [Fact]
    public void A_typed_key_takes_the_message_away_and_reaches_the_window()
    {
        TestSession test = new();
        Model.Window window = test.Show("sh");
        test.Display.MessageLine.Show("one");

        test.Type("x");

        Assert.Null(test.Display.MessageLine.Text);
        Assert.Equal("x", TestSession.ProcessOf(window).Typed);
    }

    [Fact]
    public void Waiting_messages_are_capped()
    {
        TestSession test = new();
        for (int number = 0; number < 100; number++)
        {
            test.Display.MessageLine.Show($"{number}");
        }

        test.Host.Advance(TimeSpan.FromSeconds(MessageLine.MaxWaiting));

        Assert.Equal("99", test.Display.MessageLine.Text);
    }
}
