using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Protocol.Messages;

namespace Multiplex.Client;

/// <content>Signals, and giving the terminal to somebody else for a while.</content>
public sealed partial class AttachClient
{
    private (ushort Width, ushort Height) _cellSize;

    /// <summary>The size that the daemon knows.</summary>
    private WindowSize _toldSize;

    /// <summary>The lock program's pid while it has the terminal, else 0.</summary>
    private int _lockProcess;

    private void HandleSignals()
    {
        while (_signals.TryRead(out SignalKind kind))
        {
            switch (kind)
            {
                case SignalKind.WindowChanged:
                    SizeChanged();
                    break;
                case SignalKind.Interrupt or SignalKind.Quit or SignalKind.Stop when _lockProcess != 0:
                    // Typed at the lock, whose terminal sends it to this process as well: a way round it if this one left.
                    break;
                case SignalKind.Continued:
                    Continue();
                    break;
                case SignalKind.Stop:
                    Suspend();
                    break;
                case SignalKind.ChildEnded:
                    TakeLockEnd();
                    break;
                case SignalKind.HangUp:
                    HangUp();
                    break;
                default:
                    _end = new EndMessage { ExitCode = 1 };
                    break;
            }
        }
    }

    /// <summary>The terminal is gone, or the login that it belonged to.</summary>
    private void HangUp() => _end ??= new EndMessage { ExitCode = 1 };

    /// <summary>
    /// What a terminal makes of its text while its size changes is its own affair, even when it ends up as large as before and the daemon has nothing to
    /// draw anew.
    /// </summary>
    private void SizeChanged()
    {
        SendSize();
        _terminal.Session.Writer.InvalidateAll();
        WindowSize size = _terminal.Raw.Size;
        if (_decoder.Frame.Columns == size.Columns && _decoder.Frame.Rows == size.Rows)
        {
            _isDirty = true;
            Draw();
        }
    }

    private void SendSize()
    {
        if (!_isAttached)
        {
            return;
        }

        WindowSize size = _terminal.Raw.Size;
        _toldSize = size;
        _connection.Outgoing.Add(new ResizeMessage(size.Columns, size.Rows, size.WidthPixels, size.HeightPixels));
        if (_replies.IsComplete && FindCellSize() != _cellSize)
        {
            _connection.Outgoing.Add(CreateInfo());
        }

        _connection.Flush();
    }

    /// <summary>Pixels of a cell: what the kernel knows follows each change; else what the terminal once answered.</summary>
    private (ushort Width, ushort Height) FindCellSize()
    {
        WindowSize size = _terminal.Raw.Size;
        return size is { WidthPixels: > 0, HeightPixels: > 0, Columns: > 0, Rows: > 0 }
            ? ((ushort)(size.WidthPixels / size.Columns), (ushort)(size.HeightPixels / size.Rows))
            : _replies.CellSize;
    }

    private TerminalInfoMessage CreateInfo()
    {
        _cellSize = FindCellSize();
        return _replies.ToMessage(_terminal.Session.Profile, _cellSize) with { Restore = EmergencyBytes() };
    }

    /// <summary>SIGCONT after a SIGSTOP: nobody asked us before, so the modes and the screen may be anything.</summary>
    private void Continue()
    {
        if (_terminal.IsEntered)
        {
            _terminal.Reassert();
            _isDirty = true;
            SendSize();
            Draw();
        }
    }

    /// <summary>What C-z does to a program, for mux itself: gives the terminal back, stops, and takes it over again.</summary>
    private void Suspend()
    {
        if (!_terminal.IsEntered)
        {
            return;
        }

        GiveAway();
        do
        {
            // Continued in the background (bg) the terminal is still the shell's.
            SignalPipe.StopGroup();
        }
        while (!JobControl.IsForeground(_terminal.Raw.Descriptor));
        TakeBack();
    }

    private void Lock(string program)
    {
        string path = program.Length > 0 ? program : ClientIdentity.Variable("LOCKPRG");
        if (!_terminal.IsEntered)
        {
            return;
        }

        List<string> arguments = path.Length > 0 ? [path] : DaemonStarter.OwnCommand(TerminalLock.Option);
        GiveAway();
        using FileDescriptor terminal = PosixFile.Duplicate(StandardInput);
        try
        {
            _lockProcess = ProcessStarter.Start(
                new ProcessStart(arguments[0], arguments) { Input = terminal, Output = terminal, Error = terminal, IsNewSession = false });
        }
        catch (PosixException e)
        {
            BareOutput.WriteError($"mux: {e.Message}\n");
            TakeBack();
        }
    }

    private void TakeLockEnd()
    {
        if (_lockProcess == 0 || !ProcessStarter.TryReap(_lockProcess, out int status))
        {
            return;
        }

        _lockProcess = 0;
        if (status == 0)
        {
            TakeBack();
        }
        else
        {
            // A lock that failed must not open the session: screen leaves it locked, a client can only leave.
            _end = new EndMessage { ExitCode = 1 };
        }
    }

    private void GiveAway()
    {
        AwaitAnswers();
        _terminal.Leave();
        _connection.Outgoing.Add(default(SuspendedMessage));
        _connection.Flush();
    }

    private void TakeBack()
    {
        _terminal.Enter();
        _connection.Outgoing.Add(default(ResumedMessage));
        SendSize();
        _isDirty = true;
        Draw();
    }
}
