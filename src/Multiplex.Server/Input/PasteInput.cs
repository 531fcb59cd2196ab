using System.Text;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;

namespace Multiplex.Server.Input;

/// <summary>Text that the outer terminal brackets as pasted (mode 2004): no key in it means anything.</summary>
/// <param name="display">The display.</param>
internal sealed class PasteInput(Display display)
{
    /// <summary>Longest paste into a prompt; longer ones are cut, since no command line needs more.</summary>
    private const int MaxPromptPaste = 64 * 1024;

    private static readonly byte[] End = "\e[201~"u8.ToArray();

    private readonly List<byte> _text = [];

    /// <summary>True from the start marker to the end marker.</summary>
    public bool IsActive { get; private set; }

    /// <summary>True when the pasted bytes, markers included, reach the window as they came.</summary>
    public bool ReachesWindow { get; private set; }


    /// <summary>The start marker was read.</summary>
    public void Begin()
    {
        IsActive = true;
        ReachesWindow = SharedLayers.Target(display, out _) is null;
        _text.Clear();
    }

    /// <summary>Takes pasted bytes up to the end marker.</summary>
    /// <param name="input">The input from here on.</param>
    /// <param name="isFinal">No more bytes will follow soon.</param>
    /// <returns>How many bytes were taken; 0 when more are needed.</returns>
    public int Take(ReadOnlySpan<byte> input, bool isFinal)
    {
        int end = input.IndexOf(End);
        if (end >= 0)
        {
            Collect(input[..end]);
            Finish();
            return end + End.Length;
        }

        int kept = isFinal ? 0 : PartialEnd(input);
        Collect(input[..^kept]);
        return input.Length - kept;
    }

    private static int PartialEnd(ReadOnlySpan<byte> input)
    {
        for (int length = Math.Min(End.Length - 1, input.Length); length > 0; length--)
        {
            if (input.EndsWith(End.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }

    private void Collect(ReadOnlySpan<byte> bytes)
    {
        if (!ReachesWindow)
        {
            _text.AddRange(bytes[..Math.Min(bytes.Length, MaxPromptPaste - _text.Count)]);
        }
    }

    private void Finish()
    {
        IsActive = false;
        if (!ReachesWindow && SharedLayers.Target(display, out Display owner) is { WantsPaste: true } layer && SharedLayers.MayOperate(display, owner))
        {
            layer.HandlePaste(owner, Encoding.UTF8.GetString(_text.ToArray()));
        }

        _text.Clear();
    }
}
