using System.Buffers;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Model;

/// <summary>
/// The part of a session that must outlive the daemon besides the windows' screens: numbers, titles, flags, settings, key tables,
/// registers,
/// layouts, logs. It is written from the tables, so that a new setting or binding needs no line here.
/// </summary>
internal static class SessionState
{
    /// <summary>Raised when a section changes its meaning, which it should not: new things get new sections.</summary>
    private const int Version = 1;

    private delegate void SectionReader(Session session, ref StateReader reader);

    private static readonly (string Name, Action<Session, StateWriter> Write, SectionReader Read)[] Sections =
    [
        ("settings", WriteSettings, ReadSettings),
        ("tweaks", WriteTweaks, ReadTweaks),
        ("keys", KeyState.WriteKeys, KeyState.ReadKeys),
        ("bindkey", KeyState.WriteSequences, KeyState.ReadSequences),
        ("digraphs", KeyState.WriteDigraphs, KeyState.ReadDigraphs),
        ("environment", WriteEnvironment, ReadEnvironment),
        ("registers", WriteRegisters, ReadRegisters),
        ("long registers", WriteLongRegisters, ReadLongRegisters),
        ("history", WriteHistory, ReadHistory),
        ("users", UserState.WriteUsers, UserState.ReadUsers),
        ("passwords", UserState.WritePasswords, UserState.ReadPasswords),
        ("backticks", UserState.WriteBackticks, UserState.ReadBackticks),
        ("windows", WindowState.WriteWindows, WindowState.ReadWindows),
        ("logs", WindowState.WriteLogs, WindowState.ReadLogs),
        ("layouts", DisplayState.WriteLayouts, DisplayState.ReadLayouts),
        ("displays", DisplayState.WriteDisplays, DisplayState.ReadDisplays),
        ("session", WriteSession, ReadSession),
    ];

    /// <summary>Writes the state; versioned, unknown parts are skipped by a reader.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">Receives the bytes.</param>
    public static void Save(Session session, IBufferWriter<byte> writer)
    {
        var state = new StateWriter(writer);
        state.Section("version", static section => section.Number(Version));
        foreach ((string name, Action<Session, StateWriter> write, _) in Sections)
        {
            state.Section(name, section => write(session, section));
        }
    }

    /// <summary>
    /// Restores the state; windows are found by <see cref="IWindowProcess.HolderId"/> among the session's. Never throws on bad bytes.
    /// </summary>
    /// <param name="session">A session whose windows exist with default properties.</param>
    /// <param name="bytes">What <see cref="Save"/> wrote, perhaps by another version.</param>
    /// <returns>False when nothing could be read.</returns>
    public static bool Load(Session session, ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        if (reader.Text() != "version" || new StateReader(reader.Bytes()).Int() != Version)
        {
            return false;
        }

        while (!reader.IsAtEnd)
        {
            string name = reader.Text();
            var section = new StateReader(reader.Bytes());
            int index = Array.FindIndex(Sections, candidate => candidate.Name == name);
            if (index >= 0)
            {
                Sections[index].Read(session, ref section);
            }
        }

        return true;
    }

    /// <summary>Goes on with the log of a window that was being started when the state was written, and was heard of after it was loaded.</summary>
    /// <param name="session">The session.</param>
    /// <param name="bytes">What <see cref="Save"/> wrote.</param>
    /// <param name="window">The window.</param>
    public static void LoadLog(Session session, ReadOnlySpan<byte> bytes, Window window)
    {
        var reader = new StateReader(bytes);
        while (!reader.IsAtEnd)
        {
            bool isLogs = reader.Text() == "logs";
            var section = new StateReader(reader.Bytes());
            if (isLogs)
            {
                WindowState.ReadLogs(session, ref section, window);
            }
        }
    }

    private static void WriteSettings(Session session, StateWriter writer)
    {
        var target = new SettingTarget(session);
        foreach (SettingDefinition setting in SettingTable.All)
        {
            if (setting.Scope == SettingScope.Session)
            {
                writer.Text(setting.Name);
                writer.Text(setting.Get(target));
            }
        }
    }

    private static void ReadSettings(Session session, ref StateReader reader)
    {
        while (!reader.IsAtEnd)
        {
            string name = reader.Text();
            string value = reader.Text();
            SettingTable.Find(SettingScope.Session, name)?.Set(new SettingTarget(session), value);
        }
    }

    private static void WriteTweaks(Session session, StateWriter writer)
    {
        foreach ((string terminals, string tweaks, string windowTweaks) in session.Settings.TerminalTweaks)
        {
            writer.Text(terminals);
            writer.Text(tweaks);
            writer.Text(windowTweaks);
        }
    }

    private static void ReadTweaks(Session session, ref StateReader reader)
    {
        session.Settings.TerminalTweaks.Clear();
        while (!reader.IsAtEnd)
        {
            session.Settings.TerminalTweaks.Add((reader.Text(), reader.Text(), reader.Text()));
        }
    }

    private static void WriteEnvironment(Session session, StateWriter writer)
    {
        foreach ((string name, string? value) in session.Environment)
        {
            writer.Text(name);
            writer.Number(value is null ? 0 : 1);
            writer.Text(value ?? string.Empty);
        }
    }

    private static void ReadEnvironment(Session session, ref StateReader reader)
    {
        session.Environment.Clear();
        while (!reader.IsAtEnd)
        {
            string name = reader.Text();
            bool isSet = reader.Number() != 0;
            string value = reader.Text();
            session.Environment[name] = isSet ? value : null;
        }
    }

    private static void WriteRegisters(Session session, StateWriter writer)
    {
        foreach ((char key, RegisterText content) in session.Registers.All)
        {
            if (content.Place is null)
            {
                writer.Number(key);
                writer.Bytes(content.Span);
            }
        }
    }

    private static void WriteLongRegisters(Session session, StateWriter writer)
    {
        foreach ((char key, RegisterText content) in session.Registers.All)
        {
            if (content.Place is { } place)
            {
                writer.Number(key);
                writer.Number(place.Offset);
                writer.Number(place.Length);
                writer.Number(place.Checksum);
            }
        }
    }

    private static void ReadRegisters(Session session, ref StateReader reader)
    {
        while (!reader.IsAtEnd)
        {
            char key = (char)reader.Number();
            session.Registers.Set(key, reader.Bytes());
        }
    }

    private static void ReadLongRegisters(Session session, ref StateReader reader)
    {
        Dictionary<TextPlace, RegisterText> found = [];
        while (!reader.IsAtEnd)
        {
            char key = (char)reader.Number();
            TextPlace place = new(reader.Number(), reader.Int(), (uint)reader.Number());

            // Registers that were filled from one another are the same text.
            if (found.TryGetValue(place, out RegisterText? text) || (text = session.Registers.Storage?.TryOpen(place)) is not null)
            {
                found[place] = text;
                session.Registers.Set(key, text);
            }
        }
    }

    private static void WriteHistory(Session session, StateWriter writer)
    {
        foreach (string line in session.PromptHistory)
        {
            writer.Text(line);
        }
    }

    private static void ReadHistory(Session session, ref StateReader reader)
    {
        session.PromptHistory.Clear();
        while (!reader.IsAtEnd)
        {
            session.PromptHistory.Add(reader.Text());
        }
    }

    private static void WriteSession(Session session, StateWriter writer)
    {
        writer.Number(session.IsMultiuser ? 1 : 0);
        writer.Number(session.Directory is null ? 0 : 1);
        writer.Text(session.Directory ?? string.Empty);
        writer.Number(session.Fore?.Number ?? -1);
        writer.Text(session.LastMessage);
        writer.Text(session.Owner);
        writer.Number(session.AttachLayout?.Number ?? -1);
        writer.Number(session.AttachesLastLayout ? 1 : 0);
    }

    private static void ReadSession(Session session, ref StateReader reader)
    {
        session.IsMultiuser = reader.Number() != 0;
        bool hasDirectory = reader.Number() != 0;
        string directory = reader.Text();
        session.Directory = hasDirectory ? directory : null;
        session.Fore = session.Windows.Find(reader.Int()) ?? session.Fore;
        session.LastMessage = reader.Text();
        string owner = reader.Text();
        session.Owner = session.Owner.Length > 0 ? session.Owner : owner;
        int layout = reader.Int();
        session.AttachLayout = session.Layouts.Find(candidate => candidate.Number == layout);
        session.AttachesLastLayout = reader.Number() != 0;
    }
}
