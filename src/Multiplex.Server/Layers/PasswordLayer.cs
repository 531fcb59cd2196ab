using System.Text;
using Multiplex.Platform;
using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>
/// The question for the session's password (<c>password</c>) or the owner's account's (<c>auth</c>), on an empty display. It gets the keys before all tables, so
/// that no binding does anything, and a wrong password ends the display, as in screen.
/// </summary>
/// <param name="admitted">Runs once the password was given.</param>
internal sealed class PasswordLayer(Action<Display> admitted) : Layer
{
    private const string Question = "Screen password: ";

    /// <summary>What is beyond belongs to no password.</summary>
    private const int MaxLength = 512;

    /// <summary>What is typed while the account's password is compared waits, up to this many bytes.</summary>
    private const int MaxTypedAhead = 4096;

    private readonly List<byte> _typed = [];
    private readonly List<byte> _typedAhead = [];
    private Sequence _sequence;
    private bool _isChecking;

    /// <summary>Keys without a character, and the marks around a paste, belong to no password.</summary>
    private enum Sequence : byte
    {
        None,
        Escape,
        Control,
    }

    /// <summary>The hash of what somebody is asked for, or empty: the owner's is the session's, that of a guest came with <c>acladd</c>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="user">Who attaches.</param>
    public static string HashFor(Session session, string user) =>
        user == session.Owner ? session.Settings.Password : session.Users.Find(known => known.Name == user)?.Password ?? string.Empty;

    /// <summary>
    /// Whether somebody is asked when they attach. <c>auth</c> asks the owner alone: the system says who a guest is, and their account's password is not this
    /// process's to check.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="user">Who attaches.</param>
    public static bool Asks(Session session, string user) =>
        HashFor(session, user).Length > 0 || (session.Settings.Authenticate && user == session.Owner);

    /// <summary>Guards a display whose user has a password; that of another one is admitted at once.</summary>
    /// <param name="display">The display.</param>
    /// <param name="admitted">Runs once the password was given.</param>
    public static void Guard(Display display, Action<Display> admitted)
    {
        if (!Asks(display.Session, UserOf(display)))
        {
            admitted(display);
            return;
        }

        display.Guard = new PasswordLayer(admitted);
        display.Session.Host.Invalidate(display);
    }

    /// <summary>Takes typed bytes; those behind the end of the password's line are the session's.</summary>
    /// <param name="display">Where they were typed.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>How many were taken.</returns>
    public int Take(Display display, ReadOnlySpan<byte> bytes)
    {
        if (_isChecking)
        {
            _typedAhead.AddRange(bytes[..Math.Min(bytes.Length, MaxTypedAhead - _typedAhead.Count)]);
            return bytes.Length;
        }

        for (int index = 0; index < bytes.Length; index++)
        {
            byte key = bytes[index];
            if (key is (byte)'\r' or (byte)'\n')
            {
                Check(display);
                return _isChecking ? index + 1 + Take(display, bytes[(index + 1)..]) : index + 1;
            }

            if (!IsInSequence(key))
            {
                Edit(key);
            }
        }

        return bytes.Length;
    }

    /// <inheritdoc/>
    public override void HandleKey(Display display, KeyPress key)
    {
        // All keys come by Take.
    }

    /// <inheritdoc/>
    public override void Compose(Display display, Frame frame, Rectangle area)
    {
        CellText.Clear(frame, area);
        CellText.Write(frame, area.Row, area.Column, area.Right, Question, 0);
    }

    /// <inheritdoc/>
    public override CursorPlace Cursor(Display display, Rectangle area) => new(area.Row, Math.Min(Question.Length, Math.Max(area.Right - 1, 0)), IsVisible: true);

    private static string UserOf(Display display) => display.User?.Name ?? display.Session.Owner;

    private bool IsInSequence(byte key)
    {
        bool isInside = _sequence != Sequence.None || key == KeyPress.Escape;
        _sequence = key == KeyPress.Escape ? Sequence.Escape
            : _sequence == Sequence.Escape && key is (byte)'[' or (byte)'O' ? Sequence.Control
            : _sequence == Sequence.Control && key is < 0x40 or > 0x7E ? Sequence.Control
            : Sequence.None;
        return isInside;
    }

    private void Edit(byte key)
    {
        switch (key)
        {
            case (byte)'\b' or KeyPress.Delete:
                if (_typed.Count > 0)
                {
                    _typed.RemoveAt(_typed.Count - 1);
                }

                break;
            case 'U' & 0x1F or 'C' & 0x1F:
                _typed.Clear();
                break;
            case >= 0x20 when _typed.Count < MaxLength:
                _typed.Add(key);
                break;
        }
    }

    private void Check(Display display)
    {
        string typed = Encoding.UTF8.GetString(_typed.ToArray());
        _typed.Clear();
        if (HashFor(display.Session, UserOf(display)) is { Length: > 0 } hash)
        {
            Decide(display, Account.Matches(typed, hash) == true);
        }
        else
        {
            _isChecking = true;
            display.Session.Host.CheckAccount(typed, isRight => Decide(display, isRight));
        }
    }

    private void Decide(Display display, bool isRight)
    {
        if (!ReferenceEquals(display.Guard, this) || !display.Session.Displays.Contains(display))
        {
            return;
        }

        if (!isRight)
        {
            display.Session.Host.Detach(display, DetachReason.Refused);
            return;
        }

        display.Guard = null;
        display.Session.Host.Invalidate(display);
        admitted(display);
        if (_typedAhead.Count > 0)
        {
            display.Keys.HandleInput(_typedAhead.ToArray(), display.InputOffset - (ulong)_typedAhead.Count);
        }
    }
}
