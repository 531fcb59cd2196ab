namespace Multiplex.EndToEndTests.Harness;

/// <summary>
/// The build that dies where a test tells it to (<c>-p:FaultInjection=true</c>): the one that MUX_FAULTY_BIN names, else one that is published once from this
/// very source, into directories of its own. Its tests are skipped where the machine cannot publish.
/// </summary>
internal static class FaultyBinary
{
    private static readonly Lazy<string?> s_path = new(Find);

    public static string Path
    {
        get
        {
            Skip.If(s_path.Value is null, "the build with injected faults could not be published");
            return s_path.Value!;
        }
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("MUX_FAULTY_BIN");
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named) ? System.IO.Path.GetFullPath(named) : throw new FileNotFoundException($"MUX_FAULTY_BIN={named} does not exist");
        }

        string root = MuxBinary.FindRoot();
        string published = System.IO.Path.Combine(root, "artifacts", "faulty", "mux");
        return MuxBinary.IsCurrent(published) || MuxBinary.Publish(
            root,
            System.IO.Path.GetDirectoryName(published)!,
            "-p:FaultInjection=true",
            "-p:RunAnalyzers=false",
            "--artifacts-path",
            System.IO.Path.Combine(root, "artifacts", "faulty-build"))
            ? published
            : null;
    }
}
