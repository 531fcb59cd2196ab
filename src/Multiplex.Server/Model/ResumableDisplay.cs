namespace Multiplex.Server.Model;

/// <summary>What a display showed when the daemon that had it died: its client gets it back when it reconnects.</summary>
/// <param name="Layout">Its regions and their windows.</param>
/// <param name="LayoutNumber">The layout in use, or -1.</param>
/// <param name="OtherNumber">The window shown before, or -1.</param>
/// <param name="MouseTrack"><c>mousetrack</c>.</param>
/// <param name="IsGuarded">The session's password was not given yet.</param>
internal sealed record ResumableDisplay(Layout Layout, int LayoutNumber, int OtherNumber, bool MouseTrack, bool IsGuarded);
