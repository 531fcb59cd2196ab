using System.Numerics;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>What the daemon does for its sessions, and the loop's view of their memory.</summary>
public sealed partial class Daemon
{
    /// <inheritdoc/>
    void ISessionEnvironment.Added(SessionHost host)
    {
        _sessions.Add(host.Session!);
        _search.Found(host.ProcessId);
        _settleTimer.Set(_settleTime);
        CheckRecovered();
        ((ISessionEnvironment)this).CheckGuests();
    }

    /// <inheritdoc/>
    void ISessionEnvironment.Remove(SessionHost host)
    {
        _hosts.Remove(host);
        if (host.Session is { } session)
        {
            _sessions.Remove(session);
        }

        CheckRecovered();
        ((ISessionEnvironment)this).CheckGuests();
        ArmIdleTimer();
    }

    /// <inheritdoc/>
    void ISessionEnvironment.StartAdoption(SessionHost host, Session session)
    {
        try
        {
            StartingHolder holder = HolderLauncher.Start(Directory, session.Name, BinaryPath, adoptedSession: session.Pid);
            _ = new HolderStart(this, holder, _ => host.Adopt(), _ => host.GiveUp());
        }
        catch (PosixException exception)
        {
            _log.Write(exception.Message);
            _loop.Post(host.GiveUp);
        }
    }

    /// <inheritdoc/>
    bool ISessionEnvironment.IsClientKnown(ulong clientId)
    {
        foreach (ClientConnection client in _clients)
        {
            if (client.Hello.ClientId == clientId)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    string ISessionEnvironment.SaveCrash(string name, ReadOnlySpan<byte> bytes)
    {
        string fileName = $".crash-{name}";
        try
        {
            using FileDescriptor file = PosixFile.Open(
                _directory.Descriptor, fileName, OpenFlags.Write | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow | OpenFlags.NonBlocking);
            _ = PosixFile.Write(file, bytes);
        }
        catch (PosixException exception)
        {
            _log.Write(exception.Message);
        }

        return Path.Combine(_directory.Path, fileName);
    }

    /// <inheritdoc/>
    void ISessionEnvironment.Log(string line) => _log.Write(line);

    /// <inheritdoc/>
    void ISessionEnvironment.Upgrade()
    {
        try
        {
            // The new daemon asks every holder for its session; this one hears of it from them, and stays when nothing comes.
            ProcessStarter.Start(new ProcessStart(BinaryPath, [BinaryPath, "--daemon", "--take-over"]) { Environment = OwnEnvironment() });
            _log.Write($"take-over by {BinaryPath}");
        }
        catch (PosixException exception)
        {
            _log.Write(exception.Message);
        }
    }

    /// <inheritdoc/>
    void ISessionEnvironment.Quiesced(SessionHost host)
    {
        _loop.Post(() =>
        {
            if (_hosts.Count > 1)
            {
                // If the other daemon dies before it has taken all of them, this one goes on with this session as well.
                ((ISessionEnvironment)this).Missed(host, Errno.Busy);
            }

            host.LeaveClients();
            host.Dispose();
            if (_hosts.Count == 0)
            {
                _loop.Stop();
            }
        });
    }

    /// <inheritdoc/>
    void ILoopWork.Work()
    {
        for (int index = 0; index < _hosts.Count; index++)
        {
            TakeNews(_hosts[index]);
        }

        _pump.Run();
    }

    /// <inheritdoc/>
    bool ILoopWork.PrepareToSleep()
    {
        bool mayWait = true;
        for (int index = 0; index < _hosts.Count; index++)
        {
            mayWait &= _hosts[index].Link.Page?.PrepareToSleep() ?? true;
        }

        return mayWait;
    }

    /// <inheritdoc/>
    void ILoopWork.WakeUp()
    {
        for (int index = 0; index < _hosts.Count; index++)
        {
            _hosts[index].Link.Page?.WakeUp();
        }
    }

    /// <inheritdoc/>
    void ILoopWork.EndTurn()
    {
        for (int index = _hosts.Count - 1; index >= 0; index--)
        {
            _hosts[index].EndTurn();
        }

        _relief.EndTurn();
    }

    private static List<string> OwnEnvironment()
    {
        List<string> entries = [];
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            entries.Add($"{entry.Key}={entry.Value}");
        }

        return entries;
    }

    private static void TakeNews(SessionHost host)
    {
        if (host.Link.Page is not { HasDirty: true } page)
        {
            return;
        }

        for (ulong words = page.TakeDirtySummary(); words != 0; words &= words - 1)
        {
            int word = BitOperations.TrailingZeroCount(words);
            for (ulong slots = page.TakeDirty(word); slots != 0; slots &= slots - 1)
            {
                host.Dirty((uint)((word * 64) + BitOperations.TrailingZeroCount(slots)));
            }
        }
    }

    private bool HasNews()
    {
        for (int index = 0; index < _hosts.Count; index++)
        {
            if (_hosts[index].Link.Page is { HasDirty: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes what has changed in this turn, ahead of its end.</summary>
    internal void KeepState()
    {
        for (int index = _hosts.Count - 1; index >= 0; index--)
        {
            _hosts[index].KeepState();
        }
    }

    private void CheckpointAll()
    {
        foreach (SessionHost host in _hosts)
        {
            if (host.IsReady)
            {
                host.CheckpointAll();
            }
        }
    }

    private void ArmIdleTimer()
    {
        if (_hosts.Count == 0 && _clients.Count == 0 && _isRecovered)
        {
            _idleTimer.Set(_idleTime);
        }
        else
        {
            _idleTimer.Stop();
        }
    }

    private void LeaveIfIdle()
    {
        if (_hosts.Count == 0 && _clients.Count == 0)
        {
            _loop.Stop();
        }
    }
}
