namespace Multiplex.Server.Holding;

/// <summary>What a window's journal asks of the connection to its holder.</summary>
internal interface IHolder
{
    /// <summary>This daemon's epoch: a page that shows another one belongs to another daemon by now.</summary>
    public ulong Epoch { get; }

    /// <summary>Asks the holder to look at a window: input was committed, or the tail moved while it was parked.</summary>
    /// <param name="slot">The window's slot.</param>
    public void Kick(uint slot);

    /// <summary>Sets a pty's size.</summary>
    /// <param name="window">The holder's number of the window.</param>
    /// <param name="size">Cells, 1..10000 each, and pixels where the terminal outside shows pictures.</param>
    public void Resize(ulong window, Platform.Holding.WindowSize size);

    /// <summary>Signals the foreground process group of a pty.</summary>
    /// <param name="window">The holder's number of the window.</param>
    /// <param name="signal">The number.</param>
    public void Signal(ulong window, int signal);

    /// <summary>Hangs a window up and forgets it.</summary>
    /// <param name="window">The holder's number of the window.</param>
    public void Close(ulong window);

    /// <summary>Gives the unused pages of a window's output ring back to the system.</summary>
    /// <param name="window">The holder's number of the window.</param>
    public void Punch(ulong window);

    /// <summary>True when a client is connected: its place in the input must not be forgotten.</summary>
    /// <param name="clientId">The client.</param>
    public bool IsClientKnown(ulong clientId);
}
