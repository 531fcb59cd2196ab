using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.State;

/// <summary>The kitty keyboard protocol's flags, with a stack for each screen, and xterm's modifyOtherKeys.</summary>
internal sealed class KeyboardState
{
    private readonly List<byte> _primary = [];
    private readonly List<byte> _alternate = [];
    private byte _primaryFlags;
    private byte _alternateFlags;

    /// <summary>xterm's modifyOtherKeys, 0..3.</summary>
    public byte ModifyOtherKeys { get; set; }

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
        ModifyOtherKeys = 0;
    }
}
