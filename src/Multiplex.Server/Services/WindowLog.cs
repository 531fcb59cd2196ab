namespace Multiplex.Server.Services;

/// <summary>A window's log file (<c>log</c>, <c>logfile</c>, <c>logtstamp</c>).</summary>
internal sealed class WindowLog
{
    /// <summary>Writes what is pending and closes the file.</summary>
    public void Close()
    {
    }
}
