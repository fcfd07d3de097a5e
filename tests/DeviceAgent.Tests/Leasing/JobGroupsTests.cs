using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Leasing;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class JobGroupsTests
{
    [Theory]
    [InlineData(1, "a|b|c", "a", "b", "c")]
    [InlineData(2, "a b|c", "a", "b", "c")]
    [InlineData(4, "a b c", "a", "b", "c")]
    public void Of_keeps_the_order_and_fills_the_runners(int runners, string expected, params string[] leases) =>
        Assert.Equal(expected, Groups(runners, leases));

    [Fact]
    public void Of_model_of_an_accelerator_is_alone() => Assert.Equal("a|cuda|cuda|b c", Groups(2, "a", "cuda", "cuda", "b", "c"));

    [Fact]
    public void Of_nothing_is_no_group() => Assert.Equal("", Groups(2));

    private static string Groups(int runners, params string[] leases) =>
        string.Join('|', new JobGroups(runners).Of([.. leases.Select(Lease)]).Select(group => string.Join(' ', group.Select(lease => lease.LeaseId))));

    private static JobLease Lease(string id) =>
        new() { LeaseId = id, Job = new Job { Target = new Target { ExecutionProvider = id == "cuda" ? id : "cpu", Threads = 1 } } };
}
