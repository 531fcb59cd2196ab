using System.Text;
using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>
/// The owner's account password, compared on their behalf (<c>auth</c>). Linux-PAM's unix_chkpwd does it, which may read what this process may not; it can take
/// its time, so nobody waits for it.
/// </summary>
internal static class AccountCheck
{
    /// <summary>The program that compares, or null where there is none.</summary>
    public static string? Program { get; } =
        Array.Find(["/usr/sbin/unix_chkpwd", "/sbin/unix_chkpwd", "/usr/bin/unix_chkpwd"], File.Exists);

    /// <summary>Whether the account's password can be compared on this machine.</summary>
    public static bool IsPossible { get; } = Program is not null || Account.TryCheck(Users.Self.Name, string.Empty) is not null;

    /// <summary>Compares a password with that of the account that the daemon runs for.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="program">As <see cref="Program"/>: it gets the password, ended by NUL, on its standard input, and says by its status.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="answered">Told whether it is the right one, in a later turn.</param>
    public static void Start(EventLoop loop, string? program, string password, Action<bool> answered)
    {
        // No password has a NUL, which would end it early for whoever compares.
        if (password.Contains('\0', StringComparison.Ordinal))
        {
            loop.Post(() => answered(false));
            return;
        }

        try
        {
            if (program is not null && TryStart(loop, program, password, answered))
            {
                return;
            }
        }
        catch (PosixException)
        {
            // Without a process or a pipe it is left to what this process can read itself.
        }

        loop.Post(() => answered(Account.TryCheck(Users.Self.Name, password) == true));
    }

    private static bool TryStart(EventLoop loop, string program, string password, Action<bool> answered)
    {
        using PipePair pipe = new();
        PosixFile.SetNonBlocking(pipe.Reader.Value, isNonBlocking: false);

        // A password is shorter than any pipe, so that writing it never waits.
        if (!PosixFile.Write(pipe.Writer, Encoding.UTF8.GetBytes(password + '\0')).IsSuccess)
        {
            return false;
        }

        int processId = ProcessStarter.Start(new ProcessStart(program, ["unix_chkpwd", Users.Self.Name, "nonull"]) { Environment = [], Directory = "/", Input = pipe.Reader });
        new ChildReaper(loop).Add(processId, status => answered(status == 0));
        return true;
    }
}
