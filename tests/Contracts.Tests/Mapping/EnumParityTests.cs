using LatBench.Measurements;

namespace LatBench.Contracts.Tests.Mapping;

/// <summary>The domain's enums and the wire's have the same names and numbers: a cast is the whole mapping.</summary>
public sealed class EnumParityTests
{
    [Fact]
    public void Verdicts_agree() => AssertSame<Verdict, V1.Verdict>();

    [Fact]
    public void Stop_reasons_agree() => AssertSame<StopReason, V1.StopReason>();

    [Fact]
    public void Failure_reasons_agree() => AssertSame<FailureReason, V1.FailureReason>();

    [Fact]
    public void Network_parts_agree() => AssertSame<NetworkPart, V1.NetworkPart>();

    private static void AssertSame<TDomain, TWire>()
        where TDomain : struct, Enum
        where TWire : struct, Enum
    {
        var domain = Enum.GetValues<TDomain>().Select(value => (value.ToString(), Convert.ToInt32(value)));
        var wire = Enum.GetValues<TWire>().Select(value => (value.ToString(), Convert.ToInt32(value))).Where(value => value.Item2 != 0);

        Assert.Equal(domain, wire);
    }
}
