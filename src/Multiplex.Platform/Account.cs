using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>Passwords of accounts.</summary>
public static unsafe class Account
{
    /// <summary>Compares a password with that of an account.</summary>
    /// <param name="name">The login name.</param>
    /// <param name="password">What was typed.</param>
    /// <returns>Whether it is the account's; null when the account has none, or this process may not read it.</returns>
    public static bool? TryCheck(string name, string password)
    {
        fixed (byte* account = NativeText.Terminate(name))
        fixed (byte* text = NativeText.Terminate(password))
        {
            int result = Shims.AccountCheck(account, text);
            return result < 0 ? null : result != 0;
        }
    }
}
