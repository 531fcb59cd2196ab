using System.Buffers;
using System.Text;
using System.Text.Json;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Commands;

/// <summary>
/// Answers of <c>-Q --json</c>. Each is an object with <c>version</c> (of its form, raised when a member changes its meaning) and
/// <c>session</c>; members are
/// only ever added.
/// </summary>
internal static class QueryJson
{
    /// <summary>The version of the forms.</summary>
    public const int Version = 1;

    /// <summary>The answer of a command.</summary>
    /// <param name="context">What is asked about.</param>
    /// <param name="command"><c>windows</c>, <c>info</c> or <c>displays</c>.</param>
    /// <returns>Null for a command that has none.</returns>
    public static string? Answer(CommandContext context, string command)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("session", context.Session.FullName);
        switch (command)
        {
            case "windows":
                json.WriteStartArray("windows");
                foreach (Window window in context.Session.Windows)
                {
                    Write(json, context, window);
                }

                json.WriteEndArray();
                break;
            case "info":
                if (context.Window is { } front)
                {
                    json.WritePropertyName("window");
                    Write(json, context, front);
                }
                else
                {
                    json.WriteNull("window");
                }

                break;
            case "displays":
                json.WriteStartArray("displays");
                foreach (Display display in context.Session.Displays)
                {
                    Write(json, display);
                }

                json.WriteEndArray();
                break;
            default:
                return null;
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, CommandContext context, Window window)
    {
        json.WriteStartObject();
        json.WriteNumber("number", window.Number);
        json.WriteString("title", window.Title);
        json.WriteString("hardstatus", window.Hardstatus);
        json.WriteBoolean("current", ReferenceEquals(window, context.Window));
        json.WriteBoolean("group", window.IsGroup);
        json.WritePropertyName("inGroup");
        if (window.Group is { } group)
        {
            json.WriteNumberValue(group.Number);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteNumber("pid", window.Process?.Pid ?? 0);
        json.WriteString("tty", window.Process?.TerminalName ?? string.Empty);
        json.WriteStartArray("command");
        foreach (string argument in window.Request.Arguments)
        {
            json.WriteStringValue(CommandText.Printable(argument));
        }

        json.WriteEndArray();
        WriteState(json, window);
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, Window window)
    {
        json.WriteBoolean("monitor", window.Monitor);
        json.WriteBoolean("activity", window.HasActivity);
        json.WriteBoolean("bell", window.HasBell);
        json.WriteNumber("silence", window.SilenceSeconds);
        json.WriteBoolean("logging", window.Log is not null);
        json.WriteBoolean("zombie", window.IsZombie);
        json.WriteBoolean("stopped", window.IsStopped);
        if (window.ExitStatus is { } status)
        {
            json.WriteNumber("waitStatus", status);
        }
        else
        {
            json.WriteNull("waitStatus");
        }

        json.WriteString("encoding", window.Encoding);
        json.WriteString("flow", window.Flow switch { FlowControl.On => "on", FlowControl.Off => "off", _ => "auto" });
        if (window.Terminal is { } terminal)
        {
            json.WriteNumber("columns", terminal.Columns);
            json.WriteNumber("rows", terminal.Rows);
            json.WriteNumber("cursorColumn", terminal.CursorColumn);
            json.WriteNumber("cursorRow", terminal.CursorRow);
            json.WriteNumber("scrollback", terminal.ScrollbackLimit);
            json.WriteBoolean("wrap", terminal.IsAutoWrap);
            json.WriteBoolean("alternateScreen", terminal.IsAlternateScreen);
            json.WriteBoolean("mouse", terminal.MouseTracking != MouseTracking.None);
        }
    }

    private static void Write(Utf8JsonWriter json, Display display)
    {
        json.WriteStartObject();
        json.WriteString("user", display.User?.Name ?? display.Session.Owner);
        json.WriteString("tty", display.TerminalName);
        json.WriteString("term", display.TerminalType);
        json.WriteNumber("pid", display.ClientPid);
        json.WriteNumber("columns", display.Columns);
        json.WriteNumber("rows", display.Rows);
        json.WritePropertyName("window");
        if (display.Fore is { } window)
        {
            json.WriteNumberValue(window.Number);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteNumber("regions", display.Regions.All.Count);
        json.WriteString("layout", display.Layout?.Title ?? string.Empty);
        json.WriteEndObject();
    }
}
