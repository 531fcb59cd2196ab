namespace Multiplex.Terminal.Input;

/// <summary>Keys that are not characters. The values of a group follow one another.</summary>
public enum TerminalKey : byte
{
    /// <summary>A character: see <see cref="KeyEvent.CodePoint"/>.</summary>
    Character = 0,

    /// <summary>Cursor up.</summary>
    Up,

    /// <summary>Cursor down.</summary>
    Down,

    /// <summary>Cursor right.</summary>
    Right,

    /// <summary>Cursor left.</summary>
    Left,

    /// <summary>The middle of the keypad without NumLock.</summary>
    Begin,

    /// <summary>End.</summary>
    End,

    /// <summary>Home.</summary>
    Home,

    /// <summary>Insert.</summary>
    Insert,

    /// <summary>Delete.</summary>
    Delete,

    /// <summary>Page up.</summary>
    PageUp,

    /// <summary>Page down.</summary>
    PageDown,

    /// <summary>Return.</summary>
    Enter,

    /// <summary>Tab.</summary>
    Tab,

    /// <summary>Backspace.</summary>
    Backspace,

    /// <summary>Escape.</summary>
    Escape,

    /// <summary>F1.</summary>
    F1,

    /// <summary>F2.</summary>
    F2,

    /// <summary>F3.</summary>
    F3,

    /// <summary>F4.</summary>
    F4,

    /// <summary>F5.</summary>
    F5,

    /// <summary>F6.</summary>
    F6,

    /// <summary>F7.</summary>
    F7,

    /// <summary>F8.</summary>
    F8,

    /// <summary>F9.</summary>
    F9,

    /// <summary>F10.</summary>
    F10,

    /// <summary>F11.</summary>
    F11,

    /// <summary>F12.</summary>
    F12,

    /// <summary>F13.</summary>
    F13,

    /// <summary>F14.</summary>
    F14,

    /// <summary>F15.</summary>
    F15,

    /// <summary>F16.</summary>
    F16,

    /// <summary>F17.</summary>
    F17,

    /// <summary>F18.</summary>
    F18,

    /// <summary>F19.</summary>
    F19,

    /// <summary>F20.</summary>
    F20,

    /// <summary>Keypad 0.</summary>
    Keypad0,

    /// <summary>Keypad 1.</summary>
    Keypad1,

    /// <summary>Keypad 2.</summary>
    Keypad2,

    /// <summary>Keypad 3.</summary>
    Keypad3,

    /// <summary>Keypad 4.</summary>
    Keypad4,

    /// <summary>Keypad 5.</summary>
    Keypad5,

    /// <summary>Keypad 6.</summary>
    Keypad6,

    /// <summary>Keypad 7.</summary>
    Keypad7,

    /// <summary>Keypad 8.</summary>
    Keypad8,

    /// <summary>Keypad 9.</summary>
    Keypad9,

    /// <summary>Keypad decimal point.</summary>
    KeypadDecimal,

    /// <summary>Keypad divide.</summary>
    KeypadDivide,

    /// <summary>Keypad multiply.</summary>
    KeypadMultiply,

    /// <summary>Keypad minus.</summary>
    KeypadSubtract,

    /// <summary>Keypad plus.</summary>
    KeypadAdd,

    /// <summary>Keypad Enter.</summary>
    KeypadEnter,

    /// <summary>Keypad equals.</summary>
    KeypadEqual,

    /// <summary>Keypad comma.</summary>
    KeypadSeparator,
}

/// <summary>Modifiers, with the bits of xterm and of the kitty keyboard protocol.</summary>
[Flags]
public enum KeyModifiers : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Shift.</summary>
    Shift = 1,

    /// <summary>Alt.</summary>
    Alt = 2,

    /// <summary>Control.</summary>
    Control = 4,

    /// <summary>Super.</summary>
    Super = 8,

    /// <summary>Hyper.</summary>
    Hyper = 16,

    /// <summary>Meta.</summary>
    Meta = 32,

    /// <summary>CapsLock is on.</summary>
    CapsLock = 64,

    /// <summary>NumLock is on.</summary>
    NumLock = 128,
}

/// <summary>What happened to a key.</summary>
public enum KeyAction : byte
{
    /// <summary>Pressed.</summary>
    Press = 1,

    /// <summary>Repeated while it is held.</summary>
    Repeat = 2,

    /// <summary>Released.</summary>
    Release = 3,
}

/// <summary>A key event.</summary>
/// <param name="Key">Which key.</param>
/// <param name="CodePoint">Of a character: what it types with the modifiers that choose characters, as Shift; 0 for other keys.</param>
/// <param name="Modifiers">Modifiers that are held.</param>
/// <param name="Action">What happened.</param>
/// <param name="UnshiftedCodePoint">The character of the key without Shift, 0 when unknown (kitty's key code).</param>
/// <param name="BaseCodePoint">The character at the key's place on a US keyboard, 0 when unknown.</param>
public readonly record struct KeyEvent(
    TerminalKey Key,
    int CodePoint = 0,
    KeyModifiers Modifiers = KeyModifiers.None,
    KeyAction Action = KeyAction.Press,
    int UnshiftedCodePoint = 0,
    int BaseCodePoint = 0)
{
    /// <summary>A character without more ado.</summary>
    /// <param name="codePoint">The character.</param>
    /// <param name="modifiers">Modifiers that are held.</param>
    public static KeyEvent Character(int codePoint, KeyModifiers modifiers = KeyModifiers.None) =>
        new(TerminalKey.Character, codePoint, modifiers);
}
