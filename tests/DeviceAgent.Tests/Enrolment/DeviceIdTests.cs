using CsCheck;
using LatBench.DeviceAgent.Enrolment;

namespace LatBench.DeviceAgent.Tests.Enrolment;

public sealed class DeviceIdTests
{
    [Theory]
    [InlineData("lab-xeon", "lab-xeon")]
    [InlineData("Lab_Xeon.example.org", "lab-xeon")]
    [InlineData("__", "device")]
    [InlineData("", "device")]
    public void FromHostName_makes_a_slug(string hostName, string expected) => Assert.Equal(expected, DeviceId.FromHostName(hostName));

    [Fact]
    public void FromHostName_is_always_valid() => Gen.String.Sample(name => DeviceId.IsValid(DeviceId.FromHostName(name)));
}
