using System.Diagnostics;
using Multiplex.Protocol.Messages;

namespace Multiplex.Server.Tests.Core;

/// <summary>The way of a key to its program and of the echo back to the client, as far as it leads through the daemon.</summary>
public sealed class EchoTests
{
    private const int Keys = 300;

    [Fact]
    public void Echo_of_a_key_allocates_nothing()
    {
        using DaemonHarness harness = new();
        TestClient client = harness.Connect();
        client.Send(new CreateMessage { Name = "echo", Arguments = ["sh", "-c", "stty raw -echo; echo ready; exec cat"] });
        harness.Until(() => client.Screen.Contains("ready", StringComparison.Ordinal), "the program");

        // The first keys fill pools and buffers, and the runtime compiles what they pass through.
        Type(harness, client, Keys);
        Type(harness, client, Keys);

        // The fewest of several rounds: on a busy machine a timer of the daemon's own falls into one of them.
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => Type(harness, client, Keys)));
    }

    /// <summary>Types keys, each after the echo of the one before, and counts what the daemon's turns have allocated meanwhile.</summary>
    private static long Type(DaemonHarness harness, TestClient client, int count)
    {
        long allocated = 0;
        for (int key = 0; key < count; key++)
        {
            int frames = client.Frames;
            client.Type(key % 2 == 0 ? "x" : "\r");
            Stopwatch watch = Stopwatch.StartNew();
            while (client.Frames == frames)
            {
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "the echo did not come in time");
                long before = GC.GetAllocatedBytesForCurrentThread();
                harness.Daemon.Loop.Turn(mayWait: false);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                client.Pump();
            }
        }

        return allocated;
    }
}
