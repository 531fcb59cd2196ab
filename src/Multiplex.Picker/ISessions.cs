namespace Multiplex.Picker;

/// <summary>What the picker asks of mux.</summary>
internal interface ISessions
{
    /// <summary>The sessions, the youngest first.</summary>
    public IReadOnlyList<PickerSession> List();

    /// <summary>Takes a session away from whoever is attached to it.</summary>
    /// <param name="session">Which.</param>
    /// <returns>What went wrong, or null.</returns>
    public string? Detach(PickerSession session);

    /// <summary>Ends a session with all of its programs.</summary>
    /// <param name="session">Which.</param>
    /// <returns>What went wrong, or null.</returns>
    public string? Kill(PickerSession session);
}
