using Multiplex.Client.Input;
using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Rendering;

namespace Multiplex.Client.Probing;

/// <summary>What asking a terminal gave.</summary>
/// <param name="Profile">What it can do: terminfo, the environment, its answers.</param>
/// <param name="Name">What it calls itself (XTVERSION); empty when it did not say.</param>
/// <param name="HasAnswered">False when no answer came: the profile is what was assumed.</param>
public sealed record TerminalProbe(TerminalProfile Profile, string Name, bool HasAnswered)
{
    private const int ReadSize = 4096;

    /// <summary>Asks the terminal, outside of any session.</summary>
    /// <param name="descriptor">A terminal; it stays the caller's.</param>
    /// <param name="time">The time.</param>
    /// <param name="patience">How long answers are waited for.</param>
    public static TerminalProbe Ask(int descriptor, TimeProvider time, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(time);
        TerminalProfile profile = TerminalDetection.Detect(ClientIdentity.IsUtf8Locale);
        TerminalReplies replies = new(new FoundState());
        using RawTerminal terminal = RawTerminal.Open(descriptor);
        terminal.EnterRaw();
        MessageBuffer questions = new();
        if (ProbeQueries.Write(profile, questions) && terminal.Write(questions.Pending).IsSuccess)
        {
            replies.Expect();
            Read(terminal, replies, time, patience);
            AskRest(terminal, profile, replies, time, patience);
        }

        return new TerminalProbe(replies.Improve(profile), replies.Name, replies.IsComplete);
    }

    /// <summary>Asks a multiplexer that is called screen, and says that it is another one, what was not asked at first.</summary>
    private static void AskRest(RawTerminal terminal, TerminalProfile profile, TerminalReplies replies, TimeProvider time, TimeSpan patience)
    {
        if (profile.Can(TerminalAbilities.StringQueries) || !replies.Improve(profile).Can(TerminalAbilities.StringQueries))
        {
            return;
        }

        MessageBuffer questions = new();
        ProbeQueries.WriteRest(replies.Name, questions);
        if (terminal.Write(questions.Pending).IsSuccess)
        {
            replies.Expect();
            Read(terminal, replies, time, patience);
        }
    }

    private static void Read(RawTerminal terminal, TerminalReplies replies, TimeProvider time, TimeSpan patience)
    {
        InputSplitter splitter = new(replies);
        byte[] input = new byte[ReadSize];
        byte[] keys = new byte[InputSplitter.KeysLength(ReadSize)];
        using Poller poller = new();
        poller.Add(terminal.Descriptor, PollEvents.Read, 0);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        long begin = time.GetTimestamp();
        while (replies.IsExpecting && time.GetElapsedTime(begin) < patience)
        {
            poller.Wait(ready, (int)Math.Max(1, (patience - time.GetElapsedTime(begin)).TotalMilliseconds));
            IoResult result = terminal.Read(input);
            if (result.IsSuccess && result.Bytes > 0)
            {
                splitter.Split(input.AsSpan(0, result.Bytes), keys);
            }
            else if (!result.IsWouldBlock && result.Error != Errno.Interrupted)
            {
                return;
            }
        }
    }
}
