using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>What version 3 of the snapshot added: settings of the device, the locator, keys, the sets of a VT52.</content>
internal sealed partial class TerminalCore
{
    private void SaveSinceVersion3(ref BlockWriter writer)
    {
        writer.Add((byte)Settings.WarningBell);
        writer.Add((byte)Settings.MarginBell);
        writer.AddNumber(Settings.MarginBellRow + 1);
        writer.Add(Settings.ShiftEscape);
        writer.Add((byte)Settings.Checksum);
        writer.AddText(Settings.PointerShape);
        writer.AddNumber(Settings.PreferredSet);
        for (int resource = 0; resource < KeyboardState.Resources; resource++)
        {
            writer.Add((byte)(Keyboard.Modify(resource) + 1));
            writer.Add((byte)Keyboard.Format(resource));
        }

        SaveSets(ref writer, _ansiSets);
        SaveLocator(ref writer);
        writer.Add(UserKeys.IsLocked);
        writer.AddNumber(UserKeys.Texts.Count);
        foreach ((int number, byte[] text) in UserKeys.Texts)
        {
            writer.AddNumber(number);
            SaveBytes(ref writer, text);
        }
    }

    private void LoadSinceVersion3(ref BlockReader reader)
    {
        Settings.WarningBell = LoadVolume(ref reader);
        Settings.MarginBell = LoadVolume(ref reader);
        Settings.MarginBellRow = reader.ReadNumber() - 1;
        Settings.ShiftEscape = Math.Min(reader.ReadByte(), (byte)3);
        Settings.Checksum = (ChecksumOptions)(reader.ReadByte() & 0x1F);
        Settings.PointerShape = reader.ReadText();
        var preferred = (ushort)reader.ReadNumber();
        Settings.PreferredSet = Text.CharacterSetTable.IsSupplemental(preferred) ? preferred : CharacterSets.DecSupplemental;
        for (int resource = 0; resource < KeyboardState.Resources; resource++)
        {
            Keyboard.SetModify(resource, reader.ReadByte() - 1);
            Keyboard.SetFormat(resource, reader.ReadByte());
        }

        _ansiSets = LoadSets(ref reader);
        LoadLocator(ref reader);
        UserKeys.IsLocked = reader.ReadBoolean();
        int count = Math.Min(reader.ReadNumber(), UserKeys.MaxKeys);
        for (int i = 0; i < count; i++)
        {
            int number = reader.ReadNumber();
            UserKeys.Set(number, reader.ReadBytes(reader.ReadNumber()));
        }
    }

    private static BellVolume LoadVolume(ref BlockReader reader)
    {
        var volume = (BellVolume)reader.ReadByte();
        return volume is BellVolume.Off or BellVolume.Low ? volume : BellVolume.High;
    }

    private void SaveLocator(ref BlockWriter writer)
    {
        writer.Add((byte)((Locator.IsEnabled ? 1 : 0) | (Locator.IsOneShot ? 2 : 0) | (Locator.IsPixels ? 4 : 0)
            | (Locator.ReportsDown ? 8 : 0) | (Locator.ReportsUp ? 16 : 0) | (Locator.Filter is null ? 0 : 32)));
        writer.AddNumber(Locator.Row);
        writer.AddNumber(Locator.Column);
        writer.Add((byte)Locator.Buttons);
        if (Locator.Filter is { } filter)
        {
            writer.AddNumber(filter.Top);
            writer.AddNumber(filter.Left);
            writer.AddNumber(filter.Bottom);
            writer.AddNumber(filter.Right);
        }
    }

    private void LoadLocator(ref BlockReader reader)
    {
        int flags = reader.ReadByte();
        Locator.IsEnabled = (flags & 1) != 0;
        Locator.IsOneShot = (flags & 2) != 0;
        Locator.IsPixels = (flags & 4) != 0;
        Locator.ReportsDown = (flags & 8) != 0;
        Locator.ReportsUp = (flags & 16) != 0;
        Locator.Row = reader.ReadNumber();
        Locator.Column = reader.ReadNumber();
        Locator.Buttons = reader.ReadByte() & 7;
        Locator.Filter = (flags & 32) == 0 ? null
            : new LocatorArea(reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber());
    }
}
