using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>What all sessions of a daemon share.</summary>
internal interface ISessionEnvironment
{
    /// <summary>The loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>Where output waits for its turn.</summary>
    public OutputPump Pump { get; }

    /// <summary>Where checkpoints are put together.</summary>
    public CheckpointBuffer Scratch { get; }

    /// <summary>All sessions that can be used.</summary>
    public IReadOnlyCollection<Session> Sessions { get; }

    /// <summary>A session has ended, or its holder is gone.</summary>
    /// <param name="host">The session's.</param>
    public void Remove(SessionHost host);

    /// <summary>A session can be used: it was created or recovered.</summary>
    /// <param name="host">The session's.</param>
    public void Added(SessionHost host);

    /// <summary>Starts a take-over by the binary at its place on disk.</summary>
    public void Upgrade();

    /// <summary>Another daemon takes a session over.</summary>
    /// <param name="host">The session's.</param>
    public void Quiesced(SessionHost host);

    /// <summary>A session was refused or lost while its holder may live: it is looked for.</summary>
    /// <param name="host">The session's.</param>
    /// <param name="error">Why, as errno.</param>
    public void Missed(SessionHost host, int error);

    /// <summary>Connects to a holder.</summary>
    /// <param name="fileName">The name of its socket.</param>
    /// <exception cref="PosixException">Nobody listens there, or no descriptor is left.</exception>
    public HolderConnection Connect(string fileName);

    /// <summary>False while this daemon takes over and another one may still serve.</summary>
    public bool IsOnlyDaemon { get; }

    /// <summary>Starts another holder for a session whose own was killed.</summary>
    /// <param name="host">The session's; its <see cref="SessionHost.Adopt()"/> or <see cref="SessionHost.GiveUp"/> is called.</param>
    /// <param name="session">The session.</param>
    public void StartAdoption(SessionHost host, Session session);

    /// <summary>True when a client is connected.</summary>
    /// <param name="clientId">Its random id.</param>
    public bool IsClientKnown(ulong clientId);

    /// <summary>Keeps bytes that daemons died of, for whoever looks into it.</summary>
    /// <param name="name">Part of the file's name.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The file's name.</returns>
    public string SaveCrash(string name, ReadOnlySpan<byte> bytes);

    /// <summary>The program that holders start.</summary>
    public string BinaryPath { get; }

    /// <summary>A session may have been opened to other users, or closed to them.</summary>
    public void CheckGuests();

    /// <summary>Writes a line to the daemon's log.</summary>
    /// <param name="line">The line.</param>
    public void Log(string line);
}
