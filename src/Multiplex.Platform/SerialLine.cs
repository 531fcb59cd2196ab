using System.Runtime.InteropServices;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>What the wires of a serial line say, and two of its modes.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct LineSignals
{
    private readonly byte _requestToSend;
    private readonly byte _clearToSend;
    private readonly byte _dataTerminalReady;
    private readonly byte _dataSetReady;
    private readonly byte _carrier;
    private readonly byte _ring;
    private readonly byte _isLocal;
    private readonly byte _hasHardwareFlow;

    /// <summary>RTS.</summary>
    public bool RequestToSend => _requestToSend != 0;

    /// <summary>CTS.</summary>
    public bool ClearToSend => _clearToSend != 0;

    /// <summary>DTR.</summary>
    public bool DataTerminalReady => _dataTerminalReady != 0;

    /// <summary>DSR.</summary>
    public bool DataSetReady => _dataSetReady != 0;

    /// <summary>CD.</summary>
    public bool Carrier => _carrier != 0;

    /// <summary>RI.</summary>
    public bool Ring => _ring != 0;

    /// <summary>CLOCAL: nobody looks at the signals.</summary>
    public bool IsLocal => _isLocal != 0;

    /// <summary>CRTSCTS: CTS stops output.</summary>
    public bool HasHardwareFlow => _hasHardwareFlow != 0;
}

/// <summary>Serial lines.</summary>
public static unsafe class SerialLine
{
    /// <summary>Whether a path names a device that a window can be on: a character device, through links too.</summary>
    /// <param name="path">An absolute path.</param>
    public static bool IsDevice(string path)
    {
        if (!path.StartsWith('/'))
        {
            return false;
        }

        try
        {
            using FileDescriptor descriptor = PosixFile.Open(null, path, OpenFlags.Path);
            return PosixFile.GetStatus(descriptor).Kind == FileKind.CharacterDevice;
        }
        catch (PosixException)
        {
            return false;
        }
    }

    /// <summary>Begins or ends a break.</summary>
    /// <param name="descriptor">The line.</param>
    /// <param name="isOn">Whether it begins.</param>
    /// <returns>False when the device cannot do that.</returns>
    public static bool TrySetBreak(int descriptor, bool isOn) => Shims.TerminalBreak(descriptor, isOn ? 1 : 0) >= 0;

    /// <summary>Reads the line's signals.</summary>
    /// <param name="descriptor">The line.</param>
    /// <returns>Null when the device has none.</returns>
    public static LineSignals? TryGetSignals(int descriptor)
    {
        LineSignals signals;
        return Shims.TerminalSignals(descriptor, &signals) < 0 ? null : signals;
    }
}
