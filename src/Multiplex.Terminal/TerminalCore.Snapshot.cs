using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>The state in a snapshot. What is written by one method is read by the next, in the same order.</content>
internal sealed partial class TerminalCore
{
    private ScrollbackEncoder? _snapshotEncoder;

    /// <summary>Writes everything but the scrollback.</summary>
    public void Save(ref BlockWriter writer)
    {
        SaveModes(ref writer, Modes);
        SaveModes(ref writer, SavedModes);
        writer.AddNumber(Row);
        writer.AddNumber(Column);
        writer.Add(PendingWrap);
        writer.AddNumber(Top);
        writer.AddNumber(Bottom);
        writer.AddNumber(Left);
        writer.AddNumber(Right);
        SavePen(ref writer, Pen, _isProtected);
        writer.Add(IsIsoProtection);
        SaveSets(ref writer, _sets);
        writer.Add((byte)_singleShift);
        writer.Add(Utf8);
        writer.Add((byte)_utf8PendingLength);
        writer.AddUnsigned(_utf8Pending);
        writer.AddNumber(LastPrinted);
        writer.Add((byte)CursorShape);
        writer.Add(EightBitAnswers);
        writer.Add((byte)ConformanceLevel);
        writer.Add(IsRectangularExtent);
        writer.Add((byte)TitleModes);
        writer.AddUnsigned((ulong)UnknownSequences);
        SaveCursor(ref writer, _savedPrimary);
        SaveCursor(ref writer, _savedAlternate);
        SaveKeyboard(ref writer);
        SaveTexts(ref writer);
        SaveStacks(ref writer);
        foreach (ulong word in Tabs.Words)
        {
            writer.AddUnsigned(word);
        }

        SaveScreens(ref writer);
        SaveSinceVersion2(ref writer);
        SaveSinceVersion3(ref writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote into a terminal after a reset; nobody is told.</summary>
    /// <param name="reader">At the start of the part.</param>
    /// <param name="version">The version that wrote it.</param>
    /// <returns>False when it is damaged.</returns>
    public bool TryLoad(ref BlockReader reader, int version)
    {
        SetModes(LoadModes(ref reader));
        SavedModes = LoadModes(ref reader);
        LoadMouse();
        int row = reader.ReadNumber();
        int column = reader.ReadNumber();
        bool isPending = reader.ReadBoolean();
        Top = reader.ReadNumber();
        Bottom = reader.ReadNumber();
        Left = reader.ReadNumber();
        Right = reader.ReadNumber();
        Pen = LoadPen(ref reader, out bool isProtected);
        IsProtected = isProtected;
        IsIsoProtection = reader.ReadBoolean();
        _sets = LoadSets(ref reader);
        _singleShift = reader.ReadByte() & 3;
        Utf8 = reader.ReadBoolean();
        LoadPending(ref reader);
        LastPrinted = Math.Min(reader.ReadNumber(), 0x10FFFF);
        CursorShape = (CursorShape)Math.Min(reader.ReadByte(), (byte)CursorShape.SteadyBar);
        EightBitAnswers = reader.ReadBoolean();
        SetConformanceLevel(Math.Clamp((int)reader.ReadByte(), 61, 65));
        IsRectangularExtent = reader.ReadBoolean();
        TitleModes = reader.ReadByte();
        UnknownSequences = (long)reader.ReadUnsigned();
        _savedPrimary = LoadCursor(ref reader);
        _savedAlternate = LoadCursor(ref reader);
        LoadKeyboard(ref reader);
        LoadTexts(ref reader);
        LoadStacks(ref reader);
        foreach (ref ulong word in Tabs.Words)
        {
            word = reader.ReadUnsigned();
        }

        if (Top >= Bottom || Bottom > Rows || Left >= Right || Right > Columns || row >= Rows || column >= Columns
            || !TryLoadScreens(ref reader))
        {
            return false;
        }

        if (version >= 2)
        {
            LoadSinceVersion2(ref reader);
        }

        if (version >= 3)
        {
            LoadSinceVersion3(ref reader);
        }

        LookForDoubleLines();
        MoveTo(row, column);
        PendingWrap = isPending;
        return !reader.IsAtEnd;
    }

    /// <summary>Modes go by their numbers, so that a later table reads them too.</summary>
    private static void SaveModes(ref BlockWriter writer, ModeSet modes)
    {
        foreach (ModeDefinition mode in ModeTable.Definitions)
        {
            if (modes[mode.Id])
            {
                writer.AddNumber((mode.Number << 1) | (mode.IsDec ? 1 : 0));
            }
        }

        writer.AddNumber(0);
    }

    private ModeSet LoadModes(ref BlockReader reader)
    {
        ModeSet modes = default;
        for (int value = reader.ReadNumber(); value != 0; value = reader.ReadNumber())
        {
            ModeDefinition? mode = _modeTable.Find(value >> 1, (value & 1) != 0);
            modes = mode is null ? modes : modes.With(mode.Id, true);
        }

        return modes;
    }

    private void LoadMouse()
    {
        MouseTracking = Modes[ModeId.MouseAny] ? MouseTracking.AnyEvent
            : Modes[ModeId.MouseButton] ? MouseTracking.ButtonEvent
            : Modes[ModeId.MouseNormal] ? MouseTracking.Normal
            : Modes[ModeId.MouseX10] ? MouseTracking.X10 : MouseTracking.None;
        MouseEncoding = Modes[ModeId.MousePixels] ? MouseEncoding.SgrPixels
            : Modes[ModeId.MouseSgr] ? MouseEncoding.Sgr
            : Modes[ModeId.MouseUrxvt] ? MouseEncoding.Urxvt
            : Modes[ModeId.MouseUtf8] ? MouseEncoding.Utf8 : MouseEncoding.X10;
    }

    private void SavePen(ref BlockWriter writer, in Rendition pen, bool isProtected) =>
        RenditionCodec.Write(ref writer, pen, isProtected, Tables.Links);

    private Rendition LoadPen(ref BlockReader reader, out bool isProtected) => RenditionCodec.Read(ref reader, Tables.Links,
        out isProtected);

    private static void SaveSets(ref BlockWriter writer, CharacterSets sets)
    {
        for (int set = 0; set < 4; set++)
        {
            writer.AddNumber(sets[set]);
        }

        writer.Add((byte)(sets.Left | (sets.Right << 2)));
    }

    private static CharacterSets LoadSets(ref BlockReader reader)
    {
        CharacterSets sets = CharacterSets.Default;
        for (int set = 0; set < 4; set++)
        {
            sets[set] = (ushort)reader.ReadNumber();
        }

        int shifts = reader.ReadByte();
        sets.Left = (byte)(shifts & 3);
        sets.Right = (byte)(shifts >> 2 & 3);
        return sets;
    }

    private void SaveCursor(ref BlockWriter writer, in SavedCursor saved)
    {
        writer.AddNumber(saved.Row);
        writer.AddNumber(saved.Column);
        writer.Add((byte)((saved.PendingWrap ? 1 : 0) | (saved.OriginMode ? 2 : 0)));
        SavePen(ref writer, saved.Pen, saved.IsProtected);
        SaveSets(ref writer, saved.Sets);
    }

    private SavedCursor LoadCursor(ref BlockReader reader)
    {
        var saved = new SavedCursor { Row = reader.ReadNumber(), Column = reader.ReadNumber() };
        int flags = reader.ReadByte();
        saved.PendingWrap = (flags & 1) != 0;
        saved.OriginMode = (flags & 2) != 0;
        saved.Pen = LoadPen(ref reader, out saved.IsProtected);
        saved.Sets = LoadSets(ref reader);
        return saved;
    }

    private void SaveScreens(ref BlockWriter writer)
    {
        writer.Add((byte)((_alternate is null ? 0 : 1) | (IsAlternate ? 2 : 0)));
        _snapshotEncoder ??= new ScrollbackEncoder(Tables);
        if (writer.Rest.Length <= TextPacking.TableSize)
        {
            writer.Advance(0);
            return;
        }

        writer.Advance(_snapshotEncoder.BeginBlock(writer.Rest));
        SaveScreen(ref writer, _snapshotEncoder, Primary);
        if (_alternate is not null)
        {
            SaveScreen(ref writer, _snapshotEncoder, _alternate);
        }
    }

    private static void SaveScreen(ref BlockWriter writer, ScrollbackEncoder encoder, ScreenBuffer screen)
    {
        foreach (Line line in screen.Lines)
        {
            ReadOnlySpan<Cell> cells = line.Cells.AsSpan(0, line.Occupied);
            do
            {
                int count = Math.Min(cells.Length, ScrollbackEncoder.MaxCells);
                RecordFlags flags = count < cells.Length ? RecordFlags.Continues : RecordSize.Flags(line.IsWrapped, line.Size);
                writer.Advance(encoder.Encode(cells[..count], flags, writer.Rest));
                cells = cells[count..];
            }
            while (!cells.IsEmpty && !writer.Overflowed);
        }
    }

    private bool TryLoadScreens(ref BlockReader reader)
    {
        int flags = reader.ReadByte();
        var decoder = new ScrollbackDecoder(Tables);
        ReadOnlySpan<byte> block = reader.Rest;
        if (block.Length < ScrollbackDecoder.HeaderLength(block))
        {
            return false;
        }

        decoder.Open(0, block);
        LoadScreen(decoder, block, Primary);
        if ((flags & 1) != 0)
        {
            _alternate = new ScreenBuffer(Columns, Rows, Damage);
            LoadScreen(decoder, block, _alternate);
            Screen = (flags & 2) != 0 ? _alternate : Primary;
        }

        reader.Advance(decoder.Position);
        return true;
    }

    private static void LoadScreen(ScrollbackDecoder decoder, ReadOnlySpan<byte> block, ScreenBuffer screen)
    {
        foreach (Line line in screen.Lines)
        {
            int end = 0;
            RecordFlags flags;
            do
            {
                flags = decoder.Next(block, line.Writable(screen.Columns), ref end);
            }
            while ((flags & RecordFlags.Continues) != 0 && decoder.Position < block.Length);
            line.Occupied = Math.Min(end, screen.Columns);
            line.IsWrapped = (flags & RecordFlags.Wrapped) != 0;
            line.Size = RecordSize.Of(flags);
            line.MayHaveWide = true;
            if (line.Occupied == 0)
            {
                line.Cells = [];
            }
            else
            {
                WideCharacters.TrimEnd(line.Cells, end > screen.Columns ? screen.Columns : 0);
            }
        }
    }
}
