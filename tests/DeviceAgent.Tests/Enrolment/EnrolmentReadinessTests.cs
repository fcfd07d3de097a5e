using System.Net.Sockets;
using System.Text;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests.Enrolment;

/// <summary>Real agent processes that tell a service manager when they are ready.</summary>
public sealed class EnrolmentReadinessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Run_of_an_enrolled_device_is_ready_while_the_coordinator_is_away()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd runs on Linux.");
        _directory.Write("credential.json", """{"server":"http://127.0.0.1:1/","device":"devices/lab","credential":"secret"}""");
        var path = _directory.File("notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        using var agent = AgentUnderTest.Start(
            null,
            start => start.Environment["NOTIFY_SOCKET"] = path,
            "run", "--server", "http://127.0.0.1:1", "--data", _directory.Path, "--device", "lab");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        var message = new byte[100];
        Assert.Equal("READY=1", Encoding.ASCII.GetString(message, 0, await socket.ReceiveAsync(message, limit.Token)));

        Assert.Equal(0, await agent.StopAsync());
        Assert.Empty(await agent.Output);
    }

    public void Dispose() => _directory.Dispose();
}
