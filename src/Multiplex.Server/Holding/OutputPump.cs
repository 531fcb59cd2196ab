namespace Multiplex.Server.Holding;

/// <summary>
/// Shares the loop's time among the windows that have printed: those with little to say come first, so that an echo does not wait behind a flood; the rest
/// take turns, a piece each, until the turn's time is over.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class OutputPump(TimeProvider time)
{
    /// <summary>Output that is parsed ahead of others': a screenful.</summary>
    private const int Little = 8 * 1024;

    /// <summary>Bytes of one window before the next one has its turn: some 100 microseconds of parsing.</summary>
    private const int Piece = 16 * 1024;

    /// <summary>Time for output in one turn: a key waits for it twice, on its way in and with its echo. Looking for keys costs a microsecond.</summary>
    private static readonly TimeSpan _turn = TimeSpan.FromMilliseconds(0.2);

    private readonly Queue<WindowJournal> _queue = new();

    /// <summary>True when some window's output waits.</summary>
    public bool HasWork => _queue.Count > 0;

    /// <summary>A window has printed or ended.</summary>
    /// <param name="journal">Its journal.</param>
    public void Add(WindowJournal journal)
    {
        if (!journal.IsQueued)
        {
            journal.IsQueued = true;
            _queue.Enqueue(journal);
        }
    }

    /// <summary>Parses for a fifth of a millisecond.</summary>
    public void Run()
    {
        long start = time.GetTimestamp();
        for (int left = _queue.Count; left > 0; left--)
        {
            WindowJournal journal = _queue.Dequeue();
            if (journal.Backlog <= Little)
            {
                Parse(journal, Little);
            }
            else
            {
                _queue.Enqueue(journal);
            }
        }

        while (_queue.TryDequeue(out WindowJournal? journal))
        {
            Parse(journal, Piece);
            if (time.GetElapsedTime(start) >= _turn)
            {
                return;
            }
        }
    }

    private void Parse(WindowJournal journal, int budget)
    {
        journal.Parse(budget);
        if (journal.Backlog > 0)
        {
            _queue.Enqueue(journal);
        }
        else
        {
            journal.IsQueued = false;
        }
    }
}
