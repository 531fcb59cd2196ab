namespace Multiplex.Picker;

/// <summary>A session as the picker shows it.</summary>
/// <param name="FullName"><c>PID.NAME</c>.</param>
/// <param name="Name">The name alone.</param>
/// <param name="Created">When it was started.</param>
/// <param name="State"><c>attached</c>, <c>detached</c>, <c>dead</c> …, as <c>mux -ls --json</c> says.</param>
/// <param name="Windows">How many windows it has, or -1 when that is not known.</param>
internal readonly record struct PickerSession(string FullName, string Name, DateTimeOffset Created, string State, int Windows)
{
    /// <summary>Whether there is anything to come back to.</summary>
    public bool IsAlive => State is "attached" or "detached";

    /// <summary>Whether a terminal shows it now.</summary>
    public bool IsAttached => State == "attached";
}
