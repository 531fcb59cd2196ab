using System.Text;
using Multiplex.Server.Services;

namespace Multiplex.Server.Tests.Commands;

/// <summary>A filter that prints when the test says so.</summary>
internal sealed class FakeFilter(FilterPattern pattern, IReadOnlyList<string> arguments, IFilterEvents events) : IFilterTerminals
{
    public FilterPattern Pattern => pattern;

    public IReadOnlyList<string> Arguments => arguments;

    public IFilterEvents Events => events;

    public StringBuilder FromUser { get; } = new();

    public StringBuilder FromProgram { get; } = new();

    public bool IsDisposed { get; private set; }

    public int Room { get; set; } = 1000;

    public void Write(FilterSide side, ReadOnlySpan<byte> bytes) =>
        (side == FilterSide.User ? FromUser : FromProgram).Append(Encoding.UTF8.GetString(bytes));

    public void Resize(int columns, int rows)
    {
    }

    public void Dispose() => IsDisposed = true;
}
