using System.Buffers;
using System.Runtime.InteropServices;
using Multiplex.Protocol;
using Multiplex.Server.Model;

namespace Multiplex.Server.Holding;

/// <summary>A window as the session's record knows it: what it takes to find it again and to start its program anew.</summary>
/// <param name="RequestId">The request for it, which the holder keeps with the window; 0 for a group.</param>
/// <param name="Number">Its number.</param>
/// <param name="Title">Its title.</param>
/// <param name="Request">What it was asked for with, without the environment.</param>
internal sealed record WindowRecord(ulong RequestId, int Number, string Title, WindowRequest Request);

/// <summary>
/// The daemon's own part of what must outlive it: when the session began, whose environment new windows get, and each window's request.
/// Settings, keys, layouts and the like follow behind it as <see cref="SessionState"/> writes them.
/// </summary>
internal sealed record SessionRecord
{
    /// <summary>The version of the picture below; fields are only added at its end.</summary>
    public const uint FormatVersion = 2;

    /// <summary>When the session was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Environment, directory and limits for windows that nobody asks for with his own.</summary>
    public ClientContext Context { get; init; } = new();

    /// <summary>The windows.</summary>
    public IReadOnlyList<WindowRecord> Windows { get; init; } = [];

    /// <summary>What <see cref="SessionState"/> wrote.</summary>
    public byte[] State { get; init; } = [];

    /// <summary>Writes a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Session session, IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U64((ulong)session.Created.ToUnixTimeMilliseconds());
        writer.Bytes(session.Context.Environment);
        writer.Bytes(session.Context.WorkingDirectory);
        writer.I32(session.Context.Umask);
        writer.Bytes(MemoryMarshal.AsBytes<ulong>(session.Context.Limits));
        writer.U32((uint)session.Windows.Count);
        for (int index = 0; index < session.Windows.Count; index++)
        {
            Write(session.Windows[index], writer);
        }

        SessionState.Save(session, output);
    }

    /// <summary>Reads a session.</summary>
    /// <param name="bytes">What <see cref="Write(Session, IBufferWriter{byte})"/> wrote.</param>
    /// <returns>The record, or null when the bytes make no sense.</returns>
    public static SessionRecord? TryRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            PayloadReader reader = new(bytes);
            DateTimeOffset created = DateTimeOffset.FromUnixTimeMilliseconds((long)reader.U64());
            ClientContext context = new()
            {
                Environment = reader.Bytes().ToArray(),
                WorkingDirectory = reader.Bytes().ToArray(),
                Umask = reader.I32(),
                Limits = MemoryMarshal.Cast<byte, ulong>(reader.Bytes()).ToArray(),
            };
            WindowRecord[] windows = new WindowRecord[reader.Count(20)];
            for (int index = 0; index < windows.Length; index++)
            {
                windows[index] = ReadWindow(ref reader);
            }

            return new SessionRecord { Created = created, Context = context, Windows = windows, State = reader.Take(reader.Remaining).ToArray() };
        }
        catch (Exception exception) when (exception is ProtocolException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static void Write(Window window, PayloadWriter writer)
    {
        WindowRequest request = window.Request;
        writer.U64((window.Process as WindowJournal)?.RequestId ?? 0);
        writer.I32(window.Number);
        writer.Text(window.Title);
        writer.Bool(request.IsGroup);
        writer.Texts(request.Arguments);
        writer.I32(request.ScrollbackLines ?? -1);
        writer.OptionalText(request.Term);
        writer.OptionalText(request.Directory);
    }

    private static WindowRecord ReadWindow(ref PayloadReader reader)
    {
        ulong requestId = reader.U64();
        int number = reader.I32();
        string title = reader.Text();
        bool isGroup = reader.Bool();
        string[] arguments = reader.Texts();
        int scrollback = reader.I32();
        return new WindowRecord(requestId, number, title, new WindowRequest
        {
            IsGroup = isGroup,
            Arguments = arguments,
            ScrollbackLines = scrollback < 0 ? null : scrollback,
            Term = reader.OptionalText(),
            Directory = reader.OptionalText(),
            Number = number,
        });
    }
}
