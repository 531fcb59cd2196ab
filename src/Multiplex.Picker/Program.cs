namespace Multiplex.Picker;

internal static class Program
{
    private static int Main() => 0;
}
