using System.Net;
using Grpc.Core;
using LatBench.Coordinator.Hosting;
using LatBench.Coordinator.Security;

namespace LatBench.Coordinator.Tests.Security;

public sealed class CallLimitsTests
{
    private static CoordinatorOptions Options => new() { DataDirectory = "unused", Grpc = new IPEndPoint(IPAddress.Loopback, 0), CallsAtOnce = 2, CallsPerSecond = 1_000_000 };

    [Fact]
    public void A_token_has_so_many_calls_at_once_and_others_have_their_own()
    {
        using var limits = new CallLimits(Options);
        var first = limits.Enter(1);
        limits.Enter(1);

        var refused = Assert.Throws<RpcException>(() => limits.Enter(1));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        limits.Enter(2);
        first.Dispose();
        limits.Enter(1);
    }

    [Fact]
    public void A_token_has_so_many_calls_a_second()
    {
        using var limits = new CallLimits(Options with { CallsAtOnce = 1000, CallsPerSecond = 1 });
        limits.Enter(1);
        limits.Enter(1);

        var refused = Assert.Throws<RpcException>(() => limits.Enter(1));
        Assert.Contains("--max-calls-per-second", refused.Status.Detail, StringComparison.Ordinal);
    }
}
