using System.Buffers;
using Multiplex.Platform;

namespace Multiplex.Server.Holding;

/// <summary>When a journal writes its checkpoints, and what it gives back when its window has fallen idle.</summary>
internal sealed partial class WindowJournal
{
    /// <summary>At the end of a turn: writes the checkpoint that a change other than output asked for.</summary>
    public void EndTurn()
    {
        if (_isChanged)
        {
            _isChanged = false;
            Checkpoint();
        }
    }

    /// <summary>Writes a checkpoint of everything parsed so far, then gives the ring's bytes free.</summary>
    public void Checkpoint()
    {
        if (_memory is not { } memory || Window.Terminal is not { } terminal || memory.Control.Epoch != _holder.Epoch)
        {
            return;
        }

        if (Window.Codec is { IsInCharacter: true } && _parsed - memory.Control.Tail < (ulong)memory.Output.Capacity / 2)
        {
            // The first bytes of a character are in neither the screen nor the ring behind a checkpoint; its end is not far.
            return;
        }

        ArrayBufferWriter<byte> buffer = _scratch.Begin();
        JournalMarks marks = new(_replies, _effects);
        marks.Write(buffer);
        Scrollback.SaveMap(buffer);
        Services.WindowLog.SaveMark(Window, buffer);
        _input.Save(memory.Control, buffer);
        terminal.Save(buffer);
        _checkpointSize = buffer.WrittenCount;
        try
        {
            memory.State.Write(_parsed, FormatVersion, buffer.WrittenSpan);
            _scratch.Release();
        }
        catch (PosixException)
        {
            // Without memory for a new checkpoint the old one stays, and so do the bytes after it: the holder waits when the ring is full.
            return;
        }

        _isInputUnsafe = false;
        FaultInjection.Pass("between a checkpoint and its blocks");
        Scrollback.Checkpointed();
        if (memory.Control.MoveTail(_parsed))
        {
            _holder.Kick(Slot);
        }
    }

    /// <summary>How far into a client's stream the input goes that waits here.</summary>
    /// <param name="clientId">The client.</param>
    public ulong WaitingInput(ulong clientId) => _input.Waiting == 0 ? 0 : _input.WaitingInput(clientId);

    /// <summary>Input that found no room in the ring is safe with the checkpoint at the end of this turn.</summary>
    private void NoteWaiting()
    {
        if (_input.Waiting > 0)
        {
            _isInputUnsafe = true;
            Changed();
        }
    }

    private ulong Spacing(WindowMemory memory) =>
        (ulong)Math.Clamp(_checkpointSize * 4L, memory.Output.Capacity / 4, memory.Output.Capacity / 2);

    private void OnTimer()
    {
        if (_memory is not { } memory)
        {
            return;
        }

        TimeSpan quiet = _time.GetElapsedTime(_lastParse);
        if (memory.Control.Tail != _parsed)
        {
            if (quiet < _idle)
            {
                _timer.Set(_idle - quiet);
                return;
            }

            Checkpoint();
        }

        if (quiet < _trimAfter)
        {
            _timer.Set(_trimAfter - quiet);
        }
        else
        {
            Trim(memory);
        }
    }

    /// <summary>An idle window costs its screen and little more: the pages that its output went through are given back.</summary>
    private void Trim(WindowMemory memory)
    {
        if (_trimmed == _parsed)
        {
            return;
        }

        _trimmed = _parsed;
        _holder.Punch(WindowId);
        memory.State.Trim();
        memory.Control.PunchInput(memory.ControlDescriptor);
        Scrollback.Trim();
    }
}
