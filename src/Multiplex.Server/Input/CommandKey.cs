using System.Buffers;
using Multiplex.Server.Commands;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Input;

/// <summary>
/// The key layer of a display: the command key, the bindings after it, <c>bindkey</c>'s sequences, overlays and layers. What belongs to the focused
/// window reaches it verbatim and in one piece.
/// </summary>
/// <param name="display">The display.</param>
internal sealed class CommandKey(Display display)
{
    /// <summary>Bytes of a sequence that is not complete yet; no key sends more.</summary>
    private const int MaxPending = 64;

    private static readonly byte[] PasteStart = "\e[200~"u8.ToArray();

    private readonly byte[] _pending = new byte[MaxPending];
    private readonly MouseInput _mouse = new(display);
    private readonly PasteInput _paste = new(display);
    private readonly OuterKeyboard _keyboard = new(display);
    private int _pendingCount;
    private ulong _pendingOffset;
    private IDisposable? _timer;
    private Action<Display, int>? _ask;
    private string? _class;
    private MapUse _mapUse;

    private enum MapUse : byte
    {
        All,
        DefaultOnly,
        None,
    }

    private enum Piece : byte
    {
        Text,
        NeedMore,
        CommandKey,
        Binding,
        Mouse,
        Paste,
        Key,
        Nothing,
    }

    /// <summary>True while the command key was pressed and its binding is waited for (<c>%E</c>).</summary>
    public bool IsCommandPending { get; private set; }

    private KeyMaps Maps => display.Session.Keys;

    private Layer? Target => SharedLayers.Target(display, out _);

    private bool IsGone => !display.Session.Displays.Contains(display);

    private byte? Command => display.User?.Escape?.Command ?? Maps.Command;

    /// <summary>Takes a piece of the client's input stream; <see cref="Display.InputOffset"/> is kept just past each byte handled.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="offset">The stream's offset of the first byte.</param>
    public void HandleInput(ReadOnlySpan<byte> bytes, ulong offset)
    {
        if (display.Guard is { } guard)
        {
            int taken = guard.Take(display, bytes);
            offset += (ulong)taken;
            bytes = bytes[taken..];
            display.InputOffset = offset;
            if (bytes.IsEmpty || IsGone)
            {
                return;
            }
        }

        display.LastInput = display.Session.Host.Time.GetTimestamp();
        display.MessageLine.KeyTyped();
        _timer?.Dispose();
        _timer = null;
        if (_pendingCount == 0)
        {
            Handle(bytes, offset, isFinal: false);
            return;
        }

        byte[] joined = ArrayPool<byte>.Shared.Rent(_pendingCount + bytes.Length);
        try
        {
            int length = _pendingCount + bytes.Length;
            _pending.AsSpan(0, _pendingCount).CopyTo(joined);
            bytes.CopyTo(joined.AsSpan(_pendingCount));
            _pendingCount = 0;
            Handle(joined.AsSpan(0, length), _pendingOffset, isFinal: false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    /// <summary>Handles bytes as if they were typed (<c>process</c>, <c>stuff</c> into a layer); they come from no client.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    public void HandleTyped(ReadOnlySpan<byte> bytes)
    {
        ulong offset = display.InputOffset;
        Handle(bytes, offset, isFinal: true);
        display.InputOffset = offset;
    }

    /// <summary>Acts as if the command key was pressed (<c>command</c>).</summary>
    /// <param name="className">The class whose bindings hold for the next key, or null.</param>
    public void BeginCommand(string? className)
    {
        IsCommandPending = true;
        _class = className;
        display.Session.Host.Invalidate(display);
    }

    /// <summary>Gives the next key to a command instead of to anything else.</summary>
    /// <param name="answer">Receives the display and the byte.</param>
    public void AskNext(Action<Display, int> answer) => _ask = answer;

    /// <summary>The next key passes without any table (<c>mapnotnext</c>).</summary>
    public void SkipMapsOnce() => _mapUse = MapUse.None;

    /// <summary>The next key is looked up in the default table alone (<c>mapdefault</c>).</summary>
    public void UseDefaultMapOnce() => _mapUse = MapUse.DefaultOnly;

    /// <summary>Types bytes into the focused window, unless it is dead or locked by another user.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="end">The offset in the client's stream just past the bytes.</param>
    public void Write(ReadOnlySpan<byte> bytes, ulong end)
    {
        display.InputOffset = end;
        if (bytes.IsEmpty || display.Fore is not { } window)
        {
            return;
        }

        if (window.IsZombie)
        {
            ZombieKeys.Handle(display, window, bytes);
        }
        else if (Rights.MayType(display, window))
        {
            // Pasted text is none that keys typed.
            bool isPasted = _paste.IsActive || bytes.IndexOf("\e[200~"u8) >= 0 || bytes.IndexOf("\e[201~"u8) >= 0;
            if (!isPasted && window.Terminal?.Typed() == true)
            {
                ActivityMonitor.Bell(window);
            }

            ReadOnlySpan<byte> keys = isPasted ? bytes : _keyboard.Translate(window.Terminal, bytes);
            if (!Typing.Send(window, keys, new InputOrigin(display.ClientId, end)))
            {
                display.MessageLine.Show(Typing.Refusal(window));
            }

            Typing.ToOthers(display, window, bytes);
        }
    }

    private void Handle(ReadOnlySpan<byte> input, ulong start, bool isFinal)
    {
        int position = 0;
        int run = 0;
        while (position < input.Length && !IsGone)
        {
            if (_paste.IsActive)
            {
                bool keeps = _paste.ReachesWindow;
                int pasted = _paste.Take(input[position..], isFinal);
                if (pasted == 0)
                {
                    break;
                }

                position += pasted;
                run = keeps ? run : position;
                continue;
            }

            if (_ask is not null || IsCommandPending)
            {
                Write(input[run..position], start + (ulong)position);
                int taken = TakeKey(input[position..], start + (ulong)position, isFinal);
                run = position;
                if (taken == 0)
                {
                    break;
                }

                position += taken;
                run = position;
                continue;
            }

            Piece piece = Classify(input[position..], isFinal, out int length, out CommandInvocation? command, out KeyPress key);
            if (piece == Piece.Text)
            {
                position += length;
                continue;
            }

            Write(input[run..position], start + (ulong)position);
            run = position;
            if (piece == Piece.NeedMore)
            {
                break;
            }

            display.InputOffset = start + (ulong)(position + length);
            Act(piece, input.Slice(position, length), command, key);
            position += length;
            run = piece == Piece.Paste && _paste.ReachesWindow ? run : position;
        }

        if (IsGone)
        {
            return;
        }

        // A paste that goes to the window is part of the run; whatever is still incomplete stays behind for the next piece.
        Write(input[run..position], start + (ulong)position);
        Keep(input[position..], start + (ulong)position);
    }

    private void Keep(ReadOnlySpan<byte> rest, ulong offset)
    {
        if (rest.IsEmpty)
        {
            return;
        }

        rest = rest[..Math.Min(rest.Length, MaxPending)];
        rest.CopyTo(_pending);
        _pendingCount = rest.Length;
        _pendingOffset = offset;
        _timer = display.Session.Host.StartTimer(display.Session.Settings.MapTimeout, GiveUp);
    }

    private void GiveUp()
    {
        _timer = null;
        Span<byte> rest = stackalloc byte[MaxPending];
        rest = rest[.._pendingCount];
        _pending.AsSpan(0, _pendingCount).CopyTo(rest);
        _pendingCount = 0;
        Handle(rest, _pendingOffset, isFinal: true);
    }

    private Piece Classify(ReadOnlySpan<byte> input, bool isFinal, out int length, out CommandInvocation? command, out KeyPress key)
    {
        command = null;
        key = default;
        length = 1;
        byte first = input[0];
        if (first == Command && _mapUse != MapUse.None)
        {
            return Piece.CommandKey;
        }

        Layer? layer = Target;
        MapUse use = _mapUse;
        _mapUse = MapUse.All;
        if (first == KeyPress.Escape && input.Length > 1 && ClassifyEscape(input, isFinal, out length, out key) is var piece && piece != Piece.Text)
        {
            return piece;
        }

        if (use != MapUse.None && Maps.MayStart(first) &&
            Match(input, layer, use, isFinal, out command, out length) is var match && match != Piece.Text)
        {
            return match;
        }

        if (layer is null)
        {
            length = 1;
            return Piece.Text;
        }

        return LayerKeys.Classify(input, isFinal, out length, out key) ? Piece.Key : Piece.NeedMore;
    }

    private Piece Match(ReadOnlySpan<byte> input, Layer? layer, MapUse use, bool isFinal, out CommandInvocation? command, out int length)
    {
        command = null;
        length = 0;
        bool isPartial = false;
        FrameModes modes = display.Fore?.Terminal?.Modes ?? FrameModes.None;
        bool isApplication = (modes & (FrameModes.ApplicationCursorKeys | FrameModes.ApplicationKeypad)) != 0;
        if (use == MapUse.All)
        {
            isPartial = MatchIn(Maps.User, input, isApplication, ref command, ref length);
            if (layer is not null)
            {
                isPartial |= MatchIn(Maps.CopyMode, input, isApplication, ref command, ref length);
            }
        }

        if (layer is null && (display.Fore?.Terminal?.KittyKeyboardFlags ?? 0) == 0)
        {
            // No waiting here: terminals send their keys in one piece, and a lone ESC must not be held back from an editor.
            _ = MatchIn(Maps.Default, input, isApplication, ref command, ref length);
        }

        return isPartial && !isFinal ? Piece.NeedMore : command is not null ? Piece.Binding : Piece.Text;
    }

    private static bool MatchIn(
        SequenceTable table, ReadOnlySpan<byte> input, bool isApplication, ref CommandInvocation? command, ref int length)
    {
        SequenceMatch match = table.Match(input, out SequenceBinding? binding, out int found);
        if (binding is not null && found > length)
        {
            command = isApplication ? binding.Application ?? binding.Command : binding.Command;
            length = found;
        }

        return match == SequenceMatch.Partial;
    }

    private Piece ClassifyEscape(ReadOnlySpan<byte> input, bool isFinal, out int length, out KeyPress key)
    {
        key = default;
        length = 1;
        Frame shown = display.Next;
        if ((shown.Modes & FrameModes.BracketedPaste) != 0 && CommonStart(input, PasteStart))
        {
            length = PasteStart.Length;
            return input.Length >= length ? Piece.Paste : isFinal ? Piece.Text : Piece.NeedMore;
        }

        if (shown.MouseTracking != MouseTracking.None && CommonStart(input, "\e[<"u8) && input.Length >= 3)
        {
            length = OuterMouse.TryRead(input, out _);
            return length > 0 ? Piece.Mouse : length < 0 || isFinal ? Piece.Text : Piece.NeedMore;
        }

        if (shown.KittyKeyboardFlags == 0 && shown.ModifyOtherKeys == 0)
        {
            return Piece.Text;
        }

        length = EscapeReader.TryRead(input, out key, out bool isRelease);
        bool isCommand = length > 0 && key.Name == NamedKey.None && key.Code == Command;
        length = Math.Max(length, 1);
        return !isCommand ? Piece.Text : isRelease ? Piece.Nothing : Piece.CommandKey;
    }

    private static bool CommonStart(ReadOnlySpan<byte> input, ReadOnlySpan<byte> marker)
    {
        int length = Math.Min(input.Length, marker.Length);
        return input[..length].SequenceEqual(marker[..length]);
    }

    private void Act(Piece piece, ReadOnlySpan<byte> bytes, CommandInvocation? command, KeyPress key)
    {
        display.MessageLine.KeyTyped();
        switch (piece)
        {
            case Piece.CommandKey:
                BeginCommand(null);
                break;
            case Piece.Binding when command is not null:
                KeyText.Run(display, command);
                break;
            case Piece.Mouse:
                _ = OuterMouse.TryRead(bytes, out OuterMouse mouse);
                _mouse.Handle(mouse);
                break;
            case Piece.Paste:
                _paste.Begin();
                break;
            case Piece.Key:
                if (SharedLayers.Target(display, out Display owner) is { } layer && SharedLayers.MayOperate(display, owner))
                {
                    layer.HandleKey(owner, key);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Takes the key that follows the command key, or the one that a command asked for.</summary>
    private int TakeKey(ReadOnlySpan<byte> input, ulong start, bool isFinal)
    {
        int length = 1;
        int code = input[0];
        string? name = null;
        if (code == KeyPress.Escape && input.Length > 1)
        {
            length = EscapeReader.TryRead(input, out KeyPress key, out bool isRelease);
            if (length == 0 && !isFinal)
            {
                return 0;
            }

            if (length > 0 && (isRelease || key == new KeyPress(0, NamedKey.Other) && input[length - 1] == 'u'))
            {
                return length;
            }

            (length, code, name) = length > 0 && key.Name == NamedKey.None
                ? (length, key.Code, null)
                : NamedBinding(input, _class is null ? Maps.Prefix : Maps.Class(_class));
        }

        display.InputOffset = start + (ulong)length;
        if (_ask is { } ask)
        {
            _ask = null;
            ask(display, code);
            return length;
        }

        KeyClass? bindings = Maps.Class(_class);
        IsCommandPending = false;
        _class = null;
        display.Session.Host.Invalidate(display);
        CommandInvocation? invocation = name is not null ? bindings?.Find(name) : code <= 0xFF ? bindings?[(byte)code] : null;
        if (invocation is not null)
        {
            CommandRunner.RunKey(display, invocation);
        }

        return length;
    }

    private static (int Length, int Code, string? Name) NamedBinding(ReadOnlySpan<byte> input, KeyClass? bindings)
    {
        if (bindings is not null)
        {
            foreach (string name in bindings.Named.Keys)
            {
                foreach (string sequence in KeyNames.Find(name)?.Sequences ?? [])
                {
                    if (input.Length >= sequence.Length && System.Text.Ascii.Equals(input[..sequence.Length], sequence))
                    {
                        return (sequence.Length, 0, name);
                    }
                }
            }
        }

        return (1, input[0], null);
    }
}
