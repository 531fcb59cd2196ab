using System.Runtime.InteropServices;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Protocol.Messages;
using HelloMessage = Multiplex.Protocol.Messages.HelloMessage;

namespace Multiplex.Client;

/// <summary>What a client says about itself and about what its windows inherit.</summary>
public static class ClientIdentity
{
    /// <summary>True when the locale says that the terminal shows UTF-8 (POSIX: LC_ALL, then LC_CTYPE, then LANG).</summary>
    public static bool IsUtf8Locale
    {
        get
        {
            string locale = FirstSet("LC_ALL", "LC_CTYPE", "LANG");
            return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
                || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Everything a new window inherits from this process.</summary>
    public static ContextMessage CaptureContext()
    {
        ProcessContext context = ProcessContext.Capture();
        ResourceLimits limits = context.Limits;
        return new ContextMessage
        {
            Environment = context.Environment.ToArray(),
            Directory = context.WorkingDirectory.ToArray(),
            Umask = context.Umask,
            LoginName = UserDatabase.Find(ProcessContext.UserId)?.Name ?? Variable("LOGNAME"),
            Limits = MemoryMarshal.Cast<ResourceLimits, ulong>(MemoryMarshal.CreateReadOnlySpan(ref limits, 1)).ToArray(),
        };
    }

    /// <summary>A random number for <see cref="HelloMessage.ClientId"/>.</summary>
    public static ulong NewClientId()
    {
        // A new Guid is random, and unlike RandomNumberGenerator it does not load OpenSSL, which takes as long as all the rest of a start.
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        _ = Guid.NewGuid().TryWriteBytes(bytes);
        ulong random = MemoryMarshal.Read<ulong>(bytes) ^ MemoryMarshal.Read<ulong>(bytes[sizeof(ulong)..]);

        // 0 means "no client" in the input ring.
        return random | 1;
    }

    /// <summary>The Hello of a client without a terminal of its own: -ls, -X, -Q, -d.</summary>
    public static HelloMessage CreateHello() => new()
    {
        ProcessId = ProcessContext.ProcessId,
        ClientId = NewClientId(),
        Term = Variable("TERM"),
        ColorTerm = Variable("COLORTERM"),
        TerminalName = TerminalMode.GetName(0) ?? string.Empty,
        Flags = IsUtf8Locale ? HelloFlags.Utf8 : HelloFlags.None,
    };

    /// <summary>The Hello of a client that attaches.</summary>
    /// <param name="terminal">Its terminal.</param>
    /// <param name="clientId">Its number.</param>
    /// <param name="isUtf8">Locale or -U.</param>
    /// <param name="restore">What restores the terminal when the client dies.</param>
    /// <param name="isReconnect">True when it was attached before.</param>
    internal static HelloMessage CreateHello(RawTerminal terminal, ulong clientId, bool isUtf8, byte[] restore, bool isReconnect)
    {
        WindowSize size = terminal.Size;
        TerminalAttributes saved = terminal.Saved;
        return CreateHello() with
        {
            ClientId = clientId,
            TerminalName = TerminalMode.GetName(terminal.Descriptor) ?? string.Empty,
            Columns = size.Columns,
            Rows = size.Rows,
            PixelWidth = size.WidthPixels,
            PixelHeight = size.HeightPixels,
            Flags = HelloFlags.HasTerminal
                | (isUtf8 ? HelloFlags.Utf8 : HelloFlags.None)
                | (isReconnect ? HelloFlags.IsReconnect : HelloFlags.None),
            Termios = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref saved, 1)).ToArray(),
            Restore = restore,
        };
    }

    /// <summary>An environment variable.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its value, empty when it is not set.</returns>
    internal static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;

    private static string FirstSet(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            string value = Variable(name);
            if (value.Length > 0)
            {
                return value;
            }
        }

        return string.Empty;
    }
}
