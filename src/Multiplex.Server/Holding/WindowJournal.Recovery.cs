using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Model;
using Multiplex.Terminal;

namespace Multiplex.Server.Holding;

/// <summary>What a journal does after a daemon's death: checkpoint, replay, and bytes that must not be parsed again.</summary>
internal sealed partial class WindowJournal
{
    /// <summary>
    /// Takes over a window from a daemon that is gone: its emulator comes from the newest checkpoint, what follows in the ring is parsed in the next turns.
    /// </summary>
    /// <param name="info">What the holder says of it.</param>
    /// <param name="memory">Its memory; owned by the journal from now on.</param>
    /// <param name="options">For the emulator.</param>
    /// <param name="events">For the emulator.</param>
    /// <returns>False when there was no readable checkpoint and the screen shows only what the ring still holds.</returns>
    public bool Recover(in WindowInfo info, WindowMemory memory, TerminalOptions options, ITerminalEvents events)
    {
        Attach(info, memory);
        options.Storage = Scrollback;
        bool isLoaded = TryLoad(memory, options, events);
        while (!isLoaded && memory.State.FallBack())
        {
            isLoaded = TryLoad(memory, options, events);
        }

        if (!isLoaded)
        {
            options.Columns = Math.Max((int)info.Size.Columns, 1);
            options.Rows = Math.Max((int)info.Size.Rows, 1);
            Window.Terminal = new TerminalEmulator(options, events);
            _parsed = memory.Control.Tail;
        }

        FindSuspect(memory.Control);
        if (info.Exit.Flags.HasFlag(ExitFlags.Happened))
        {
            // Told in the window's first turn: by then its log and whatever else the session knows of it are there again.
            _hasExited = true;
            _exit = info.Exit;
        }

        return isLoaded || info.Exit.Flags.HasFlag(ExitFlags.Happened) || memory.Output.Head == 0;
    }

    private void Quarantine(WindowMemory memory, ulong end)
    {
        ulong start = _parsed;
        _parsed = end;
        memory.Control.EndParse();
        memory.Control.ParseDeaths = 0;
        memory.Control.Quarantines++;
        Window.Terminal?.Reset(hard: false);
        _owner.Quarantined(Window, start, memory.Output.Read(start, end));
    }

    /// <summary>A daemon that died while it parsed left the block's place behind: one death in a block is chance, two are the block's doing.</summary>
    private void FindSuspect(ControlPage control)
    {
        _replayEnd = Math.Max(_parsed, control.ParseEpoch != 0 ? control.ParseOffset : control.ParseEnd);
        if (control.ParseEpoch == 0)
        {
            control.ParseDeaths = 0;
            return;
        }

        Span<byte> area = control.DaemonArea;
        ulong block = control.ParseOffset / BlockSize;
        bool isSame = control.ParseDeaths > 0 && BitConverter.ToUInt64(area) == block;
        BitConverter.TryWriteBytes(area, block);
        control.ParseDeaths = isSame ? control.ParseDeaths + 1 : 1;
        _suspectStart = control.ParseOffset;
        _suspectEnd = control.ParseEnd;
        FaultInjection.Pass("after a death is counted");
        control.EndParse();
    }

    private bool TryLoad(WindowMemory memory, TerminalOptions options, ITerminalEvents events)
    {
        if (!memory.State.HasCheckpoint || memory.State.Info.FormatVersion != FormatVersion)
        {
            return false;
        }

        ReadOnlySpan<byte> payload = memory.State.Payload;
        ulong offset = memory.State.Info.JournalOffset;
        if (offset < memory.Control.Tail || offset > memory.Output.Head
            || !JournalMarks.TryRead(ref payload, out JournalMarks marks)
            || !Scrollback.TryLoadMap(ref payload)
            || !Services.WindowLog.TryLoadMark(Window, ref payload)
            || !_input.TryLoad(memory.Control, ref payload)
            || !TerminalEmulator.TryLoad(payload, options, events, out TerminalEmulator? terminal))
        {
            return false;
        }

        _parsed = offset;
        _replies = marks.Replies;
        _effects = marks.Effects;
        Window.Terminal = terminal;
        return true;
    }
}
