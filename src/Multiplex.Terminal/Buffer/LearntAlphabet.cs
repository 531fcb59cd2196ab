namespace Multiplex.Terminal.Buffer;

/// <summary>The characters that scrollback's text is packed with: those of text in general, until a block shows that the window's text is
/// made of others.</summary>
internal sealed class LearntAlphabet
{
    /// <summary>A block's first byte: its own alphabet follows.</summary>
    public const byte HasAlphabet = 1;

    /// <summary>A block's first byte: whether a run defines its style stands with its length, and not as a style's number of its own as in
    /// blocks of the first version.</summary>
    public const byte HasShortRuns = 2;

    private const int LearnEvery = 8;

    /// <summary>More exceptions than one in so many characters, and it is worth learning.</summary>
    private const int FewExceptions = 16;

    private readonly byte[] _table = new byte[TextPacking.TableSize];
    private readonly byte[] _alphabet = new byte[TextPacking.AlphabetSize];
    private readonly ushort[] _histogram = new ushort[TextPacking.TableSize];
    private int _lines;
    private int _blockText;
    private int _blockExceptions;
    private bool _isDefault = true;

    /// <summary>The alphabet of text in general.</summary>
    public LearntAlphabet()
    {
        TextPacking.DefaultAlphabet.CopyTo(_alphabet);
        TextPacking.BuildTable(_alphabet, _table);
    }

    /// <summary>Each ASCII byte's code.</summary>
    public ReadOnlySpan<byte> Table => _table;

    /// <summary>Starts a block with the alphabet it is written in.</summary>
    /// <returns>Bytes written.</returns>
    public int BeginBlock(Span<byte> block)
    {
        if (_blockExceptions * FewExceptions > _blockText)
        {
            Learn();
        }

        _blockText = 0;
        _blockExceptions = 0;
        if (_isDefault)
        {
            block[0] = HasShortRuns;
            return 1;
        }

        block[0] = HasShortRuns | HasAlphabet;
        _alphabet.CopyTo(block[1..]);
        return 1 + TextPacking.AlphabetSize;
    }

    /// <summary>Takes a line of text into account; few are enough to know them all.</summary>
    public void See(ReadOnlySpan<byte> text)
    {
        if (_lines++ % LearnEvery == 0)
        {
            Count(text);
        }
    }

    /// <summary>Takes into account how well a line could be packed.</summary>
    public void Packed(int length, int exceptions)
    {
        _blockText += length;
        _blockExceptions += exceptions;
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            ref ushort count = ref _histogram[value & 0x7F];
            if (++count == ushort.MaxValue)
            {
                Halve();
            }
        }
    }

    private void Halve()
    {
        foreach (ref ushort count in _histogram.AsSpan())
        {
            count /= 2;
        }
    }

    /// <summary>Takes the characters that came most often into the alphabet.</summary>
    private void Learn()
    {
        Span<int> order = stackalloc int[TextPacking.TableSize];
        for (int value = 0; value < order.Length; value++)
        {
            order[value] = -(_histogram[value] << 7) + value;
        }

        order.Sort();
        for (int code = 0; code < TextPacking.AlphabetSize; code++)
        {
            _alphabet[code] = (byte)(order[code] & 0x7F);
        }

        TextPacking.BuildTable(_alphabet, _table);
        _isDefault = false;
        Halve();
    }
}
