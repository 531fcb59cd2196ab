using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>Texts, colours, stacks and the keyboard in a snapshot.</content>
internal sealed partial class TerminalCore
{
    /// <summary>The start of a character; what cannot be one is forgotten.</summary>
    private void LoadPending(ref BlockReader reader)
    {
        _utf8PendingLength = Math.Min((int)reader.ReadByte(), 3);
        _utf8Pending = (uint)reader.ReadUnsigned();
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, _utf8Pending);
        if (_utf8PendingLength != 0 && Utf8Decoder.Decode(bytes[.._utf8PendingLength], out _) != Utf8Decoder.Incomplete)
        {
            _utf8PendingLength = 0;
        }
    }

    /// <summary>What version 2 added.</summary>
    private void SaveSinceVersion2(ref BlockWriter writer)
    {
        writer.Add((byte)AnsiLevel);
        SaveBytes(ref writer, PendingNotification.Id);
        SaveBytes(ref writer, CollectionsMarshal.AsSpan(PendingNotification.Title));
        SaveBytes(ref writer, CollectionsMarshal.AsSpan(PendingNotification.Body));
    }

    private void LoadSinceVersion2(ref BlockReader reader)
    {
        AnsiLevel = Math.Clamp((int)reader.ReadByte(), 1, 3);
        PendingNotification.Continue(reader.ReadBytes(reader.ReadNumber()));
        PendingNotification.Add(PendingNotification.Title, reader.ReadBytes(reader.ReadNumber()));
        PendingNotification.Add(PendingNotification.Body, reader.ReadBytes(reader.ReadNumber()));
    }

    private static void SaveBytes(ref BlockWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.AddNumber(bytes.Length);
        writer.Add(bytes);
    }

    private void SaveKeyboard(ref BlockWriter writer)
    {
        writer.Add(Keyboard.ModifyOtherKeys);
        foreach (bool isAlternate in (ReadOnlySpan<bool>)[false, true])
        {
            writer.Add(Keyboard.Flags(isAlternate));
            writer.AddNumber(Keyboard.Stack(isAlternate).Count);
            foreach (byte flags in Keyboard.Stack(isAlternate))
            {
                writer.Add(flags);
            }
        }
    }

    private void LoadKeyboard(ref BlockReader reader)
    {
        Keyboard.SetModify(KeyboardState.OtherKeys, reader.ReadByte());
        foreach (bool isAlternate in (ReadOnlySpan<bool>)[false, true])
        {
            byte flags = reader.ReadByte();
            int count = Math.Min(reader.ReadNumber(), ParserLimits.MaxKeyboardStack);
            for (int i = 0; i < count; i++)
            {
                Keyboard.Stack(isAlternate).Add(reader.ReadByte());
            }

            Keyboard.SetFlags(isAlternate, flags);
        }
    }

    private void SaveTexts(ref BlockWriter writer)
    {
        writer.AddText(Title);
        writer.AddText(IconTitle);
        writer.AddText(Hardstatus);
        writer.AddText(WorkingDirectory);
        writer.AddNumber(_titleStack.Count);
        foreach (TitlePair pair in _titleStack)
        {
            writer.Add((byte)((pair.Title is null ? 0 : 1) | (pair.IconTitle is null ? 0 : 2)));
            writer.AddText(pair.Title ?? string.Empty);
            writer.AddText(pair.IconTitle ?? string.Empty);
        }
    }

    private void LoadTexts(ref BlockReader reader)
    {
        LoadTexts(reader.ReadText(), reader.ReadText(), reader.ReadText(), reader.ReadText());
        int count = Math.Min(reader.ReadNumber(), ParserLimits.MaxTitleStack);
        for (int i = 0; i < count; i++)
        {
            int flags = reader.ReadByte();
            string title = reader.ReadText();
            string iconTitle = reader.ReadText();
            _titleStack.Add(new TitlePair((flags & 1) == 0 ? null : title, (flags & 2) == 0 ? null : iconTitle));
        }
    }

    private void SaveStacks(ref BlockWriter writer)
    {
        writer.AddNumber(RenditionStack.Count);
        foreach ((Rendition pen, int parts) in RenditionStack.Entries)
        {
            SavePen(ref writer, pen with { Link = 0 }, isProtected: false);
            writer.AddUnsigned((uint)parts);
        }

        SaveColors(ref writer, Colors);
        writer.AddNumber(_colorStack.Count);
        foreach (ColorSettings colors in _colorStack)
        {
            SaveColors(ref writer, colors);
        }
    }

    private void LoadStacks(ref BlockReader reader)
    {
        int count = Math.Min(reader.ReadNumber(), ParserLimits.MaxRenditionStack);
        for (int i = 0; i < count; i++)
        {
            Rendition pen = LoadPen(ref reader, out _);
            RenditionStack.Push(pen, (int)reader.ReadUnsigned());
        }

        LoadColors(ref reader, Colors);
        count = Math.Min(reader.ReadNumber(), ParserLimits.MaxRenditionStack);
        for (int i = 0; i < count; i++)
        {
            var colors = new ColorSettings();
            LoadColors(ref reader, colors);
            _colorStack.Add(colors);
        }
    }

    private static void SaveColors(ref BlockWriter writer, ColorSettings colors)
    {
        foreach (Color color in colors.Special)
        {
            SaveColor(ref writer, color);
        }

        foreach (Color color in colors.Dynamic)
        {
            SaveColor(ref writer, color);
        }

        writer.Add(!colors.Palette.IsEmpty);
        foreach (Color color in colors.Palette)
        {
            SaveColor(ref writer, color);
        }
    }

    private static void LoadColors(ref BlockReader reader, ColorSettings colors)
    {
        foreach (ref Color color in colors.Special.AsSpan())
        {
            color = LoadColor(ref reader);
        }

        foreach (ref Color color in colors.Dynamic.AsSpan())
        {
            color = LoadColor(ref reader);
        }

        bool hasPalette = reader.ReadBoolean();
        for (int index = 0; hasPalette && index < 256; index++)
        {
            colors[index] = LoadColor(ref reader);
        }
    }

    private static void SaveColor(ref BlockWriter writer, Color color)
    {
        writer.Add(!color.IsDefault);
        if (!color.IsDefault)
        {
            writer.Add([color.Red, color.Green, color.Blue]);
        }
    }

    private static Color LoadColor(ref BlockReader reader) =>
        reader.ReadBoolean() ? Color.FromRgb(reader.ReadByte(), reader.ReadByte(), reader.ReadByte()) : default;
}
