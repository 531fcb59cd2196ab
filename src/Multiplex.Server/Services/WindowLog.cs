namespace Multiplex.Server.Services;

/// <summary>A window's log file (<c>log</c>, <c>logfile</c>, <c>logtstamp</c>).</summary>
internal sealed class WindowLog
{
}
