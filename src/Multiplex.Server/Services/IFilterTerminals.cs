namespace Multiplex.Server.Services;

/// <summary>The two ends of a program that <c>exec</c> runs.</summary>
internal enum FilterSide
{
    /// <summary>The user: a terminal that has the window's size.</summary>
    User,

    /// <summary>The window's program: bytes pass unchanged.</summary>
    Program,
}

/// <summary>What a filter tells; all calls come from the event loop.</summary>
internal interface IFilterEvents
{
    /// <summary>It has printed.</summary>
    /// <param name="side">Where.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    public void Printed(FilterSide side, ReadOnlySpan<byte> bytes);

    /// <summary>It has read what waited: there is room again.</summary>
    public void Continued();

    /// <summary>It has ended, and all that it printed has been told.</summary>
    public void Ended();
}

/// <summary>A running filter. Disposing hangs it up.</summary>
internal interface IFilterTerminals : IDisposable
{
    /// <summary>How many bytes can wait on each side for the filter to read them, at present.</summary>
    public int Room { get; }

    /// <summary>Gives it bytes to read; those beyond <see cref="Room"/> are lost, as they are for any terminal that nobody reads.</summary>
    /// <param name="side">From whom.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    public void Write(FilterSide side, ReadOnlySpan<byte> bytes);

    /// <summary>Its window has another size.</summary>
    /// <param name="columns">Width.</param>
    /// <param name="rows">Height.</param>
    public void Resize(int columns, int rows);
}
