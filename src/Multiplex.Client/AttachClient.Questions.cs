using Multiplex.Platform;

namespace Multiplex.Client;

/// <content>Questions to the terminal while a session is shown: what it has, right before that is changed.</content>
public sealed partial class AttachClient
{
    /// <summary>
    /// How long after a question leaving waits for the answer: without it the terminal gets its own colours, and it would be typed to the shell.
    /// </summary>
    private static readonly TimeSpan s_answers = TimeSpan.FromMilliseconds(300);

    private long _asked;

    /// <summary>Puts DA1 behind questions that were written, since its answer says that no other one is on its way.</summary>
    private void EndQuestions()
    {
        if (_terminal.Session.Found.TakeAsked())
        {
            "\e[c"u8.CopyTo(_terminal.Output.GetSpan(3));
            _terminal.Output.Advance(3);
            _replies.Expect();
            _asked = _options.Time.GetTimestamp();
        }
    }

    private void ExpectRound(bool hasColors)
    {
        _replies.Expect();
        _terminal.Session.Found.ExpectRound(hasColors);
        _asked = _options.Time.GetTimestamp();
    }

    private void AwaitAnswers()
    {
        using Poller poller = new();
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        while (_terminal.IsEntered && !_terminal.IsGone && _replies.IsExpecting && _options.Time.GetElapsedTime(_asked) < s_answers)
        {
            _terminal.Flush();
            poller.Add(_terminal.Raw.Descriptor, PollEvents.Read, TerminalToken);
            int count = poller.Wait(ready, (int)Math.Max(1, (s_answers - _options.Time.GetElapsedTime(_asked)).TotalMilliseconds));
            poller.Remove(_terminal.Raw.Descriptor);
            if (count > 0 && (ready[0].Events & (PollEvents.HangUp | PollEvents.Error)) != 0)
            {
                return;
            }

            while (ReadSomeKeys())
            {
            }
        }
    }
}
