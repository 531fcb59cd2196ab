using Xunit.Sdk;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>
/// Feeds terminals with grammar, with damaged grammar and with noise, resizes and reloads them, and looks at the invariants in between.
/// </summary>
internal sealed class Fuzzer
{
    private const int BytesPerTerminal = 200_000;
    private static readonly (int Columns, int Rows)[] Extremes =
        [(1, 1), (1, 50), (300, 1), (2, 2), (80, 24), (132, 50), (3, 100), (500, 3)];

    private readonly Random _random;
    private readonly byte[] _pool;
    private readonly byte[] _piece = new byte[4096];
    private int _seed;

    public Fuzzer(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _pool = new ByteGrammar(seed).Next(1 << 20);
    }

    /// <summary>Bytes fed so far.</summary>
    public long Bytes { get; private set; }

    public void RunOneTerminal()
    {
        var subject = new Subject(_seed++);
        TerminalEmulator terminal = subject.Terminal;
        for (int fed = 0; fed < BytesPerTerminal;)
        {
            ReadOnlySpan<byte> piece = NextPiece();
            Feed(terminal, piece);
            fed += piece.Length;
            Bytes += piece.Length;
            if (_random.Next(20) == 0)
            {
                Resize(terminal);
            }
        }
    }

    private void Feed(TerminalEmulator terminal, ReadOnlySpan<byte> piece)
    {
        try
        {
            terminal.Feed(piece);
        }
        catch (Exception error)
        {
            throw new XunitException($"seed {_seed}, {terminal.Columns}x{terminal.Rows}, bytes {Convert.ToHexString(piece)}:\n{error}");
        }

        Look(terminal, piece);
    }

    private void Resize(TerminalEmulator terminal)
    {
        (int columns, int rows) = _random.Next(4) == 0
            ? Extremes[_random.Next(Extremes.Length)]
            : (_random.Next(1, 140), _random.Next(1, 60));
        string before = $"from {terminal.Columns}x{terminal.Rows} to {columns}x{rows}";
        try
        {
            terminal.Resize(columns, rows);
        }
        catch (Exception error)
        {
            throw new XunitException($"seed {_seed}, resize {before}:\n{error}");
        }

        Look(terminal, default);
        if (terminal.Columns != columns || terminal.Rows != rows)
        {
            throw new XunitException($"seed {_seed}: resize {before} gave {terminal.Columns}x{terminal.Rows}");
        }
    }

    private void Look(TerminalEmulator terminal, ReadOnlySpan<byte> piece)
    {
        if (Invariants.FirstBroken(terminal) is { } broken)
        {
            string size = $"{terminal.Columns}x{terminal.Rows}";
            throw new XunitException($"seed {_seed}, {size}: {broken}, after bytes {Convert.ToHexString(piece)}");
        }
    }

    /// <summary>A slice of the pool, at times with some bytes changed, or noise.</summary>
    private ReadOnlySpan<byte> NextPiece()
    {
        int length = _random.Next(1, _piece.Length + 1);
        Span<byte> piece = _piece.AsSpan(0, length);
        if (_random.Next(10) == 0)
        {
            _random.NextBytes(piece);
            return piece;
        }

        _pool.AsSpan(_random.Next(_pool.Length - length), length).CopyTo(piece);
        for (int i = _random.Next(3) == 0 ? length / 32 : 0; i > 0; i--)
        {
            piece[_random.Next(length)] = (byte)_random.Next(256);
        }

        return piece;
    }
}
