using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.State;

/// <summary>The kitty keyboard protocol's flags, with a stack for each screen, and xterm's options of what keys send with
/// modifiers.</summary>
internal sealed class KeyboardState
{
    private readonly List<byte> _primary = [];
    private readonly List<byte> _alternate = [];
    private byte _primaryFlags;
    private byte _alternateFlags;

    /// <summary>modifyCursorKeys.</summary>
    public const int CursorKeys = 1;

    /// <summary>modifyFunctionKeys.</summary>
    public const int FunctionKeys = 2;

    /// <summary>modifyOtherKeys and formatOtherKeys.</summary>
    public const int OtherKeys = 4;

    /// <summary>Modifiers change nothing.</summary>
    public const int Disabled = -1;

    /// <summary>One past the last number of a resource.</summary>
    public const int Resources = LastResource + 1;

    private const int LastResource = 7;
    private const int LargestLevel = 3;

    private readonly sbyte[] _modify = new sbyte[LastResource + 1];
    private readonly byte[] _format = new byte[LastResource + 1];

    /// <summary>xterm's modifyOtherKeys, 0..3.</summary>
    public byte ModifyOtherKeys => (byte)Math.Max(_modify[OtherKeys], (sbyte)0);

    /// <summary>True when keys send something that <see cref="ModifyOtherKeys"/> alone does not tell.</summary>
    public bool HasUnusualOptions =>
        _format[OtherKeys] != 0 || _modify[CursorKeys] != Initial(CursorKeys) || _modify[FunctionKeys] != Initial(FunctionKeys);

    /// <summary>True for the numbers of xterm's resources: modifyKeyboard, CursorKeys, FunctionKeys, KeypadKeys, OtherKeys, ModifierKeys,
    /// SpecialKeys.</summary>
    public static bool IsResource(int resource) => resource is >= 0 and <= LastResource and not 5;

    /// <summary>A resource's value after a reset.</summary>
    public static int Initial(int resource) => resource is CursorKeys or FunctionKeys ? 2 : 0;

    /// <summary>How modifiers change what a group of keys sends, -1..3.</summary>
    public int Modify(int resource) => _modify[resource];

    /// <summary>Sets it; an unknown resource or value changes nothing.</summary>
    public void SetModify(int resource, int value)
    {
        if (IsResource(resource) && value >= Disabled)
        {
            _modify[resource] = (sbyte)Math.Min(value, LargestLevel);
        }
    }

    /// <summary>In which form a group of keys sends its modifiers, 0 or 1.</summary>
    public int Format(int resource) => _format[resource];

    /// <summary>Sets it; an unknown resource or value changes nothing.</summary>
    public void SetFormat(int resource, int value)
    {
        if (IsResource(resource) && value is 0 or 1)
        {
            _format[resource] = (byte)value;
        }
    }

    /// <summary>XTMODKEYS without parameters: all as after a reset.</summary>
    public void ResetOptions()
    {
        for (int resource = 0; resource <= LastResource; resource++)
        {
            _modify[resource] = (sbyte)Initial(resource);
        }
    }

    /// <summary>The flags in force on a screen, 0..31.</summary>
    public byte Flags(bool isAlternate) => isAlternate ? _alternateFlags : _primaryFlags;

    /// <summary>The stack of a screen from the oldest entry.</summary>
    public List<byte> Stack(bool isAlternate) => isAlternate ? _alternate : _primary;

    /// <summary>Sets the flags of a screen.</summary>
    public void SetFlags(bool isAlternate, int flags)
    {
        if (isAlternate)
        {
            _alternateFlags = (byte)(flags & 31);
        }
        else
        {
            _primaryFlags = (byte)(flags & 31);
        }
    }

    /// <summary>Saves the flags and sets new ones; the oldest entry of a full stack is forgotten.</summary>
    public void Push(bool isAlternate, int flags)
    {
        List<byte> stack = Stack(isAlternate);
        if (stack.Count >= ParserLimits.MaxKeyboardStack)
        {
            stack.RemoveAt(0);
        }

        stack.Add(Flags(isAlternate));
        SetFlags(isAlternate, flags);
    }

    /// <summary>Puts back flags that were saved; an empty stack gives 0.</summary>
    public void Pop(bool isAlternate, int count)
    {
        List<byte> stack = Stack(isAlternate);
        int taken = Math.Min(count, stack.Count);
        SetFlags(isAlternate, taken < count ? 0 : stack[^taken]);
        stack.RemoveRange(stack.Count - taken, taken);
    }

    /// <summary>Everything off.</summary>
    public void Reset()
    {
        _primary.Clear();
        _alternate.Clear();
        _primaryFlags = 0;
        _alternateFlags = 0;
        ResetOptions();
        Array.Clear(_format);
    }
}
