using System.Buffers;

namespace Multiplex.Server.Model;

/// <summary>
/// The part of a session that must outlive the daemon besides the windows' screens: numbers, titles, flags, settings, key tables, registers,
/// layouts, logs. It is written from the tables, so that a new setting or binding needs no line here.
/// </summary>
internal static class SessionState
{
    /// <summary>Writes the state; versioned, unknown parts are skipped by a reader.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">Receives the bytes.</param>
    public static void Save(Session session, IBufferWriter<byte> writer)
    {
    }

    /// <summary>Restores the state; windows are found by <see cref="IWindowProcess.HolderId"/> among the session's. Never throws on bad bytes.</summary>
    /// <param name="session">A session whose windows exist with default properties.</param>
    /// <param name="bytes">What <see cref="Save"/> wrote, perhaps by another version.</param>
    /// <returns>False when nothing could be read.</returns>
    public static bool Load(Session session, ReadOnlySpan<byte> bytes) => bytes.IsEmpty;
}
