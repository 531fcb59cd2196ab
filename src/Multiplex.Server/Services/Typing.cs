using System.Buffers;
using Multiplex.Server.Commands;
using Multiplex.Server.Input;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Services;

/// <summary>Bytes that commands type: into the layer that has the keys, else into the window's program.</summary>
internal static class Typing
{
    /// <summary>What is said when bytes were refused.</summary>
    /// <param name="window">The window whose program does not read.</param>
    public static string Refusal(Window window) => $"Window {window.Number} does not read what is typed: it was not taken";

    /// <summary>Types bytes where the user's own keys would go now.</summary>
    /// <param name="context">Where.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <returns>False when the program does not read and too much waits for it already.</returns>
    public static bool Type(CommandContext context, ReadOnlySpan<byte> bytes)
    {
        Display? display = context.Display;
        bool isInFront = display is not null && ReferenceEquals(display.Fore, context.Window);
        Layer? layer = !isInFront ? null : context.Source.Kind == SourceKind.Key ? display!.Overlay ?? display.Regions.Focus.Layer : display!.Regions.Focus.Layer;
        if (layer is not null)
        {
            ToLayer(display!, bytes);
            return true;
        }

        return context.Window is not { } window || ToWindow(window, bytes, context.User);
    }

    /// <summary>Gives bytes to the layer in front as keys; what is left when it closes goes to the next one, or to nothing.</summary>
    private static void ToLayer(Display display, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && (display.Overlay ?? display.Regions.Focus.Layer) is { } layer)
        {
            LayerKeys.Classify(bytes, isFinal: true, out int length, out KeyPress key);
            layer.HandleKey(display, key);
            bytes = bytes[Math.Max(length, 1)..];
        }
    }

    /// <summary>Types bytes into a window's program.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="user">Who types when that is a guest, or null.</param>
    /// <returns>False when the program does not read and too much waits for it already.</returns>
    public static bool ToWindow(Window window, ReadOnlySpan<byte> bytes, User? user) =>
        !MayType(window, user) || Send(window, bytes, InputOrigin.None);

    /// <summary>Whether somebody's bytes may come to a window's program.</summary>
    /// <param name="window">The window.</param>
    /// <param name="user">Who types when that is a guest, or null.</param>
    public static bool MayType(Window window, User? user) =>
        user is null || (Rights.Allows(user, window, 'w') && (window.WriteLock is null || window.WriteLock.Name == user.Name));

    /// <summary>Brings what was typed to the window's program, or to the filter that takes its keys.</summary>
    /// <param name="window">The window; whoever types may do so.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="origin">Where they come from.</param>
    /// <returns>False when the program does not read and too much waits for it already.</returns>
    public static bool Send(Window window, ReadOnlySpan<byte> bytes, InputOrigin origin)
    {
        if (window.Codec is { } codec)
        {
            ArrayBufferWriter<byte> encoded = new(bytes.Length);
            codec.Encode(bytes, encoded);
            bytes = encoded.WrittenSpan;
        }

        if (window.Filter is { TakesKeys: true } filter)
        {
            filter.Type(bytes);
            return true;
        }

        FlowStops.Note(window, bytes);
        return window.Process is not { } process || process.Write(bytes, origin);
    }

    /// <summary>Types into the windows that get what is typed elsewhere (<c>multiinput</c>).</summary>
    /// <param name="display">Where the bytes were typed.</param>
    /// <param name="window">Its window.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    public static void ToOthers(Display display, Window window, ReadOnlySpan<byte> bytes)
    {
        WindowList windows = window.Session.Windows;
        for (int index = 0; index < windows.Count; index++)
        {
            if (windows[index].Settings.MultiInput && !ReferenceEquals(windows[index], window) && Rights.MayType(display, windows[index]))
            {
                Send(windows[index], bytes, InputOrigin.None);
            }
        }
    }

    /// <summary>What a named key sends to a window's program.</summary>
    /// <param name="window">The window, whose modes decide; null for the normal modes.</param>
    /// <param name="key">The key.</param>
    public static string SequenceOf(Window? window, KeyName key)
    {
        FrameModes modes = window?.Terminal?.Modes ?? FrameModes.None;
        bool isKeypad = key.Name[0] == 'f';
        bool isApplication = (modes & (isKeypad ? FrameModes.ApplicationKeypad : FrameModes.ApplicationCursorKeys)) != 0;
        string normal = key.Normal ?? (key.Sequences.Count > 0 ? key.Sequences[0] : string.Empty);
        return isApplication ? key.Application ?? normal : normal;
    }
}
