using System.Text;
using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Client;

/// <summary>
/// screen's own lock, which runs where there is no $LOCKPRG: asks for the account's password, or first for a key where the account has none that can be
/// checked. It is a process of its own on the client's terminal; the session runs on meanwhile.
/// </summary>
public static class TerminalLock
{
    /// <summary>The option that makes mux the lock.</summary>
    public const string Option = "--lock";

    /// <summary>Longest line that is read; what is beyond belongs to no password.</summary>
    private const int MaxLine = 512;

    private const int Unlocked = 0;
    private const int Failed = 1;

    /// <summary>Between tries: guessing by a program must not be quick.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <summary>Locks the terminal of standard input until the right line is typed.</summary>
    /// <returns>0 when it was, or when no key was agreed on; 1 when the terminal is gone.</returns>
    public static int Run()
    {
        // Nothing that is typed ends or stops the lock; a hang-up does, and then the client leaves as well.
        SignalPipe.Ignore(SignalKind.Interrupt);
        SignalPipe.Ignore(SignalKind.Quit);
        SignalPipe.Ignore(SignalKind.Stop);
        if (!TerminalMode.IsTerminal(0))
        {
            return Failed;
        }

        TerminalAttributes saved = TerminalMode.Get(0);
        try
        {
            TerminalMode.Set(0, TerminalMode.WithoutEcho(saved), flush: true);
            return Lock();
        }
        catch (PosixException)
        {
            return Failed;
        }
        finally
        {
            Restore(saved);
        }
    }

    private static int Lock()
    {
        UserEntry? user = UserDatabase.Find(ProcessContext.UserId);
        string name = user?.Name ?? ClientIdentity.Variable("LOGNAME");
        string? key = null;
        BareOutput.Write("\e[H\e[J");
        if (Account.TryCheck(name, string.Empty) is null)
        {
            key = ReadLine("\nKey:   ");
            string? again = key is null ? null : ReadLine("Again: ");
            if (key is null || again is null)
            {
                return Failed;
            }

            if (key != again)
            {
                BareOutput.Write("Passwords don't match.\n");
                Pause();
                return Unlocked;
            }
        }

        while (true)
        {
            string? typed = ReadLine($"Screen used by {name} <{name}> on {HostName()}.\nPassword:");
            if (typed is null)
            {
                return Failed;
            }

            if (key is null ? Account.TryCheck(name, typed) == true : typed == key)
            {
                return Unlocked;
            }

            Pause();
        }
    }

    private static string HostName()
    {
        string host = Environment.MachineName;
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? host[..dot] : host;
    }

    /// <summary>Asks, and reads up to the end of the line.</summary>
    /// <returns>The line, or null when the terminal is gone.</returns>
    private static string? ReadLine(string prompt)
    {
        BareOutput.Write(prompt);
        byte[] line = new byte[MaxLine];
        int length = 0;
        FileDescriptor input = new(0);
        using Poller poller = new();
        poller.Add(0, PollEvents.Read, 0);
        try
        {
            while (true)
            {
                poller.Wait(new ReadyEvent[1], -1);
                IoResult result = PosixFile.Read(input, line.AsSpan(length));
                if (result.IsWouldBlock || result.Error == Errno.Interrupted)
                {
                    continue;
                }

                // Nothing at all is a ^D, which is an empty line, or the end of the terminal, which its modes tell.
                if (result.Value < 0 || (result.Value == 0 && !TerminalMode.IsTerminal(0)))
                {
                    return null;
                }

                length += result.Bytes;
                if (result.Value == 0 || length == line.Length || line.AsSpan(0, length).Contains((byte)'\n'))
                {
                    BareOutput.Write("\n");
                    return Encoding.UTF8.GetString(line, 0, length).TrimEnd('\n');
                }
            }
        }
        finally
        {
            input.Release();
        }
    }

    private static void Pause()
    {
        using Poller nothing = new();
        nothing.Wait(new ReadyEvent[1], (int)s_pause.TotalMilliseconds);
    }

    private static void Restore(in TerminalAttributes saved)
    {
        try
        {
            TerminalMode.Set(0, saved, flush: true);
        }
        catch (PosixException)
        {
            // The terminal is gone, and so is what was to be restored.
        }
    }
}
