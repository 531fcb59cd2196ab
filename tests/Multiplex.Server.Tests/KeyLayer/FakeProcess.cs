using System.Text;
using Multiplex.Server.Model;

namespace Multiplex.Server.Tests.KeyLayer;

/// <summary>A program that keeps what was typed into it.</summary>
internal sealed class FakeProcess : IWindowProcess
{
    private readonly List<byte> _typed = [];

    public int HolderId { get; init; } = 1;

    public int Pid { get; init; } = 100;

    public string TerminalName { get; init; } = "/dev/pts/28";

    public bool IsReplaying => false;

    public InputOrigin LastOrigin { get; private set; }

    public int Writes { get; private set; }

    public (int Columns, int Rows)? Size { get; private set; }

    public string Typed => Encoding.UTF8.GetString([.. _typed]);

    public bool Write(ReadOnlySpan<byte> bytes, InputOrigin origin)
    {
        _typed.AddRange(bytes);
        LastOrigin = origin;
        Writes++;
        return true;
    }

    public bool Paste(RegisterText text, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        byte[] typed = text.ToArray();
        typed.AsSpan().Replace((byte)'\n', (byte)'\r');
        return Write([.. start, .. typed, .. end], InputOrigin.None);
    }

    public void Reply(ReadOnlySpan<byte> bytes)
    {
    }

    public void Resize(int columns, int rows) => Size = (columns, rows);

    public void Changed()
    {
    }

    public void Signal(int signal)
    {
    }

    public void Continue()
    {
    }

    public void Close()
    {
    }
}
