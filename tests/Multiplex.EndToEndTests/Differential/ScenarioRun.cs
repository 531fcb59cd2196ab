using System.Diagnostics;
using System.Text;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests.Differential;

/// <summary>
/// Does a scenario's steps with both programs. <c>key</c> types (^X, \e, \r stand for what they look like), <c>run</c> types a shell command,
/// <c>cmd</c> a command at the prompt of the command key and a colon; <c>wait</c> and <c>gone</c> wait for a text on both screens;
/// <c>see</c> waits for a text and then for equal screens; <c>text</c> does without the cursor; <c>X</c> and <c>Q</c> compare what -X and -Q answer,
/// <c>sh</c> what a shell command prints; <c>windows</c> waits for the same numbers and titles; <c>never</c> is what neither may have printed;
/// <c>file</c> compares a file of the home directory.
/// </summary>
internal sealed class ScenarioRun : IDisposable
{
    public const string Screen = "/usr/bin/screen";

    /// <summary>How long two screens may need to become equal once both show what is waited for.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(12);

    private readonly MuxWorld _world = new();
    private readonly Scenario _scenario;
    private readonly Peer[] _peers;
    private string? _difference;

    public ScenarioRun(Scenario scenario)
    {
        _scenario = scenario;
        _peers = [new Peer(_world, Screen, 's', scenario), new Peer(_world, MuxBinary.Path, 'm', scenario)];
    }

    public void Run()
    {
        // The real screen drops and delays keys while it shows a message, so that a loaded machine makes differences of its own.
        Skip.If(Environment.GetEnvironmentVariable("MUX_DIFFERENTIAL") != "1", "compares with the real screen when MUX_DIFFERENTIAL=1");
        Wait(_scenario.Start);
        foreach (Step step in _scenario.Steps)
        {
            Do(step);
            if (_difference is not null)
            {
                Skip.If(_scenario.KnownDifference is not null, "known difference: " + _scenario.KnownDifference);
                Assert.Fail($"{_scenario.Name}, at \"{step.Verb} {step.Text}\":\n{_difference}");
            }
        }

        Assert.True(_scenario.KnownDifference is null, "the known difference is gone");
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
                Type("\x01:" + step.Text + "\r");
                break;
            case "wait":
                Wait(step.Text);
                break;
            case "gone":
                Array.ForEach(_peers, peer => peer.Terminal.WaitForNo(step.Text));
                break;
            case "see":
                Wait(step.Text);
                Settle(peer => peer.Picture());
                break;
            case "text":
                Wait(step.Text);
                Settle(peer => peer.Text());
                break;
            case "X":
            case "Q":
                Compare([.. _peers.Select(peer => peer.Shell($"exec $P -S s -{step.Verb} {step.Text}"))]);
                break;
            case "sh":
                Compare([.. _peers.Select(peer => peer.Shell(step.Text))]);
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

    private void Wait(string text) => Array.ForEach(_peers, peer => peer.Terminal.WaitFor(text.Replace("\\n", "\n", StringComparison.Ordinal)));

    private void Type(string keys) => Array.ForEach(_peers, peer => peer.Terminal.Type(keys));

    /// <summary>Waits until both give the same, which is not null.</summary>
    private void Settle(Func<Peer, string?> read)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
        long start = Stopwatch.GetTimestamp();
        string?[] seen = [.. _peers.Select(read)];
        while (seen[0] is null || seen[0] != seen[1])
        {
            if (Stopwatch.GetElapsedTime(start) > s_settling)
            {
                Compare(seen);
                return;
            }

            timer.WaitForNextTickAsync().AsTask().Wait();
            seen = [.. _peers.Select(read)];
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
