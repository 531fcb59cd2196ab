using BenchmarkDotNet.Attributes;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Benchmarks;

/// <summary>Throughput and allocations of the engine; an operation is one payload of a megabyte.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private EngineRun? _run;

    /// <summary>Kind of output.</summary>
    [ParamsSource(nameof(PayloadNames))]
    public string Payload { get; set; } = "";

    /// <summary>All kinds.</summary>
    public static IEnumerable<string> PayloadNames => Payloads.Names;

    /// <summary>Fills the scrollback, so that what is measured is the steady state.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _run = new EngineRun(Payload);
        _ = _run.AllocatedBytes();
    }

    /// <summary>One megabyte in pieces of 64 KiB.</summary>
    [Benchmark]
    public void Feed() => _run!.Pass();
}

/// <summary>Filling a scrollback of 100,000 lines; the column for the allocated memory tells what the lines cost.</summary>
[MemoryDiagnoser]
public class ScrollbackBenchmarks
{
    /// <summary>Plain lines of 70 characters; returns bytes held a line.</summary>
    [Benchmark]
    public double Plain() => EngineRun.BytesPerLine(ScrollbackLines.Plain, ScrollbackLines.Count);

    /// <summary>Styled lines of 70 characters; returns bytes held a line.</summary>
    [Benchmark]
    public double Styled() => EngineRun.BytesPerLine(ScrollbackLines.Styled, ScrollbackLines.Count);
}
