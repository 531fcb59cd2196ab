using System.Diagnostics;
using System.Globalization;
using System.Text;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Differential;

/// <summary>
/// Does a scenario's steps with both programs. <c>key</c> types (^X, \e, \r stand for what they look like), <c>run</c> types a shell command,
/// <c>cmd</c> a command at the prompt of the command key and a colon, <c>say</c> does so and compares what it says; <c>wait</c> and <c>gone</c> wait for a text on both screens;
/// <c>see</c> waits for a text and then for equal screens; <c>text</c> does without the cursor; <c>X</c> and <c>Q</c> compare what -X and -Q answer,
/// <c>sh</c> what a shell command prints; <c>open</c> starts a shell command on one
/// more terminal, which the steps after it use, <c>at N</c> waits for a text on an earlier one; <c>windows</c> waits for the same numbers and titles; <c>never</c> is what neither may have printed;
/// <c>size</c> gives the terminal another size, as COLUMNSxROWS; <c>file</c> compares a file of the home directory.
/// </summary>
internal sealed class ScenarioRun : IDisposable
{
    public const string Screen = "/usr/bin/screen";

    /// <summary>How long two screens may need to become equal once both show what is waited for.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(12);

    /// <summary>How long keys may be held back until both show the same.</summary>
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(3);

    /// <summary>How long keys may take until something is drawn; some draw nothing.</summary>
    private static readonly TimeSpan s_drawing = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(10);

    /// <summary>How much of a command is looked for on the prompt's line; narrow regions show no more.</summary>
    private const int ShownCommand = 12;

    private readonly MuxWorld _world = new();
    private readonly Scenario _scenario;
    private readonly Peer[] _peers;
    private string? _difference;
    private bool _isLast;
    private long[] _printed = [];

    public ScenarioRun(Scenario scenario)
    {
        _scenario = scenario;
        _peers = [new Peer(_world, Screen, 's', scenario), new Peer(_world, MuxBinary.Path, 'm', scenario)];
    }

    public void Run()
    {
        Wait(_scenario.Start);
        Assert.True(_difference is null, _difference);
        for (int index = 0; index < _scenario.Steps.Count; index++)
        {
            Step step = _scenario.Steps[index];
            _isLast = index == _scenario.Steps.Count - 1;
            Do(step);
            if (_difference is not null)
            {
                if (_scenario.Reason is not null)
                {
                    return;
                }

                Assert.Fail($"{_scenario.Name}, step {index + 1}, \"{step.Verb} {step.Text}\":\n{_difference}");
            }
        }

        Assert.True(_scenario.Reason is null, "the two no longer differ here");
    }

    public void Dispose()
    {
        foreach (Peer peer in _peers)
        {
            peer.Quit();
        }

        _world.Dispose();
    }

    private void Do(Step step)
    {
        switch (step.Verb)
        {
            case "key":
                Type(Keys(step.Text));
                break;
            case "run":
                Type(step.Text + "\r");
                break;
            case "cmd":
                Command(step.Text);
                break;
            case "say":
                Command(step.Text);
                Settle(peer => peer.Picture());
                break;
            case "wait":
                Wait(step.Text);
                break;
            case "gone":
                Wait(step.Text, isThere: false);
                break;
            case "see":
                SettleOn(step.Text, peer => peer.Picture());
                break;
            case "text":
                SettleOn(step.Text, peer => peer.Text());
                break;
            case "size":
                Resize([.. step.Text.Split('x').Select(static number => int.Parse(number, CultureInfo.InvariantCulture))]);
                break;
            case "X":
            case "Q":
                Compare([.. _peers.Select(peer => peer.Shell($"exec $P -S s -{step.Verb} {step.Text}"))]);
                break;
            case "sh":
                Compare([.. _peers.Select(peer => peer.Shell(step.Text))]);
                break;
            case "open":
                Array.ForEach(_peers, peer => peer.Open(step.Text));
                break;
            case "at":
                int blank = step.Text.IndexOf(' ', StringComparison.Ordinal);
                int terminal = int.Parse(step.Text[..blank], CultureInfo.InvariantCulture);
                Array.ForEach(_peers, peer => peer.Terminals[terminal].WaitFor(step.Text[(blank + 1)..]));
                break;
            case "windows":
                Settle(peer => peer.Shell("exec $P -S s -Q windows '%n %t|'"));
                break;
            case "never":
                Array.ForEach(_peers, peer => Assert.DoesNotContain(step.Text, peer.Terminal.Printed, StringComparison.Ordinal));
                break;
            case "file":
                Settle(peer => peer.ReadFile(step.Text));
                break;
            default:
                throw new InvalidOperationException($"{_scenario.Name}: unknown step {step.Verb}");
        }
    }

    private void Wait(string text) => Wait(text.Replace("\\n", "\n", StringComparison.Ordinal), isThere: true);

    /// <summary>Waits until a text is on both screens, or on neither.</summary>
    private void Wait(string text, bool isThere)
    {
        if (!Await(text, isThere, s_settling))
        {
            _difference = $"waited in vain for \"{text}\" {(isThere ? "to appear" : "to go")}\n{Difference(_peers[0].Picture(), _peers[1].Picture())}";
        }
    }

    private bool Await(string text, bool isThere, TimeSpan cap)
    {
        using PeriodicTimer timer = new(s_poll);
        long start = Stopwatch.GetTimestamp();
        while (!Array.TrueForAll(_peers, peer => peer.Terminal.Screen.Contains(text, StringComparison.Ordinal) == isThere))
        {
            if (Stopwatch.GetElapsedTime(start) > cap)
            {
                return false;
            }

            timer.WaitForNextTickAsync().AsTask().Wait();
        }

        return true;
    }

    /// <summary>Types a command at the colon prompt. It has run when both programs have seen the whole of it and taken the prompt away.</summary>
    private void Command(string text)
    {
        string shown = ":" + text[..Math.Min(text.Length, ShownCommand)];
        Type("\x01:" + text);
        Await(shown, isThere: true, s_calm);
        Send("\r");
        Await(shown, isThere: false, s_calm);
    }

    /// <summary>Resizes both terminals. Equal pictures mean something only after both programs have drawn at the new size.</summary>
    private void Resize(int[] size)
    {
        long[] printed = [.. _peers.Select(peer => peer.Terminal.PrintedLength)];
        Array.ForEach(_peers, peer => peer.Terminal.Resize(size[0], size[1]));
        for (int i = 0; i < _peers.Length; i++)
        {
            Waiting.Poll(() => _peers[i].Terminal.PrintedLength > printed[i], () => $"a terminal of {size[0]}x{size[1]} to be drawn");
        }

        Calm();
    }

    private void Type(string keys)
    {
        Calm();
        Send(keys);
    }

    private void Send(string keys)
    {
        _printed = [.. _peers.Select(peer => peer.Terminal.PrintedLength)];
        Array.ForEach(_peers, peer => peer.Terminal.Type(keys));
    }

    /// <summary>What was equal before the keys is not to be taken for what they do: most keys make both programs draw something.</summary>
    private void AwaitDrawing() =>
        Waiting.Holds(() => _printed.Zip(_peers, static (printed, peer) => peer.Terminal.PrintedLength > printed).All(static isDrawn => isDrawn), s_drawing);

    /// <summary>
    /// Waits until both show the same for a moment. What screen shows of a message and of keys depends on whether a program's output and the
    /// keys before have been seen to, so that a key in between would make differences of its own. Where the two are not equal the next
    /// comparison tells.
    /// </summary>
    private void Calm() => Compared(peer => peer.Text(), areEqual: true, s_calm);

    private void SettleOn(string text, Func<Peer, string?> read)
    {
        Wait(text);
        if (_difference is null)
        {
            Settle(read);
        }
    }

    /// <summary>Waits until both give the same, which is not null; at the end of a scenario with a reason to differ, until they differ.</summary>
    private void Settle(Func<Peer, string?> read) => Compare(Compared(read, _scenario.Reason is null || !_isLast, s_settling));

    /// <summary>Reads both until they have been equal, or different, for two readings without a change in between, or the time is over.</summary>
    /// <returns>What was read last.</returns>
    private string?[] Compared(Func<Peer, string?> read, bool areEqual, TimeSpan cap)
    {
        AwaitDrawing();
        using PeriodicTimer timer = new(s_poll);
        long start = Stopwatch.GetTimestamp();
        string?[] last = [];
        while (true)
        {
            string?[] seen = [.. _peers.Select(read)];
            bool isWanted = seen[0] is not null && seen[1] is not null && (seen[0] == seen[1]) == areEqual;
            if ((isWanted && seen.SequenceEqual(last)) || Stopwatch.GetElapsedTime(start) > cap)
            {
                return seen;
            }

            last = seen;
            timer.WaitForNextTickAsync().AsTask().Wait();
        }
    }

    private void Compare(string?[] seen)
    {
        if (seen[0] != seen[1] || seen[0] is null)
        {
            _difference = Difference(seen[0] ?? "(nothing)", seen[1] ?? "(nothing)");
        }
    }

    private static string Difference(string screen, string mux)
    {
        StringBuilder text = new();
        string[] left = screen.Split('\n');
        string[] right = mux.Split('\n');
        for (int line = 0; line < Math.Max(left.Length, right.Length); line++)
        {
            string one = line < left.Length ? left[line] : "(none)";
            string other = line < right.Length ? right[line] : "(none)";
            text.Append(one == other ? $"  both   |{one}|\n" : $"* screen |{one}|\n* mux    |{other}|\n");
        }

        return text.ToString();
    }

    private static string Keys(string text)
    {
        StringBuilder keys = new();
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = text[i] is '^' or '\\' && i + 1 < text.Length;
            keys.Append(!isPair ? text[i] : text[i] == '^' ? (char)(text[++i] & 0x1F) : text[++i] switch { 'e' => '\e', 'r' => '\r', 'n' => '\n', 't' => '\t', char other => other });
        }

        return keys.ToString();
    }
}
