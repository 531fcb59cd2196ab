namespace Multiplex.Server.Model;

/// <summary>A named arrangement of regions (<c>layout</c>).</summary>
internal sealed class Layout
{
    /// <summary>Its number.</summary>
    public int Number { get; set; }

    /// <summary>Its title.</summary>
    public string Title { get; set; } = string.Empty;
}
