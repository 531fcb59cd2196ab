using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>Passwords of accounts, and those that crypt(3) has hashed.</summary>
public static unsafe class Account
{
    private const int MaxHash = 512;
    private const string SaltLetters = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Hashes a password with a salt of its own (SHA-512, crypt(5)).</summary>
    /// <param name="password">What was typed.</param>
    /// <returns>The hash, or null where the system has no crypt(3).</returns>
    public static string? Hash(string password)
    {
        // A salt is no secret, it only has to be another one each time; the runtime's cryptography would need a libssl, and end the process without one.
        string salt = string.Concat(Guid.NewGuid().ToByteArray().Select(static value => SaltLetters[value & 63]));
        return Hash(password, "$6$" + salt);
    }

    /// <summary>Compares a password with a hash, of any method that the system knows.</summary>
    /// <param name="password">What was typed.</param>
    /// <param name="hash">What <see cref="Hash(string)"/> gave, or another program that uses crypt(3).</param>
    /// <returns>Whether it is the one; null when the system cannot tell.</returns>
    public static bool? Matches(string password, string hash) => Hash(password, hash) is { } made ? made == hash : null;

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

    private static string? Hash(string password, string setting)
    {
        byte[] made = new byte[MaxHash];
        fixed (byte* text = NativeText.Terminate(password))
        fixed (byte* salt = NativeText.Terminate(setting))
        fixed (byte* hash = made)
        {
            return Shims.PasswordHash(text, salt, hash, MaxHash) < 0 ? null : NativeText.Read(made);
        }
    }
}
