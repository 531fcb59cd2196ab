using System.Globalization;
using System.Text.Json;

namespace Multiplex.Picker;

/// <summary>Reads what <c>mux -ls --json</c> prints. Fields that a later version adds are passed over.</summary>
internal static class SessionListReader
{
    /// <summary>Reads a list.</summary>
    /// <param name="json">The whole output.</param>
    /// <returns>The sessions in the order of the list; none when the text is not a list.</returns>
    public static IReadOnlyList<PickerSession> Read(string json)
    {
        List<PickerSession> sessions = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("sessions", out JsonElement list)
                && list.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement element in list.EnumerateArray())
                {
                    Add(sessions, element);
                }
            }
        }
        catch (JsonException)
        {
            // An older or a broken mux: there is nothing to choose from, which the picker says.
        }

        return sessions;
    }

    private static void Add(List<PickerSession> sessions, JsonElement element)
    {
        string fullName = Text(element, "session");
        if (fullName.Length == 0)
        {
            return;
        }

        _ = DateTimeOffset.TryParse(Text(element, "created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset created);
        int windows = element.TryGetProperty("windows", out JsonElement count) && count.TryGetInt32Safely(out int number) ? number : -1;
        sessions.Add(new PickerSession(fullName, Text(element, "name"), created, Text(element, "state"), windows));
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    /// <summary>An unknown count stands in the list as null.</summary>
    private static bool TryGetInt32Safely(this JsonElement element, out int value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out value);
    }
}
