namespace Multiplex.Server.Services;

/// <summary>The output of an external program for status lines (<c>backtick</c>).</summary>
internal sealed class Backtick
{
}
