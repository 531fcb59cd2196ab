using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Multiplex.EndToEndTests.Harness;

/// <summary>Debian's sshd on loopback with a configuration, port and keys of its own; it belongs to one test's world and ends with it.</summary>
internal sealed class SshServer
{
    private const string Program = "/usr/sbin/sshd";

    private readonly MuxWorld _world;
    private readonly int _port;

    public SshServer(MuxWorld world)
    {
        Skip.IfNot(File.Exists(Program), "openssh-server is not installed");
        Skip.IfNot(File.Exists("/usr/bin/ssh-keygen"), "openssh-client is not installed");
        _world = world;
        _port = FreePort();
        string directory = Directory.CreateDirectory(world.PathOf("ssh")).FullName;
        MakeKey($"{directory}/host");
        MakeKey($"{directory}/user");
        File.Copy($"{directory}/user.pub", $"{directory}/authorized");
        // Sessions get this world's variables from the server's configuration, since sshd gives them an environment of its own.
        string variables = string.Join(' ', world.Variables.Where(variable => variable.Key is "MUXDIR" or "MUX_TEST_ROOT" or "LANG")
            .Select(variable => $"{variable.Key}={variable.Value}"));
        File.WriteAllText($"{directory}/config", $"""
            Port {_port}
            ListenAddress 127.0.0.1
            HostKey {directory}/host
            PidFile none
            AuthorizedKeysFile {directory}/authorized
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin yes
            PrintMotd no
            PrintLastLog no
            SetEnv {variables}

            """);
        if (Environment.UserName == "root")
        {
            Directory.CreateDirectory("/run/sshd");
        }

        world.StartProgram(Program, "-D", "-e", "-f", $"{directory}/config");
        MuxWorld.WaitUntil(IsListening, "sshd to listen");
    }

    /// <summary>Logs in on a new terminal and runs a command there.</summary>
    public OuterTerminal Login(string command) => _world.Open(80, 24, "ssh", [.. Arguments, command]);

    /// <summary>The command line that logs in; what shall run there follows it.</summary>
    public string CommandLine => "ssh " + string.Join(' ', Arguments);

    private string[] Arguments =>
    [
        "-tt", "-F", "none", "-p", $"{_port}", "-i", _world.PathOf("ssh/user"), "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no",
        "-o", $"UserKnownHostsFile={_world.PathOf("ssh/known")}", "-o", "LogLevel=ERROR", $"{Environment.UserName}@127.0.0.1",
    ];

    /// <summary>The server's processes that serve a connection with a terminal: those that a network failure or an administrator kills.</summary>
    public IReadOnlyList<int> Connections() =>
        [.. ProcessList.With(string.Empty).Where(process => process.Arguments[0].StartsWith("sshd", StringComparison.Ordinal)
            && process.Arguments[0].Contains("@pts/", StringComparison.Ordinal) && IsOurs(process.Pid)).Select(process => process.Pid)];

    /// <summary>A connection's process renames itself and so hides its environment; its ancestors still show this server's configuration.</summary>
    private bool IsOurs(int pid)
    {
        for (int parent = pid; parent > 1; parent = int.Parse(ProcessList.Stat(parent, 4), System.Globalization.CultureInfo.InvariantCulture))
        {
            if (File.ReadAllText($"/proc/{parent}/cmdline").Contains(_world.PathOf("ssh"), StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static void MakeKey(string path)
    {
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]))!;
        process.WaitForExit();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private bool IsListening()
    {
        try
        {
            using TcpClient client = new();
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
